"""Customers, their instruments, the laboratory's standards and procedures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import PersonName
from labcal.store.base import Record, Unique
from labcal.store.rows.choices import Added


class CustomerRow(Record):
    """Someone who brings items; the laboratory itself is one, for its own equipment (``in_house``)."""

    __tablename__ = "customer"

    number: Mapped[Unique]
    name: Mapped[str] = mapped_column(index=True)
    street: Mapped[str]
    post_code: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    in_house: Mapped[bool] = mapped_column(server_default=text("false"))
    due_agreed_on: Mapped[date | None]
    due_agreed_by: Mapped[Added]


class InstrumentTypeRow(Record):
    """A type of instrument, as its maker names it."""

    __tablename__ = "instrument_type"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        Index("uq_instrument_type_plate", "manufacturer", "model", "name", unique=True),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    name: Mapped[str]
    manufacturer: Mapped[str]
    model: Mapped[str]
    approval: Mapped[str]
    remarks: Mapped[str]


class InstrumentRow(Record):
    """A customer's item."""

    __tablename__ = "instrument"
    __table_args__ = (
        Index("ix_instrument_serial_manufacturer", "serial", "manufacturer"),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    manufacturer: Mapped[str]
    model: Mapped[str]
    serial: Mapped[str]
    mark: Mapped[str]
    nominal: Mapped[str]
    nominal_unit: Mapped[str]
    nominal_base: Mapped[float]
    grade: Mapped[str] = mapped_column(index=True)
    firmware: Mapped[Added]
    criteria: Mapped[Added]
    figures: Mapped[Added]
    type_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_type.id"), index=True)


class StandardRow(Record):
    """A reference standard of the laboratory; where it is calibrated here, it is an instrument as well."""

    __tablename__ = "standard"
    __table_args__ = (
        Index("uq_standard_instrument_id", "instrument_id", unique=True),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    name: Mapped[str]
    identification: Mapped[str]
    grade: Mapped[str]
    suspended: Mapped[bool]
    manufacturer: Mapped[Added]
    model: Mapped[Added]
    serial: Mapped[Added]
    firmware: Mapped[Added]
    criteria: Mapped[Added]
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))


class StandardCertificateRow(Record):
    """One certificate of a reference standard; ``job_id`` where it came from a job of this book."""

    __tablename__ = "standard_certificate"
    __table_args__ = (
        CheckConstraint("calibrated_on <= due_on", name="period"),
        CheckConstraint("expanded_base > 0", name="expanded"),
        Record.__table_args__,
    )

    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"), index=True)
    number: Mapped[str]
    laboratory: Mapped[str]
    calibrated_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    value: Mapped[str]
    value_unit: Mapped[str]
    value_base: Mapped[float]
    expanded: Mapped[str]
    expanded_unit: Mapped[str]
    expanded_base: Mapped[float]
    coverage_factor: Mapped[str]
    drift: Mapped[str | None]
    drift_unit: Mapped[str | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)


class ProcedureRow(Record):
    """A version of a procedure, with its whole text, so that a job can be repeated in twenty years."""

    __tablename__ = "procedure"
    __table_args__ = (
        Index("uq_procedure_name_edition", "name", "edition", unique=True),
        Record.__table_args__,
    )

    name: Mapped[str]
    edition: Mapped[int]
    digest: Mapped[str]
    body: Mapped[str]
    since: Mapped[date]
    approved_by: Mapped[PersonName]
    written_by: Mapped[PersonName | None]
    reason: Mapped[Added]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[PersonName | None]
    withdrawn_why: Mapped[Added]


class WrittenProcedureRow(Record):
    """A version of a procedure that somebody wrote and nobody approved yet: one of each procedure."""

    __tablename__ = "written_procedure"
    __table_args__ = (
        CheckConstraint("name <> '' and body <> ''", name="words"),
        CheckConstraint("edition >= 1", name="edition"),
        Record.__table_args__,
    )

    name: Mapped[Unique]
    edition: Mapped[int]
    digest: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
