"""The tables of the journal, which only ever grow."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import PersonName
from labcal.store.base import Key, Row


class EntryRow(Row):
    """One line of the journal: who did what, by which right, with every row before and after."""

    __tablename__ = "entry"

    id: Mapped[Key]
    at: Mapped[datetime]
    person: Mapped[PersonName]
    command: Mapped[str]
    undoable: Mapped[bool]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    body: Mapped[bytes]
    previous: Mapped[bytes]
    digest: Mapped[bytes]


class TouchRow(Row):
    """That a journal line changed a row: the way from a record to its history."""

    __tablename__ = "touch"
    __table_args__ = (Index("ix_touch_record", "table", "key", "entry"),)

    entry: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    table: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True)


class SpanRow(Row):
    """That a journal line wrote or removed a run of rows: the way from a record to its history in bulk."""

    __tablename__ = "span"
    __table_args__ = (Index("ix_span_record", "table", "first", "last"),)

    entry: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    table: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class CheckpointRow(Row):
    """The journal's head, signed: whoever recomputes the chain cannot recompute this."""

    __tablename__ = "checkpoint"

    entry: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    digest: Mapped[bytes]
    key_id: Mapped[str]
    signature: Mapped[bytes]
    at: Mapped[datetime]


APPEND_ONLY = ("entry", "touch", "checkpoint")
"""The tables of the first release that refuse any change of a line once written; ``span`` came later."""


def append_only(table: str) -> list[str]:
    """Return the statements (SQLite) that make ``table`` refuse any change of a line once written."""
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
