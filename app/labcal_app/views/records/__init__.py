"""One record in the whole page: its plate, what is kept of it, its notes, files and history."""
