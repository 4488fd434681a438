"""The scope of accreditation, further values of standards' certificates, and training."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.scope import Combination
from labcal.domain.training import TrainingResult
from labcal.store.base import Record
from labcal.store.rows.choices import choice
from labcal.store.rows.people import OF_PERSON


class CmcRow(Record):
    """A line of the scope of accreditation."""

    __tablename__ = "cmc"
    __table_args__ = (
        CheckConstraint("low_base <= high_base", name="range"),
        CheckConstraint("constant is not null or relative <> ''", name="uncertainty"),
        CheckConstraint("constant_base is null or constant_base > 0", name="constant"),
        CheckConstraint("valid_until is null or valid_from <= valid_until", name="period"),
        CheckConstraint("quantity <> '' and body <> ''", name="words"),
        Index("ix_cmc_procedure", "procedure", "valid_from"),
        Record.__table_args__,
    )

    quantity: Mapped[str]
    procedure: Mapped[str]
    low: Mapped[str]
    low_unit: Mapped[str]
    low_base: Mapped[float]
    high: Mapped[str]
    high_unit: Mapped[str]
    high_base: Mapped[float]
    constant: Mapped[str | None]
    constant_unit: Mapped[str | None]
    constant_base: Mapped[float | None]
    relative: Mapped[str]
    combination: Mapped[Combination] = mapped_column(choice(Combination, "combination"))
    body: Mapped[str]
    number: Mapped[str]
    edition: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class CertifiedPointRow(Record):
    """One value of a standard's certificate that states several."""

    __tablename__ = "certified_point"
    __table_args__ = (
        Index("uq_certified_point_certificate_id_position", "certificate_id", "position", unique=True),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("expanded_base > 0", name="expanded"),
        Record.__table_args__,
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("standard_certificate.id"))
    position: Mapped[int]
    nominal: Mapped[str]
    nominal_unit: Mapped[str]
    nominal_base: Mapped[float]
    value: Mapped[str]
    value_unit: Mapped[str]
    value_base: Mapped[float]
    expanded: Mapped[str]
    expanded_unit: Mapped[str]
    expanded_base: Mapped[float]
    coverage_factor: Mapped[str]
    drift: Mapped[str | None]
    drift_unit: Mapped[str | None]


class TrainingRow(Record):
    """One course of one person."""

    __tablename__ = "training"
    __table_args__ = (CheckConstraint("course <> ''", name="course"), Record.__table_args__)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course: Mapped[str]
    provider: Mapped[str]
    on: Mapped[date]
    result: Mapped[TrainingResult] = mapped_column(choice(TrainingResult, "result"))
    evidence: Mapped[str] = mapped_column(info=OF_PERSON)
