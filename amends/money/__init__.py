"""The program's money: what is planned, what was spent, and what both mean for those who pay."""
