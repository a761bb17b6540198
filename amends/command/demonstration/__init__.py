"""An invented program, told by its own people: every row in it is written by the product's own acts."""
