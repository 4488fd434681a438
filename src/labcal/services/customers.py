"""Commands and questions on customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.instrument import Customer, CustomerLine, CustomerNumber
from labcal.domain.kept import Kept
from labcal.domain.party import Contact, DueAgreement, Party
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.services.missing import refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCustomer:
    """Change name or address of a customer; what was issued stays as it was."""

    title: ClassVar[str] = mark("Edit customer")
    undoable: ClassVar[bool] = True
    customer: CustomerNumber
    party: Party
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_CUSTOMERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        screen(self.party)
        work.customers.change(self.customer, self.party, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeDueDates:
    """Note that a customer wants due dates on labels and in reminders, or no longer (7.8.4.3).

    Attributes:
        agreed: The day on which it was agreed, and with whom; None where it is not agreed any more.
        seen: The version of the customer that the person saw; None where nothing was agreed before.
    """

    title: ClassVar[str] = mark("Agree due dates")
    undoable: ClassVar[bool] = True
    customer: CustomerNumber
    agreed: DueAgreement | None
    seen: int | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_CUSTOMERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if self.agreed is not None:
            refuse_missing((mark("The day of the agreement"), str(self.agreed.on or "")))
            refuse_missing((mark("Who agreed"), self.agreed.by))
            refuse_future(self.agreed.on, work.today)
        work.customers.agree(self.customer, self.agreed, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact:
    """Enter someone to speak to at a customer's."""

    title: ClassVar[str] = mark("Add contact")
    undoable: ClassVar[bool] = True
    customer: CustomerNumber
    contact: Contact

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_CUSTOMERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("The contact's name"), self.contact.name))
        return work.customers.contacts.add(self.contact, customer_id=work.customers.kept(self.customer).key)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditContact:
    """Change what is known of a contact, or say that the person is no longer there."""

    title: ClassVar[str] = mark("Edit contact")
    undoable: ClassVar[bool] = True
    key: int
    contact: Contact
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_CUSTOMERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_missing((mark("The contact's name"), self.contact.name))
        work.customers.contacts.change(self.key, self.contact, seen=self.seen)


def add(work: Work, party: Party) -> CustomerNumber:
    """Write a new customer; raise ``MissingFieldError`` where there is no name."""
    screen(party)
    return work.customers.add(party)


def screen(party: Party) -> None:
    """Refuse a customer without a name."""
    refuse_missing((mark("The customer's name"), party.name))


def customer_lines(records: Records) -> list[CustomerLine]:
    """Return every customer for a list."""
    return records.customers.lines()


def customer(records: Records, number: CustomerNumber) -> Kept[Customer]:
    """Return one customer, to be edited."""
    return records.customers.kept(number)


def contacts(records: Records, number: CustomerNumber) -> list[Kept[Contact]]:
    """Return the people to speak to at a customer's, those who left last."""
    return records.customers.contacts.of(customer_id=records.customers.kept(number).key)


def due_agreement(records: Records, number: CustomerNumber) -> list[Kept[DueAgreement]]:
    """Return what was agreed on due dates, as a list of one; an empty one where nothing was."""
    kept = records.customers.agreed(number)
    return [] if kept.value is None else [Kept(kept.key, kept.version, kept.value)]
