"""Books as the window opens them."""

from __future__ import annotations

from labcal.store.book import Book, create_book, open_book

__all__ = ["Book", "create_book", "laboratory_of", "open_book"]


def laboratory_of(book: Book) -> str:
    """Return the name of the laboratory whose book it is; empty where it was not founded yet."""
    with book.read() as records:
        return records.people.laboratory().party.name if records.people.founded() else ""
