"""Everything in the book as plain values: its tables, described, and its journal, line by line."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Table, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from labcal.store import journal
from labcal.store.base import Record, Row
from labcal.store.body import Change
from labcal.store.defaults import defaults
from labcal.store.entries import CheckpointRow, EntryRow
from labcal.store.rows.people import PersonRow
from labcal.store.sealing import opened_row, teller
from labcal.store.spans import Same, Span, body_of, spans

BLOCK = 1000
SECRET = ("secret_digest",)
"""Columns that only this book can make use of; they are left out."""


class ColumnTold(NamedTuple):
    """A column of a table: SQL's name of its type, whether it may be empty, and what it refers to."""

    name: str
    type: str
    nullable: bool
    default: Any
    refers: str


class Everything:
    """Reads the whole book of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tables(self) -> list[str]:
        """Return every table of records, those that others refer to first."""
        return [table.name for table in Row.metadata.sorted_tables if table.name in _journalled()]

    def columns(self, name: str) -> list[ColumnTold]:
        """Return the columns of a table."""
        told = defaults(name)
        return [
            ColumnTold(
                name=column.name,
                type=str(column.type.compile()),
                nullable=bool(column.nullable),
                default=told.get(column.name),
                refers=next((str(key.target_fullname) for key in column.foreign_keys), ""),
            )
            for column in _told(Row.metadata.tables[name])
        ]

    def count(self, name: str) -> int:
        """Return how many rows a table has."""
        return int(self._session.scalar(select(func.count()).select_from(Row.metadata.tables[name])) or 0)

    def rows(self, name: str, *, personal: bool) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table in the order of their keys.

        Args:
            name: Of the table.
            personal: Whether personal details go along in clear; else they are told as the journal has them.
        """
        tell = partial(opened_row, self._session, name) if personal else self._sealing(name)
        table, last = Row.metadata.tables[name], 0
        columns = [type_coerce(column, NullType).label(column.name) for column in _told(table)]
        query = select(*columns).order_by(table.c.id).limit(BLOCK)
        while True:
            block = self._session.execute(query.where(table.c.id > last)).mappings().all()
            for row in block:
                yield dict(tell(dict(row)))
            if len(block) < BLOCK:
                return
            last = block[-1]["id"]

    def _sealing(self, name: str) -> Callable[[dict[str, Any]], Mapping[Any, Any]]:
        """Return what seals the personal details of a row; names stay, as they stand on all records."""
        if name == PersonRow.__tablename__:
            return dict
        return teller(self._session, Row.metadata.tables[name])

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield each line of the journal, with the body that its digest was made of."""
        last = 0
        query = select(EntryRow).order_by(EntryRow.id).limit(journal.BLOCK)
        while block := list(self._session.scalars(query.where(EntryRow.id > last))):
            for entry in block:
                yield _line(entry)
            last = block[-1].id
            self._session.expunge_all()

    def length(self) -> int:
        """Return how many lines the journal has."""
        return int(self._session.scalar(select(func.max(EntryRow.id))) or 0)

    def checkpoints(self) -> Iterator[dict[str, Any]]:
        """Yield each signed head of the journal."""
        for row in self._session.scalars(select(CheckpointRow).order_by(CheckpointRow.entry)):
            yield {
                "entry": row.entry,
                "digest": row.digest.hex(),
                "key_id": row.key_id,
                "signature": base64.b64encode(row.signature).decode(),
                "at": row.at.isoformat(),
            }


def _journalled() -> set[str]:
    return {
        mapper.local_table.description
        for mapper in Record.registry.mappers
        if issubclass(mapper.class_, Record)
    }


def _told(table: Table) -> list[Any]:
    return [column for column in table.columns if column.name not in SECRET]


def _line(entry: EntryRow) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "at": entry.at.isoformat(timespec="microseconds"),
        "person": entry.person,
        "command": entry.command,
        "undoable": entry.undoable,
        "undoes": entry.undoes,
        "previous": entry.previous.hex(),
        "digest": entry.digest.hex(),
        "changes": [_change(one) for one in body_of(entry.body).changes],
        "spans": [_span(one) for one in spans(entry.body)],
        "body": base64.b64encode(entry.body).decode(),
    }


def _change(change: Change) -> dict[str, Any]:
    before, after = (json.loads(image) if image else None for image in (change.before, change.after))
    return {"table": change.table, "key": change.key, "before": before, "after": after}


def _span(span: Span) -> dict[str, Any]:
    return {
        "table": span.table,
        "first": span.first,
        "rows": span.rows,
        "added": span.added,
        "columns": {
            name: {"all": cells.value} if isinstance(cells, Same) else list(cells)
            for name, cells in span.columns.items()
        },
    }
