"""Records out of tables: the file, its columns, its bad rows, and the step that writes the good ones."""
