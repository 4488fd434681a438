"""What is keyed into the sheet of many items: parsed, recorded for each job at once, or kept until mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from labcal.domain.job import JobNumber, Place
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.jobs import EmptiedReadingError
from labcal.services.readings import RecordBlock
from labcal.services.side_by_side import SideBySide, SideRow
from labcal.services.together import RecordTogether
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.drafts import keeper_of
from labcal_app.figures import shown_quantity


class Spot(NamedTuple):
    """A cell of the sheet: the job, its point, and which of the readings, each from 0."""

    job: JobNumber
    point: int
    cell: int


class Refused(NamedTuple):
    """What was typed and cannot be taken, and why."""

    typed: str
    error: LabCalError


@dataclass(slots=True)
class Held:
    """What the sheet holds beyond the book.

    Attributes:
        refused: Cells that cannot be taken.
        keyed: Cells on their way into the book.
        waiting: Corrections that wait for their reason.
    """

    refused: dict[Spot, Refused] = field(default_factory=dict)
    keyed: dict[Spot, QuantityValue] = field(default_factory=dict)
    waiting: dict[Spot, QuantityValue] = field(default_factory=dict)


class SideKeys(QObject):
    """Takes what is typed or pasted into the sheet of a batch.

    Signals:
        changed: The sheet looks otherwise now.
        refused: A failure that belongs to no single cell.
    """

    changed = Signal()
    refused = Signal(LabCalError)

    def __init__(self, text: Text, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._desk = text, desk
        self._shown: SideBySide | None = None
        self._standing: dict[Spot, QuantityValue] = {}
        self.held = Held()
        self.changed.connect(self._keep)

    def show(self, shown: SideBySide) -> None:
        """Follow the sheet as the book has it now."""
        other = self._shown is None or self._shown.batch.number != shown.batch.number
        self._shown = shown
        if other:
            self.held = Held()
        self._standing = {
            Spot(row.job, row.point, cell): one.quantity
            for row in shown.rows
            for cell, one in enumerate(row.readings)
            if one is not None
        }
        for spot in [spot for spot, one in self.held.keyed.items() if self._standing.get(spot) == one]:
            del self.held.keyed[spot]
        if other:
            self._bring_back()

    def type_in(self, row: SideRow, cell: int, typed: str) -> None:
        """Take what was typed into one cell."""
        spot, words = Spot(row.job, row.point, cell), typed.strip()
        if spot not in self.held.refused and words == self.words(spot):
            return
        self.held.refused.pop(spot, None)
        self.held.waiting.pop(spot, None)
        earlier = self._earlier(spot)
        if words:
            self._take({spot: words})
        self.changed.emit()
        if not words and earlier is not None:
            self.refused.emit(EmptiedReadingError(keyed=earlier))

    def paste(self, rows: Sequence[SideRow], cell: int, block: Sequence[Sequence[str]]) -> None:
        """Take a block as a spreadsheet copied it, over the rows from the first of ``rows`` on."""
        wide = len(self._shown.cells) - cell if self._shown else 0
        taken = {
            Spot(row.job, row.point, cell + along): words
            for row, line in zip(rows, block, strict=False)
            for along, words in enumerate(line[:wide])
            if words
        }
        for spot in taken:
            self.held.refused.pop(spot, None)
        self._take(taken)
        self.changed.emit()

    def words(self, spot: Spot) -> str:
        """Return what the cell shows, as a person would key it."""
        if spot in self.held.refused:
            return self.held.refused[spot].typed
        quantity = self.held.waiting.get(spot) or self._earlier(spot)
        if quantity is None:
            return ""
        plus = "+" if quantity.number.strip().startswith("+") else ""
        number = plus + format(quantity.value, "f")
        return number if quantity.unit == self._unit(spot) else f"{number} {quantity.unit}"

    def question(self) -> str:
        """Return the sentence that asks why readings are corrected; empty where none waits."""
        waiting, text = self.held.waiting, self._text
        if not waiting:
            return ""
        if len(waiting) > 1:
            return text(mark("Why are {count} readings replaced?"), count=len(waiting))
        spot, quantity = next(iter(waiting.items()))
        return text(
            mark("Why is {earlier} replaced by {later}?"),
            earlier=shown_quantity(self._earlier(spot) or quantity, text),
            later=shown_quantity(quantity, text),
        )

    def give_reason(self, reason: str) -> None:
        """Record the corrections that wait, for ``reason``."""
        waiting, self.held.waiting = self.held.waiting, {}
        self._record(waiting, reason)
        self.changed.emit()

    def keep_old(self) -> None:
        """Drop the corrections that wait; the earlier readings stand."""
        self.held.waiting.clear()
        self.changed.emit()

    def _take(self, typed: Mapping[Spot, str]) -> None:
        """Record new readings in one step; over earlier ones, ask for the reason first."""
        taken: dict[Spot, QuantityValue] = {}
        for spot, words in typed.items():
            try:
                taken[spot] = parse(words, self._unit(spot))
            except LabCalError as error:
                self.held.refused[spot] = Refused(words, error)
        changes = {spot: one for spot, one in taken.items() if self._earlier(spot) != one}
        if any(self._earlier(spot) is not None for spot in changes):
            self.held.waiting.update(changes)
        else:
            self._record(changes, "")

    def _record(self, cells: Mapping[Spot, QuantityValue], reason: str) -> None:
        shown = self._shown
        if not cells or shown is None:
            return
        self.held.keyed.update(cells)
        blocks = []
        for job in dict.fromkeys(spot.job for spot in cells):
            own = tuple((_place(spot, shown), one) for spot, one in cells.items() if spot.job == job)
            blocks.append(RecordBlock(job=job, cells=own, reason=reason))
        refused = partial(self._give_back, dict(cells))
        self._desk.run(RecordTogether(blocks=tuple(blocks)), lambda _value: None, refused)

    def _give_back(self, cells: Mapping[Spot, QuantityValue], error: LabCalError) -> None:
        """Keep what the book refused, as it was keyed, with the sentence that says why."""
        for spot, quantity in cells.items():
            self.held.keyed.pop(spot, None)
            self.held.refused[spot] = Refused(f"{quantity.number} {quantity.unit}", error)
        self.changed.emit()

    def _earlier(self, spot: Spot) -> QuantityValue | None:
        return self.held.keyed.get(spot) or self._standing.get(spot)

    def _unit(self, spot: Spot) -> str:
        shown = self._shown
        if shown is None or shown.procedure is None:
            return "1"
        return shown.procedure.readings.unit_of(shown.cells[spot.cell].column)

    def _place(self) -> str:
        return f"batch {self._shown.batch.number}" if self._shown is not None else ""

    def _keep(self) -> None:
        """Keep what cannot be taken yet, so that it outlasts the program."""
        keeper = keeper_of(self)
        if keeper is None or self._shown is None:
            return
        told = {f"{spot.job} {spot.point} {spot.cell}": one.typed for spot, one in self.held.refused.items()}
        waiting = {f"{spot.job} {spot.point} {spot.cell}": self.words(spot) for spot in self.held.waiting}
        if told or waiting:
            keeper.keep(self._place(), told | waiting)
        else:
            keeper.drop(self._place())

    def _bring_back(self) -> None:
        """Show what could not be taken before the program ended; it is tried again."""
        keeper = keeper_of(self)
        told = dict(keeper.at(self._place())) if keeper is not None and keeper.ready else {}
        cells = {}
        for name, words in told.items():
            job, point, cell = name.rsplit(" ", 2)
            cells[Spot(JobNumber(job), int(point), int(cell))] = words
        if cells:
            self._take(cells)
            self.changed.emit()


def _place(spot: Spot, shown: SideBySide) -> Place:
    row, column = shown.cells[spot.cell]
    return Place(point=spot.point, row=row, column=column)
