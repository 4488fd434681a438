"""Legal verifications, what was recorded for them, and the stock of numbered seals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.limits.table import Stage
from labcal.domain.person import PersonName
from labcal.domain.seal import SealKind, SealStatus
from labcal.domain.verification import Answer, Decision, Indicating, VerificationState, WeighingTest
from labcal.domain.weighing import Receptor
from labcal.store.base import Record, Unique
from labcal.store.rows.choices import choice


class VerificationRow(Record):
    """A verification of a weighing instrument on site."""

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (decision is null)", name="decided"),
        CheckConstraint("supports > 0", name="supports"),
        Index("ix_verification_state_on", "state", "on"),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    state: Mapped[VerificationState] = mapped_column(choice(VerificationState, "state"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    programme: Mapped[str]
    edition: Mapped[int]
    digest: Mapped[str]
    on: Mapped[date]
    by: Mapped[PersonName]
    at: Mapped[datetime]
    premises: Mapped[str]
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    grade: Mapped[str]
    maximum: Mapped[str]
    maximum_unit: Mapped[str]
    minimum: Mapped[str]
    minimum_unit: Mapped[str]
    interval: Mapped[str]
    interval_unit: Mapped[str]
    division: Mapped[str]
    division_unit: Mapped[str]
    additive_tare: Mapped[str | None]
    additive_tare_unit: Mapped[str | None]
    approval: Mapped[str]
    indicating: Mapped[Indicating] = mapped_column(choice(Indicating, "indicating"))
    receptor: Mapped[Receptor] = mapped_column(choice(Receptor, "receptor"))
    supports: Mapped[int]
    seals_found: Mapped[str]
    adjustment: Mapped[str]
    remarks: Mapped[str]
    decision: Mapped[Decision | None] = mapped_column(choice(Decision, "decision"))
    reasons: Mapped[str]
    next_due: Mapped[date | None] = mapped_column(index=True)
    repair_until: Mapped[date | None]
    decided_by: Mapped[PersonName | None]
    decided_at: Mapped[datetime | None]
    body: Mapped[str]


class VerificationStandardRow(Record):
    """That a verification used a standard of the kit, on the strength of one of its certificates."""

    __tablename__ = "verification_standard"
    __table_args__ = (
        Index("uq_verification_standard_place", "verification_id", "certificate_id", unique=True),
        Record.__table_args__,
    )

    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id"))
    certificate_id: Mapped[int] = mapped_column(ForeignKey("standard_certificate.id"), index=True)


class VerificationFindingRow(Record):
    """What the visual examination found of one point."""

    __tablename__ = "verification_finding"
    __table_args__ = (
        CheckConstraint("answer <> 'fails' or remark <> ''", name="remark"),
        Index("uq_verification_finding_place", "verification_id", "code", unique=True),
        Record.__table_args__,
    )

    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id"))
    code: Mapped[str]
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))
    remark: Mapped[str]
    by: Mapped[PersonName]


class VerificationReadingRow(Record):
    """One row of the sheet of a test, as keyed; the journal keeps what stood there before."""

    __tablename__ = "verification_reading"
    __table_args__ = (
        CheckConstraint('"row" >= 0', name="row"),
        Index("uq_verification_reading_place", "verification_id", "test", "row", "adjusted", unique=True),
        Record.__table_args__,
    )

    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id"))
    test: Mapped[WeighingTest] = mapped_column(choice(WeighingTest, "test"))
    row: Mapped[int]
    adjusted: Mapped[bool]
    load: Mapped[str | None]
    load_unit: Mapped[str | None]
    indication: Mapped[str | None]
    indication_unit: Mapped[str | None]
    added: Mapped[str | None]
    added_unit: Mapped[str | None]
    after: Mapped[str | None]
    after_unit: Mapped[str | None]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class SealRow(Record):
    """One numbered seal or sticker, from the day it came until it was used or made void."""

    __tablename__ = "seal"
    __table_args__ = (
        CheckConstraint("(status = 'used') = (verification_id is not null)", name="used"),
        CheckConstraint("(status = 'in stock') = (holder is null)", name="holder"),
        CheckConstraint("status <> 'void' or why <> ''", name="why"),
        Index("uq_seal_kind_number", "kind", "number", unique=True),
        Index("ix_seal_holder_status", "holder", "status"),
        Record.__table_args__,
    )

    kind: Mapped[SealKind] = mapped_column(choice(SealKind, "kind"))
    number: Mapped[str]
    status: Mapped[SealStatus] = mapped_column(choice(SealStatus, "status"))
    received_on: Mapped[date]
    received_by: Mapped[PersonName]
    holder: Mapped[PersonName | None]
    issued_on: Mapped[date | None]
    verification_id: Mapped[int | None] = mapped_column(ForeignKey("verification.id"), index=True)
    position: Mapped[str]
    why: Mapped[str]
