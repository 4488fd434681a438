"""Calibration jobs with everything recorded for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.agreement import Priority
from labcal.domain.job import Phase, State
from labcal.domain.person import PersonName
from labcal.store.base import Record, Unique
from labcal.store.rows.choices import Added, choice


class JobRow(Record):
    """A calibration job."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_due_on", "state", "due_on"),
        Index("ix_job_customer_id_due_on", "customer_id", "due_on"),
        Index("ix_job_state_priority_due_on", "state", "priority", "due_on"),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    state: Mapped[State] = mapped_column(
        Enum(State, values_callable=lambda states: [state.value for state in states], create_constraint=True),
        index=True,
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"), index=True)
    received_on: Mapped[date]
    received_by: Mapped[PersonName]
    condition: Mapped[str]
    grade: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)
    place: Mapped[str]
    mentor: Mapped[PersonName | None]
    remarks: Mapped[str]
    deviations: Mapped[str]
    no_as_found: Mapped[Added]
    acclimatising_since: Mapped[datetime | None]
    priority: Mapped[Priority] = mapped_column(
        choice(Priority, "priority"), server_default=Priority.NORMAL.value
    )
    urgent_because: Mapped[Added]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)


class BatchRow(Record):
    """Items of one customer that were received together."""

    __tablename__ = "batch"

    number: Mapped[Unique]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    received_on: Mapped[date]
    received_by: Mapped[PersonName]
    remarks: Mapped[str]


class JobStandardRow(Record):
    """That a job uses a standard, on the strength of one of its certificates."""

    __tablename__ = "job_standard"
    __table_args__ = (
        Index("uq_job_standard_job_id_certificate_id", "job_id", "certificate_id", unique=True),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    certificate_id: Mapped[int] = mapped_column(ForeignKey("standard_certificate.id"), index=True)
    role: Mapped[Added]


class RoomRow(Record):
    """An influence quantity as read in the room."""

    __tablename__ = "room"
    __table_args__ = (
        Index("uq_room_job_id_name_moment", "job_id", "name", "moment", unique=True),
        CheckConstraint("moment in ('start', 'end')", name="moment"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    name: Mapped[str]
    moment: Mapped[str]
    keyed: Mapped[str]
    unit: Mapped[str]
    base: Mapped[float]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ReadingRow(Record):
    """One indication of a job: as keyed, and in the base unit for sorting and sums."""

    __tablename__ = "reading"
    __table_args__ = (
        Index("uq_reading_place", "job_id", "point", "row", "column", "phase", "revision", unique=True),
        CheckConstraint("revision >= 0 and point >= 0 and row >= 0", name="place"),
        CheckConstraint("revision = 0 or reason <> ''", name="reason"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    point: Mapped[int]
    row: Mapped[int]
    column: Mapped[int]
    revision: Mapped[int]
    keyed: Mapped[str]
    unit: Mapped[str]
    base: Mapped[float] = mapped_column(index=True)
    by: Mapped[PersonName]
    at: Mapped[datetime]
    on: Mapped[date]
    mentor: Mapped[PersonName | None]
    countersigned: Mapped[datetime | None]
    reason: Mapped[str]
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"), server_default=Phase.AS_FOUND.value)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("standard_certificate.id"), index=True)


class ResultRow(Record):
    """The result of one point, frozen when the job was handed over for the check."""

    __tablename__ = "result"
    __table_args__ = (
        Index("uq_result_place", "job_id", "point", "phase", unique=True),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    point: Mapped[int]
    value: Mapped[str]
    unit: Mapped[str]
    expanded: Mapped[str]
    uncertainty_unit: Mapped[str]
    standard_uncertainty: Mapped[float]
    outcome: Mapped[str]
    body: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"), server_default=Phase.AS_FOUND.value)


class ReviewRow(Record):
    """A second person's check: accepted, or returned with a remark."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("accepted or remark <> ''", name="remark"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    by: Mapped[PersonName]
    at: Mapped[datetime]
    accepted: Mapped[bool]
    remark: Mapped[str]
    recomputed: Mapped[str]


class ExceptionRow(Record):
    """Leave to go without a second person, for one job."""

    __tablename__ = "policy_exception"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"), Record.__table_args__)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)
    reason: Mapped[str]
    granted_by: Mapped[PersonName]
    at: Mapped[datetime]
