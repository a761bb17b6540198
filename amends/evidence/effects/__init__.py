"""What one road does compared with another: differences between two groups, and when not to believe them."""
