"""The book held against its own journal."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.store import journal
from labcal.store.base import Record
from labcal.store.body import Change, Image, unpack
from labcal.store.entries import CheckpointRow, EntryRow
from labcal.store.recorder import images

Where = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when the book was held against its journal.

    Attributes:
        complaints: What SQLite's integrity and foreign-key checks say.
        first_broken: The first journal line that does not fit the chain; None where all do.
        digests: Digest of every journal line.
        checkpoints: The signed heads.
        altered: Table and key of each row that is not what the journal last wrote of it.
        rows: How many rows were compared.
    """

    complaints: tuple[str, ...]
    first_broken: int | None
    digests: dict[int, bytes]
    checkpoints: tuple[CheckpointRow, ...]
    altered: tuple[Where, ...]
    rows: int


def prove(session: Session) -> Proof:
    """Hold the book against its journal."""
    told = _told(session)
    found = _found(session)
    altered = sorted(where for where in {*told, *found} if told.get(where) != found.get(where))
    return Proof(
        complaints=_complaints(session),
        first_broken=journal.first_broken(session),
        digests=dict(session.execute(select(EntryRow.id, EntryRow.digest)).tuples().all()),
        checkpoints=tuple(journal.checkpoints(session)),
        altered=tuple(altered),
        rows=len(found),
    )


def _complaints(session: Session) -> tuple[str, ...]:
    connection = session.connection()
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    said += [
        f"foreign key of {row[0]} {row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return tuple(line for line in said if line != "ok")


def _told(session: Session) -> dict[Where, bytes]:
    """Return the digest of every row's image as the journal last told it."""
    told: dict[Where, bytes] = {}
    for body in session.scalars(select(EntryRow.body).order_by(EntryRow.id).execution_options(yield_per=500)):
        for change in _changes(body):
            if change.after is None:
                told.pop((change.table, change.key), None)
            else:
                told[change.table, change.key] = _digest(change.after)
    return told


def _changes(body: bytes) -> Sequence[Change]:
    """Return the changes of a line; none of one that can no longer be read, which breaks the chain anyway."""
    try:
        return unpack(body).changes
    except (zlib.error, ValueError, TypeError, KeyError):
        return ()


def _found(session: Session) -> dict[Where, bytes]:
    """Return the digest of every row's image as it stands."""
    found: dict[Where, bytes] = {}
    for mapper in Record.registry.mappers:
        if issubclass(mapper.class_, Record):
            for where, image in images(session, mapper.class_).items():
                found[where] = _digest(image)
    return found


def _digest(image: Image) -> bytes:
    return hashlib.sha256((image or "").encode()).digest()
