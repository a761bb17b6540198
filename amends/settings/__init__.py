"""What holds everywhere, and what differs."""
