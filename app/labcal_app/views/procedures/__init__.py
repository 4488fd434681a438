"""Procedures: the list, the record of one, and the form that writes it."""
