"""Commands at the bench: readings, the room, and the mentor's signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.domain import units
from labcal.domain.job import JobNumber, Place, Reading, RoomReading, State
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.errors.jobs import (
    BeforeReceiptError,
    NoSuchCellError,
    NoSuchConditionError,
    ReasonNeededError,
    SameReadingError,
)
from labcal.errors.people import NotTheMentorError
from labcal.errors.records import NotFoundError
from labcal.services.jobs import mentor_of, recording, refuse_unless
from labcal.services.sheet import parsed
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
    """

    title: ClassVar[str] = mark("Record reading")
    undoable: ClassVar[bool] = True
    job: JobNumber
    place: Place
    quantity: QuantityValue
    reason: str = ""
    on: date | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, self.on or records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        on, received = self.on or work.today, work.jobs.received_on(self.job)
        if on < received:
            raise BeforeReceiptError(on=on, received=received)
        _refuse_foreign(_procedure(work, self.job), self.place, self.quantity)
        earlier = work.readings.standing(self.job, self.place)
        if earlier is not None:
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
            standard=work.jobs.standard(self.job),
            reason=self.reason.strip() if earlier else "",
        )
        work.readings.add(self.job, reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBlock:
    """Write a pasted block of indications at once: all of it, or nothing.

    Attributes:
        cells: Each place with what was pasted into it.
        reason: Why earlier values are replaced; empty where there are none.
    """

    title: ClassVar[str] = mark("Paste readings")
    undoable: ClassVar[bool] = True
    job: JobNumber
    cells: tuple[tuple[Place, QuantityValue], ...]
    reason: str = ""

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> int:
        written = 0
        for place, quantity in self.cells:
            earlier = work.readings.standing(self.job, place)
            if earlier is not None and earlier.quantity == quantity:
                continue
            RecordReading(job=self.job, place=place, quantity=quantity, reason=self.reason).run(work, who)
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
        procedure = _procedure(work, self.job)
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


def _procedure(records: Records, job: JobNumber) -> Procedure:
    pinned = records.jobs.procedure(job)
    if pinned is None:
        raise NotFoundError(kind="procedure of job", number=job)
    return parsed(pinned.body)


def _refuse_foreign(procedure: Procedure, place: Place, quantity: QuantityValue) -> None:
    """Refuse a cell that the procedure's sheet does not have, and a unit of another kind than the sheet's."""
    plan = procedure.readings
    most = procedure.points.most if procedure.points else 1
    is_there = 0 <= place.point < most and 0 <= place.row < plan.cycles
    if not (is_there and 0 <= place.column < len(plan.columns)) or (
        place.row and place.column not in plan.per_cycle
    ):
        raise NoSuchCellError(procedure=procedure.id, row=place.row + 1, column=place.column + 1)
    units.check_same(str(quantity), quantity.unit, plan.unit_of(place.column))
