"""Commands and questions on types of instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.equipment import InstrumentType, InstrumentTypeLine
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.services.missing import refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class AddInstrumentType:
    """Enter a type of instrument."""

    title: ClassVar[str] = mark("Add type")
    undoable: ClassVar[bool] = True
    told: InstrumentType

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        refuse_missing((mark("The name of the type"), self.told.name))
        return work.instrument_types.add(self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditInstrumentType:
    """Change what is said of a type."""

    title: ClassVar[str] = mark("Edit type")
    undoable: ClassVar[bool] = True
    number: str
    told: InstrumentType
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_missing((mark("The name of the type"), self.told.name))
        work.instrument_types.change(self.number, self.told, seen=self.seen)


def instrument_type_lines(records: Records) -> list[InstrumentTypeLine]:
    """Return every type for a list."""
    return records.instrument_types.lines()
