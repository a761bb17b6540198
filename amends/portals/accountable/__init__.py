"""The accountable party's door: what is asked, the rights, what was done. Nothing that leads to anybody."""
