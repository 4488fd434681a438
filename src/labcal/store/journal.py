"""The audit journal: what each command changed, chained so that no line can be altered unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from labcal.domain.person import Need
from labcal.errors.records import NotFoundError, StaleError
from labcal.store.base import Record, told
from labcal.store.body import Body, Change
from labcal.store.bulk import Bulk
from labcal.store.entries import CheckpointRow, EntryRow, SpanRow, TouchRow
from labcal.store.named import handled
from labcal.store.spans import body_of, spans

FIRST = bytes(32)
BLOCK = 16
"""Lines read at a time; one that was written in bulk may be large."""
CHUNK = 500
"""Keys asked for at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did what by which right; ``need`` is None only for the founding of the book."""

    person: str
    command: str
    need: Need | None
    undoable: bool
    undoes: int | None = None


def head(session: Session) -> EntryRow | None:
    """Return the newest line, or None in an empty journal."""
    return session.scalar(select(EntryRow).order_by(EntryRow.id.desc()).limit(1))


def line(session: Session, number: int) -> EntryRow:
    """Return line ``number``; raise ``NotFoundError`` where there is none."""
    entry = session.get(EntryRow, number)
    if entry is None:
        raise NotFoundError(kind="entry", number=number)
    return entry


@dataclass(frozen=True, slots=True)
class Written:
    """What a unit of work changed: row by row, and in bulk."""

    changes: list[Change]
    bulk: Bulk

    @property
    def tables(self) -> frozenset[str]:
        """The tables of which rows were changed."""
        return frozenset(one.table for one in self.changes) | frozenset(one.table for one in self.bulk.places)


def append(session: Session, deed: Deed, written: Written, at: datetime) -> int:
    """Write one journal line, with its touches and spans, and return its number."""
    last = head(session)
    row = EntryRow(
        id=last.id + 1 if last else 1,
        at=at,
        person=deed.person,
        command=deed.command,
        undoable=deed.undoable,
        undoes=deed.undoes,
        body=written.bulk.packed(Body(handled(session, deed.need), written.changes)),
        previous=last.digest if last else FIRST,
    )
    row.digest = digest_of(_raw(session, row)) or FIRST
    session.add(row)
    session.flush()
    session.add_all(TouchRow(entry=row.id, table=one.table, key=one.key) for one in written.changes)
    session.add_all(
        SpanRow(entry=row.id, table=one.table, first=one.first, last=one.last) for one in written.bulk.places
    )
    session.flush()
    return row.id


def add_checkpoint(
    session: Session, key_id: str, head_: tuple[int, bytes], signature: bytes, at: datetime
) -> None:
    """Keep the signature of the journal's head; a head is signed once."""
    number, digest = head_
    if session.get(CheckpointRow, number) is None:
        session.add(CheckpointRow(entry=number, digest=digest, key_id=key_id, signature=signature, at=at))


def history(session: Session, table: str, key: int, after: int = 0) -> list[tuple[EntryRow, Change]]:
    """Return what happened to one record later than line ``after``, oldest first."""
    touches = select(TouchRow.entry).where(
        TouchRow.table == table, TouchRow.key == key, TouchRow.entry > after
    )
    runs = select(SpanRow.entry).where(
        SpanRow.table == table, SpanRow.first <= key, SpanRow.last >= key, SpanRow.entry > after
    )
    query = select(EntryRow).where(EntryRow.id.in_(touches.union(runs))).order_by(EntryRow.id)
    return [(entry, change) for entry in session.scalars(query) for change in _told(entry, table, key)]


def histories(session: Session, rows: Sequence[tuple[str, int]]) -> list[tuple[EntryRow, Change]]:
    """Return what happened to several records, given by table and key, oldest first; a line is read once."""
    wanted: dict[str, set[int]] = {}
    for table, key in rows:
        wanted.setdefault(table, set()).add(key)
    entries: set[int] = set()
    for table, keys in wanted.items():
        ordered = sorted(keys)
        for first in range(0, len(ordered), CHUNK):
            some = TouchRow.key.in_(ordered[first : first + CHUNK])
            entries.update(session.scalars(select(TouchRow.entry).where(TouchRow.table == table, some)))
        runs = (SpanRow.table == table, SpanRow.first <= ordered[-1], SpanRow.last >= ordered[0])
        entries.update(session.scalars(select(SpanRow.entry).where(*runs)))
    found: list[tuple[EntryRow, Change]] = []
    numbers = sorted(entries)
    for first in range(0, len(numbers), CHUNK):
        query = select(EntryRow).where(EntryRow.id.in_(numbers[first : first + CHUNK])).order_by(EntryRow.id)
        for entry in session.scalars(query):
            found.extend((entry, change) for change in _told_of(entry, wanted))
    return found


def _told_of(entry: EntryRow, wanted: Mapping[str, set[int]]) -> Iterator[Change]:
    """Yield what a line changed in the records wanted."""
    for change in body_of(entry.body).changes:
        if change.key in wanted.get(change.table, ()):
            yield change
    for span in spans(entry.body):
        for key in sorted(wanted.get(span.table, ())):
            if span.holds(span.table, key):
                yield span.change(key)


def _told(entry: EntryRow, table: str, key: int) -> Iterator[Change]:
    """Yield what a line changed in one record."""
    for change in body_of(entry.body).changes:
        if (change.table, change.key) == (table, key):
            yield change
    for span in spans(entry.body):
        if span.holds(table, key):
            yield span.change(key)


def touched(session: Session, after: int) -> list[tuple[int, str]]:
    """Return each line later than ``after`` with each table that it touched."""
    touches = select(TouchRow.entry, TouchRow.table).where(TouchRow.entry > after)
    runs = select(SpanRow.entry, SpanRow.table).where(SpanRow.entry > after)
    return [(entry, table) for entry, table in session.execute(touches.union(runs))]


def refuse_stale(session: Session, row: Record, number: str, seen: int, edited: Collection[str] = ()) -> None:
    """Let an edit pass only where ``row`` still stands at the version that was ``seen``.

    Args:
        session: Of the book.
        row: As it stands.
        number: What people call it.
        seen: The version over which the person typed.
        edited: The columns that the edit concerns, where others may change meanwhile; all where it is empty.

    Raises:
        StaleError: The row changed since; the error names the columns, the person and the command.
    """
    if row.version == seen:
        return
    later = history(session, row.__tablename__, row.id, after=seen)
    changes = [(entry, names) for entry, change in later if (names := change.columns())]
    if edited:
        changes = [(entry, names) for entry, names in changes if not names.isdisjoint(edited)]
        if not changes:
            return
    columns = {name for _, names in changes for name in names}
    last = changes[-1][0] if changes else line(session, row.version)
    raise StaleError(
        kind=row.__tablename__.replace("_", " "),
        number=number,
        changed=", ".join(sorted(columns)),
        person=last.person,
        command=last.command,
    )


def raw_lines(
    session: Session, *columns: str, first: int | None = None, end: int | None = None
) -> Iterator[Mapping[Any, Any]]:
    """Yield ``columns`` of every line as they stand in the table, of whatever type, oldest first.

    Args:
        session: What is read.
        columns: Their names.
        first: The number that the first line has at least.
        end: The number that the last line stays below.
    """
    table = EntryRow.__table__
    raw = [type_coerce(table.columns[name], NullType()).label(name) for name in columns]
    query = select(*raw).order_by(table.columns["id"]).execution_options(yield_per=BLOCK)
    if first is not None:
        query = query.where(table.columns["id"] >= first)
    if end is not None:
        query = query.where(table.columns["id"] < end)
    yield from session.connection().execute(query).mappings()


def _raw(session: Session, row: EntryRow) -> dict[str, Any]:
    """Return the columns of a line as the table holds them."""
    dialect = session.get_bind().dialect
    columns = EntryRow.__table__.columns
    return {column.name: told(column, getattr(row, column.name), dialect) for column in columns}


def digest_of(raw: Mapping[Any, Any]) -> bytes | None:
    """Return the digest of a line's raw columns and of the line before; None where one is of a wrong type."""
    body, previous = raw["body"], raw["previous"]
    if not (isinstance(body, bytes) and isinstance(previous, bytes)):
        return None
    names = ("id", "at", "person", "command", "undoable", "undoes")
    words = json.dumps([raw[name] for name in names], default=str)
    return hashlib.sha256(b"\0".join([previous, words.encode(), body])).digest()
