"""Customers in the book."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.instrument import Customer, CustomerLine, CustomerNumber
from labcal.domain.party import Party
from labcal.store.find import next_number, one
from labcal.store.people import ADDRESS
from labcal.store.rows.items import CustomerRow


class Customers:
    """The customers of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, party: Party) -> CustomerNumber:
        """Write a new customer and return its number."""
        number = next_number(self._session, CustomerRow.number, "C-")
        self._session.add(CustomerRow(number=number, **{name: getattr(party, name) for name in ADDRESS}))
        self._session.flush()
        return CustomerNumber(number)

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
