"""The door for rows by the thousand: importers and the maker of large books write through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Column, Double, Table, delete, func, insert, select, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from labcal.errors.records import LaterWorkError
from labcal.store.base import PersonRef, Record, Row, told
from labcal.store.body import Body
from labcal.store.defaults import defaults
from labcal.store.sealing import sealed_columns
from labcal.store.spans import Cells, Packer, Same, Span

BATCH = 5000
"""How many rows a batch should have at most: what is held in memory at once."""


class Place(NamedTuple):
    """A run of rows that one line wrote or removed."""

    table: str
    first: int
    last: int


class Bulk:
    """Writes and removes runs of rows within one unit of work, and packs them for its journal line.

    Attributes:
        places: Every run, in the order of the work.
        is_told: Whether all of it was packed for the journal.

    The values are raw, as the table holds them: dates and instants as ISO text, an enumeration by its value,
    a truth as 0 or 1, a person by name. Constraints and foreign keys are held as everywhere.
    """

    def __init__(self, session: Session, entry: int) -> None:
        self._session, self._entry = session, entry
        self._dialect = session.get_bind().dialect
        self._packer = Packer()
        self.places: list[Place] = []
        self.is_told = True

    def add(self, table: str, columns: Mapping[str, Cells]) -> range:
        """Write new rows, column by column (``Same`` where all are alike), and return their keys.

        Args:
            table: A table whose rows are journalled.
            columns: Of equal length; a column that is left out holds its default.
        """
        mapped = _journalled(table)
        left_out = {
            name: Same(value)
            for name, value in defaults(table).items()
            if name not in (*columns, "id", "version")
        }
        span = Span(
            table=table,
            first=next_key(self._session, table),
            rows=next(len(cells) for cells in columns.values() if not isinstance(cells, Same)),
            version=self._entry,
            added=True,
            columns={
                name: _as_held(mapped.columns[name], cells, self._dialect)
                for name, cells in {**columns, **left_out}.items()
            },
        )
        self._write(mapped, span)
        return range(span.first, span.last + 1)

    def revert(self, span: Span, number: int) -> None:
        """Take back what line ``number`` wrote or removed, exactly.

        Raises:
            LaterWorkError: A later command changed one of the rows.
        """
        mapped, mirror = _journalled(span.table), span.mirrored(self._entry)
        if mirror.added:
            self._write(mapped, mirror)
            return
        where = mapped.c.id.between(span.first, span.last), mapped.c.version == span.version
        found = self._session.scalar(select(func.count()).select_from(mapped).where(*where))
        if found != span.rows:
            raise LaterWorkError(entry=number)
        self._session.connection().execute(delete(mapped).where(*where))
        self._note(mirror)

    def packed(self, body: Body) -> bytes:
        """Return the body of the journal line: ``body``, and all that was written in bulk."""
        self.is_told = True
        return self._packer.finish(body) if self.places else body.pack()

    def _write(self, mapped: Table, span: Span) -> None:
        """Insert the rows of a span as the driver takes them, which is many times as fast as objects."""
        connection = self._session.connection()
        names = [column.name for column in mapped.columns]
        statement = insert(mapped).compile(dialect=connection.dialect, column_keys=names)
        order = list(statement.positiontup or names)
        rows = list(span.lists(order))
        taken = rows if statement.positional else [dict(zip(order, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(statement), taken)
        self._note(span)

    def _note(self, span: Span) -> None:
        self.is_told = False
        self._packer.add(span)
        self.places.append(Place(span.table, span.first, span.last))


def _journalled(table: str) -> Table:
    mapped = {mapper.local_table.description: mapper for mapper in Record.registry.mappers}
    if table not in mapped or not issubclass(mapped[table].class_, Record):
        raise ValueError(f"{table} is no table of records")
    if sealed_columns(table):
        raise ValueError(f"{table} holds personal details, which are sealed one by one")
    return Row.metadata.tables[table]


def _as_held(column: Column[Any], cells: Cells, dialect: Dialect) -> Cells:
    """Return a column as its table will tell it: a real where it holds reals, a handle where a person."""
    if isinstance(column.type, Double):
        return _each(cells, float)
    if isinstance(column.type, PersonRef):
        handles = {name: told(column, name, dialect) for name in _values(cells)}
        return _each(cells, handles.__getitem__)
    return cells


def _values(cells: Cells) -> set[Any]:
    return {cells.value} if isinstance(cells, Same) else {*cells}


def _each(cells: Cells, held: Callable[[Any], Any]) -> Cells:
    if isinstance(cells, Same):
        return cells if cells.value is None else Same(held(cells.value))
    return [None if value is None else held(value) for value in cells]


def next_key(session: Session, table: str) -> int:
    """Return the key after the greatest that the table ever had (SQLite's own counter: keys never return)."""
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(session.connection().execute(query, {"name": table}).scalar() or 0) + 1
