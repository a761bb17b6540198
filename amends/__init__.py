"""Amends runs a survivor-led restorative justice program and shows what it achieves."""
