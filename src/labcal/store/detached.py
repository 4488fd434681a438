"""What once belonged to a record and was taken away: only the journal still knows whose it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labcal.store.body import fields
from labcal.store.entries import EntryRow, TouchRow
from labcal.store.spans import body_of

CHUNK = 500
Part = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
"""The column by which a row belongs to a record."""


def detached(session: Session, parts: Sequence[Part], owner: tuple[str, int]) -> list[tuple[str, int]]:
    """Return table and key of every row that belonged to a record and is there no more.

    Args:
        session: Of the book.
        parts: The columns by which rows belong to it.
        owner: Its table and its key.
    """
    since = _first(session, *owner)
    gone = {
        (part.class_.__tablename__, key): (part.key, entry)
        for part in parts
        for key, entry in _missing(session, part, since)
    }
    last = dict(_lines(session, sorted({entry for _, entry in gone.values()})))
    return [
        where
        for where, (column, entry) in gone.items()
        if fields(last[entry].get(where)).get(column) == owner[1]
    ]


def _first(session: Session, table: str, key: int) -> int:
    """Return the line that wrote a record; 0 where it was written in bulk."""
    found = session.scalar(
        select(func.min(TouchRow.entry)).where(TouchRow.table == table, TouchRow.key == key)
    )
    return found or 0


def _missing(session: Session, part: Part, since: int) -> list[tuple[int, int]]:
    """Return the key of each row that is gone from a table, and the line that took it away."""
    row_class = part.class_
    query = (
        select(TouchRow.key, func.max(TouchRow.entry))
        .outerjoin(row_class, row_class.id == TouchRow.key)
        .where(TouchRow.table == row_class.__tablename__, TouchRow.entry > since, row_class.id.is_(None))
        .group_by(TouchRow.key)
    )
    return [(key, entry) for key, entry in session.execute(query)]


def _lines(session: Session, numbers: Sequence[int]) -> Iterator[tuple[int, dict[tuple[str, int], str]]]:
    """Yield each line with what it took away, by table and key."""
    for first in range(0, len(numbers), CHUNK):
        some = select(EntryRow.id, EntryRow.body).where(EntryRow.id.in_(numbers[first : first + CHUNK]))
        for number, body in session.execute(some):
            changes = body_of(body).changes
            yield number, {(one.table, one.key): one.before for one in changes if one.before is not None}
