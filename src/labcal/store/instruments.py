"""Customers' instruments in the book."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentLine, InstrumentNumber
from labcal.domain.quantity import QuantityValue
from labcal.store.find import next_number, one
from labcal.store.rows.items import CustomerRow, InstrumentRow
from labcal.store.rows.jobs import JobRow


class Instruments:
    """The instruments of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, customer: CustomerNumber, instrument: Instrument) -> InstrumentNumber:
        """Write a new instrument of a customer and return its number."""
        number = next_number(self._session, InstrumentRow.number, "I-")
        nominal = instrument.nominal
        self._session.add(
            InstrumentRow(
                number=number,
                customer_id=one(self._session, CustomerRow.number, customer, "customer").id,
                name=instrument.name,
                manufacturer=instrument.manufacturer,
                model=instrument.model,
                serial=instrument.serial,
                mark=instrument.mark,
                nominal=nominal.number,
                nominal_unit=nominal.unit,
                nominal_base=nominal.base,
                grade=instrument.grade,
            )
        )
        self._session.flush()
        return InstrumentNumber(number)

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
    )
