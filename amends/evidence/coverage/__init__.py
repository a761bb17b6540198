"""How often intervals of 95 % hold the truth, counted in small invented studies of people whose truth is known."""
