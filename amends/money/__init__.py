"""What the program costs and saves: the public case as a model, and the program's own money."""
