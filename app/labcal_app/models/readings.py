"""The sheet of readings: a row per cycle, a column per indication, and what LabCal makes of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt

from labcal.domain import units
from labcal.domain.procedure import ProcedureWords, ReadingsPlan
from labcal.text import Text, mark
from labcal_app.cells import Bad, Kind
from labcal_app.models.table import Column, Index, TableModel

FIRST_READING = 1
"""The place of the first column of readings; before it stands the number of the cycle."""


class CycleLine(NamedTuple):
    """One cycle as the sheet shows it.

    Attributes:
        row: From 0.
        cells: What was keyed, as it is shown; ``Bad`` where it cannot be taken.
        tips: Who keyed it and when, for each cell.
        difference: Of the complete cycle, in the unit of the readings.
        recorded: Who read the cycle last, when, and how many of its readings were corrected.
    """

    row: int
    cells: tuple[str | Bad, ...]
    tips: tuple[str, ...]
    difference: Decimal | None
    recorded: str


class ReadingsModel(TableModel[CycleLine]):
    """A table that takes readings only while ``opened``."""

    def __init__(self, text: Text, columns: tuple[Column[CycleLine], ...], parent: QObject) -> None:
        super().__init__(text, columns, lambda line: line.row, parent)
        self.opened = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if self.opened else flags & ~Qt.ItemFlag.ItemIsEditable


def reading_columns(
    plan: ReadingsPlan, words: ProcedureWords, typed: Callable[[int, int, str], None]
) -> tuple[Column[CycleLine], ...]:
    """Return the columns of a procedure's sheet; ``typed`` gets row, column and what was typed there."""
    unit = units.pretty(plan.unit)
    return (
        Column[CycleLine](
            title=mark("Cycle"), value=lambda line: line.row + 1, kind=Kind.NUMBER, width=70, weight=600
        ),
        *(_reading(place, plan, words, typed) for place in range(len(plan.columns))),
        Column[CycleLine](
            title=mark("Difference"),
            value=lambda line: "—" if line.difference is None else line.difference,
            kind=Kind.NUMBER,
            unit=unit,
            width=128,
            computed=True,
            ruled=True,
            signed=True,
            weight=600,
        ),
        Column[CycleLine](
            title=mark("Recorded"),
            value=lambda line: line.recorded,
            computed=True,
            grows=True,
            tone="text2",
            width=180,
        ),
    )


def _reading(
    place: int, plan: ReadingsPlan, words: ProcedureWords, typed: Callable[[int, int, str], None]
) -> Column[CycleLine]:
    column = plan.columns[place]
    return Column[CycleLine](
        title=words.column(column.symbol),
        value=lambda line: line.cells[place],
        kind=Kind.NUMBER,
        unit=units.pretty(plan.unit),
        group=mark("Indications, in the order of weighing"),
        width=124,
        ruled=place == 0,
        tone="text" if column.object == "item" else "text2",
        tip=lambda line: _tip(line, place),
        edit=lambda line, words_typed: typed(line.row, place, words_typed),
    )


def _tip(line: CycleLine, place: int) -> str:
    cell = line.cells[place]
    return cell.sentence if isinstance(cell, Bad) else line.tips[place]
