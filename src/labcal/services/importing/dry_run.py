"""The dry run: every row of a table is read and held against the book, and nothing is written."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from types import TracebackType
from typing import IO, NamedTuple

from labcal.errors import LabCalError
from labcal.errors.imports import RepeatedRowError
from labcal.exchange.tables.sheet import Table, TableRow
from labcal.services.importing.cells import Cells, Problem
from labcal.services.importing.kinds import Kind, Made
from labcal.services.importing.mapping import ColumnMap, refuse_unmapped
from labcal.store import incoming
from labcal.store.book import Book
from labcal.store.incoming import Staged
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase

BATCH = 1000
SPOOLED = 1 << 22
"""Bytes of good rows that are held in memory; more of them lie in a nameless file."""

Progress = Callable[[int, int], None]


class BadRow(NamedTuple):
    """A row that is not written, with every reason."""

    row: int
    problems: tuple[Problem, ...]


def _aside() -> IO[str]:
    return tempfile.SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8")


@dataclass(slots=True)
class DryRun(AbstractContextManager["DryRun"]):
    """What a table would bring: its good rows, put aside, and its bad ones.

    Attributes:
        rows: How many rows there are.
        bad: Those that cannot be written, in order.
        notices: What a person should know before it is written.
    """

    kind: Kind
    file: str
    rows: int = 0
    bad: list[BadRow] = field(default_factory=list)
    notices: list[Phrase] = field(default_factory=list)
    highest: int = 0
    _lines: IO[str] = field(default_factory=_aside)

    @property
    def good(self) -> int:
        """How many rows can be written."""
        return self.rows - len(self.bad)

    def count(self, left_out: frozenset[int]) -> int:
        """Return how many rows can be written but those that a person left out."""
        return self.good - len(left_out - {bad.row for bad in self.bad})

    def stage(self, staged: Staged) -> None:
        """Put a row aside."""
        self._lines.write(json.dumps(staged, ensure_ascii=False) + "\n")

    def batches(self, left_out: frozenset[int] = frozenset()) -> Iterator[list[Staged]]:
        """Yield the good rows but those that a person left out, a batch at a time."""
        refused = left_out | {bad.row for bad in self.bad}
        self._lines.seek(0)
        rows = (Staged(*json.loads(line)) for line in self._lines)
        wanted = (row for row in rows if row.row not in refused)
        while batch := list(islice(wanted, BATCH)):
            yield batch

    def close(self) -> None:
        """Let go of the rows."""
        self._lines.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def dry_run(
    book: Book, kind: Kind, table: Table, mapping: ColumnMap, progress: Progress | None = None
) -> DryRun:
    """Read a whole table against the book.

    Args:
        book: Nothing in it is changed.
        kind: What the rows are.
        table: As it was opened.
        mapping: Which of its columns holds what.
        progress: Is told how far it is; ``CancelledError`` raised by it ends the work.

    Raises:
        UnmappedColumnError, UnknownColumnError: The map does not fit the table.
        TableFileError: The table cannot be read to its end.
    """
    refuse_unmapped(kind, table, mapping)
    found = DryRun(kind, table.file, notices=list(table.notices))
    with ExitStack() as unless_read:
        unless_read.callback(found.close)
        with book.read() as records:
            _Reader(records, found, table, mapping).read(progress)
        unless_read.pop_all()
    return found


class _Reader:
    """Reads the rows of one dry run."""

    def __init__(self, records: Records, found: DryRun, table: Table, mapping: ColumnMap) -> None:
        self._records, self._found, self._table, self._mapping = records, found, table, mapping
        self._places = {name: table.headings.index(told) for name, told in mapping.headings.items()}
        self._today = records.today
        self._sayings = _Sayings()
        self._unowned = 0

    def read(self, progress: Progress | None) -> None:
        rows = self._table.rows()
        bad: dict[int, list[Problem]] = {}
        while batch := list(islice(rows, BATCH)):
            made = [(row, self._made(row, bad)) for row in batch]
            self._check([(row.number, one) for row, one in made if one is not None], bad)
            self._found.rows += len(batch)
            if progress is not None:
                progress(min(batch[-1].done, self._table.size), self._table.size)
        for row, first in self._sayings.repeated(frozenset(bad)):
            bad.setdefault(row, []).append(Problem("", RepeatedRowError(row=first)))
        self._found.bad = [BadRow(row, tuple(bad[row])) for row in sorted(bad)]
        if self._unowned:
            says = mark("Rows that name no customer ({count}) become the laboratory's own equipment.")
            self._found.notices.append(phrase(says, count=self._unowned))
        if progress is not None:
            progress(self._table.size, self._table.size)

    def _made(self, row: TableRow, bad: dict[int, list[Problem]]) -> Made | None:
        """Return what a row becomes; note its problems otherwise."""
        problems = [Problem("", row.fault)] if row.fault is not None else []
        told: dict[str, str] = {}
        for name, place in self._places.items():
            cell = row.cells[place]
            if isinstance(cell, LabCalError):
                problems.append(Problem(name, cell))
            else:
                told[name] = cell
        cells = Cells(
            told=told, units=self._mapping.units, day_order=self._mapping.day_order, problems=problems
        )
        made = None
        try:
            made = self._found.kind.make(cells, self._records.incoming, self._today)
        except LabCalError as error:
            cells.refuse(error)
        if cells.problems:
            bad[row.number] = _once(cells.problems)
            return None
        return made

    def _check(self, made: list[tuple[int, Made]], bad: dict[int, list[Problem]]) -> None:
        """Put good rows aside, and hold them against the book."""
        staged = [Staged(row, one.raw, one.refs, one.second) for row, one in made]
        for good in staged:
            self._found.stage(good)
        for (row, one), verdict in zip(
            made, self._records.incoming.resolve(self._found.kind.name, staged), strict=True
        ):
            self._sayings.add(row, one.keys)
            if verdict is not None:
                bad[row] = [Problem("", verdict)]
            number = one.raw.get("number")
            if number:
                self._found.highest = max(self._found.highest, int(number[2:]))
            if self._found.kind.name == incoming.INSTRUMENTS and one.raw.get("customer_id", 0) is None:
                self._unowned += verdict is None


def _once(problems: list[Problem]) -> list[Problem]:
    """Return problems without those that a cell has only because it could not be read."""
    counted = Counter(problem.column for problem in problems if problem.column)
    seen: set[str] = set()
    kept = []
    for problem in problems:
        if problem.column and counted[problem.column] > 1 and problem.column in seen:
            continue
        seen.add(problem.column)
        kept.append(problem)
    return kept


class _Sayings:
    """What the rows of a file say, as digests, so that a long file takes little room."""

    def __init__(self) -> None:
        self._digests, self._rows = array("Q"), array("L")

    def add(self, row: int, keys: tuple[str, ...]) -> None:
        """Note what a row says."""
        for key in keys:
            digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self._digests.append(int.from_bytes(digest, "big"))
            self._rows.append(row)

    def repeated(self, bad: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Yield each row that says what an earlier good one says, with that one."""
        order = sorted(range(len(self._digests)), key=self._digests.__getitem__)
        first = -1
        for before, place in zip([-1, *order], order, strict=False):
            if before < 0 or self._digests[before] != self._digests[place]:
                first = -1
            row = self._rows[place]
            if row in bad:
                continue
            if first >= 0 and row != first:
                yield row, first
            else:
                first = row
