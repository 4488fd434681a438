"""Customers' instruments in the book."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentLine, InstrumentNumber
from labcal.domain.kept import Kept
from labcal.domain.quantity import QuantityValue
from labcal.store.find import next_number, one
from labcal.store.journal import refuse_stale
from labcal.store.register import Register
from labcal.store.rows.items import CustomerRow, InstrumentRow, InstrumentTypeRow
from labcal.store.rows.jobs import JobRow


class Instruments:
    """The instruments of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plates = Register(session, InstrumentRow, Instrument)

    def add(self, customer: CustomerNumber, instrument: Instrument) -> InstrumentNumber:
        """Write a new instrument of a customer and return its number."""
        number = next_number(self._session, InstrumentRow.number, "I-")
        owner = one(self._session, CustomerRow.number, customer, "customer").id
        self._plates.add(instrument, number=number, customer_id=owner)
        return InstrumentNumber(number)

    def kept(self, number: InstrumentNumber) -> tuple[Kept[Instrument], str]:
        """Return an instrument with its version, and the number of its type; that is empty without one."""
        row = one(self._session, InstrumentRow.number, number, "instrument")
        known = self._session.get(InstrumentTypeRow, row.type_id or 0)
        return self._plates.kept(row), known.number if known else ""

    def own(self) -> list[tuple[InstrumentNumber, Kept[Instrument]]]:
        """Return the instruments of which the laboratory is its own customer, by number."""
        query = (
            select(InstrumentRow)
            .join(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
            .where(CustomerRow.in_house)
            .order_by(InstrumentRow.number)
        )
        rows = self._session.scalars(query)
        return [(InstrumentNumber(row.number), self._plates.kept(row)) for row in rows]

    def change(self, number: InstrumentNumber, told: Instrument, type_number: str, *, seen: int) -> None:
        """Write another plate of an instrument, and its type; refused where it changed since ``seen``."""
        row = one(self._session, InstrumentRow.number, number, "instrument")
        refuse_stale(self._session, row, number, seen)
        kind = (
            one(self._session, InstrumentTypeRow.number, type_number, "type of instrument")
            if type_number
            else None
        )
        self._plates.change(row.id, told, seen=seen, type_id=kind and kind.id)

    def get(self, number: InstrumentNumber) -> Instrument:
        """Return an instrument; raise ``NotFoundError`` where there is none."""
        return instrument(one(self._session, InstrumentRow.number, number, "instrument"))

    def owner(self, number: InstrumentNumber) -> CustomerNumber:
        """Return the customer whose instrument it is."""
        row = one(self._session, InstrumentRow.number, number, "instrument")
        query = select(CustomerRow.number).where(CustomerRow.id == row.customer_id)
        return CustomerNumber(self._session.scalars(query).one())

    def lines(self) -> list[InstrumentLine]:
        """Return every instrument for a list, newest first."""
        query = (
            select(InstrumentRow, CustomerRow.name, func.count(JobRow.id))
            .join(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
            .outerjoin(JobRow, JobRow.instrument_id == InstrumentRow.id)
            .group_by(InstrumentRow.id, CustomerRow.name)
            .order_by(InstrumentRow.id.desc())
        )
        return [
            InstrumentLine(
                number=InstrumentNumber(row.number),
                name=row.name,
                serial=row.serial,
                mark=row.mark,
                manufacturer=row.manufacturer,
                model=row.model,
                nominal=f"{row.nominal} {row.nominal_unit}",
                grade=row.grade,
                customer=customer,
                jobs=jobs,
                version=row.version,
            )
            for row, customer, jobs in self._session.execute(query)
        ]


def instrument(row: InstrumentRow) -> Instrument:
    """Return the instrument of a row."""
    return Instrument(
        name=row.name,
        nominal=QuantityValue(row.nominal, row.nominal_unit),
        manufacturer=row.manufacturer,
        model=row.model,
        serial=row.serial,
        mark=row.mark,
        grade=row.grade,
        firmware=row.firmware,
        criteria=row.criteria,
        figures=row.figures,
    )
