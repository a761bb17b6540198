"""Time until an event: curves, comparisons, restricted means, and models of the hazard and of the time."""
