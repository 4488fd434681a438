"""Rows written in bulk, as one journal line tells them: column by column, a run of keys at a time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, NamedTuple

from labcal.store.body import Body, Change, image_of, told_need, unpack, untold_need
from labcal.store.defaults import defaults

FORMAT = b"\x02"
LEVEL = 6
CHUNK = 1 << 18
OPENING = b'{"span":'
"""How the line of a span begins."""


class Same(NamedTuple):
    """A column that holds the same value in every row."""

    value: Any


Cells = Sequence[Any] | Same


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Rows of one table with keys that follow each other, all written or all removed by one line.

    Attributes:
        first: Key of the first row.
        rows: How many there are.
        version: The line that last wrote them, in each of them.
        added: Whether they were written; otherwise they were removed.
        columns: Every other column, raw as the table holds it, in the order of the keys.
    """

    table: str
    first: int
    rows: int
    version: int
    added: bool
    columns: Mapping[str, Cells]

    @property
    def last(self) -> int:
        """Key of the last row."""
        return self.first + self.rows - 1

    def holds(self, table: str, key: int) -> bool:
        """Tell whether the row ``key`` of ``table`` is among these."""
        return table == self.table and self.first <= key <= self.last

    def mirrored(self, version: int) -> Span:
        """Return what takes this back: rows that are written get the ``version`` of their line."""
        return replace(self, added=not self.added, version=self.version if self.added else version)

    def lists(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield each row as the values of ``names``; a column that came later holds its default."""
        wanted = {**{name: Same(value) for name, value in defaults(self.table).items()}, **self._all()}
        return zip(*(_each(wanted[name], self.rows) for name in names), strict=True)

    def changes(self) -> Iterator[Change]:
        """Yield the change of each row, in the order of the keys."""
        names = sorted({*defaults(self.table), *self._all()})
        for key, row in enumerate(self.lists(names), start=self.first):
            yield self._change(key, dict(zip(names, row, strict=True)))

    def change(self, key: int) -> Change:
        """Return the change of the row ``key``, which has to be among these."""
        place = key - self.first
        told = {
            name: cells.value if isinstance(cells, Same) else cells[place]
            for name, cells in self._all().items()
        }
        return self._change(key, {**defaults(self.table), **told})

    def _all(self) -> dict[str, Cells]:
        return {**self.columns, "id": range(self.first, self.last + 1), "version": Same(self.version)}

    def _change(self, key: int, row: Mapping[str, Any]) -> Change:
        image = image_of(row)
        return Change(self.table, key, None if self.added else image, image if self.added else None)


class Packer:
    """Packs the spans of a line one by one, so that only their compressed bytes stay in memory."""

    def __init__(self) -> None:
        self._squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        self._parts = [FORMAT]

    def add(self, span: Span) -> None:
        """Pack one span after those before it."""
        columns = {
            name: {"all": cells.value} if isinstance(cells, Same) else list(cells)
            for name, cells in span.columns.items()
        }
        told = [span.table, span.first, span.rows, span.version, span.added, columns]
        self._line({"span": told})

    def finish(self, body: Body) -> bytes:
        """Return the packed line: the spans, then the need and whatever else was changed."""
        changes = [[one.table, one.key, one.before, one.after] for one in body.changes]
        self._line({"need": body.need and told_need(body.need), "changes": changes})
        return b"".join([*self._parts, self._squeeze.flush()])

    def _line(self, told: object) -> None:
        words = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
        self._parts.append(self._squeeze.compress(words.encode() + b"\n"))


def spans(packed: bytes) -> Iterator[Span]:
    """Yield the spans of a line, one at a time; none of a line of rows."""
    if packed[:1] == FORMAT:
        yield from (_span(line) for line in _lines(packed) if line.startswith(OPENING))


def body_of(packed: bytes) -> Body:
    """Return what a line tells row by row, and its need; whatever it tells in bulk aside."""
    if packed[:1] != FORMAT:
        return unpack(packed)
    return _rest(next(line for line in _lines(packed) if not line.startswith(OPENING)))


def parts(packed: bytes) -> Iterator[Span | Body]:
    """Yield all that a line tells, read once: its spans one at a time, then its need and its rows."""
    if packed[:1] != FORMAT:
        yield unpack(packed)
        return
    for line in _lines(packed):
        yield _span(line) if line.startswith(OPENING) else _rest(line)


def _span(line: bytes) -> Span:
    table, first, rows, version, added, columns = json.loads(line)["span"]
    return Span(
        table=table,
        first=first,
        rows=rows,
        version=version,
        added=added,
        columns={name: _cells(cells) for name, cells in columns.items()},
    )


def _rest(line: bytes) -> Body:
    told = json.loads(line)
    need = told["need"] and untold_need(told["need"])
    return Body(need, [Change.completed(*change) for change in told["changes"]])


def _lines(packed: bytes) -> Iterator[bytes]:
    swell, left = zlib.decompressobj(-15), b""
    for start in range(1, len(packed), CHUNK):
        *lines, left = (left + swell.decompress(packed[start : start + CHUNK])).split(b"\n")
        yield from lines
    if swell.unused_data or not swell.eof or left:
        raise ValueError("a journal line that does not end where it should")


def _cells(told: Any) -> Cells:
    return Same(told["all"]) if isinstance(told, dict) else told


def _each(cells: Cells, rows: int) -> Any:
    return repeat(cells.value, rows) if isinstance(cells, Same) else cells
