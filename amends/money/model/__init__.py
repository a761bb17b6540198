"""A scenario in, its figures out, under every reading. Pure: no Django, no database.

Every number that a scenario gives stands with its source. The same formulas run exactly, in decimals, and over
many draws at once; no figure is rounded before it is shown.
"""
