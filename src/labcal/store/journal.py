"""The audit journal: what each command changed, chained so that no line can be altered unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.person import Need
from labcal.errors.records import NotFoundError, StaleError
from labcal.store.base import Record
from labcal.store.body import Body, Change, unpack
from labcal.store.entries import CheckpointRow, EntryRow, TouchRow

FIRST = bytes(32)


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


def append(session: Session, deed: Deed, changes: list[Change], at: datetime) -> int:
    """Write one journal line, with its touches, and return its number."""
    last = head(session)
    row = EntryRow(
        id=last.id + 1 if last else 1,
        at=at,
        person=deed.person,
        command=deed.command,
        undoable=deed.undoable,
        undoes=deed.undoes,
        body=Body(deed.need, changes).pack(),
        previous=last.digest if last else FIRST,
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()
    session.add_all(TouchRow(entry=row.id, table=c.table, key=c.key) for c in changes)
    session.flush()
    return row.id


def add_checkpoint(
    session: Session, key_id: str, head_: tuple[int, bytes], signature: bytes, at: datetime
) -> None:
    """Keep the signature of the journal's head; a head is signed once."""
    number, digest = head_
    if session.get(CheckpointRow, number) is None:
        session.add(CheckpointRow(entry=number, digest=digest, key_id=key_id, signature=signature, at=at))


def checkpoints(session: Session) -> list[CheckpointRow]:
    """Return all signed heads, oldest first."""
    return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.entry)))


def history(session: Session, table: str, key: int, after: int = 0) -> list[tuple[EntryRow, Change]]:
    """Return what happened to one record later than line ``after``, oldest first."""
    query = (
        select(EntryRow)
        .join(TouchRow, TouchRow.entry == EntryRow.id)
        .where(TouchRow.table == table, TouchRow.key == key, TouchRow.entry > after)
        .order_by(TouchRow.entry)
    )
    return [
        (entry, change)
        for entry in session.scalars(query)
        for change in unpack(entry.body).changes
        if (change.table, change.key) == (table, key)
    ]


def refuse_stale(session: Session, row: Record, number: str, seen: int) -> None:
    """Let an edit pass only where ``row`` still stands at the version that was ``seen``.

    Raises:
        StaleError: The row changed since; the error names the columns, the person and the command.
    """
    if row.version == seen:
        return
    last = line(session, row.version)
    later = history(session, row.__tablename__, row.id, after=seen)
    columns = {name for _, change in later for name in change.columns()}
    raise StaleError(
        kind=row.__tablename__,
        number=number,
        changed=", ".join(sorted(columns)),
        person=last.person,
        command=last.command,
    )


def first_broken(session: Session) -> int | None:
    """Return the number of the first line that no longer fits the chain, or None."""
    previous, number = FIRST, 1
    for row in session.scalars(select(EntryRow).order_by(EntryRow.id).execution_options(yield_per=500)):
        if (row.id, row.previous, row.digest) != (number, previous, _digest(row)):
            return row.id
        previous, number = row.digest, number + 1
    return None


def _digest(row: EntryRow) -> bytes:
    told = json.dumps([row.id, row.at.isoformat(), row.person, row.command, row.undoable, row.undoes])
    return hashlib.sha256(b"\0".join([row.previous, told.encode(), row.body])).digest()
