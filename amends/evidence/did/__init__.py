"""Places before and after something began in some of them: differences in differences."""
