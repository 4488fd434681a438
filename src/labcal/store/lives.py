"""What the results of an item were over the years."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.certificate import SHOWN
from labcal.domain.equipment import ScheduleKind
from labcal.domain.instrument import InstrumentNumber
from labcal.domain.job import FrozenResult, State
from labcal.domain.subject import Subject
from labcal.store.find import one
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.equipment import ScheduleRow
from labcal.store.rows.items import InstrumentRow, ProcedureRow
from labcal.store.rows.jobs import JobRow, ReadingRow, ResultRow
from labcal.store.subjects import column_of, key_of


class PastResult(NamedTuple):
    """One frozen result of an item.

    Attributes:
        on: The last day on which its readings were taken.
        source: Number of the certificate; of the job where that is missing.
        procedure: Its name.
    """

    on: date
    source: str
    procedure: str
    result: FrozenResult


class Lives:
    """The lives of items, of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def results(self, item: InstrumentNumber) -> list[PastResult]:
        """Return every result of an instrument that a certificate states, oldest job first."""
        key = one(self._session, InstrumentRow.number, item, "instrument").id
        taken = (
            select(func.max(ReadingRow.on))
            .where(ReadingRow.job_id == JobRow.id)
            .correlate(JobRow)
            .scalar_subquery()
        )
        certificate = (
            select(func.max(CertificateRow.number))
            .where(CertificateRow.job_id == JobRow.id, CertificateRow.status.in_(SHOWN))
            .correlate(JobRow)
            .scalar_subquery()
        )
        query = (
            select(ResultRow, func.coalesce(taken, JobRow.received_on), certificate, JobRow.number)
            .add_columns(ProcedureRow.name)
            .join(JobRow, JobRow.id == ResultRow.job_id)
            .join(ProcedureRow, ProcedureRow.id == JobRow.procedure_id)
            .where(JobRow.instrument_id == key, JobRow.state == State.ISSUED)
            .order_by(JobRow.id, ResultRow.phase, ResultRow.point)
        )
        return [
            PastResult(
                on=on if isinstance(on, date) else date.fromisoformat(str(on)),
                source=certificate or job,
                procedure=procedure,
                result=FrozenResult(**{name: getattr(row, name) for name in FrozenResult.__slots__}),
            )
            for row, on, certificate, job, procedure in self._session.execute(query)
        ]

    def calibration_due(self, item: Subject) -> date | None:
        """Return the day by which an item has to be calibrated next; None where none is planned."""
        column = getattr(ScheduleRow, column_of(item.kind))
        query = select(func.min(ScheduleRow.next_due)).where(
            column == key_of(self._session, item),
            ScheduleRow.kind == ScheduleKind.CALIBRATION,
            ScheduleRow.ended.is_(None),
        )
        return self._session.scalar(query)
