"""The journal played against the tables as they stand, line by line, in memory that does not grow."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from labcal.store import journal, raw, stretches
from labcal.store.balance import SHELF, Balance, Shelf, shelf_of
from labcal.store.body import Image
from labcal.store.crew import Crew, Task
from labcal.store.stretches import HIGHEST, LOWEST, Stretch, Told, Where, tables

Progress = Callable[[int, int], None]
"""Told how many lines and rows of how many were looked at; what it raises ends the work."""
BYTES, KEYS = 1_000_000, 50_000
"""How much of the journal, and of a table, is read at a stretch."""
WEIGHT = """SELECT min(id), sum(length(body)) FROM entry GROUP BY id / ? ORDER BY 1"""
BLOCKS = 4096
POURED = 'SELECT entry, "table", last FROM span ORDER BY entry'


class Replay:
    """What the journal says, held against what is there.

    Attributes:
        entries: Number of the last line; 0 where there is none.
        head: That line's digest.
        first_broken: The first line that does not fit the chain; None where all do.
        untold: Lines whose touches or spans are not those of their changes; 0 stands for no line at all.
        highest: The greatest key that each table ever had.
        kept: The rows of the tables in ``stretches.KEPT`` as last told.
        rows: How many rows were compared.
        altered: Table and key of each row that is not what the journal says.
        beside: What the tasks came to that were done beside.
    """

    def __init__(
        self, session: Session, crew: Crew, progress: Progress | None = None, beside: Sequence[Task] = ()
    ) -> None:
        """Read all; whoever is free begins with the tasks ``beside``."""
        self._session, self._crew, self._progress = session, crew, progress
        self.entries, self.head = 0, bytes(32)
        self.first_broken: int | None = None
        self.untold: set[int] = set()
        self.highest: dict[str, int] = {}
        self.kept: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.rows = 0
        self._balance = Balance()
        self._claimed: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._done, self._total = 0, size(session)
        self.beside: dict[int, Any] = {}
        self._lines(beside)
        self._rest()
        self.altered = frozenset(self._locate(self._balance.uneven))

    def _tell(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)

    def _lines(self, beside: Sequence[Task]) -> None:
        """Read the journal, in stretches that are put together in their order."""
        told = self._told(list(_stretches(self._session)), beside)
        if not _in_order(told):  # runs that were taken back and written again: they are claimed in one go
            told = self._told([Stretch(None, None, {})])
        for one in told:
            self.entries, self.rows = one.entries, self.rows + one.rows
            self.head = one.head if isinstance(one.head, bytes) else b""
            self.first_broken = one.first_broken if self.first_broken is None else self.first_broken
            self.untold |= one.untold
            self._balance.add(one.sums)
            for table, key in one.highest.items():
                self.highest[table] = max(key, self.highest.get(table, 0))
            for table, rows in one.kept.items():
                self.kept[table].update(rows)
            for table, runs in one.claimed.items():
                self._claimed[table] += runs

    def _told(self, wanted: list[Stretch], beside: Sequence[Task] = ()) -> list[Told]:
        told: dict[int, Told] = {}
        tasks = [Task(stretches.told, (self._balance.key, stretch)) for stretch in wanted]
        for place, one in self._crew.each([*beside, *tasks]):
            if place < len(beside):
                self.beside[place] = one
            else:
                told[place - len(beside)] = one
                self._tell(one.lines + one.rows)
        return [told[place] for place in range(len(wanted))]

    def _rest(self) -> None:
        """Take off every row that no span was compared with."""
        tasks = [Task(stretches.found, (self._balance.key, runs)) for runs in self._left()]
        for _, (rows, sums) in self._crew.each(tasks):
            self._balance.add(sums)
            self.rows += rows
            self._tell(rows)

    def _left(self) -> Iterator[list[tuple[str, int, int]]]:
        """Yield the runs of keys of which nothing was compared, some at a time."""
        some: list[tuple[str, int, int]] = []
        for name in tables():
            greatest = next(raw.select(self._session, raw.greatest(name)))[0] or 0
            for first, last in _gaps(self._claimed[name]):
                for run in _pieces(first, last, greatest):
                    some.append((name, *run))
                    if run[1] - run[0] >= KEYS - 1:
                        yield some
                        some = []
        yield some

    def _locate(self, uneven: frozenset[Shelf]) -> Iterator[Where]:
        """Yield the rows on these shelves that are not what the journal says: a second, slower reading."""
        if not uneven:
            return
        told: dict[Where, bytes | None] = {}
        for line in journal.raw_lines(self._session, "body"):
            for change in stretches.all_changes(line["body"]):
                where = change.table, change.key
                if shelf_of(*where) in uneven:
                    if told.get(where) != _digest(change.before):
                        yield where
                    told[where] = _digest(change.after)
        found: dict[Where, bytes | None] = {}
        for table in tables().values():
            for shelf in uneven:
                if shelf.table == table.name:
                    start = shelf.number * SHELF
                    for key, image in stretches.images(self._session, table, start, start + SHELF - 1):
                        found[table.name, key] = _digest(image)
        yield from (where for where in {*told, *found} if told.get(where) != found.get(where))


def size(session: Session) -> int:
    """Return about how many lines and rows there are to be looked at."""
    found = (raw.select(session, raw.greatest(name)) for name in ("entry", *tables()))
    return sum(row[0] or 0 for rows in found for row in rows)


def _stretches(session: Session) -> Iterator[Stretch]:
    """Yield the journal in stretches of about the same length, with what was written in bulk before each.

    What the table of spans says is not taken on trust: where it is wrong, the runs that are claimed are
    fewer, or not in order.
    """
    last = next(raw.select(session, raw.greatest("entry")))[0] or 0
    bounds, weight = list[int | None]([None]), 0
    for first, length in raw.select(session, WEIGHT, (max(1, last // BLOCKS),)):
        if weight >= BYTES:
            bounds.append(first)
            weight = 0
        weight += length or 0
    poured = raw.select(session, POURED)
    following = next(poured, None)
    floors: dict[str, int] = {}
    for first, end in pairwise([*bounds, None]):
        while following is not None and first is not None and _precedes(following[0], first):
            if isinstance(following[2], int):
                floors[following[1]] = max(following[2], floors.get(following[1], LOWEST))
            following = next(poured, None)
        yield Stretch(first, end, dict(floors))


def _precedes(number: object, first: int) -> bool:
    return not isinstance(number, int) or number < first


def _in_order(told: list[Told]) -> bool:
    """Tell whether the runs that were claimed follow each other, so that no row was compared twice."""
    last: dict[str, int] = {}
    for one in told:
        for table, runs in one.claimed.items():
            if runs[0][0] <= last.get(table, LOWEST):
                return False
            last[table] = runs[-1][1]
    return True


def _gaps(claimed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = LOWEST
    for first, last in claimed:
        if start < first:
            yield start, first - 1
        start = last + 1
    yield start, HIGHEST


def _pieces(first: int, last: int, greatest: int) -> Iterator[tuple[int, int]]:
    """Cut a run of keys in pieces, as far as there are rows; what lies outside is with the first and last."""
    cuts = range(max(first, 0) + KEYS, min(last, greatest) + 1, KEYS)
    starts = [first, *cuts]
    yield from zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True)


def _digest(image: Image) -> bytes | None:
    return None if image is None else hashlib.sha256(image.encode("utf-8", "surrogatepass")).digest()
