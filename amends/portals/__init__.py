"""The doors: each folder is the pages of one kind of person; `shared` is what every page is made of."""
