"""Records from tables: columns, their mapping, the dry run, and the one step that writes them."""
