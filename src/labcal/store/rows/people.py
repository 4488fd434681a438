"""The laboratory, its people, their authorisations, accounts and keys."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import Level
from labcal.store.base import Record, Row, Unique


class LaboratoryRow(Record):
    """The laboratory whose book this is; one row."""

    __tablename__ = "laboratory"

    name: Mapped[str]
    street: Mapped[str]
    post_code: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    code: Mapped[str]
    zone: Mapped[str]
    second_person: Mapped[bool]


class PersonRow(Record):
    """Someone of the laboratory."""

    __tablename__ = "person"

    name: Mapped[Unique]
    role: Mapped[str]
    left: Mapped[date | None]


class AuthorisationRow(Record):
    """Leave for one kind of work, within a range given as keyed in."""

    __tablename__ = "authorisation"
    __table_args__ = (
        CheckConstraint("since <= until", name="period"),
        Index("ix_authorisation_procedure_level", "procedure", "level"),
        Record.__table_args__,
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    level: Mapped[Level] = mapped_column(
        Enum(Level, values_callable=lambda levels: [level.value for level in levels], create_constraint=True)
    )
    procedure: Mapped[str | None]
    low: Mapped[str | None]
    low_unit: Mapped[str | None]
    high: Mapped[str | None]
    high_unit: Mapped[str | None]
    since: Mapped[date]
    until: Mapped[date]
    granted_by: Mapped[str]
    evidence: Mapped[str]
    suspended: Mapped[date | None]


class AccountRow(Record):
    """That a person may sign in; the digest tells the journal that the password changed, never what it is."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret_digest: Mapped[str]


class KeyRow(Record):
    """A certificate of the laboratory's authority or of one of its signatories."""

    __tablename__ = "signing_key"

    key_id: Mapped[Unique]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    certificate: Mapped[str]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    revoked: Mapped[datetime | None]
    why: Mapped[str]
    secret_digest: Mapped[str]


class SecretRow(Row):
    """A password's hash or an encrypted private key: kept out of the journal, its digest is not."""

    __tablename__ = "secret"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]


class TrustRow(Record):
    """A trust list as the laboratory's authority signed it; the newest is the one in force."""

    __tablename__ = "trust_list"

    content: Mapped[str]
    at: Mapped[datetime]
