"""Her services."""
