"""Batches in the book: items of one customer that were received together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from labcal.domain.batch import Batch, BatchLine, BatchNumber, Known
from labcal.domain.instrument import CustomerNumber, InstrumentNumber
from labcal.domain.job import JobNumber, State
from labcal.domain.person import PersonName
from labcal.store.find import next_number, one
from labcal.store.rows.items import CustomerRow, InstrumentRow
from labcal.store.rows.jobs import BatchRow, JobRow

MOST = 500
"""How many batches are listed."""


class Batches:
    """The batches of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, customer: CustomerNumber, on: date, who: PersonName, remarks: str = "") -> BatchNumber:
        """Write a new batch and return its number."""
        number = next_number(self._session, BatchRow.number, f"B-{on.year}-")
        owner = one(self._session, CustomerRow.number, customer, "customer").id
        row = BatchRow(number=number, customer_id=owner, received_on=on, received_by=who, remarks=remarks)
        self._session.add(row)
        self._session.flush()
        return BatchNumber(number)

    def put(self, number: BatchNumber, jobs: Sequence[JobNumber]) -> None:
        """Let jobs belong to a batch."""
        key = one(self._session, BatchRow.number, number, "batch").id
        for row in self._session.scalars(select(JobRow).where(JobRow.number.in_(jobs))):
            row.batch_id = key

    def get(self, number: BatchNumber) -> Batch:
        """Return a batch; raise ``NotFoundError`` where there is none."""
        row = one(self._session, BatchRow.number, number, "batch")
        customer = one(self._session, CustomerRow.id, row.customer_id, "customer")
        return Batch(
            number=number,
            customer=CustomerNumber(customer.number),
            customer_name=customer.name,
            received_on=row.received_on,
            remarks=row.remarks,
        )

    def jobs(self, number: BatchNumber) -> list[JobNumber]:
        """Return the jobs of a batch, in the order in which the items were received."""
        key = one(self._session, BatchRow.number, number, "batch").id
        query = select(JobRow.number).where(JobRow.batch_id == key).order_by(JobRow.id)
        return [JobNumber(job) for job in self._session.scalars(query)]

    def of(self, job: JobNumber) -> BatchNumber | None:
        """Return the batch that a job belongs to; None where its item came alone."""
        query = (
            select(BatchRow.number).join(JobRow, JobRow.batch_id == BatchRow.id).where(JobRow.number == job)
        )
        found = self._session.scalar(query)
        return None if found is None else BatchNumber(found)

    def lines(self) -> list[BatchLine]:
        """Return the newest batches for a list, newest first."""
        waiting = func.sum(case((JobRow.state != State.ISSUED, 1), else_=0))
        query = (
            select(BatchRow, CustomerRow.name, func.count(JobRow.id), waiting)
            .join(CustomerRow, CustomerRow.id == BatchRow.customer_id)
            .outerjoin(JobRow, JobRow.batch_id == BatchRow.id)
            .group_by(BatchRow.id, CustomerRow.name)
            .order_by(BatchRow.id.desc())
            .limit(MOST)
        )
        return [
            BatchLine(
                number=BatchNumber(row.number),
                customer=name,
                received_on=row.received_on,
                items=items,
                waiting=int(left or 0),
                remarks=row.remarks,
                version=row.version,
            )
            for row, name, items, left in self._session.execute(query)
        ]

    def known(self, customer: CustomerNumber, identities: Collection[str]) -> list[Known]:
        """Return the items of a customer whose serial number or mark is one of ``identities``."""
        under_way = (
            select(JobRow.number)
            .where(JobRow.instrument_id == InstrumentRow.id, JobRow.state != State.ISSUED)
            .order_by(JobRow.id.desc())
            .limit(1)
            .correlate(InstrumentRow)
            .scalar_subquery()
        )
        query = (
            select(InstrumentRow, under_way)
            .join(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
            .where(CustomerRow.number == customer)
            .where(or_(InstrumentRow.serial.in_(identities), InstrumentRow.mark.in_(identities)))
            .order_by(InstrumentRow.id)
        )
        return [
            Known(
                number=InstrumentNumber(row.number),
                name=row.name,
                serial=row.serial,
                mark=row.mark,
                nominal=f"{row.nominal} {row.nominal_unit}",
                grade=row.grade,
                job=job or "",
            )
            for row, job in self._session.execute(query)
        ]
