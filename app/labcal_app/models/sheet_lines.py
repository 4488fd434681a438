"""What the sheet of readings shows: its lines, the figures of its points, and what its columns depend on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from labcal_app.cells import Bad, Chip, Closed, Faint, Struck
from labcal_app.models.sheet_layout import Slot

Cell = str | Bad | Faint | Struck | Closed


class PointFigures(NamedTuple):
    """What LabCal makes of a point, as the sheet shows it.

    Attributes:
        nominal: As it is written, with its unit.
        mean: Of the complete cycles, in the unit of the column; None without one, as are all others.
        value: The result.
        error: What it differs from the nominal value by.
        expanded: U.
        limits: As they are printed, without their unit.
        verdict: Or how far the point has come.
        found: The error as found, before the item was adjusted.
        found_value: The result as found.
        found_verdict: The verdict as found; None where nothing was adjusted.
        remark: What a person should look at, or what is missing.
        grave: Whether the remark is about something amiss.
    """

    nominal: str = ""
    mean: Decimal | None = None
    value: Decimal | None = None
    error: Decimal | None = None
    expanded: Decimal | None = None
    limits: str = ""
    verdict: Chip | None = None
    found: Decimal | None = None
    found_value: Decimal | None = None
    found_verdict: Chip | None = None
    remark: str = ""
    grave: bool = False


class SheetLine(NamedTuple):
    """One row of the sheet.

    Attributes:
        point: From 0.
        row: The cycle, from 0; of a point whose cycles stand side by side, 0.
        cells: What was keyed, as it is shown.
        tips: Who keyed it and when, for each cell.
        difference: Of the complete cycle, in its unit.
        recorded: Who read the row last, when, and how many of its readings were corrected.
        figures: Of the point, in its first row; None in its others.
    """

    point: int
    row: int
    cells: tuple[Cell, ...]
    tips: tuple[str, ...]
    difference: Decimal | None
    recorded: str
    figures: PointFigures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumns:
    """What the columns of a sheet are made of; equal where no column would differ.

    Attributes:
        digest: Of the procedure.
        slots: The columns that take readings.
        shape: Whether rows stand for points, and whether their cycles stand side by side.
        asked: Whether the nominal value of each point is keyed.
        adjusted: Whether there are results as found beside those as left.
        unit: Of what is shown beside a cycle.
        limited: Whether results are held against limits.
        compared: Whether a result has an error: whether it is of the kind of the nominal value.
    """

    digest: str
    slots: tuple[Slot, ...]
    shape: tuple[bool, bool]
    asked: bool
    adjusted: bool
    unit: str
    limited: bool = True
    compared: bool = True

    @property
    def first(self) -> int:
        """The place of the first column that takes readings."""
        many, across = self.shape
        return 2 if many and not across else 1
