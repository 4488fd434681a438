"""Commands at the bench: readings, the room, and the mentor's signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.domain import units
from labcal.domain.certified import suiting
from labcal.domain.instrument import StandardInUse, StandardNumber
from labcal.domain.job import JobNumber, Phase, Place, Reading, RoomReading, State
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.errors.bench import (
    AfterAdjustmentError,
    NotAdjustedError,
    NotTiedError,
    OtherStandardError,
)
from labcal.errors.jobs import (
    BeforeReceiptError,
    NoSuchCellError,
    NoSuchConditionError,
    ReasonNeededError,
    SameReadingError,
)
from labcal.errors.people import NotTheMentorError
from labcal.errors.quantities import BelowAbsoluteZeroError
from labcal.services.jobs import mentor_of, recording, refuse_unless
from labcal.services.sheet import procedure_of
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """Write one indication at its place; over an earlier one it is a correction and needs its reason.

    Attributes:
        place: The cell of the procedure's sheet.
        quantity: What was keyed in, with its unit.
        reason: Why the earlier value is replaced; empty where there is none.
        on: The civil date it was taken; None for today.
        phase: Before or after the adjustment; None for the phase that the job is in.
        standard: What it was taken against, of those tied to the job; None for that of the point, or else for
            the one that suits it best.
    """

    title: ClassVar[str] = mark("Record reading")
    undoable: ClassVar[bool] = True
    job: JobNumber
    place: Place
    quantity: QuantityValue
    reason: str = ""
    on: date | None = None
    phase: Phase | None = None
    standard: StandardNumber | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, self.on or records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        on, received = self.on or work.today, work.jobs.received_on(self.job)
        if on < received:
            raise BeforeReceiptError(on=on, received=received)
        procedure, now = procedure_of(work, self.job), work.jobs.phase(self.job)
        phase = self.phase or now
        _refuse_foreign(work, procedure, self, phase)
        earlier = work.readings.standing(self.job, self.place, phase)
        if earlier is None:
            _refuse_phase(self.job, phase, now)
        else:
            if earlier.quantity == self.quantity:
                raise SameReadingError(keyed=earlier.quantity)
            if not self.reason.strip():
                raise ReasonNeededError(keyed=earlier.quantity)
        reading = Reading(
            place=self.place,
            quantity=self.quantity,
            by=who,
            at=work.now,
            on=on,
            revision=earlier.revision + 1 if earlier else 0,
            mentor=mentor_of(work, who, self.needs(work)),
            standard=against(work, self, procedure, phase),
            reason=self.reason.strip() if earlier else "",
            phase=phase,
        )
        work.readings.add(self.job, reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBlock:
    """Write a pasted block of indications at once: all of it, or nothing.

    Attributes:
        cells: Each place with what was pasted into it.
        reason: Why earlier values are replaced; empty where there are none.
        phase: Before or after the adjustment; None for the phase that the job is in.
        standard: What they were taken against, as for a single one.
    """

    title: ClassVar[str] = mark("Paste readings")
    undoable: ClassVar[bool] = True
    job: JobNumber
    cells: tuple[tuple[Place, QuantityValue], ...]
    reason: str = ""
    phase: Phase | None = None
    standard: StandardNumber | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> int:
        written, phase = 0, self.phase or work.jobs.phase(self.job)
        for place, quantity in self.cells:
            earlier = work.readings.standing(self.job, place, phase)
            if earlier is not None and earlier.quantity == quantity:
                continue
            RecordReading(
                job=self.job,
                place=place,
                quantity=quantity,
                reason=self.reason,
                phase=phase,
                standard=self.standard,
            ).run(work, who)
            written += 1
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoom:
    """Write an influence quantity as read in the room at the ``moment`` "start" or "end" (6.3.3)."""

    title: ClassVar[str] = mark("Record room")
    undoable: ClassVar[bool] = True
    job: JobNumber
    name: str
    moment: str
    quantity: QuantityValue

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        procedure = procedure_of(work, self.job)
        wanted = {limit.name: limit.unit for limit in procedure.room}
        if self.name not in wanted or self.moment not in ("start", "end"):
            raise NoSuchConditionError(procedure=procedure.id, name=self.name)
        units.check_same(str(self.quantity), self.quantity.unit, wanted[self.name])
        work.readings.set_room(
            self.job,
            RoomReading(name=self.name, moment=self.moment, quantity=self.quantity, by=who, at=work.now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersign:
    """As the named mentor, sign for what was recorded under supervision (6.2.5 d)."""

    title: ClassVar[str] = mark("Countersign")
    undoable: ClassVar[bool] = False
    job: JobNumber

    def needs(self, records: Records) -> Need:
        need = recording(records, self.job, records.today)
        return Need(level=Level.MENTORS, on=need.on, procedure=need.procedure, quantity=need.quantity)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_unless(work, self.job, State.OPEN)
        signed = work.readings.countersign(self.job, who, work.now)
        if not signed:
            raise NotTheMentorError(person=who, job=self.job)
        return signed


def against(work: Work, reading: RecordReading, procedure: Procedure, phase: Phase) -> int | None:
    """Return the key of the standard's certificate that a reading is taken against; None where none is tied.

    Raises:
        NotTiedError: The standard named is not tied to the job.
        OtherStandardError: The other readings of the point were taken against another one.
    """
    tied = [one for one in work.jobs.tied(reading.job) if not one.role]
    point = work.readings.certificate(reading.job, reading.place.point, phase)
    if reading.standard is None:
        return point or _suiting(work, reading, procedure, tied)
    named = [one for one in tied if one.standard == reading.standard]
    if not named:
        raise NotTiedError(standard=reading.standard, job=reading.job)
    if point is not None and point != named[-1].key:
        raise OtherStandardError(standard=reading.standard, point=reading.place.point + 1)
    return named[-1].key


def _suiting(
    work: Work, reading: RecordReading, procedure: Procedure, tied: list[StandardInUse]
) -> int | None:
    """Return which of several standards suits the point of a reading; the last tied where none stands out."""
    if len(tied) < 2:
        return tied[0].key if tied else None
    plan, nominal = procedure.points, work.jobs.item(reading.job).nominal
    if plan is not None and plan.nominal and reading.place.point < len(plan.nominal):
        nominal = plan.nominal[reading.place.point]
    elif plan is not None and plan.parts and reading.place.point < len(plan.parts):
        nominal = QuantityValue(f"{nominal.value * plan.parts[reading.place.point]:f}", nominal.unit)
    return suiting(tied, nominal).key


def _refuse_phase(job: JobNumber, phase: Phase, now: Phase) -> None:
    """Refuse a first reading that does not belong to the phase the job is in."""
    if phase is now:
        return
    raise NotAdjustedError(job=job) if phase is Phase.AS_LEFT else AfterAdjustmentError(job=job)


def _refuse_foreign(work: Work, procedure: Procedure, reading: RecordReading, phase: Phase) -> None:
    """Refuse a cell that the procedure's sheet does not have, and a unit of another kind than the sheet's.

    A point has a further row for each that was left out of the evaluation.
    """
    plan, place, quantity = procedure.readings, reading.place, reading.quantity
    most = procedure.points.most if procedure.points else 1
    rows = plan.cycles
    if place.row >= rows:
        rows += work.readings.left_out(reading.job, place.point, phase)
    is_there = 0 <= place.point < most and 0 <= place.row < rows
    if not (is_there and 0 <= place.column < len(plan.columns)) or (
        place.row and place.column not in plan.per_cycle
    ):
        raise NoSuchCellError(procedure=procedure.id, row=place.row + 1, column=place.column + 1)
    unit = plan.unit_of(place.column)
    units.check_same(str(quantity), quantity.unit, unit)
    if units.understand(unit).offset and quantity.base < 0:
        raise BelowAbsoluteZeroError(keyed=quantity)
