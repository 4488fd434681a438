"""Limits as data: exact formulas, the conditions under which they hold, and tables made of them."""
