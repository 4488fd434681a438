"""Customers, their instruments, the laboratory's standards and procedures."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.store.base import Record, Unique


class CustomerRow(Record):
    """Someone who brings items."""

    __tablename__ = "customer"

    number: Mapped[Unique]
    name: Mapped[str] = mapped_column(index=True)
    street: Mapped[str]
    post_code: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]


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
    grade: Mapped[str]


class StandardRow(Record):
    """A reference standard of the laboratory."""

    __tablename__ = "standard"

    number: Mapped[Unique]
    name: Mapped[str]
    identification: Mapped[str]
    grade: Mapped[str]
    suspended: Mapped[bool]


class StandardCertificateRow(Record):
    """One certificate of a reference standard."""

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
    approved_by: Mapped[str]
