"""The journal played against the tables as they stand, line by line, in memory that does not grow."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from labcal.store import journal, raw
from labcal.store.balance import SHELF, Balance, Shelf, shelf_of
from labcal.store.base import Record, Row
from labcal.store.beside import Beside
from labcal.store.body import Body, Change, Image, fields, image_of
from labcal.store.sealing import teller
from labcal.store.spans import Span, parts

Where = tuple[str, int]
Progress = Callable[[int, int], None]
"""Told how many lines and rows of how many were looked at; what it raises ends the work."""
KEPT = ("account", "signing_key", "backup_rule")
"""Tables whose told rows are kept whole: they name a secret by its digest."""
COLUMNS = ("id", "at", "person", "command", "undoable", "undoes", "body", "previous", "digest")
TOUCHES = 'SELECT entry, "table", key FROM touch ORDER BY entry'
SPANS = 'SELECT entry, "table", first, last FROM span ORDER BY entry'
UNREADABLE = (zlib.error, ValueError, TypeError, KeyError, AttributeError, StopIteration)
"""What a line raises that was forged or spoilt: it breaks the chain anyway."""


class Replay:
    """What the journal says, held against what is there.

    Attributes:
        entries: Number of the last line; 0 where there is none.
        head: That line's digest.
        first_broken: The first line that does not fit the chain; None where all do.
        untold: Lines whose touches or spans are not those of their changes; 0 stands for no line at all.
        highest: The greatest key that each table ever had.
        kept: The rows of the tables in ``KEPT`` as last told.
        rows: How many rows were compared.
        altered: Table and key of each row that is not what the journal says.
    """

    def __init__(self, session: Session, progress: Progress | None = None) -> None:
        self._session, self._progress = session, progress
        self.entries, self.head, self.first_broken = 0, bytes(32), None
        self.untold: set[int] = set()
        self.highest: dict[str, int] = {}
        self.kept: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.rows = 0
        self._balance = Balance()
        self._claimed: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._last_digest = journal.FIRST
        self._done, self._total = 0, self._count()
        self._lines()
        for table in _tables().values():
            self._rest(table)
        self.altered = frozenset(self._locate(self._balance.uneven))

    def _count(self) -> int:
        tables = ["entry", *_tables()]
        found = (raw.select(self._session, raw.greatest(name)) for name in tables)
        return sum(row[0] or 0 for rows in found for row in rows)

    def _tell(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)

    def _lines(self) -> None:
        """Read the journal once: its chain, what it says of rows, and the side tables that lead to it."""
        touches = Beside(raw.select(self._session, TOUCHES))
        runs = Beside(raw.select(self._session, SPANS))
        for line in journal.raw_lines(self._session, *COLUMNS):
            self._link(line)
            number, body = line["id"], line["body"]
            changed: set[Where] = set()
            poured: set[tuple[str, int, int]] = set()
            for part in _parts(body):
                if isinstance(part, Span):
                    poured.add(self._span(part))
                else:
                    changed |= {self._change(change) for change in part.changes}
            if touches.of(number) != changed or runs.of(number) != poured:
                self.untold.add(number)
            self._tell(1)
        self.untold |= touches.strays() | runs.strays()

    def _link(self, line: Mapping[Any, Any]) -> None:
        """Hold a line against the chain; whatever follows a broken one is not told again."""
        wanted = self.entries + 1, self._last_digest, journal.digest_of(line)
        if self.first_broken is None and (line["id"], line["previous"], line["digest"]) != wanted:
            self.first_broken = line["id"]
        self.entries, self._last_digest = line["id"], line["digest"]
        self.head = line["digest"] if isinstance(line["digest"], bytes) else b""

    def _change(self, change: Change) -> Where:
        """Account for one row that a line changed."""
        table, key = change.table, change.key
        self._grow(table, key)
        if change.before is not None:
            self._balance.take(table, key, change.before)
        if change.after is not None:
            self._balance.put(table, key, change.after)
        if table in KEPT:
            self.kept[table][key] = _row(change.after)
        return table, key

    def _span(self, span: Span) -> tuple[str, int, int]:
        """Account for the rows that a line wrote or removed in bulk."""
        claimed = self._claimed[span.table]
        self._grow(span.table, span.last)
        if span.added and span.table in _tables() and (not claimed or claimed[-1][1] < span.first):
            claimed.append((span.first, span.last))
            self._compare(span)
        else:
            for change in span.changes():
                self._change(change)
        return span.table, span.first, span.last

    def _compare(self, span: Span) -> None:
        """Hold the rows of a span against what stands under their keys; only what differs is summed up."""
        table = Row.metadata.tables[span.table]
        names = [column.name for column in table.columns]
        told = list(span.lists(names))
        found = self._fetch(table, span.first, span.last)
        self.rows += len(found)
        self._tell(len(found))
        if told == found:
            return
        place = names.index("id")
        stands = {row[place]: row for row in found}
        for row in told:
            if stands.get(row[place]) == row:
                del stands[row[place]]
            else:
                self._balance.put(span.table, row[place], image_of(dict(zip(names, row, strict=True))))
        for key, row in stands.items():
            self._balance.take(span.table, key, image_of(dict(zip(names, row, strict=True))))

    def _rest(self, table: Table) -> None:
        """Take off every row that no span was compared with."""
        start = -(2**63)
        for first, last in [*self._claimed[table.name], (2**63 - 1, 0)]:
            for key, image in self._images(table, start, first - 1 if last else first):
                self._balance.take(table.name, key, image)
                self.rows += 1
                self._tell(1)
            start = last + 1

    def _locate(self, uneven: frozenset[Shelf]) -> Iterator[Where]:
        """Yield the rows on these shelves that are not what the journal says: a second, slower reading."""
        if not uneven:
            return
        told: dict[Where, bytes | None] = {}
        for line in journal.raw_lines(self._session, "body"):
            for change in _all_changes(line["body"]):
                where = change.table, change.key
                if shelf_of(*where) in uneven:
                    if told.get(where) != _digest(change.before):
                        yield where
                    told[where] = _digest(change.after)
        found: dict[Where, bytes | None] = {}
        for table in _tables().values():
            for shelf in uneven:
                if shelf.table == table.name:
                    start = shelf.number * SHELF
                    for key, image in self._images(table, start, start + SHELF - 1):
                        found[table.name, key] = _digest(image)
        yield from (where for where in {*told, *found} if told.get(where) != found.get(where))

    def _grow(self, table: str, key: int) -> None:
        self.highest[table] = max(key, self.highest.get(table, 0))

    def _images(self, table: Table, first: int, last: int) -> Iterator[tuple[int, str]]:
        names = [column.name for column in table.columns]
        place, tell = names.index("id"), teller(self._session, table)
        for row in raw.select(self._session, raw.between(table, names), (first, last)):
            yield row[place], image_of(tell(dict(zip(names, row, strict=True))))

    def _fetch(self, table: Table, first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the rows of a range; text is read fast first, and with marks where it is no text."""
        query = raw.between(table, [column.name for column in table.columns])
        with raw.text_as(self._session, str):
            try:
                return raw.whole(self._session, query, (first, last))
            except (OperationalError, sqlite3.OperationalError):
                pass
        return raw.whole(self._session, query, (first, last))


@cache
def _tables() -> dict[str, Table]:
    """Return every table whose rows are journalled, by its name."""
    found = {mapper.local_table.description: mapper for mapper in Record.registry.mappers}
    return {
        name: Row.metadata.tables[name]
        for name, mapper in sorted(found.items())
        if issubclass(mapper.class_, Record)
    }


def _parts(body: object) -> Iterator[Span | Body]:
    """Yield what a line tells, as far as it can be read and is what it should be."""
    try:
        for part in parts(body if isinstance(body, bytes) else b""):
            if isinstance(part, Span) or all(_sane(change) for change in part.changes):
                yield part
    except UNREADABLE:
        return


def _sane(change: Change) -> bool:
    images = (change.before, change.after)
    return (
        isinstance(change.table, str)
        and isinstance(change.key, int)
        and all(image is None or isinstance(image, str) for image in images)
    )


def _all_changes(body: object) -> Iterator[Change]:
    for part in _parts(body):
        yield from part.changes() if isinstance(part, Span) else part.changes


def _row(image: Image) -> dict[str, Any]:
    """Return an image's columns; none of one that is no image, which only a forged line holds."""
    try:
        return fields(image)
    except (ValueError, TypeError):
        return {}


def _digest(image: Image) -> bytes | None:
    return None if image is None else hashlib.sha256(image.encode("utf-8", "surrogatepass")).digest()
