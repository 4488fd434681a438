"""What was agreed and promised, in the book: agreements, delays, specifications, comparisons."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from labcal.domain.agreement import Agreed, Agreement, Delay, Priority
from labcal.domain.certificate import Status
from labcal.domain.instrument import CustomerNumber
from labcal.domain.job import JobNumber, State
from labcal.domain.kept import Kept
from labcal.domain.person import PersonName
from labcal.domain.specification import Comparison, Library, Specification, SpecificationLine
from labcal.store.find import one
from labcal.store.register import Register
from labcal.store.rows.agreements import AgreementRow, ComparisonRow, DelayRow, SpecificationRow
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import CustomerRow
from labcal.store.rows.jobs import JobRow

TOLD = tuple(Agreed.__dataclass_fields__)


class IssuedJob(NamedTuple):
    """When an item came, for when it was promised, and when its certificate was issued."""

    received_on: date
    due_on: date | None
    issued_on: date


class OpenCounts(NamedTuple):
    """How many jobs that are not issued yet are urgent, past their day, and unable to go on."""

    urgent: int
    overdue: int
    delayed: int


class Agreements:
    """What was agreed for the jobs of one session, and what delays them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._delays = Register(session, DelayRow, Delay, "since")

    def add(self, job: JobNumber, agreement: Agreement) -> int:
        """Write another version of what was agreed for a job; it holds from now on."""
        told = {name: getattr(agreement.agreed, name) for name in TOLD}
        row = AgreementRow(
            job_id=self._job(job), reason=agreement.reason, by=agreement.by, at=agreement.at, **told
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def of(self, job: JobNumber) -> tuple[Agreement, ...]:
        """Return every version of what was agreed for a job, the last one last."""
        return agreements_of(self._session, self._job(job))

    def customer(self, job: JobNumber) -> CustomerNumber:
        """Return whose item a job is about."""
        query = select(CustomerRow.number).join(JobRow, JobRow.customer_id == CustomerRow.id)
        return CustomerNumber(self._session.scalars(query.where(JobRow.number == job)).one())

    def delay(self, job: JobNumber, delay: Delay) -> int:
        """Write a delay of a job and return its key."""
        return self._delays.add(delay, job_id=self._job(job))

    def end(self, job: JobNumber, key: int, delay: Delay, *, seen: int) -> None:
        """Write another state of a delay; refused where it changed since it was ``seen``."""
        self._delays.refuse_other(key, job_id=self._job(job))
        self._delays.change(key, delay, seen=seen)

    def delays(self, job: JobNumber) -> list[Kept[Delay]]:
        """Return the delays of a job, oldest first."""
        return self._delays.of(job_id=self._job(job))

    def open_delay(self, job: JobNumber) -> Delay | None:
        """Return what a job waits for now; None where it can go on."""
        query = (
            select(DelayRow)
            .where(DelayRow.job_id == self._job(job), DelayRow.until.is_(None))
            .order_by(DelayRow.id.desc())
            .limit(1)
        )
        row = self._session.scalar(query)
        return None if row is None else self._delays.kept(row).value

    def delays_between(self, since: date, until: date) -> list[tuple[int, Delay]]:
        """Return every delay that has a day from ``since`` to ``until``, each with the key of its job."""
        ended = or_(DelayRow.until.is_(None), DelayRow.until >= since)
        query = select(DelayRow).where(DelayRow.since <= until, ended).order_by(DelayRow.id)
        return [(row.job_id, self._delays.kept(row).value) for row in self._session.scalars(query)]

    def issued(self, since: date, until: date) -> list[IssuedJob]:
        """Return the days of the jobs whose certificate was issued from ``since`` to ``until``."""
        query = (
            select(JobRow.received_on, JobRow.due_on, CertificateRow.issued_on)
            .join(CertificateRow, CertificateRow.job_id == JobRow.id)
            .where(CertificateRow.status == Status.ISSUED, CertificateRow.issued_on.between(since, until))
        )
        found = self._session.execute(query)
        return [IssuedJob(came, due, issued) for came, due, issued in found if issued is not None]

    def open_counts(self, today: date) -> OpenCounts:
        """Return how many jobs that are not issued yet are urgent, overdue, and delayed."""
        waiting = JobRow.state.in_([state for state in State if state is not State.ISSUED])
        delayed = select(DelayRow.id).where(DelayRow.job_id == JobRow.id, DelayRow.until.is_(None))
        wanted = (JobRow.priority == Priority.URGENT, JobRow.due_on < today, delayed.exists())
        counts = (select(func.count(JobRow.id)).where(waiting, one) for one in wanted)
        return OpenCounts(*(int(self._session.scalar(query) or 0) for query in counts))

    def _job(self, number: JobNumber) -> int:
        return int(one(self._session, JobRow.number, number, "job").id)


class Specifications:
    """The laboratory's and its customers' own limits, and what was compared, of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._comparisons = Register(session, ComparisonRow, Comparison, "on")

    def add(self, told: Specification, by: PersonName, at: datetime) -> int:
        """Write an edition of a specification and return its key."""
        owner = (
            None
            if told.customer is None
            else one(self._session, CustomerRow.number, told.customer, "customer").id
        )
        row = SpecificationRow(
            name=told.name,
            edition=told.edition,
            customer_id=owner,
            title=told.title,
            source=told.source,
            body=told.body,
            digest=told.digest,
            by=by,
            at=at,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def lines(self) -> list[SpecificationLine]:
        """Return every edition of every specification, by name, the last one first."""
        query = (
            select(SpecificationRow, CustomerRow.number, func.coalesce(CustomerRow.name, ""))
            .outerjoin(CustomerRow, CustomerRow.id == SpecificationRow.customer_id)
            .order_by(SpecificationRow.name, SpecificationRow.edition.desc())
        )
        return [
            SpecificationLine(
                row.name,
                row.edition,
                None if number is None else CustomerNumber(number),
                owner,
                row.title,
                row.source,
                row.digest,
                row.by,
                row.at,
            )
            for row, number, owner in self._session.execute(query)
        ]

    def last(self, name: str) -> int:
        """Return the last edition of a specification; 0 where there is none."""
        query = select(func.max(SpecificationRow.edition)).where(SpecificationRow.name == name)
        return int(self._session.scalar(query) or 0)

    def get(self, name: str, edition: int) -> Specification | None:
        """Return one edition, whole; None where there is none."""
        row = _specification(self._session, name, edition)
        if row is None:
            return None
        owner = None if row.customer_id is None else self._session.get(CustomerRow, row.customer_id)
        return Specification(
            name=row.name,
            edition=row.edition,
            customer=None if owner is None else CustomerNumber(owner.number),
            title=row.title,
            source=row.source,
            body=row.body,
            digest=row.digest,
        )

    def compare(self, told: Comparison) -> int:
        """Write that something was compared with its document, and return its key."""
        return self._comparisons.add(told)

    def comparisons(self) -> list[Kept[Comparison]]:
        """Return every comparison, oldest first."""
        return self._comparisons.of()


def agreements_of(session: Session, job: int) -> tuple[Agreement, ...]:
    """Return every version of what was agreed for the job of a key, the last one last."""
    rows = session.scalars(select(AgreementRow).where(AgreementRow.job_id == job).order_by(AgreementRow.id))
    return tuple(_agreement(session, row) for row in rows)


def delays_of(session: Session, job: int) -> tuple[Kept[Delay], ...]:
    """Return the delays of the job of a key, oldest first."""
    return tuple(Register(session, DelayRow, Delay, "since").of(job_id=job))


def compared(session: Session) -> frozenset[str]:
    """Return the digests of the files of limits whose last comparison as a whole found that all agreed."""
    query = (
        select(ComparisonRow.digest, ComparisonRow.agrees)
        .where(ComparisonRow.row.is_(None), ComparisonRow.library == Library.LIMITS)
        .order_by(ComparisonRow.id)
    )
    last: dict[str, bool] = {}
    for digest, agrees in session.execute(query):
        last[digest] = agrees
    return frozenset(digest for digest, agrees in last.items() if agrees)


def _agreement(session: Session, row: AgreementRow) -> Agreement:
    body = ""
    if row.edition:
        kept = _specification(session, row.limits, row.edition)
        body = kept.body if kept else ""
    return Agreement(
        agreed=Agreed(**{name: getattr(row, name) for name in TOLD}),
        reason=row.reason,
        by=row.by,
        at=row.at,
        body=body,
    )


def _specification(session: Session, name: str, edition: int) -> SpecificationRow | None:
    return session.scalar(
        select(SpecificationRow).where(SpecificationRow.name == name, SpecificationRow.edition == edition)
    )
