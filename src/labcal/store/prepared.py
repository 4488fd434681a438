"""A question that is built once, and then asked of the driver with keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Integer, Select, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute

from labcal.store.base import told

SIZES = (1, 20, 201)
"""A statement is kept for so many keys; where there are fewer, the last one is said again."""
KEY = "wanted_key_{}"


class Statement(NamedTuple):
    """What the driver is told: the statement, and its values, those of the keys by their numbers.

    Attributes:
        positional: Whether the driver takes values in order; otherwise by name.
    """

    text: str
    values: tuple[tuple[str, Any], ...]
    positional: bool


class Prepared:
    """A query of records by their keys, which are its last column.

    To build a statement and to hand on its rows takes the library longer than the driver takes to read
    the two hundred lines of a list. Here the first is done once, and of the second only what a column needs.
    """

    def __init__(self, query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int]) -> None:
        """Take ``query`` and narrow it to records whose ``key`` is asked for."""
        self._query, self._key = query.add_columns(key), key
        self._types = [column.type for column in self._query.selected_columns]
        self._known: dict[tuple[str, int], Statement] = {}

    def rows(self, connection: Connection, keys: Sequence[int]) -> Iterator[Sequence[Any]]:
        """Yield the rows of ``keys``, in no order."""
        processors = [
            (place, process)
            for place, kind in enumerate(self._types)
            if (process := kind.dialect_impl(connection.dialect).result_processor(connection.dialect, None))
        ]
        for start in range(0, len(keys), SIZES[-1]):
            some = keys[start : start + SIZES[-1]]
            for row in self._said(connection, some):
                yield _processed(row, processors)

    def _said(self, connection: Connection, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        size = next(size for size in SIZES if len(keys) <= size)
        dialect = connection.dialect
        if (dialect.name, size) not in self._known:
            self._known[dialect.name, size] = self._compiled(dialect, size)
        statement = self._known[dialect.name, size]
        names = {KEY.format(place): keys[min(place, len(keys) - 1)] for place in range(size)}
        pairs = [(name, names.get(name, value)) for name, value in statement.values]
        values = tuple(value for _, value in pairs) if statement.positional else dict(pairs)
        cursor = connection.exec_driver_sql(statement.text, values).cursor
        return list(cursor.fetchall()) if cursor is not None else []

    def _compiled(self, dialect: Dialect, size: int) -> Statement:
        keys = [bindparam(KEY.format(place), 0, type_=Integer) for place in range(size)]
        query = self._query.where(self._key.in_(keys))
        compiled = query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        values = compiled.params
        names = compiled.positiontup or [*values]
        held = tuple((name, _held(compiled.binds, name, values[name], dialect)) for name in names)
        return Statement(str(compiled), held, compiled.positional)


def _held(binds: Mapping[str, BindParameter[Any]], name: str, value: Any, dialect: Dialect) -> Any:
    """Return a value as the driver takes it; one out of a list has no type: a word of an enumeration."""
    if name not in binds:
        return value.value if isinstance(value, Enum) else value
    return told(binds[name], value, dialect)


def _processed(row: tuple[Any, ...], processors: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    cells = list(row)
    for place, process in processors:
        cells[place] = process(cells[place])
    return cells
