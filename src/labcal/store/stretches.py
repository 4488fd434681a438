"""A stretch of the journal, or of a table, read for an account that others are part of as well."""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from labcal.store import journal, raw
from labcal.store.balance import Balance, Shelf
from labcal.store.base import Record, Row
from labcal.store.beside import Beside
from labcal.store.body import Body, Change, Image, fields, image_of
from labcal.store.sealing import teller
from labcal.store.spans import Span, parts

Where = tuple[str, int]
KEPT = ("account", "signing_key", "backup_rule")
"""Tables whose told rows are kept whole: they name a secret by its digest."""
COLUMNS = ("id", "at", "person", "command", "undoable", "undoes", "body", "previous", "digest")
TOUCHES = 'SELECT entry, "table", key FROM touch WHERE {} ORDER BY entry'
SPANS = 'SELECT entry, "table", first, last FROM span WHERE {} ORDER BY entry'
BEFORE = "SELECT id, digest FROM entry WHERE id < ? ORDER BY id DESC LIMIT 1"
LOWEST, HIGHEST = -(2**63), 2**63 - 1
UNREADABLE = (zlib.error, ValueError, TypeError, KeyError, AttributeError, StopIteration)
"""What a line raises that was forged or spoilt: it breaks the chain anyway."""


class Stretch(NamedTuple):
    """Lines of the journal that follow each other.

    Attributes:
        first: The number that the first of them has at least; None from the beginning.
        end: The number that the last of them stays below; None up to the end.
        floors: The greatest key that a line before them is said to have written in bulk, by table.
    """

    first: int | None
    end: int | None
    floors: Mapping[str, int]


class Told(NamedTuple):
    """What a stretch tells.

    Attributes:
        lines: How many lines it has.
        entries: Number of its last line; that of the line before it where it has none.
        head: That line's digest, as it stands there.
        first_broken: The first line that does not fit the chain; None where all do.
        untold: Lines whose touches or spans are not those of their changes; 0 stands for no line at all.
        highest: The greatest key that each table has.
        kept: The rows of the tables in ``KEPT`` as last told.
        rows: How many rows were compared.
        claimed: Runs of keys, by table, that were compared with what stands there.
        sums: What is left when what is told and what is found are taken from each other.
    """

    lines: int
    entries: int
    head: Any
    first_broken: int | None
    untold: set[int]
    highest: dict[str, int]
    kept: dict[str, dict[int, dict[str, Any]]]
    rows: int
    claimed: dict[str, list[tuple[int, int]]]
    sums: dict[Shelf, int]


def told(session: Session, key: bytes, stretch: Stretch) -> Told:
    """Read a stretch of the journal for the account that has ``key``."""
    with raw.text_as(session, raw.marked):
        return _Reading(session, key, stretch).told()


def found(session: Session, key: bytes, runs: list[tuple[str, int, int]]) -> tuple[int, dict[Shelf, int]]:
    """Take what stands in runs of keys off the account that has ``key``; return how much, and the sums."""
    balance, rows = Balance(key), 0
    with raw.text_as(session, raw.marked):
        for name, first, last in runs:
            for row, image in images(session, tables()[name], first, last):
                balance.take(name, row, image)
                rows += 1
    return rows, balance.sums


class _Reading:
    """One stretch while it is read."""

    def __init__(self, session: Session, key: bytes, stretch: Stretch) -> None:
        self._session, self._stretch = session, stretch
        self._balance = Balance(key)
        self._first_broken: int | None = None
        self._highest: dict[str, int] = {}
        self._kept: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self._claimed: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._rows = 0
        before = (stretch.first,)
        found = next(raw.select(session, BEFORE, before), None) if stretch.first is not None else None
        self._entries, self._head = found or (0, journal.FIRST)

    def told(self) -> Told:
        """Read it once: its chain, what it says of rows, and the side tables that lead to it."""
        touches, runs = (Beside(self._beside(query)) for query in (TOUCHES, SPANS))
        untold: set[int] = set()
        lines = 0
        for line in journal.raw_lines(
            self._session, *COLUMNS, first=self._stretch.first, end=self._stretch.end
        ):
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
                untold.add(number)
            lines += 1
        untold |= touches.strays() | runs.strays()
        return Told(
            lines=lines,
            entries=self._entries,
            head=self._head,
            first_broken=self._first_broken,
            untold=untold,
            highest=self._highest,
            kept=dict(self._kept),
            rows=self._rows,
            claimed={table: runs for table, runs in self._claimed.items() if runs},
            sums=self._balance.sums,
        )

    def _beside(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows beside these lines as SQLite orders them: nothing first, text and bytes last."""
        bounds = (("entry >= ?", self._stretch.first), ("entry < ?", self._stretch.end))
        known = [(term, value) for term, value in bounds if value is not None]
        said = query.format(" AND ".join(term for term, _ in known) or "entry IS NOT NULL")
        rows = raw.select(self._session, said, [value for _, value in known])
        if self._stretch.first is not None:
            return rows
        return chain(raw.select(self._session, query.format("entry IS NULL")), rows)

    def _link(self, line: Mapping[Any, Any]) -> None:
        """Hold a line against the chain; whatever follows a broken one is not told again."""
        wanted = self._entries + 1, self._head, journal.digest_of(line)
        if self._first_broken is None and (line["id"], line["previous"], line["digest"]) != wanted:
            self._first_broken = line["id"]
        self._entries, self._head = line["id"], line["digest"]

    def _change(self, change: Change) -> Where:
        """Account for one row that a line changed."""
        table, key = change.table, change.key
        self._grow(table, key)
        if change.before is not None:
            self._balance.take(table, key, change.before)
        if change.after is not None:
            self._balance.put(table, key, change.after)
        if table in KEPT:
            self._kept[table][key] = _row(change.after)
        return table, key

    def _span(self, span: Span) -> tuple[str, int, int]:
        """Account for the rows that a line wrote or removed in bulk."""
        claimed = self._claimed[span.table]
        self._grow(span.table, span.last)
        floor = claimed[-1][1] if claimed else self._stretch.floors.get(span.table, LOWEST)
        if span.added and span.table in tables() and floor < span.first:
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
        self._rows += len(found)
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

    def _grow(self, table: str, key: int) -> None:
        self._highest[table] = max(key, self._highest.get(table, 0))

    def _fetch(self, table: Table, first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the rows of a range; text is read fast first, and with marks where it is no text."""
        query = raw.between(table, [column.name for column in table.columns])
        with raw.text_as(self._session, str):
            try:
                return raw.whole(self._session, query, (first, last))
            except (OperationalError, sqlite3.OperationalError):
                pass
        return raw.whole(self._session, query, (first, last))


def images(session: Session, table: Table, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield key and image of each row of a run of keys."""
    names = [column.name for column in table.columns]
    place, tell = names.index("id"), teller(session, table)
    for row in raw.select(session, raw.between(table, names), (first, last)):
        yield row[place], image_of(tell(dict(zip(names, row, strict=True))))


def all_changes(body: object) -> Iterator[Change]:
    """Yield every change that a line tells, also of what it wrote in bulk."""
    for part in _parts(body):
        yield from part.changes() if isinstance(part, Span) else part.changes


@cache
def tables() -> dict[str, Table]:
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


def _row(image: Image) -> dict[str, Any]:
    """Return an image's columns; none of one that is no image, which only a forged line holds."""
    try:
        return fields(image)
    except (ValueError, TypeError):
        return {}
