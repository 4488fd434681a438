"""From keys to readings: what was typed is parsed, recorded, asked about, or kept until it is mended."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from labcal.domain.job import JobNumber, Phase, Place, Reading
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.jobs import EmptiedReadingError
from labcal.services.readings import RecordBlock, RecordReading
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.drafts import keeper_of
from labcal_app.figures import shown_quantity
from labcal_app.models.sheet_layout import SheetLayout, Spot, layout_of
from labcal_app.views.worksheet.held import Drafts, Keyed, Refused, as_keyed, take_back, told_of
from labcal_app.views.worksheet.placing import Block, placed

Sheet = tuple[JobNumber, Phase]
"""A job has one sheet as found, and one as left."""


class Keying(QObject):
    """Takes what is typed or pasted into the sheet of the job shown.

    Signals:
        changed: The sheet looks otherwise now.
        refused: A failure that belongs to no single cell.
        recording: Readings of this point alone are on their way into the book.
    """

    changed = Signal()
    refused = Signal(LabCalError)
    recording = Signal(int)

    def __init__(self, text: Text, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._desk = text, desk
        self._kept: dict[Sheet, Drafts] = {}
        self._sheet: Sheet = (JobNumber(""), Phase.AS_FOUND)
        self._shown: Worksheet | None = None
        self.layout: SheetLayout | None = None
        self.standing: dict[Spot, Reading] = {}
        self._written: dict[Sheet, dict[str, str]] = {}
        self.changed.connect(self._keep)

    @property
    def drafts(self) -> Drafts:
        """What the sheet of the job shown holds beyond the book."""
        return self._kept.setdefault(self._sheet, Drafts())

    @property
    def phase(self) -> Phase:
        """The phase whose readings are shown."""
        return self._sheet[1]

    def show(self, shown: Worksheet, phase: Phase) -> None:
        """Follow the sheet of a phase as the book has it now."""
        job = shown.sheet.job
        self._shown, self._sheet = shown, (job.number, phase)
        self.standing = {_spot(one.place): one for one in job.of_phase(phase)}
        drafts = self.drafts
        for spot in [spot for spot, keyed in drafts.keyed.items() if keyed.settled]:
            del drafts.keyed[spot]
        self._lay_out()
        self._bring_back()

    def _lay_out(self) -> None:
        if self._shown is not None:
            self.layout = _layout(self._shown, self.standing, self.drafts)

    def type_in(self, point: int, row: int, slot: int, typed: str) -> None:
        """Take what was typed into one cell of the row of a point."""
        layout = self.layout
        if layout is None:
            return
        first = layout.first_row(point) if point < len(layout.rows) else layout.total
        spot = layout.spot(first + row, slot)
        if spot is not None:
            self._type(spot, typed.strip())

    def _type(self, spot: Spot, words: str) -> None:
        drafts, layout = self.drafts, self.layout
        if layout is None or (spot not in drafts.refused and words == self.shown(spot)):
            return
        drafts.refused.pop(spot, None)
        drafts.corrections.pop(spot, None)
        if words:
            try:
                self._take({spot: parse(words, layout.plan.unit_of(spot.column))})
            except LabCalError as error:
                drafts.refused[spot] = Refused(words, error)
        self._tell()
        earlier = self._earlier(spot)
        if not words and earlier is not None:
            self.refused.emit(EmptiedReadingError(keyed=earlier))

    def paste(self, row: int, slot: int, block: Block) -> None:
        """Take a block as a spreadsheet copied it, its first cell at a cell of the sheet."""
        if self.layout is None:
            return
        try:
            cells = placed(self.layout, row, slot, block)
        except LabCalError as error:
            self.refused.emit(error)
        else:
            self.put(cells)

    def put(self, cells: dict[Spot, str]) -> None:
        """Take what stands for several cells at once; a bad one is kept, the others are recorded."""
        layout = self.layout
        if layout is None:
            return
        taken: dict[Spot, QuantityValue] = {}
        for spot, words in cells.items():
            self.drafts.refused.pop(spot, None)
            try:
                taken[spot] = parse(words, layout.plan.unit_of(spot.column))
            except LabCalError as error:
                self.drafts.refused[spot] = Refused(words, error)
        self._take(taken)
        self._tell()

    def fill(self, first: int, last: int, slot: int) -> None:
        """Fill a column down: from the first of several rows, of one row from the cell above it."""
        if self.layout is None:
            return
        above = first if last > first else first - 1
        source = ""
        while above >= 0 and not source:
            spot = self.layout.spot(above, slot)
            source = self.shown(spot) if spot is not None else ""
            above -= 1
        spots = (self.layout.spot(row, slot) for row in range(first, last + 1))
        if source:
            self.put({spot: source for spot in spots if spot is not None and self.shown(spot) != source})

    def same_for_all(self, point: int) -> None:
        """Give every further point what is filled in once at ``point``, where it has nothing yet."""
        layout = self.layout
        if layout is None:
            return
        cells: dict[Spot, str] = {}
        for column, told in enumerate(layout.plan.columns):
            words = self.shown(Spot(point, 0, column))
            if layout.is_once(column) and told.object != "nominal" and words:
                further = (Spot(later, 0, column) for later in range(point + 1, len(layout.rows)))
                cells |= {spot: words for spot in further if not self.shown(spot)}
        self.put(cells)

    def under_way(self, point: int) -> dict[Place, QuantityValue]:
        """Return the readings of a point that are on their way into the book."""
        return {
            _place(spot): keyed.quantity for spot, keyed in self.drafts.keyed.items() if spot.point == point
        }

    def repair(self, spot: Spot) -> None:
        """Take what was perhaps meant in the place of what was typed."""
        refused = self.drafts.refused.get(spot)
        if refused is not None and refused.suggestion:
            self._type(spot, refused.suggestion)

    def give_reason(self, reason: str) -> None:
        """Record the corrections that wait, for ``reason``."""
        corrections = dict(self.drafts.corrections)
        self.drafts.corrections.clear()
        self._record(corrections, reason)
        self._tell()

    def keep_old(self) -> None:
        """Drop the corrections that wait; the earlier readings stand."""
        self.drafts.corrections.clear()
        self._tell()

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
        if quantity is None or self.layout is None:
            return ""
        return written(quantity, self.layout.plan.unit_of(spot.column))

    def quantity(self, spot: Spot) -> QuantityValue | None:
        """Return what stands in the cell, recorded, on its way, or waiting for its reason."""
        drafts = self.drafts
        return drafts.corrections[spot] if spot in drafts.corrections else self._earlier(spot)

    def _keep(self) -> None:
        """Keep what the sheet holds beyond the book, so that it outlasts the program."""
        keeper, told = keeper_of(self), told_of(self.drafts)
        if keeper is not None and self._sheet[0] and told != self._written.get(self._sheet, {}):
            self._written[self._sheet] = told
            keeper.keep(_name(self._sheet), told)

    def _bring_back(self) -> None:
        """Show once more what was typed into this sheet before the program ended."""
        keeper = keeper_of(self)
        if keeper is None or self.layout is None or self._sheet in self._written:
            return
        if not keeper.ready:
            keeper.read.connect(self._read_later)
            return
        told = keeper.at(_name(self._sheet))
        self._written[self._sheet] = dict(told)
        if told:
            take_back(self.drafts, told, self.layout)
            self._tell()
            keeper.brought_back.emit()

    def _read_later(self) -> None:
        self._bring_back()

    def _earlier(self, spot: Spot) -> QuantityValue | None:
        """Return what was recorded in a cell, or is being recorded."""
        if spot in self.drafts.keyed:
            return self.drafts.keyed[spot].quantity
        return self.standing[spot].quantity if spot in self.standing else None

    def _tell(self) -> None:
        """Say that the sheet looks otherwise; what was typed may have made room for another point."""
        self._lay_out()
        self.changed.emit()

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
        drafts, (job, phase) = self.drafts, self._sheet
        drafts.keyed.update({spot: Keyed(quantity) for spot, quantity in cells.items()})
        if len({spot.point for spot in cells}) == 1:
            self.recording.emit(next(iter(cells)).point)
        then = partial(self._settle, drafts, cells)
        refused = partial(self._give_back, drafts, cells)
        if len(cells) == 1:
            ((spot, quantity),) = cells.items()
            command = RecordReading(
                job=job, place=_place(spot), quantity=quantity, reason=reason, phase=phase
            )
            self._desk.run(command, then, refused)
        else:
            block = tuple((_place(spot), quantity) for spot, quantity in cells.items())
            self._desk.run(RecordBlock(job=job, cells=block, reason=reason, phase=phase), then, refused)

    def _settle(self, drafts: Drafts, cells: dict[Spot, QuantityValue], _value: object) -> None:
        for spot in cells:
            if spot in drafts.keyed:
                drafts.keyed[spot] = drafts.keyed[spot]._replace(settled=True)

    def _give_back(self, drafts: Drafts, cells: dict[Spot, QuantityValue], error: LabCalError) -> None:
        """Keep what the book refused, as it was keyed, with the sentence that says why."""
        for spot, quantity in cells.items():
            drafts.keyed.pop(spot, None)
            drafts.refused[spot] = Refused(as_keyed(quantity), error)
        self._tell()


def written(quantity: QuantityValue, unit: str) -> str:
    """Return a quantity as a cell of a sheet in ``unit`` holds it: zeros and a keyed plus kept."""
    plus = "+" if quantity.number.strip().startswith("+") else ""
    number = plus + format(quantity.value, "f")
    return number if quantity.unit == unit else f"{number} {quantity.unit}"


def _spot(place: Place) -> Spot:
    return Spot(place.point, place.row, place.column)


def _place(spot: Spot) -> Place:
    return Place(point=spot.point, row=spot.row, column=spot.column)


def _name(sheet: Sheet) -> str:
    """Return the name under which the drafts of a sheet are kept."""
    job, phase = sheet
    return f"worksheet {job}" + (" as left" if phase is Phase.AS_LEFT else "")


def _layout(shown: Worksheet, standing: dict[Spot, Reading], drafts: Drafts) -> SheetLayout | None:
    procedure = shown.sheet.procedure
    if procedure is None:
        return None
    left_out = {(spot.point, spot.row) for spot, one in standing.items() if one.outlier is not None}
    rows = {
        point: procedure.readings.cycles + sum(1 for its, _ in left_out if its == point)
        for point, _ in left_out
    }
    last = max(max((spot.point for spot in standing), default=-1), drafts.last_point())
    return layout_of(procedure, rows, last + 1)
