"""One search over everything, and the index behind it."""

from __future__ import annotations

from labcal.domain.finding import Hits, Subject, sought
from labcal.store.book import Book
from labcal.store.work import Records

BEST = 5
"""So many records of each kind are shown."""


def find(records: Records, typed: str) -> tuple[Hits, ...]:
    """Return the best records of each kind for what is typed; none as long as that is no word."""
    return records.findings.find(typed, BEST) if sought(typed) else ()


def disagreements(records: Records) -> dict[Subject, int]:
    """Return of how many records of each kind the index tells something else than they do."""
    return records.findings.disagreements()


def reindex(book: Book) -> None:
    """Make the index of words anew from the records; nothing of them changes."""
    with book.work() as work:
        work.reindex()
