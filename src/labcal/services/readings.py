"""Commands at the bench: readings, the room, and the mentor's signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.domain import units
from labcal.domain.instrument import StandardNumber
from labcal.domain.job import JobNumber, Phase, Place, Reading, RoomReading, State
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.quantity import QuantityValue
from labcal.errors.jobs import (
    BeforeReceiptError,
    NoSuchConditionError,
    ReasonNeededError,
    SameReadingError,
)
from labcal.errors.people import NotTheMentorError
from labcal.services.at_bench import JobAtBench
from labcal.services.jobs import recording, refuse_unless
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
        _record(JobAtBench(work, self.job, who), self)


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
        bench, written = JobAtBench(work, self.job, who), 0
        phase = self.phase or bench.phase
        bench.look_at({place.point for place, _ in self.cells}, phase)
        for place, quantity in self.cells:
            earlier = bench.standing(place, phase)
            if earlier is not None and earlier.quantity == quantity:
                continue
            reading = RecordReading(
                job=self.job,
                place=place,
                quantity=quantity,
                reason=self.reason,
                phase=phase,
                standard=self.standard,
            )
            _record(bench, reading)
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


def _record(bench: JobAtBench, told: RecordReading) -> None:
    """Write one reading, or refuse it."""
    bench.refuse_unless_open()
    on = told.on or bench.today
    if on < bench.received:
        raise BeforeReceiptError(on=on, received=bench.received)
    phase = told.phase or bench.phase
    bench.refuse_foreign(told.place, told.quantity, phase)
    earlier = bench.standing(told.place, phase)
    if earlier is None:
        bench.refuse_phase(phase)
    else:
        if earlier.quantity == told.quantity:
            raise SameReadingError(keyed=earlier.quantity)
        if not told.reason.strip():
            raise ReasonNeededError(keyed=earlier.quantity)
    bench.add(
        Reading(
            place=told.place,
            quantity=told.quantity,
            by=bench.who,
            at=bench.now,
            on=on,
            revision=earlier.revision + 1 if earlier else 0,
            mentor=bench.mentor(on),
            standard=bench.against(told.place.point, told.standard, phase),
            reason=told.reason.strip() if earlier else "",
            phase=phase,
        )
    )
