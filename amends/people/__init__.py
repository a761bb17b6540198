"""The people, and how they may be reached."""
