"""The grid of a batch: a row an item, pasted, counted up or typed, each held against the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject

from labcal.domain.batch import counted_on
from labcal.services.batches import BatchRow, Sighted
from labcal.text import Text, mark
from labcal_app.cells import Bad, Chip, Kind, State
from labcal_app.models.table import Column, TableModel

FIELDS = ("serial", "mark", "name", "nominal", "remarks")
TITLES = {
    "serial": mark("Serial no."),
    "mark": mark("Mark"),
    "name": mark("Item, where it differs"),
    "nominal": mark("Nominal value"),
    "remarks": mark("Remarks"),
}
WIDTHS = {"serial": 130, "mark": 100, "name": 140, "nominal": 110, "remarks": 120}
FIRST_FIELD = 1
"""The column of the first field; before it stands the number of the row."""
AT_FIRST, SPARE, MOST = 20, 5, 500


class RowLine(NamedTuple):
    """A row of the grid, and what the book says of it; None as long as it has not said."""

    number: int
    row: BatchRow
    sighted: Sighted | None


class BatchRows(QObject):
    """What was typed into the grid, and its model."""

    def __init__(self, text: Text, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._changed = text, changed
        self._rows: list[BatchRow] = [BatchRow()] * AT_FIRST
        self._sighted: tuple[Sighted | None, ...] = ()
        self.model = TableModel[RowLine](text, self._columns(), lambda line: line.number, self)
        self._show()

    @property
    def typed(self) -> tuple[BatchRow, ...]:
        """All rows, blank ones too."""
        return tuple(self._rows)

    @property
    def count(self) -> int:
        """How many rows hold something."""
        return sum(not row.is_blank for row in self._rows)

    def type_in(self, number: int, field: str, words: str) -> None:
        """Take what was typed into a cell; ``number`` from 0."""
        if getattr(self._rows[number], field) != words.strip():
            self._put(number, field, words)
            self._tell()

    def paste(self, number: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Take a block as a spreadsheet copied it; what goes beyond the last column is left out."""
        first = max(column - FIRST_FIELD, 0)
        for down, cells in enumerate(block[: MOST - number]):
            for along, words in enumerate(cells):
                if first + along < len(FIELDS):
                    self._put(number + down, FIELDS[first + along], words)
        self._tell()

    def count_up(self, serial: str, items: int) -> None:
        """Put serial numbers into the first free rows, from ``serial`` on, counted up."""
        first = max((n for n, row in enumerate(self._rows, 1) if not row.is_blank), default=0)
        for step in range(min(items, MOST - first)):
            self._put(first + step, "serial", counted_on(serial, step))
        self._tell()

    def take(self, rows: Sequence[BatchRow]) -> None:
        """Show other rows."""
        self._rows = list(rows)
        self._tell()

    def clear(self) -> None:
        """Empty the grid."""
        self.take([BatchRow()] * AT_FIRST)

    def show_sighted(self, found: tuple[Sighted | None, ...]) -> None:
        """Show what the book says of the rows; an answer to other rows is dropped."""
        if len(found) == len(self._rows):
            self._sighted = found
            self._show()

    def first_bad(self) -> int:
        """Return the row of the first item that cannot be taken; -1 where all can."""
        bad = (n for n, one in enumerate(self._sighted) if one is not None and one.trouble is not None)
        return next(bad, -1)

    def known(self) -> int:
        """Return how many of the items the book knows."""
        return sum(one is not None and one.known is not None for one in self._sighted)

    def bad(self) -> int:
        """Return how many of the items cannot be taken."""
        return sum(one is not None and one.trouble is not None for one in self._sighted)

    def _put(self, number: int, field: str, words: str) -> None:
        while number >= len(self._rows):
            self._rows.append(BatchRow())
        self._rows[number] = replace(self._rows[number], **{field: words.strip()})

    def _tell(self) -> None:
        """Keep some blank rows below, show the rows, and say that they changed."""
        last = max((n for n, row in enumerate(self._rows, 1) if not row.is_blank), default=0)
        wanted = min(max(last + SPARE, AT_FIRST), MOST)
        self._rows = [*self._rows, *[BatchRow()] * (wanted - len(self._rows))]
        self._sighted = ()
        self._show()
        self._changed()

    def _show(self) -> None:
        told = self._sighted or (None,) * len(self._rows)
        lines = [RowLine(n, *pair) for n, pair in enumerate(zip(self._rows, told, strict=True))]
        self.model.show_lines(lines)

    def _columns(self) -> tuple[Column[RowLine], ...]:
        return (
            Column[RowLine](
                title=mark("No."),
                value=lambda line: line.number + 1,
                kind=Kind.NUMBER,
                width=50,
                tone="text3",
            ),
            *(self._column(field) for field in FIELDS),
            Column[RowLine](
                title=mark("In the book"),
                value=self._told,
                kind=Kind.CHIP,
                width=150,
                computed=True,
                ruled=True,
                tip=self._tip,
            ),
        )

    def _column(self, field: str) -> Column[RowLine]:
        return Column[RowLine](
            title=TITLES[field],
            value=lambda line: self._cell(line, field),
            kind=Kind.CODE if field == "serial" else Kind.TEXT,
            width=WIDTHS[field],
            grows=field == "remarks",
            edit=lambda line, words: self.type_in(line.number, field, words),
        )

    def _cell(self, line: RowLine, field: str) -> str | Bad:
        words = str(getattr(line.row, field))
        found = line.sighted
        if found is not None and found.trouble is not None and found.column == field:
            return Bad(words, found.trouble.shown(self._text))
        return words

    def _told(self, line: RowLine) -> Chip | str:
        found = line.sighted
        if found is None:
            return ""
        if found.trouble is not None:
            return Chip(State.FAIL, self._text(mark("cannot be taken")))
        if found.known is not None:
            return Chip(State.PASS, self._text(mark("known: {number}"), number=found.known.number))
        return Chip(State.INFO, self._text(mark("new")))

    def _tip(self, line: RowLine) -> str:
        found = line.sighted
        if found is None:
            return ""
        if found.trouble is not None:
            return found.trouble.shown(self._text)
        return f"{found.known.name}, {found.known.nominal}" if found.known is not None else ""
