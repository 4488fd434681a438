"""What the bench keeps of a job: adjustment, reasons, coefficients, records of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.job import Adjustment, Excuse, FrozenCoefficients, JobNumber, RoomRecord
from labcal.store.base import Record
from labcal.store.find import one
from labcal.store.rows.bench import AdjustmentRow, CoefficientsRow, ExcuseRow, RoomRecordRow
from labcal.store.rows.jobs import JobRow

T = TypeVar("T")


class BenchRecords(NamedTuple):
    """What the bench keeps of a job."""

    adjustment: Adjustment | None
    excuses: tuple[Excuse, ...]
    coefficients: tuple[FrozenCoefficients, ...]
    room_records: tuple[RoomRecord, ...]


class Bench:
    """The bench's records of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, job: int) -> BenchRecords:
        """Return what the bench keeps of the job with key ``job``."""
        adjusted = self._all(AdjustmentRow, Adjustment, job)
        return BenchRecords(
            adjusted[0] if adjusted else None,
            self._all(ExcuseRow, Excuse, job),
            self._all(CoefficientsRow, FrozenCoefficients, job),
            self._all(RoomRecordRow, RoomRecord, job),
        )

    def adjust(self, number: JobNumber, told: Adjustment) -> None:
        """Record that the item of a job was adjusted."""
        self._add(AdjustmentRow, number, told)

    def declare_no_as_found(self, number: JobNumber, reason: str) -> None:
        """Write why a job has nothing to take before an adjustment."""
        self._row(number).no_as_found = reason

    def acclimatise(self, number: JobNumber, since: datetime) -> None:
        """Write when the item of a job came into the room."""
        self._row(number).acclimatising_since = since

    def set_grade(self, number: JobNumber, grade: str) -> None:
        """Write the accuracy class that a job is judged by."""
        self._row(number).grade = grade

    def instrument_of(self, number: JobNumber) -> int:
        """Return the key of the instrument of a job."""
        return int(self._row(number).instrument_id)

    def begun_of(self, instrument: int) -> list[JobNumber]:
        """Return the jobs of an instrument that have a procedure, newest first."""
        query = select(JobRow.number).where(
            JobRow.instrument_id == instrument, JobRow.procedure_id.is_not(None)
        )
        return [JobNumber(one_) for one_ in self._session.scalars(query.order_by(JobRow.id.desc()))]

    def excuse(self, number: JobNumber, told: Excuse) -> None:
        """Record why a job goes on though something is unfit, in the place of an earlier reason."""
        row = self._session.scalar(
            select(ExcuseRow).where(
                ExcuseRow.job_id == self._job(number),
                ExcuseRow.kind == told.kind,
                ExcuseRow.about == told.about,
            )
        )
        if row is None:
            self._add(ExcuseRow, number, told)
        else:
            row.reason, row.by, row.at = told.reason, told.by, told.at

    def freeze(self, number: JobNumber, told: tuple[FrozenCoefficients, ...]) -> None:
        """Keep the coefficients a job is handed over with, in the place of those of an earlier turn."""
        job = self._job(number)
        for row in self._session.scalars(select(CoefficientsRow).where(CoefficientsRow.job_id == job)):
            self._session.delete(row)
        self._session.flush()
        for one_ in told:
            self._add(CoefficientsRow, number, one_)

    def set_record(self, number: JobNumber, told: RoomRecord) -> None:
        """Keep what a sensor's record says of one influence quantity, in the place of an earlier record."""
        row = self._session.scalar(
            select(RoomRecordRow).where(
                RoomRecordRow.job_id == self._job(number), RoomRecordRow.name == told.name
            )
        )
        if row is None:
            self._add(RoomRecordRow, number, told)
        else:
            for name in RoomRecord.__slots__:
                setattr(row, name, getattr(told, name))

    def _add(self, row_class: type[Record], number: JobNumber, told: Any) -> None:
        columns = {name: getattr(told, name) for name in type(told).__slots__}
        self._session.add(row_class(job_id=self._job(number), **columns))
        self._session.flush()

    def _all(self, row_class: Any, made: type[T], job: int) -> tuple[T, ...]:
        rows = self._session.scalars(select(row_class).where(row_class.job_id == job).order_by(row_class.id))
        names: tuple[str, ...] = made.__slots__  # type: ignore[attr-defined]
        return tuple(made(**{name: getattr(row, name) for name in names}) for row in rows)

    def _job(self, number: JobNumber) -> int:
        return self._row(number).id

    def _row(self, number: JobNumber) -> JobRow:
        found: JobRow = one(self._session, JobRow.number, number, "job")
        return found
