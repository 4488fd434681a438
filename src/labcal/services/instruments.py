"""Commands and questions on instruments: customers' ones enter the book when they are received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentLine, InstrumentNumber
from labcal.domain.job import JobLine, State
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.equipment import NominalInUseError, OneOfTwoError
from labcal.services.missing import refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEquipment:
    """Enter equipment of the laboratory's own; for it the laboratory is its own customer."""

    title: ClassVar[str] = mark("Add equipment")
    undoable: ClassVar[bool] = True
    item: Instrument

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> InstrumentNumber:
        screen(self.item)
        return work.instruments.add(owner_of_equipment(work), self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditInstrument:
    """Change the plate of an instrument; certificates that were issued stay as they were.

    Attributes:
        type: Number of its type; empty where none is told.
    """

    title: ClassVar[str] = mark("Edit instrument")
    undoable: ClassVar[bool] = True
    instrument: InstrumentNumber
    told: Instrument
    seen: int
    type: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        screen(self.told)
        self._refuse_measured(work)
        work.instruments.change(self.instrument, self.told, self.type, seen=self.seen)

    def _refuse_measured(self, work: Work) -> None:
        """Refuse another nominal value while a job is under way: its result was computed from this one."""
        if work.instruments.get(self.instrument).nominal == self.told.nominal:
            return
        started = (State.OPEN, State.CHECKING, State.SIGNING)
        for line in work.jobs.of(self.instrument):
            if line.state in started:
                raise NominalInUseError(job=line.number)


def owner_of_equipment(work: Work) -> CustomerNumber:
    """Return the number under which the laboratory is its own customer; written where it is not yet."""
    owner = work.customers.in_house()
    return owner or work.customers.add(work.people.laboratory().party, in_house=True)


def instrument_lines(records: Records) -> list[InstrumentLine]:
    """Return every instrument for a list."""
    return records.instruments.lines()


def instrument(records: Records, number: InstrumentNumber) -> Instrument:
    """Return one instrument."""
    return records.instruments.get(number)


def own_equipment(records: Records) -> list[tuple[InstrumentNumber, Kept[Instrument]]]:
    """Return the equipment of the laboratory's own, by number."""
    return records.instruments.own()


def kept_instrument(records: Records, number: InstrumentNumber) -> tuple[Kept[Instrument], str]:
    """Return one instrument, to be edited, and the number of its type; that is empty without one."""
    return records.instruments.kept(number)


def jobs_of(records: Records, number: InstrumentNumber) -> list[JobLine]:
    """Return every job of one instrument, newest first."""
    return records.jobs.of(number)


def screen(item: Instrument) -> None:
    """Refuse a plate without a name, or without anything that tells the item from others of its kind."""
    refuse_missing((mark("The item's name"), item.name))
    if not (item.serial.strip() or item.mark.strip()):
        words = mark("the serial number"), mark("the mark")
        raise OneOfTwoError(one=phrase(words[0]), other=phrase(words[1]))
