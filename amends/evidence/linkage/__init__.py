"""Which records of two files are of one person: linked by probability, and judged by what that probability is worth."""
