"""Lets `python -m amends` do what the command `amends` does."""

from amends.command.__main__ import main

main()
