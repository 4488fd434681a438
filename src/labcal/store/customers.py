"""Customers in the book."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.instrument import Customer, CustomerLine, CustomerNumber
from labcal.domain.kept import Kept
from labcal.domain.party import Contact, DueAgreement, Party
from labcal.store.find import next_number, one
from labcal.store.journal import refuse_stale
from labcal.store.people import ADDRESS
from labcal.store.register import Register
from labcal.store.rows.items import CustomerRow
from labcal.store.rows.papers import ContactRow


class Customers:
    """The customers of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.contacts = Register(session, ContactRow, Contact, "left", "name")

    def add(self, party: Party, *, in_house: bool = False) -> CustomerNumber:
        """Write a new customer and return its number."""
        number = next_number(self._session, CustomerRow.number, "C-")
        self._session.add(
            CustomerRow(number=number, in_house=in_house, **{name: getattr(party, name) for name in ADDRESS})
        )
        self._session.flush()
        return CustomerNumber(number)

    def in_house(self) -> CustomerNumber | None:
        """Return the number under which the laboratory is its own customer; None as long as it is not."""
        query = select(CustomerRow.number).where(CustomerRow.in_house).order_by(CustomerRow.id)
        number = self._session.scalar(query)
        return None if number is None else CustomerNumber(number)

    def kept(self, number: CustomerNumber) -> Kept[Customer]:
        """Return a customer with its version; raise ``NotFoundError`` where there is none."""
        row = one(self._session, CustomerRow.number, number, "customer")
        return Kept(row.id, row.version, customer(row))

    def change(self, number: CustomerNumber, party: Party, *, seen: int) -> None:
        """Write another name and address of a customer; refused where it changed since it was ``seen``."""
        row = one(self._session, CustomerRow.number, number, "customer")
        refuse_stale(self._session, row, number, seen)
        for name in ADDRESS:
            setattr(row, name, getattr(party, name))

    def agree(self, number: CustomerNumber, agreed: DueAgreement | None, *, seen: int | None) -> None:
        """Write whether due dates may be told; refused where the customer changed since it was ``seen``."""
        row = one(self._session, CustomerRow.number, number, "customer")
        if seen is not None:
            refuse_stale(self._session, row, number, seen)
        row.due_agreed_on = agreed and agreed.on
        row.due_agreed_by = agreed.by if agreed else ""

    def agreed(self, number: CustomerNumber) -> Kept[DueAgreement | None]:
        """Return whether a customer agreed that due dates are told; None where not.

        With the laboratory's own equipment nobody has to agree: see ``in_house``.
        """
        row = one(self._session, CustomerRow.number, number, "customer")
        told = DueAgreement(on=row.due_agreed_on, by=row.due_agreed_by) if row.due_agreed_on else None
        return Kept(row.id, row.version, told)

    def get(self, number: CustomerNumber) -> Customer:
        """Return a customer; raise ``NotFoundError`` where there is none."""
        return customer(one(self._session, CustomerRow.number, number, "customer"))

    def lines(self) -> list[CustomerLine]:
        """Return every customer for a list, by name."""
        query = select(CustomerRow.number, CustomerRow.name, CustomerRow.city, CustomerRow.version).order_by(
            CustomerRow.name, CustomerRow.id
        )
        return [CustomerLine(CustomerNumber(row[0]), *row[1:]) for row in self._session.execute(query)]


def customer(row: CustomerRow) -> Customer:
    """Return the customer of a row."""
    party = Party(**{name: getattr(row, name) for name in ADDRESS})
    return Customer(number=CustomerNumber(row.number), party=party)
