"""Where each reading of a job stands on its sheet: rows and columns of the grid, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from labcal.domain.procedure import Procedure, ReadingsPlan, Share

WIDEST = 12
"""The most columns of readings that stand side by side in the row of one point, where each is one reading."""
WIDE = 6
"""The same, where a cycle has several."""

DOWN = "down"
"""The direction in which points are gone through backwards."""


class Spot(NamedTuple):
    """A reading: its point, its cycle and its column of the procedure, each from 0."""

    point: int
    row: int
    column: int


class Slot(NamedTuple):
    """A column of the sheet: a column of the procedure, of one cycle where cycles stand side by side."""

    cycle: int
    column: int


@dataclass(frozen=True)
class SheetLayout:
    """The sheet of one job: a row for each point, or for each cycle of each point.

    Attributes:
        plan: The readings of the procedure.
        rows: How many cycles each point that is shown has room for.
        most: How many points there can be.
        many: Whether rows stand for points at all; False where the item has one point.
    """

    plan: ReadingsPlan
    rows: tuple[int, ...]
    most: int = 1
    many: bool = False

    @cached_property
    def across(self) -> bool:
        """Whether the cycles of a point stand side by side in one row."""
        own = len(self.plan.per_cycle)
        wide = own * self.plan.cycles
        return self.many and (self.plan.cycles == 1 or wide <= (WIDEST if own == 1 else WIDE))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The columns of the sheet, in the order of the work."""
        every = range(len(self.plan.columns))
        cycles = max(self.rows, default=self.plan.cycles)
        if not self.across or cycles == 1:
            return tuple(Slot(0, column) for column in every)
        once = [Slot(0, column) for column in every if self.is_once(column)]
        return (*once, *(Slot(cycle, column) for cycle in range(cycles) for column in self.plan.per_cycle))

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Point and cycle of each row that is shown; the cycle is 0 where cycles stand side by side."""
        if self.across:
            return tuple((point, 0) for point in range(len(self.rows)))
        return tuple((point, cycle) for point, rows in enumerate(self.rows) for cycle in range(rows))

    @property
    def total(self) -> int:
        """The number of rows, with those of points that can still come."""
        return len(self.places) + (self.most - len(self.rows)) * (1 if self.across else self.plan.cycles)

    def is_once(self, column: int) -> bool:
        """Tell whether a column of the procedure is filled in once a point."""
        return self.plan.columns[column].share is Share.POINT

    def spot(self, row: int, slot: int) -> Spot | None:
        """Return the reading of a cell; None where nothing is filled in, or beyond the sheet."""
        if not (0 <= row < self.total and 0 <= slot < len(self.slots)):
            return None
        point, cycle = self._place(row)
        of, column = self.slots[slot]
        if self.is_once(column):
            return Spot(point, 0, column) if cycle == 0 else None
        at = of if self.across else cycle
        return Spot(point, at, column) if at < self._rows(point) else None

    def where(self, spot: Spot) -> tuple[int, int]:
        """Return row and column of the sheet where a reading stands; (-1, -1) where it is not shown."""
        slot = Slot(spot.row if self.across and not self.is_once(spot.column) else 0, spot.column)
        if not (0 <= spot.point < len(self.rows)) or slot not in self.slots:
            return -1, -1
        row = self.first_row(spot.point) + (0 if self.across else spot.row)
        return row, self.slots.index(slot)

    def first_row(self, point: int) -> int:
        """Return the first row of a point that is shown."""
        return point if self.across else sum(self.rows[:point])

    @cached_property
    def course(self) -> tuple[tuple[int, int], ...]:
        """Each cell's row and slot, where points are gone through up and down; empty where along the row.

        What is read on the way up goes from point to point; what is read on the way down goes back.
        """
        if not any(one.direction for one in self.plan.columns):
            return ()
        cells: list[tuple[int, int]] = []
        for cycle in range(max(self.rows, default=self.plan.cycles)):
            rows = [row for row, (_, of) in enumerate(self.places) if self.across or of == cycle]
            for slots, direction in self._passes(cycle):
                ordered = reversed(rows) if direction == DOWN else rows
                cells += [(row, slot) for row in ordered for slot in slots]
        return tuple(cells)

    def _passes(self, cycle: int) -> list[tuple[list[int], str]]:
        """Return the slots of a cycle that are filled in on the same way, with its direction."""
        ways: list[tuple[list[int], str]] = [([], "")]
        for slot, (of, column) in enumerate(self.slots):
            if self.across and of != cycle:
                continue
            slots, way = ways[-1]
            direction = self.plan.columns[column].direction or way
            if way and direction != way:
                ways.append(([slot], direction))
            else:
                ways[-1] = ([*slots, slot], direction)
        return ways

    def onward(self, row: int, slot: int) -> tuple[tuple[int, int], ...]:
        """Return the cells after one, where points are gone through up and down."""
        here = (row, slot)
        return self.course[self.course.index(here) + 1 :] if here in self.course else ()

    def following(self, row: int, slot: int) -> Iterator[Spot]:
        """Yield the readings from a cell on, in the order of the work."""
        if (row, slot) in self.course:
            for cell in ((row, slot), *self.onward(row, slot)):
                found = self.spot(*cell)
                if found is not None:
                    yield found
            return
        for at in range(row * len(self.slots) + slot, self.total * len(self.slots)):
            found = self.spot(*divmod(at, len(self.slots)))
            if found is not None:
                yield found

    def _place(self, row: int) -> tuple[int, int]:
        if row < len(self.places):
            return self.places[row]
        beyond = row - len(self.places)
        if self.across:
            return len(self.rows) + beyond, 0
        more, cycle = divmod(beyond, self.plan.cycles)
        return len(self.rows) + more, cycle

    def _rows(self, point: int) -> int:
        return self.rows[point] if point < len(self.rows) else self.plan.cycles


def layout_of(procedure: Procedure, rows: dict[int, int], begun: int) -> SheetLayout:
    """Return the sheet of a job.

    Args:
        procedure: As pinned in the job.
        rows: The number of cycles that a point has room for, where it differs from the plan.
        begun: How many points have a reading or a draft, up to the last one of them.
    """
    points, plan = procedure.points, procedure.readings
    most = points.most if points else 1
    shown = most
    if points is not None and points.is_asked:
        shown = min(begun + 1, most)
    each = tuple(rows.get(point, plan.cycles) for point in range(shown))
    return SheetLayout(plan, each, most, many=most > 1)
