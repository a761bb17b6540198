"""How quick the pages are, as ratios against the same pages in the same run."""
