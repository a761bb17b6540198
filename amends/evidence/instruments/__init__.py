"""Instruments as data, one file each: what is asked, how answers are scored, whose they are, who may use them.

The readers and the scorer need nothing but Python, so that pages may use them as well as estimates.
"""
