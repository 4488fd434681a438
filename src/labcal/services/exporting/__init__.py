"""Records out of the book: one list as a table, or everything in open formats."""
