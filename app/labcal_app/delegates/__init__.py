"""How cells and headers of tables are painted."""
