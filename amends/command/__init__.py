"""What an operator types: `amends ...`, one file for each group of commands."""
