"""From records to figures that a sceptic can check: files in, estimates out. Pure: no Django, no database."""
