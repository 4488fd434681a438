"""Commands and questions on customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.instrument import CustomerLine, CustomerNumber
from labcal.domain.party import Party
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.records import MissingFieldError
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCustomer:
    """Enter a customer."""

    title: ClassVar[str] = mark("Add customer")
    undoable: ClassVar[bool] = True
    party: Party

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_CUSTOMERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> CustomerNumber:
        return add(work, self.party)


def add(work: Work, party: Party) -> CustomerNumber:
    """Write a new customer; raise ``MissingFieldError`` where there is no name."""
    if not party.name.strip():
        raise MissingFieldError(field=phrase(mark("The customer's name")))
    return work.customers.add(party)


def customer_lines(records: Records) -> list[CustomerLine]:
    """Return every customer for a list."""
    return records.customers.lines()
