"""Amendments and withdrawals of issued certificates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import PersonName
from labcal.store.base import Record


class AmendmentRow(Record):
    """That a certificate is to be replaced by another, and by which it was."""

    __tablename__ = "amendment"
    __table_args__ = (CheckConstraint("change <> '' and why <> ''", name="words"), Record.__table_args__)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    change: Mapped[str]
    why: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)


class WithdrawalRow(Record):
    """That a certificate holds no longer, and who was told so."""

    __tablename__ = "withdrawal"
    __table_args__ = (CheckConstraint("why <> '' and notice <> ''", name="words"), Record.__table_args__)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    why: Mapped[str]
    notice: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
