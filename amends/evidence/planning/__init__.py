"""A plan of analysis, locked before outcomes are read, and the run that follows it to the letter."""
