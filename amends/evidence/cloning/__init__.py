"""Two strategies compared that part only after time zero: each person is copied into both, and leaves where they part."""
