"""Jobs in the book: domain objects in and out, rows never leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from labcal.domain.agreement import Priority
from labcal.domain.certificate import SHOWN
from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentNumber, StandardInUse
from labcal.domain.job import (
    FrozenResult,
    Job,
    JobLine,
    JobNumber,
    Phase,
    PinnedProcedure,
    PolicyException,
    Reading,
    Review,
    State,
)
from labcal.domain.person import PersonName
from labcal.errors.records import NotFoundError
from labcal.store.agreements import agreements_of, compared, delays_of
from labcal.store.bench import Bench
from labcal.store.customers import customer
from labcal.store.detached import detached
from labcal.store.find import next_number, one
from labcal.store.instruments import instrument
from labcal.store.journal import refuse_stale
from labcal.store.lines import job_lines, jobs_by_key
from labcal.store.procedures import pinned
from labcal.store.readings import Readings
from labcal.store.rows.agreements import AgreementRow, DelayRow
from labcal.store.rows.bench import (
    AdjustmentRow,
    CoefficientsRow,
    ExcuseRow,
    OutlierRow,
    RoomRecordRow,
)
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import (
    CustomerRow,
    InstrumentRow,
    ProcedureRow,
    StandardCertificateRow,
    StandardRow,
)
from labcal.store.rows.jobs import (
    ExceptionRow,
    JobRow,
    JobStandardRow,
    ReadingRow,
    ResultRow,
    ReviewRow,
    RoomRow,
)
from labcal.store.scope import Scope
from labcal.store.standards import in_use, points_of

PARTS = (
    JobStandardRow,
    RoomRow,
    ReadingRow,
    ResultRow,
    ReviewRow,
    ExceptionRow,
    CertificateRow,
    AdjustmentRow,
    OutlierRow,
    ExcuseRow,
    CoefficientsRow,
    RoomRecordRow,
    AgreementRow,
    DelayRow,
)
"""The tables whose rows belong to a job."""
WAITING = [state for state in State if state is not State.ISSUED]
NOTED = ("remarks", "deviations")
"""Columns of a job that its remarks are kept in."""
AS_THEY_ARE = (
    "condition", "grade", "due_on", "place", "remarks", "deviations", "no_as_found", "acclimatising_since",
    "priority", "urgent_because", "version",
)  # fmt: skip
"""Columns that a job has as the row has them."""


class Jobs:
    """The jobs of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._readings = Readings(session)
        self._bench = Bench(session)
        self._scope = Scope(session)
        self._rows: dict[JobNumber, JobRow] = {}

    def get(self, number: JobNumber) -> Job:
        """Return the job with everything recorded for it; raise ``NotFoundError`` where there is none."""
        row = self._row(number)
        item = self._get(InstrumentRow, row.instrument_id)
        pinned_ = self.procedure(number)
        return Job(
            number=number,
            state=State(row.state),
            customer=customer(self._get(CustomerRow, row.customer_id)),
            instrument_number=InstrumentNumber(item.number),
            instrument=instrument(item),
            received_on=row.received_on,
            received_by=PersonName(row.received_by),
            procedure=pinned_,
            mentor=PersonName(row.mentor) if row.mentor else None,
            room=self._readings.room(row.id),
            results=self._results(row.id),
            reviews=self._reviews(row.id),
            exception=self._exception(row.id),
            certificate=self._certificate(row.id),
            cmcs=self._scope.of_procedure(pinned_.id) if pinned_ else None,
            agreements=agreements_of(self._session, row.id),
            compared=compared(self._session),
            delays=delays_of(self._session, row.id),
            **{name: getattr(row, name) for name in AS_THEY_ARE},
            **self._measured(row),
        )

    def _measured(self, row: JobRow) -> dict[str, Any]:
        """Return readings and standards of a job, and what became of them at the bench."""
        told, bench, standards = self._readings.of(row.id), self._bench.of(row.id), self._standards(row.id)
        is_left = bench.adjustment is not None or row.no_as_found or told.as_left
        return {
            "standards": standards,
            "readings": told.as_left if is_left else told.as_found,
            "replaced": told.replaced,
            "as_found": told.as_found if is_left else (),
            "adjustment": bench.adjustment,
            "excuses": bench.excuses,
            "coefficients": bench.coefficients,
            "room_records": bench.room_records,
            "certificates": self._named(standards, (*told.as_found, *told.as_left)),
        }

    def add(
        self, job: dict[str, Any], customer: CustomerNumber, item: InstrumentNumber, year: int
    ) -> JobNumber:
        """Write a new job of ``year`` with its columns and return its number."""
        number = next_number(self._session, JobRow.number, f"{year}-")
        self._session.add(
            JobRow(
                number=number,
                state=State.RECEIVED,
                customer_id=one(self._session, CustomerRow.number, customer, "customer").id,
                instrument_id=one(self._session, InstrumentRow.number, item, "instrument").id,
                **job,
            )
        )
        self._session.flush()
        return JobNumber(number)

    def state(self, number: JobNumber) -> State:
        """Return where a job stands, without loading the rest."""
        return State(self._row(number).state)

    def tied(self, number: JobNumber) -> tuple[StandardInUse, ...]:
        """Return the standards tied to a job, without the rest of it."""
        return self._standards(self._row(number).id)

    def phase(self, number: JobNumber) -> Phase:
        """Return the phase that a reading taken now belongs to."""
        row = self._row(number)
        is_left = row.no_as_found or self._bench.of(row.id).adjustment is not None
        return Phase.AS_LEFT if is_left else Phase.AS_FOUND

    def received_on(self, number: JobNumber) -> date:
        """Return the civil date on which the item of a job was received."""
        return self._row(number).received_on

    def move(self, number: JobNumber, state: State) -> None:
        """Let a job go on, or back."""
        self._row(number).state = state

    def parts(self, number: JobNumber) -> list[tuple[str, int]]:
        """Return table and key of a job and of every row that belongs to it, as the journal knows them."""
        job = self._row(number).id
        found = [("job", job)]
        for part in PARTS:
            keys = self._session.scalars(select(part.id).where(part.job_id == job))
            found.extend((part.__tablename__, key) for key in keys)
        return [*found, *detached(self._session, [part.job_id for part in PARTS], ("job", job))]

    def procedure(self, number: JobNumber) -> PinnedProcedure | None:
        """Return the procedure pinned in a job; None as long as none is."""
        key = self._row(number).procedure_id
        return None if key is None else pinned(self._get(ProcedureRow, key))

    def nominal(self, number: JobNumber) -> float:
        """Return the item's nominal value, in the base unit of its kind."""
        return float(self._get(InstrumentRow, self._row(number).instrument_id).nominal_base)

    def mentor(self, number: JobNumber) -> PersonName | None:
        """Return who stands beside the supervised person of a job."""
        name = self._row(number).mentor
        return PersonName(name) if name else None

    def open(self, number: JobNumber, procedure: PinnedProcedure, mentor: PersonName | None) -> None:
        """Pin a version of a procedure in a job and let work on it begin."""
        row = self._row(number)
        row.procedure_id = self._session.scalars(
            select(ProcedureRow.id).where(
                ProcedureRow.name == procedure.id, ProcedureRow.edition == procedure.version
            )
        ).one()
        row.mentor, row.state = mentor, State.OPEN

    def set_mentor(self, number: JobNumber, mentor: PersonName | None) -> None:
        """Name who stands beside the supervised person."""
        self._row(number).mentor = mentor

    def tie(self, number: JobNumber, standard: StandardInUse) -> None:
        """Tie a standard to a job, in its part, on the strength of its certificate."""
        job = self._row(number).id
        self._session.add(JobStandardRow(job_id=job, certificate_id=standard.key, role=standard.role))

    def untie(self, number: JobNumber, certificate: int) -> None:
        """Take a standard out of a job."""
        query = select(JobStandardRow).where(
            JobStandardRow.job_id == self._row(number).id, JobStandardRow.certificate_id == certificate
        )
        for row in self._session.scalars(query):
            self._session.delete(row)
        self._session.flush()

    def freeze(self, number: JobNumber, results: tuple[FrozenResult, ...]) -> None:
        """Keep the results a job is handed over with, in the place of those of an earlier turn."""
        job = self._row(number).id
        for row in self._session.scalars(select(ResultRow).where(ResultRow.job_id == job)):
            self._session.delete(row)
        self._session.flush()
        for result in results:
            told = {name: getattr(result, name) for name in FrozenResult.__slots__}
            self._session.add(ResultRow(job_id=job, **told))

    def review(self, number: JobNumber, review: Review) -> None:
        """Add a check."""
        told = {name: getattr(review, name) for name in Review.__slots__}
        self._session.add(ReviewRow(job_id=self._row(number).id, **told))

    def excuse(self, number: JobNumber, leave: PolicyException) -> None:
        """Record leave to go without a second person."""
        told = {name: getattr(leave, name) for name in PolicyException.__slots__}
        self._session.add(ExceptionRow(job_id=self._row(number).id, **told))

    def promise(self, number: JobNumber, due_on: date | None, priority: Priority, because: str) -> None:
        """Write the day a job is promised for, how soon it is wanted, and why."""
        row = self._row(number)
        row.due_on, row.priority, row.urgent_because = due_on, priority, because

    def regrade(self, number: JobNumber, grade: str) -> None:
        """Write the accuracy class that was agreed."""
        self._row(number).grade = grade

    def note(self, number: JobNumber, *, remarks: str, deviations: str, seen: int | None = None) -> None:
        """Replace the remarks and the deviations of a job; refused where they changed since ``seen``."""
        row = self._row(number)
        if seen is not None:
            refuse_stale(self._session, row, number, seen, NOTED)
        row.remarks, row.deviations = remarks, deviations

    def lines(self) -> list[JobLine]:
        """Return every job as one line, newest first."""
        return job_lines(self._session)

    def waiting(self) -> list[JobLine]:
        """Return every job that is not issued yet, newest first."""
        return job_lines(self._session, JobRow.state.in_(WAITING))

    def item(self, number: JobNumber) -> Instrument:
        """Return the instrument of a job, without all else that the job has."""
        return instrument(self._get(InstrumentRow, self._row(number).instrument_id))

    def of_person(self, who: PersonName, most: int) -> list[JobLine]:
        """Return the most urgent jobs not issued yet in which ``who`` took readings or stood by."""
        own = or_(ReadingRow.by == who, ReadingRow.mentor == who)
        return self._urgent(most, JobRow.state.in_(WAITING), _readings(own))

    def most_urgent(self, state: State, most: int) -> list[JobLine]:
        """Return the most urgent jobs in ``state``; at the bench, those without readings."""
        taken = () if state is not State.OPEN else (~_readings(),)
        found: list[JobLine] = []
        for priority in (Priority.URGENT, Priority.NORMAL):
            wanted = (JobRow.state == state, JobRow.priority == priority, *taken)
            found += self._urgent(most - len(found), *wanted)
        return found

    def counted(self) -> dict[State, int]:
        """Return how many jobs stand where, those left out that are issued."""
        query = select(JobRow.state, func.count()).where(JobRow.state.in_(WAITING)).group_by(JobRow.state)
        return {State(state): number for state, number in self._session.execute(query)}

    def of(self, item: InstrumentNumber) -> list[JobLine]:
        """Return every job of one instrument, newest first."""
        return job_lines(self._session, InstrumentRow.number == item)

    def _urgent(self, most: int, *wanted: ColumnElement[bool]) -> list[JobLine]:
        """Return at most so many jobs, the first to be due first, those without a day last."""
        order = (JobRow.due_on.is_(None), JobRow.due_on, JobRow.id)
        keys = self._session.scalars(select(JobRow.id).where(*wanted).order_by(*order).limit(most)).all()
        found = jobs_by_key(self._session, keys)
        return [found[key] for key in keys]

    def _row(self, number: JobNumber) -> JobRow:
        if number not in self._rows:
            self._rows[number] = one(self._session, JobRow.number, number, "job")
        return self._rows[number]

    def _get(self, row_class: Any, key: int) -> Any:
        row = self._session.get(row_class, key)
        if row is None:
            raise NotFoundError(kind=row_class.__tablename__, number=key)
        return row

    def _standards(self, job: int) -> tuple[StandardInUse, ...]:
        query = (
            select(StandardRow, StandardCertificateRow, JobStandardRow.role)
            .join(StandardCertificateRow, StandardCertificateRow.standard_id == StandardRow.id)
            .join(JobStandardRow, JobStandardRow.certificate_id == StandardCertificateRow.id)
            .where(JobStandardRow.job_id == job)
            .order_by(JobStandardRow.id)
        )
        found = self._session.execute(query).all()
        return tuple(
            replace(in_use(row, told, points_of(self._session, told.id)), role=role)
            for row, told, role in found
        )

    def _named(
        self, tied: tuple[StandardInUse, ...], readings: tuple[Reading, ...]
    ) -> tuple[StandardInUse, ...]:
        """Return the standards that readings name and that are no longer tied."""
        keys = {one.standard for one in readings if one.standard is not None} - {one.key for one in tied}
        if not keys:
            return ()
        query = (
            select(StandardRow, StandardCertificateRow)
            .join(StandardCertificateRow, StandardCertificateRow.standard_id == StandardRow.id)
            .where(StandardCertificateRow.id.in_(keys))
            .order_by(StandardCertificateRow.id)
        )
        found = self._session.execute(query).all()
        return tuple(in_use(row, told, points_of(self._session, told.id)) for row, told in found)

    def _results(self, job: int) -> tuple[FrozenResult, ...]:
        rows = self._session.scalars(
            select(ResultRow).where(ResultRow.job_id == job).order_by(ResultRow.phase, ResultRow.point)
        )
        return tuple(
            FrozenResult(**{name: getattr(row, name) for name in FrozenResult.__slots__}) for row in rows
        )

    def _reviews(self, job: int) -> tuple[Review, ...]:
        rows = self._session.scalars(select(ReviewRow).where(ReviewRow.job_id == job).order_by(ReviewRow.id))
        return tuple(Review(**{name: getattr(row, name) for name in Review.__slots__}) for row in rows)

    def _exception(self, job: int) -> PolicyException | None:
        row = self._session.scalar(select(ExceptionRow).where(ExceptionRow.job_id == job))
        return (
            None
            if row is None
            else PolicyException(reason=row.reason, granted_by=PersonName(row.granted_by), at=row.at)
        )

    def _certificate(self, job: int) -> str | None:
        return self._session.scalar(
            select(CertificateRow.number).where(
                CertificateRow.job_id == job, CertificateRow.status.in_(SHOWN)
            )
        )


def _readings(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether a job has a reading for which all of ``wanted`` holds."""
    return select(ReadingRow.id).where(ReadingRow.job_id == JobRow.id, *wanted).correlate(JobRow).exists()
