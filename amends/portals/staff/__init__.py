"""The staff door: for advocates, facilitators, coaches and the director."""
