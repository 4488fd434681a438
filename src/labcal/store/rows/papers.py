"""What hangs on any record: controlled notes and attachments; and the contacts of customers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import PersonName
from labcal.store.base import Record

SUBJECTS = (
    "laboratory",
    "site",
    "room",
    "customer",
    "instrument",
    "type",
    "standard",
    "standard_certificate",
    "cmc",
    "person",
    "procedure",
    "job",
    "certificate",
)
ONE_SUBJECT = " + ".join(f"case when {name}_id is null then 0 else 1 end" for name in SUBJECTS) + " = 1"
"""That a row belongs to exactly one record."""
KEPT_SEALED = {"kept_sealed": "person_id"}
"""Of a column that is sealed in the row itself, where the record is a person's."""
APPEND_ONLY = "note"
"""A note is never edited nor deleted: triggers see to it."""


class OfSubject(Record):
    """What belongs to one record of any kind."""

    __abstract__ = True

    laboratory_id: Mapped[int | None] = mapped_column(ForeignKey("laboratory.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("laboratory_room.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"), index=True)
    type_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_type.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    standard_certificate_id: Mapped[int | None] = mapped_column(
        ForeignKey("standard_certificate.id"), index=True
    )
    cmc_id: Mapped[int | None] = mapped_column(ForeignKey("cmc.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)


class NoteRow(OfSubject):
    """A controlled note; one that supersedes another names it."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="subject"),
        CheckConstraint("words <> ''", name="words"),
        Record.__table_args__,
    )

    words: Mapped[str] = mapped_column(info=KEPT_SEALED)
    by: Mapped[PersonName]
    at: Mapped[datetime]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("note.id"), unique=True)


class AttachmentRow(OfSubject):
    """A file that belongs to a record; its bytes lie in the archive under their digest."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="subject"),
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("name <> ''", name="name"),
        Record.__table_args__,
    )

    name: Mapped[str] = mapped_column(info=KEPT_SEALED)
    media: Mapped[str]
    size: Mapped[int]
    year: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(info=KEPT_SEALED)
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ContactRow(Record):
    """Someone to speak to at a customer's."""

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint("name <> ''", name="name"), Record.__table_args__)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    function: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    left: Mapped[bool]
