"""What was agreed and promised: agreements, delays, customers' specifications, comparisons with documents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.agreement import DelayReason
from labcal.domain.limits.table import Stage
from labcal.domain.person import PersonName
from labcal.domain.specification import Library
from labcal.store.base import Record
from labcal.store.rows.choices import choice


class AgreementRow(Record):
    """One version of what was agreed for a job; the last one holds."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("(limits = '') = (rule = '')", name="whole"),
        CheckConstraint("edition >= 0", name="edition"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    limits: Mapped[str]
    edition: Mapped[int]
    grade: Mapped[str]
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    rule: Mapped[str]
    rule_version: Mapped[str]
    ratio: Mapped[str]
    figures: Mapped[str]
    process_mean: Mapped[str]
    process_deviation: Mapped[str]
    agreed_with: Mapped[str]
    agreed_on: Mapped[date | None]
    reason: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class DelayRow(Record):
    """A time in which a job could not go on."""

    __tablename__ = "delay"
    __table_args__ = (
        CheckConstraint("until is null or since <= until", name="period"),
        Index("ix_delay_job_id_until", "job_id", "until"),
        Record.__table_args__,
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    reason: Mapped[DelayReason] = mapped_column(choice(DelayReason, "reason"), index=True)
    words: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class SpecificationRow(Record):
    """One edition of limits that the laboratory or a customer wrote; never edited, only followed."""

    __tablename__ = "specification"
    __table_args__ = (
        CheckConstraint("name <> '' and body <> ''", name="words"),
        CheckConstraint("edition >= 1", name="edition"),
        Index("uq_specification_name_edition", "name", "edition", unique=True),
        Record.__table_args__,
    )

    name: Mapped[str]
    edition: Mapped[int]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    title: Mapped[str]
    source: Mapped[str]
    body: Mapped[str]
    digest: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ComparisonRow(Record):
    """That a person compared limits or a rule with their document, row by row or as a whole."""

    __tablename__ = "comparison"
    __table_args__ = (
        CheckConstraint("agrees or remark <> ''", name="remark"),
        Index("ix_comparison_digest", "digest", "row"),
        Record.__table_args__,
    )

    library: Mapped[Library] = mapped_column(choice(Library, "library"))
    name: Mapped[str]
    digest: Mapped[str]
    row: Mapped[int | None]
    document: Mapped[str]
    agrees: Mapped[bool]
    remark: Mapped[str]
    on: Mapped[date]
    by: Mapped[PersonName]
    at: Mapped[datetime]
