"""What came into the book since one looked last, from this window or from another."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.store.work import Records


@dataclass(frozen=True, slots=True)
class News:
    """What the journal says later than a line.

    Attributes:
        entry: The number of its last line; 0 where it is empty.
        touched: For each line since, its number with one table that it touched.
    """

    entry: int
    touched: frozenset[tuple[int, str]]


def news(records: Records, after: int | None) -> News:
    """Return what came later than line ``after``; without one, only where the journal ends now."""
    entry, _digest = records.head()
    touched = frozenset(records.touched(after)) if after is not None and entry > after else frozenset()
    return News(entry, touched)
