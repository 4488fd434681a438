"""From keys to readings: what was typed is parsed, recorded, asked about, or kept until it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from labcal.domain.job import JobNumber, Place, Reading
from labcal.domain.procedure import ReadingsPlan
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.jobs import EmptiedReadingError, PastedShapeError, TypedBeforeError
from labcal.services.readings import RecordBlock, RecordReading
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.drafts import keeper_of
from labcal_app.figures import shown_quantity

Block = list[list[str]]


class Spot(NamedTuple):
    """A cell of the sheet: cycle and column, each from 0, in the order of the work."""

    row: int
    column: int


class Refused(NamedTuple):
    """What was typed and cannot be taken: as typed, why, and what was perhaps meant."""

    typed: str
    error: LabCalError

    @property
    def suggestion(self) -> str:
        """What the repair would put in its place; empty without one."""
        return str(self.error.fields.get("suggestion", ""))


class Keyed(NamedTuple):
    """What is on its way into the book."""

    quantity: QuantityValue
    settled: bool = False


@dataclass(slots=True)
class Drafts:
    """What one job's sheet holds beyond the book; kept while the person looks elsewhere.

    Attributes:
        refused: Cells that cannot be taken.
        keyed: Cells that are being recorded.
        corrections: Cells that wait for the reason of their correction, as one question.
    """

    refused: dict[Spot, Refused] = field(default_factory=dict)
    keyed: dict[Spot, Keyed] = field(default_factory=dict)
    corrections: dict[Spot, QuantityValue] = field(default_factory=dict)


class Keying(QObject):
    """Takes what is typed or pasted into the sheet of the job shown.

    Signals:
        changed: The sheet looks otherwise now.
        refused: A failure that belongs to no single cell.
    """

    changed = Signal()
    refused = Signal(LabCalError)

    def __init__(self, text: Text, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._desk = text, desk
        self._kept: dict[JobNumber, Drafts] = {}
        self._job = JobNumber("")
        self._plan: ReadingsPlan | None = None
        self._standing: dict[Spot, Reading] = {}
        self._written: dict[JobNumber, dict[str, str]] = {}
        self.changed.connect(self._keep)

    @property
    def drafts(self) -> Drafts:
        """What the sheet of the job shown holds beyond the book."""
        return self._kept.setdefault(self._job, Drafts())

    def show(self, shown: Worksheet) -> None:
        """Follow the sheet as the book has it now."""
        job, procedure = shown.sheet.job, shown.sheet.procedure
        self._job = job.number
        self._plan = procedure.readings if procedure else None
        self._standing = {
            Spot(one.place.row, one.place.column): one for one in job.readings if one.place.point == 0
        }
        drafts = self.drafts
        for spot in [spot for spot, keyed in drafts.keyed.items() if keyed.settled]:
            del drafts.keyed[spot]
        self._bring_back()

    def type_in(self, row: int, column: int, typed: str) -> None:
        """Take what was typed into one cell."""
        spot, words = Spot(row, column), typed.strip()
        drafts, plan = self.drafts, self._plan
        if plan is None or (spot not in drafts.refused and words == self.shown(spot)):
            return
        drafts.refused.pop(spot, None)
        drafts.corrections.pop(spot, None)
        if words:
            try:
                self._take({spot: parse(words, plan.unit_of(column))})
            except LabCalError as error:
                drafts.refused[spot] = Refused(words, error)
        self.changed.emit()
        earlier = self._earlier(spot)
        if not words and earlier is not None:
            self.refused.emit(EmptiedReadingError(keyed=earlier))

    def paste(self, row: int, column: int, block: Block) -> None:
        """Take a block as a spreadsheet copied it, its first cell at ``row`` and ``column``."""
        plan = self._plan
        if plan is None:
            return
        cells = placed(plan, Spot(row, column), block)
        if cells is None:
            self.refused.emit(_wrong_shape(plan, Spot(row, column), block))
            return
        taken: dict[Spot, QuantityValue] = {}
        for spot, words in cells.items():
            self.drafts.refused.pop(spot, None)
            try:
                taken[spot] = parse(words, plan.unit_of(spot.column))
            except LabCalError as error:
                self.drafts.refused[spot] = Refused(words, error)
        self._take(taken)
        self.changed.emit()

    def repair(self, spot: Spot) -> None:
        """Take what was perhaps meant in the place of what was typed."""
        refused = self.drafts.refused.get(spot)
        if refused is not None and refused.suggestion:
            self.type_in(spot.row, spot.column, refused.suggestion)

    def give_reason(self, reason: str) -> None:
        """Record the corrections that wait, for ``reason``."""
        corrections = dict(self.drafts.corrections)
        self.drafts.corrections.clear()
        self._record(corrections, reason)
        self.changed.emit()

    def keep_old(self) -> None:
        """Drop the corrections that wait; the earlier readings stand."""
        self.drafts.corrections.clear()
        self.changed.emit()

    def question(self) -> str:
        """Return the sentence that asks why readings are corrected; empty where none waits."""
        corrections = self.drafts.corrections
        if not corrections:
            return ""
        if len(corrections) > 1:
            return self._text(mark("Why are {count} readings replaced?"), count=len(corrections))
        spot, quantity = next(iter(corrections.items()))
        earlier = self._earlier(spot) or quantity
        return self._text(
            mark("Why is {earlier} replaced by {later}?"),
            earlier=shown_quantity(earlier, self._text),
            later=shown_quantity(quantity, self._text),
        )

    def shown(self, spot: Spot) -> str:
        """Return what the cell shows, as a person would key it."""
        drafts = self.drafts
        if spot in drafts.refused:
            return drafts.refused[spot].typed
        quantity = self.quantity(spot)
        if quantity is None or self._plan is None:
            return ""
        return written(quantity, self._plan.unit_of(spot.column))

    def quantity(self, spot: Spot) -> QuantityValue | None:
        """Return what stands in the cell, recorded, on its way, or waiting for its reason."""
        drafts = self.drafts
        return drafts.corrections[spot] if spot in drafts.corrections else self._earlier(spot)

    def _keep(self) -> None:
        """Keep what the sheet holds beyond the book, so that it outlasts the program."""
        keeper, told = keeper_of(self), told_of(self.drafts)
        if keeper is not None and self._job and told != self._written.get(self._job, {}):
            self._written[self._job] = told
            keeper.keep(_sheet(self._job), told)

    def _bring_back(self) -> None:
        """Show once more what was typed into this sheet before the program ended."""
        keeper = keeper_of(self)
        if keeper is None or self._plan is None or self._job in self._written:
            return
        if not keeper.ready:
            keeper.read.connect(self._read_later)
            return
        told = keeper.at(_sheet(self._job))
        self._written[self._job] = dict(told)
        if told:
            take_back(self.drafts, told, self._plan)
            self.changed.emit()
            keeper.brought_back.emit()

    def _read_later(self) -> None:
        self._bring_back()

    def _earlier(self, spot: Spot) -> QuantityValue | None:
        """Return what was recorded in a cell, or is being recorded."""
        if spot in self.drafts.keyed:
            return self.drafts.keyed[spot].quantity
        return self._standing[spot].quantity if spot in self._standing else None

    def _take(self, cells: dict[Spot, QuantityValue]) -> None:
        """Record new readings; over earlier ones, ask for the reason first."""
        changes = {spot: one for spot, one in cells.items() if not self._is_same(spot, one)}
        if any(self._earlier(spot) is not None for spot in changes):
            self.drafts.corrections.update(changes)
        else:
            self._record(changes, "")

    def _is_same(self, spot: Spot, quantity: QuantityValue) -> bool:
        earlier = self._earlier(spot)
        return earlier is not None and (earlier.value.as_tuple(), earlier.unit) == (
            quantity.value.as_tuple(),
            quantity.unit,
        )

    def _record(self, cells: dict[Spot, QuantityValue], reason: str) -> None:
        if not cells:
            return
        drafts = self.drafts
        drafts.keyed.update({spot: Keyed(quantity) for spot, quantity in cells.items()})
        then = partial(self._settle, drafts, cells)
        refused = partial(self._give_back, drafts, cells)
        if len(cells) == 1:
            ((spot, quantity),) = cells.items()
            command = RecordReading(job=self._job, place=_place(spot), quantity=quantity, reason=reason)
            self._desk.run(command, then, refused)
        else:
            block = tuple((_place(spot), quantity) for spot, quantity in cells.items())
            self._desk.run(RecordBlock(job=self._job, cells=block, reason=reason), then, refused)

    def _settle(self, drafts: Drafts, cells: dict[Spot, QuantityValue], _value: object) -> None:
        for spot in cells:
            if spot in drafts.keyed:
                drafts.keyed[spot] = drafts.keyed[spot]._replace(settled=True)

    def _give_back(self, drafts: Drafts, cells: dict[Spot, QuantityValue], error: LabCalError) -> None:
        """Keep what the book refused, as it was keyed, with the sentence that says why."""
        for spot, quantity in cells.items():
            drafts.keyed.pop(spot, None)
            drafts.refused[spot] = Refused(_keyed(quantity), error)
        self.changed.emit()


def told_of(drafts: Drafts) -> dict[str, str]:
    """Return what a sheet holds beyond the book as plain words, by the kind and the place of each cell."""
    told = {f"refused {spot.row} {spot.column}": one.typed for spot, one in drafts.refused.items()}
    waiting = {f"waiting {spot.row} {spot.column}": _keyed(one) for spot, one in drafts.corrections.items()}
    return told | waiting


def take_back(drafts: Drafts, told: Mapping[str, str], plan: ReadingsPlan) -> None:
    """Put what ``told_of`` told back into ``drafts``; nothing is recorded before the person says so again."""
    for name, words in told.items():
        kind, *numbers = name.split()
        if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
            continue
        spot = Spot(*map(int, numbers))
        if spot.row >= plan.cycles or spot.column >= len(plan.columns):
            continue
        try:
            quantity = parse(words, plan.unit_of(spot.column))
        except LabCalError as error:
            drafts.refused[spot] = Refused(words, error)
            continue
        if kind == "waiting":
            drafts.corrections[spot] = quantity
        else:
            drafts.refused[spot] = Refused(words, TypedBeforeError())


def _sheet(job: JobNumber) -> str:
    return f"worksheet {job}"


def placed(plan: ReadingsPlan, start: Spot, block: Block) -> dict[Spot, str] | None:
    """Return the cells that a block fills, blank ones left out; None where it does not fit.

    A rectangle goes where it stands. One row or one column that is longer than the sheet goes on in the order
    of the work, as a balance prints its indications.
    """
    wide = len(block[0]) if block else 0
    if not wide or start.column < 0 or any(len(row) != wide for row in block):
        return None
    columns = len(plan.columns)
    if start.row + len(block) <= plan.cycles and start.column + wide <= columns:
        cells = {
            Spot(start.row + down, start.column + along): words
            for down, row in enumerate(block)
            for along, words in enumerate(row)
        }
    elif 1 in (wide, len(block)):
        line = [words for row in block for words in row]
        first = start.row * columns + start.column
        if first + len(line) > plan.cycles * columns:
            return None
        cells = {Spot(*divmod(first + at, columns)): words for at, words in enumerate(line)}
    else:
        return None
    return {spot: words for spot, words in cells.items() if words}


def written(quantity: QuantityValue, unit: str) -> str:
    """Return a quantity as a cell of a sheet in ``unit`` holds it: zeros and a keyed plus kept."""
    plus = "+" if quantity.number.strip().startswith("+") else ""
    number = plus + format(quantity.value, "f")
    return number if quantity.unit == unit else f"{number} {quantity.unit}"


def _keyed(quantity: QuantityValue) -> str:
    return f"{quantity.number} {quantity.unit}"


def _place(spot: Spot) -> Place:
    return Place(point=0, row=spot.row, column=spot.column)


def _wrong_shape(plan: ReadingsPlan, start: Spot, block: Block) -> PastedShapeError:
    return PastedShapeError(
        rows=len(block),
        columns=max((len(row) for row in block), default=0),
        cycles=plan.cycles - start.row,
        room=len(plan.columns) - max(start.column, 0),
        cycle=start.row + 1,
    )
