"""How a cell of the sheet is called in a sentence."""

from __future__ import annotations

from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.figures import shown_quantity
from labcal_app.models.sheet_layout import SheetLayout, Spot


def cell_named(shown: Worksheet, layout: SheetLayout, spot: Spot, text: Text) -> str:
    """Return the name of a cell: its point, where there are several, its cycle, and its column."""
    words = shown.sheet.words
    symbol = layout.plan.columns[spot.column].symbol
    column = words.column(symbol) if words else symbol
    cycle = spot.row + 1
    if not layout.many:
        return text(mark("Cycle {cycle}, {column}"), cycle=cycle, column=column)
    point = point_named(shown, spot.point, text)
    if layout.plan.cycles == 1 or layout.is_once(spot.column):
        return text(mark("{point}, {column}"), point=point, column=column)
    return text(mark("{point}, cycle {cycle}, {column}"), point=point, cycle=cycle, column=column)


def point_named(shown: Worksheet, point: int, text: Text) -> str:
    """Return the name of a point: its nominal value, or its number before it has one."""
    procedure = shown.sheet.procedure
    found = next((one for one in shown.sheet.evaluated if one.number == point), None)
    asked = procedure is not None and procedure.points is not None and procedure.points.is_asked
    if found is None or (asked and not found.is_begun):
        return text(mark("Point {number}"), number=point + 1)
    return shown_quantity(found.inputs.nominal, text)
