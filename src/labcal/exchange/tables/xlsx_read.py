"""Reads a sheet of a workbook row by row, each cell as the text that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from labcal.errors.imports import (
    BrokenWorkbookError,
    CellFailureError,
    FormulaError,
    MergedCellsError,
    NoSuchSheetError,
    NoVisibleSheetError,
    WideTableError,
)
from labcal.exchange.tables.csv_read import Progress, Source
from labcal.exchange.tables.sheet import WIDEST, Cell, RawRow, Reading, Table, headings_of
from labcal.exchange.tables.workbook_guard import opened, refuse_unsafe, scan
from labcal.exchange.tables.workbook_parts import (
    Attributes,
    Format,
    Gatherer,
    Handlers,
    SheetPart,
    Workbook,
    feed,
    parser_of,
    read_workbook,
)
from labcal.text import Phrase, mark, phrase

PLACES = re.compile(r"[#,]*0(?:\.(?P<places>0+))?(?P<percent>\s?%)?(?:_.|;.*)?")
"""A number format that shows a fixed number of decimal places."""
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
CHUNK = 1 << 16
UNSTYLED = Format("", is_date=False)
FIRST_DAYS = {True: datetime(1904, 1, 1), False: datetime(1899, 12, 30)}  # noqa: DTZ001 - no time zone
LATEST = 2958465
"""The last day of the year 9999."""


def xlsx_table(source: Source, reading: Reading, progress: Progress | None = None) -> Table:
    """Open one sheet of a workbook as a table: the one named, else the first that is shown.

    Args:
        source: The workbook.
        reading: What a person chose.
        progress: Is told bytes read and bytes in all; ``CancelledError`` raised by it ends the work.

    Raises:
        NoSuchSheetError, NoVisibleSheetError: There is no such sheet.
        MergedCellsError: Cells of it are merged.
        TableFileError: It cannot be opened, or must not be (a subclass says why).
    """
    refuse_unsafe(source)
    with opened(source) as archive:
        workbook = read_workbook(source.file, archive)
        sheet = _chosen(source.file, workbook.sheets, reading.sheet)
        size = archive.getinfo(sheet.part).file_size
    found = scan(source, sheet.part, progress)
    if found.merged:
        raise MergedCellsError(file=source.file, sheet=sheet.name, cells=found.merged)

    def raw() -> Iterator[RawRow]:
        return _raw(source, workbook, sheet)

    return Table(
        file=source.file,
        reading=replace(reading, sheet=sheet.name, encoding="", delimiter=""),
        headings=headings_of(source.file, raw()),
        raw=raw,
        size=max(size, 1),
        sheets=tuple(one.name for one in workbook.sheets if one.shown),
        notices=tuple(_notices(sheet, workbook.sheets, hidden_rows=found.hidden)),
    )


def _chosen(file: str, sheets: tuple[SheetPart, ...], wanted: str) -> SheetPart:
    shown = [sheet for sheet in sheets if sheet.shown]
    if wanted:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet
        raise NoSuchSheetError(file=file, sheet=wanted, sheets=", ".join(one.name for one in shown))
    if not shown:
        raise NoVisibleSheetError(file=file)
    return shown[0]


def _notices(sheet: SheetPart, sheets: tuple[SheetPart, ...], *, hidden_rows: bool) -> Iterator[Phrase]:
    shown = sum(one.shown for one in sheets)
    if shown > 1:
        yield phrase(mark("Of {count} sheets only “{sheet}” is read."), count=shown, sheet=sheet.name)
    if shown < len(sheets):
        yield phrase(mark("Hidden sheets ({count}) are not read."), count=len(sheets) - shown)
    if hidden_rows:
        yield phrase(mark("“{sheet}” has hidden rows; they are read as well."), sheet=sheet.name)


def _raw(source: Source, workbook: Workbook, sheet: SheetPart) -> Iterator[RawRow]:
    rows = _Rows(source.file, workbook)
    parser = parser_of(source.file, sheet.part, Handlers(rows.start, rows.end, rows.text))
    done = 0
    with opened(source) as archive, archive.open(sheet.part) as stream:
        while chunk := stream.read(CHUNK):
            done += len(chunk)
            feed(source.file, parser, chunk)
            for number, cells in rows.taken():
                yield RawRow(number, cells, done)
        feed(source.file, parser, b"", last=True)


class _Rows:
    """Builds rows of the elements of a sheet."""

    def __init__(self, file: str, workbook: Workbook) -> None:
        self._file, self._workbook = file, workbook
        self._gatherer = Gatherer()
        self._rows: list[tuple[int, list[Cell]]] = []
        self._cells: list[Cell] = []
        self._number = self._column = 0
        self._cell: Attributes = {}
        self._is_formula = False

    def taken(self) -> list[tuple[int, list[Cell]]]:
        """Return the rows that are finished, and forget them."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a row or a cell."""
        if name == "c":
            self._cell, self._is_formula = attributes, False
            found = REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(found[1]) if found else self._column + 1
            if self._column > LAST_COLUMN:
                raise BrokenWorkbookError(file=self._file)
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._cells, self._column = [], 0
            if not 0 < self._number <= LAST_ROW:
                raise BrokenWorkbookError(file=self._file)
        elif name == "f":
            self._is_formula = True
        else:
            self._gatherer.start(name, attributes)

    def end(self, name: str) -> None:
        """End a row or a cell."""
        if name == "c":
            self._place(self._shown(self._gatherer.taken()))
        elif name == "row":
            self._rows.append((self._number, self._cells))
        else:
            self._gatherer.end(name)

    def text(self, piece: str) -> None:
        """Take a piece of a cell's text."""
        self._gatherer.text(piece)

    def _place(self, cell: Cell) -> None:
        if cell == "":
            return
        if self._column > WIDEST:
            raise WideTableError(file=self._file, count=self._column, limit=WIDEST)
        missing = self._column - len(self._cells) - 1
        if missing < 0:
            raise BrokenWorkbookError(file=self._file)
        self._cells.extend(("",) * missing)
        self._cells.append(cell)

    def _shown(self, value: str) -> Cell:
        """Return what a cell shows, without losing a digit; a failure for a formula or an error."""
        kind = self._cell.get("t", "n")
        if self._is_formula:
            return FormulaError(cell=self._name())
        if kind == "e":
            return CellFailureError(cell=self._name(), error=value)
        if kind == "s":
            return self._workbook.words[int(value)] if value else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return _number(value, self._format(), self._workbook) if kind == "n" and value else value

    def _name(self) -> str:
        return self._cell.get("r", f"{self._column}, {self._number}")

    def _format(self) -> Format:
        place, formats = int(self._cell.get("s", "0")), self._workbook.formats
        return formats[place] if place < len(formats) else UNSTYLED


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place


def _number(keyed: str, shown: Format, workbook: Workbook) -> str:
    """Return a number as it is shown, and with every digit where that would lose some."""
    value = float(keyed)
    if shown.is_date and 0 <= value <= LATEST:
        return _instant(value, workbook)
    exact = Decimal(repr(value))
    found = PLACES.fullmatch(shown.pattern)
    if found is None:
        return _plain(exact)
    if found["percent"]:
        exact *= 100
    padded = round(exact, len(found["places"] or ""))
    digits = format(padded, "f") if padded == exact else _plain(exact)
    return f"{digits} %" if found["percent"] else digits


def _plain(exact: Decimal) -> str:
    """Return the digits of a number, without a power of ten where that is not too long."""
    shown = format(exact.normalize(), "f")
    return shown if len(shown) <= 30 else str(exact.normalize())


def _instant(days: float, workbook: Workbook) -> str:
    """Return a day, or a day and a time, in ISO 8601; below one day only the time."""
    first = FIRST_DAYS[workbook.since_1904]
    if days < 60 and not workbook.since_1904:
        days += 1  # there 1900 is a leap year
    instant = first + timedelta(seconds=round(days * 86400))
    if instant.time().isoformat() == "00:00:00":
        return instant.date().isoformat()
    return instant.isoformat(sep=" ") if days >= 2 else instant.time().isoformat()
