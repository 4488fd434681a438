"""Migrations of the book, one file each, run by Alembic."""
