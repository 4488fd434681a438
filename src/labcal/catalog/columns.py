"""Reads tables of numbers: CSV with a first row of names; comma, semicolon or tab between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from labcal.domain.numeral import decimal_from
from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.errors.quantities import NotANumberError
from labcal.errors.tables import (
    CellError,
    EmptyCellError,
    EmptyTableError,
    LongRowError,
    MissingColumnError,
    RepeatedColumnError,
    TableEncodingError,
    TableSyntaxError,
    TableTooLargeError,
)

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest table that is read."""

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its number as a spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table as it was read; cells are still text.

    Attributes:
        file: What it is called in refusals.
        names: Of the columns.
        rows: Without those that are empty.
    """

    file: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def numbers(self, column: str) -> tuple[Decimal, ...]:
        """Return a column of numbers, exactly as keyed.

        Raises:
            MissingColumnError, RepeatedColumnError: There is no such column, or more than one.
            CellError: A cell is empty, or holds something else; the sentence says which and why.
        """
        return tuple(self._number(row, cell, column) for row, cell in self._cells(column))

    def words(self, column: str) -> tuple[str, ...]:
        """Return a column of words, such as names of groups; errors as for ``numbers``."""
        found = tuple((row, cell.strip()) for row, cell in self._cells(column))
        for row, cell in found:
            if not cell:
                raise CellError(file=self.file, row=row.number, column=column, reason=EmptyCellError())
        return tuple(cell for _, cell in found)

    def _number(self, row: Row, cell: str, column: str) -> Decimal:
        try:
            return decimal_from(cell)
        except NotANumberError as error:
            raise CellError(file=self.file, row=row.number, column=column, reason=error) from error

    def _cells(self, column: str) -> Iterator[tuple[Row, str]]:
        count = self.names.count(column)
        if not count:
            raise MissingColumnError(file=self.file, column=column, columns=", ".join(self.names))
        if count > 1:
            raise RepeatedColumnError(file=self.file, column=column, count=count)
        place = self.names.index(column)
        for row in self.rows:
            yield row, row.cells[place] if place < len(row.cells) else ""


def read_table(path: Path) -> NumberTable:
    """Read a table from a file.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        TableFileError: It is no such table (a subclass says why and where).
    """
    if not path.is_file():
        raise NoSuchFileError(path=path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise TableTooLargeError(file=path.name, size=size, limit=LARGEST)
        body = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror) from error
    return parse_table(body, path.name)


def parse_table(body: bytes, file: str) -> NumberTable:
    """Read a table.

    Args:
        body: UTF-8, with or without a byte-order mark.
        file: What it is called in refusals.

    Raises:
        TableFileError: It is no such table (a subclass says why and where).
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableEncodingError(file=file, byte=error.start + 1) from error
    if "\0" in text:
        raise TableEncodingError(file=file, byte=len(text[: text.index("\0")].encode()) + 1)
    rows = _rows(text, file)
    if len(rows) < 2:
        raise EmptyTableError(file=file)
    return NumberTable(file, tuple(name.strip() for name in rows[0].cells), tuple(rows[1:]))


def grouped_by(names: Sequence[str], numbers: Iterable[Decimal]) -> dict[str, list[Decimal]]:
    """Return the numbers of each group, groups in the order in which they first appear."""
    groups: dict[str, list[Decimal]] = {}
    for name, number in zip(names, numbers, strict=True):
        groups.setdefault(name, []).append(number)
    return groups


def _rows(text: str, file: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if rows and any(cell.strip() for cell in cells[len(rows[0].cells) :]):
                raise LongRowError(
                    file=file, row=reader.line_num, count=len(cells), wanted=len(rows[0].cells)
                )
            rows.append(Row(reader.line_num, tuple(cells)))
    except csv.Error as error:
        raise TableSyntaxError(file=file, row=reader.line_num) from error
    return rows


def _delimiter(text: str) -> str:
    """Return the delimiter that the first row has most of, outside quotation marks."""
    head = text.lstrip("\r\n").partition("\n")[0]
    bare = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=bare.count)
