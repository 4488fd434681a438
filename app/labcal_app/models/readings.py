"""The sheet of readings: a row per point or per cycle, a column per indication, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from labcal.domain import units
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.text import Text, mark
from labcal_app.cells import Bad, Closed, Faint, Kind, Struck
from labcal_app.models.figure_columns import figure_columns
from labcal_app.models.sheet_layout import SheetLayout, Slot
from labcal_app.models.sheet_lines import SheetColumns, SheetLine
from labcal_app.models.table import Column, Index, TableModel

ORDER, CYCLE = mark("Readings, in the order of the work"), mark("Cycle {number}")


class ReadingsModel(TableModel[SheetLine]):
    """A table that takes readings only while ``opened``; only rows that changed are drawn anew."""

    def __init__(
        self, text: Text, columns: tuple[Column[SheetLine], ...], first: int, parent: QObject
    ) -> None:
        super().__init__(text, columns, lambda line: (line.point, line.row), parent)
        self.opened, self.first = False, first
        self._longest: dict[int, int] = {}

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line, slot = self.line(index.row()), index.column() - self.first
        takes = line is not None and 0 <= slot < len(line.cells) and not isinstance(line.cells[slot], Closed)
        return flags if self.opened and takes else flags & ~Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            value = self.columns[index.column()].value(self._shown[index.row()])
            if isinstance(value, Faint):
                return ""
        return super().data(index, role)

    def longest(self, column: int) -> int:
        """Return how many signs the longest number of a column has had."""
        return self._longest.get(column, 0)

    def _take(self, lines: list[SheetLine]) -> None:
        super()._take(lines)
        self._widen(lines)

    def _show_arranged(self, lines: list[SheetLine]) -> None:
        """Show ``lines``; only those that changed are told, so that a cell being typed in stays open."""
        if not self._shown:
            super()._show_arranged(lines)
            return
        self._match_rows(lines)
        old = self._shown
        changed = [row for row, (a, b) in enumerate(zip(old, lines, strict=True)) if a is not b]
        self._shown = lines
        self._widen([lines[row] for row in changed])
        last = len(self.columns) - 1
        if len(changed) > len(lines) // 2:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, last))
            return
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def _match_rows(self, lines: list[SheetLine]) -> None:
        """Put in or take out the rows in the middle that are others now."""
        old, new = [line[:2] for line in self._shown], [line[:2] for line in lines]
        least = min(len(old), len(new))
        head = next((at for at in range(least) if old[at] != new[at]), least)
        tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
        if head + tail < len(old):
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            self._shown = self._shown[:head] + self._shown[len(old) - tail :]
            self.endRemoveRows()
        if head + tail < len(new):
            self.beginInsertRows(QModelIndex(), head, len(new) - tail - 1)
            self._shown = self._shown[:head] + lines[head : len(new) - tail] + self._shown[head:]
            self.endInsertRows()

    def _widen(self, lines: list[SheetLine]) -> None:
        """Make room for the decimals of ``lines``."""
        for place, column in enumerate(self.columns):
            if column.numeric:
                for line in lines:
                    whole, point, digits = self._written(column, line).partition(self.decimal_mark)
                    wide = len(whole) + len(self._fractions.get(place, point + digits))
                    self._longest[place] = max(self._longest.get(place, 0), wide)
                    if len(point + digits) > len(self._fractions.get(place, "")):
                        self._fractions[place] = point + digits


class SheetMaker:
    """Makes the columns of a procedure's sheet."""

    def __init__(
        self,
        text: Text,
        told: tuple[Procedure, ProcedureWords],
        layout: SheetLayout,
        typed: Callable[[int, int, int, str], None],
    ) -> None:
        """``typed`` gets point, cycle (both of the row), column of readings, and what was typed there."""
        self._text, self._layout, self._typed = text, layout, typed
        self._procedure, self._words = told

    def columns(self, known: SheetColumns) -> tuple[Column[SheetLine], ...]:
        """Return the columns, from the name of the row to the remark."""
        readings = [self._reading(place, slot) for place, slot in enumerate(known.slots)]
        many, across = known.shape
        beside = self._beside(known) if not across else ()
        if not many:
            return (_cycle(), *readings, *beside, _recorded())
        between = () if across else (_cycle(),)
        return (_name(known.asked), *between, *readings, *beside, *figure_columns(self._procedure, known))

    def _beside(self, known: SheetColumns) -> tuple[Column[SheetLine], ...]:
        """Return the column of what a cycle gives; none where that is one of its readings as it is."""
        shown = self._procedure.shown_input
        plan, told = self._procedure.readings, shown.expression if shown is not None else ""
        if any(column.symbol == told for column in plan.columns):
            return () if known.shape[0] else (_difference("", known, signed=False),)
        name = self._words.input(shown.symbol) if told and shown is not None else ""
        return (_difference(name, known, signed=not told or "-" in told),)

    def _reading(self, place: int, slot: Slot) -> Column[SheetLine]:
        plan = self._procedure.readings
        column, once = plan.columns[slot.column], self._layout.is_once(slot.column)
        side_by_side = self._layout.across and not once and max(self._layout.rows, default=1) > 1
        own = len(plan.per_cycle)
        group = "" if once or own < 2 else ORDER
        title = self._words.column(column.symbol)
        if side_by_side:
            group = self._text(CYCLE, number=slot.cycle + 1) if own > 1 else ORDER
            title = title if own > 1 else f"{title} {slot.cycle + 1}"
        return Column[SheetLine](
            title=title,
            value=lambda line: line.cells[place],
            kind=Kind.NUMBER,
            unit=units.pretty(plan.unit_of(slot.column)),
            group=group,
            width=72 if side_by_side or once else 92 if self._layout.many else 124,
            ruled=place == 0 or (side_by_side and slot.column == plan.per_cycle[0]),
            wraps=True,
            tone="text" if column.object in ("item", "nominal") else "text2",
            tone_of=lambda line: "text3" if isinstance(line.cells[place], Faint | Struck) else "",
            weight=600 if column.object == "nominal" else 0,
            tip=lambda line: _tip(line, place),
            edit=lambda line, typed: self._typed(line.point, line.row, place, typed),
        )


def _name(asked: bool) -> Column[SheetLine]:
    """Return the column that names the point: by its nominal value, or by its number where that is keyed."""
    if asked:
        return Column[SheetLine](
            title=mark("Point"), value=lambda line: line.point + 1, kind=Kind.NUMBER, width=56, weight=600
        )
    return Column[SheetLine](
        title=mark("Nominal"),
        value=lambda line: line.figures.nominal if line.figures else "",
        kind=Kind.STRONG,
        width=84,
        tip=lambda line: line.recorded,
    )


def _cycle() -> Column[SheetLine]:
    return Column[SheetLine](
        title=mark("Cycle"), value=lambda line: line.row + 1, kind=Kind.NUMBER, width=64, weight=600
    )


def _difference(name: str, known: SheetColumns, *, signed: bool) -> Column[SheetLine]:
    return Column[SheetLine](
        title=name or mark("Difference"),
        value=lambda line: "—" if line.difference is None else line.difference,
        kind=Kind.NUMBER,
        unit=known.unit,
        width=108 if known.shape[0] else 128,
        computed=True,
        ruled=True,
        signed=signed,
        weight=600,
        wraps=True,
    )


def _recorded() -> Column[SheetLine]:
    return Column[SheetLine](
        title=mark("Recorded"),
        value=lambda line: line.recorded,
        computed=True,
        grows=True,
        tone="text2",
        width=180,
    )


def _tip(line: SheetLine, place: int) -> str:
    cell = line.cells[place]
    return cell.sentence if isinstance(cell, Bad) else line.tips[place]
