"""Books as the window opens them."""

from __future__ import annotations

from pathlib import Path

from labcal.store.book import Book, create_book, open_book
from labcal.store.schema import outdated

__all__ = ["Book", "create_book", "is_outdated", "laboratory_of", "open_book"]


def is_outdated(path: Path) -> bool:
    """Tell whether the book at ``path`` is of an earlier release, and will be changed."""
    return outdated(path)


def laboratory_of(book: Book) -> str:
    """Return the name of the laboratory whose book it is; empty where it was not founded yet."""
    with book.read() as records:
        return records.people.laboratory().party.name if records.people.founded() else ""
