"""A report of a run, in words that its design supports, as a page and as a tagged PDF."""
