"""The path of a case."""
