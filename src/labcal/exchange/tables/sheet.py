"""A table from outside: the names of its columns, and its rows one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from labcal.errors import LabCalError
from labcal.errors.imports import (
    EmptyFileError,
    FormulaHeadingError,
    RepeatedHeadingError,
    WideRowError,
    WideTableError,
)
from labcal.errors.tables import EmptyTableError
from labcal.text import Phrase

WIDEST = 500
"""Columns of the widest table that is read."""

Cell = str | LabCalError
"""What a cell says; a failure where it says nothing that can be taken."""


class RawRow(NamedTuple):
    """A row as the file has it, numbered as a spreadsheet counts; ``done`` tells how far the file is read."""

    number: int
    cells: Sequence[Cell]
    done: int


class TableRow(NamedTuple):
    """A row of records: as many cells as there are columns.

    Attributes:
        number: As a spreadsheet counts.
        fault: What is wrong with the row as a whole; None where nothing is.
        done: How far the file is read, of ``Table.size``.
    """

    number: int
    cells: tuple[Cell, ...]
    fault: LabCalError | None
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a person wants a file to be read; what is empty is found out.

    Attributes:
        encoding: Of a text, such as "cp1252".
        delimiter: Between the cells of a text.
        sheet: Name of a workbook's sheet.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that was opened; each call of ``rows`` reads it from its first row.

    Attributes:
        file: What it is called in refusals.
        reading: How it is read.
        headings: Names of the columns; empty for a column without one.
        sheets: The workbook's sheets that are shown; none of a text.
        notices: What a person should know before taking it.
        size: What ``done`` of the last row comes to.
    """

    file: str
    reading: Reading
    headings: tuple[str, ...]
    raw: Callable[[], Iterator[RawRow]]
    size: int
    sheets: tuple[str, ...] = ()
    notices: tuple[Phrase, ...] = ()

    def rows(self) -> Iterator[TableRow]:
        """Yield each row under the headings that is not empty.

        Raises:
            TableFileError: The file cannot be read further (a subclass says why and where).
        """
        rows = filter(_filled, self.raw())
        next(rows, None)
        width = len(self.headings)
        for number, cells, done in rows:
            fault = None
            if any(cells[width:]):
                fault = WideRowError(count=len(cells), wanted=width)
            yield TableRow(number, (*cells[:width], *("",) * (width - len(cells))), fault, done)


def headings_of(file: str, rows: Iterator[RawRow]) -> tuple[str, ...]:
    """Return the names of the columns, and make sure that a row follows.

    Raises:
        EmptyFileError, EmptyTableError: There is no row, or none under the first.
        WideTableError, FormulaHeadingError, RepeatedHeadingError: The first row cannot name columns.
    """
    filled = filter(_filled, rows)
    first = next(filled, None)
    if first is None:
        raise EmptyFileError(file=file)
    for place, cell in enumerate(first.cells, start=1):
        if isinstance(cell, LabCalError):
            raise FormulaHeadingError(file=file, row=first.number, column=place)
    names = [str(cell).strip() for cell in first.cells]
    while not names[-1]:
        names.pop()
    if len(names) > WIDEST:
        raise WideTableError(file=file, count=len(names), limit=WIDEST)
    for name, count in Counter(name.casefold() for name in names if name).items():
        if count > 1:
            raise RepeatedHeadingError(file=file, column=name, count=count)
    if next(filled, None) is None:
        raise EmptyTableError(file=file)
    return tuple(names)


def _filled(row: RawRow) -> bool:
    return any(isinstance(cell, LabCalError) or cell.strip() for cell in row.cells)
