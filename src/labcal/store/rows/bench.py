"""What the bench keeps of a job beside its readings: adjustment, outliers, reasons, records of the room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.job import Phase
from labcal.domain.person import PersonName
from labcal.store.base import Record
from labcal.store.rows.choices import choice


class AdjustmentRow(Record):
    """That the item of a job was adjusted; readings taken later are as left."""

    __tablename__ = "adjustment"
    __table_args__ = (CheckConstraint("what <> ''", name="what"), Record.__table_args__)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)
    what: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class OutlierRow(Record):
    """A reading that stays on record and is left out of the evaluation."""

    __tablename__ = "outlier"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"), Record.__table_args__)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), unique=True)
    reason: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ExcuseRow(Record):
    """Why a job goes on though something is unfit."""

    __tablename__ = "excuse"
    __table_args__ = (
        Index("uq_excuse_place", "job_id", "kind", "about", unique=True),
        CheckConstraint("reason <> ''", name="reason"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    kind: Mapped[str]
    about: Mapped[str]
    reason: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class CoefficientsRow(Record):
    """The coefficients of a whole job, frozen when it was handed over for the check."""

    __tablename__ = "coefficients"
    __table_args__ = (
        Index("uq_coefficients_place", "job_id", "phase", unique=True),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"))
    body: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class RoomRecordRow(Record):
    """An influence quantity over the time of a job, from the file of a sensor's record."""

    __tablename__ = "room_record"
    __table_args__ = (
        Index("uq_room_record_place", "job_id", "name", unique=True),
        CheckConstraint("count > 0", name="count"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    name: Mapped[str]
    unit: Mapped[str]
    lowest: Mapped[str]
    mean: Mapped[str]
    highest: Mapped[str]
    count: Mapped[int]
    since: Mapped[datetime]
    until: Mapped[datetime]
    file: Mapped[str]
    digest: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
