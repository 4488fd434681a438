"""Certificates and the files they were issued with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.certificate import DocumentKind, Status
from labcal.domain.person import PersonName
from labcal.store.base import Record, Unique
from labcal.store.rows.choices import choice


class CertificateRow(Record):
    """A certificate's number and what became of it; the bytes lie in the archive under their digests."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("status <> 'issued' or (xml is not null and pdf is not null)", name="files"),
        CheckConstraint("status <> 'void' or why <> ''", name="why"),
        CheckConstraint("(job_id is null) <> (verification_id is null)", name="about"),
        Index("ix_certificate_job_id_status", "job_id", "status"),
        Record.__table_args__,
    )

    number: Mapped[Unique]
    kind: Mapped[DocumentKind] = mapped_column(
        choice(DocumentKind, "kind"), server_default=DocumentKind.CALIBRATION.value
    )
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    verification_id: Mapped[int | None] = mapped_column(ForeignKey("verification.id"), index=True)
    status: Mapped[Status] = mapped_column(
        Enum(Status, values_callable=lambda all_: [one.value for one in all_], create_constraint=True),
        index=True,
    )
    language: Mapped[str]
    reserved_by: Mapped[PersonName]
    reserved_at: Mapped[datetime]
    issued_on: Mapped[date | None] = mapped_column(index=True)
    signed_by: Mapped[PersonName | None]
    key_id: Mapped[str | None]
    xml: Mapped[str | None]
    pdf: Mapped[str | None]
    year: Mapped[int] = mapped_column(index=True)
    why: Mapped[str]
