"""The laboratory, its people, their authorisations, accounts and keys."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import Level, PersonName, Sex
from labcal.store.base import Record, Row, Unique

OF_PERSON = {"sealed": "person_id"}


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
    """Someone of the laboratory.

    Other records name the person by the handle; that of a person of release 0.1 is the name, and the column
    is empty. ``anonymised`` is the day on which the name was erased, ``why`` the reason.
    """

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(unique=True, info={"sealed": "id"})
    role: Mapped[str]
    left: Mapped[date | None]
    handle: Mapped[str] = mapped_column(server_default="")
    anonymised: Mapped[date | None]
    why: Mapped[str] = mapped_column(server_default="")


class PersonRoleRow(Record):
    """That a person has a role, from a day to a day; ``ended`` where it was taken back."""

    __tablename__ = "person_role"
    __table_args__ = (
        CheckConstraint("until is null or since <= until", name="period"),
        Record.__table_args__,
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    ended: Mapped[date | None]
    granted_by: Mapped[PersonName]


class PersonalRow(Record):
    """What is known of a person as such: sealed in the journal, erased when the person is anonymised."""

    __tablename__ = "personal"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    full_name: Mapped[str] = mapped_column(info=OF_PERSON)
    sex: Mapped[Sex] = mapped_column(
        Enum(Sex, values_callable=lambda all_: [one.value for one in all_], create_constraint=True),
        info=OF_PERSON,
    )
    born: Mapped[date | None] = mapped_column(info=OF_PERSON)
    email: Mapped[str] = mapped_column(info=OF_PERSON)
    phone: Mapped[str] = mapped_column(info=OF_PERSON)
    section: Mapped[str] = mapped_column(info=OF_PERSON)
    employer: Mapped[str] = mapped_column(info=OF_PERSON)
    region: Mapped[str] = mapped_column(info=OF_PERSON)


class PersonKeyRow(Row):
    """The key under which the journal holds a person's details; itself outside the journal."""

    __tablename__ = "person_key"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str]


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
    granted_by: Mapped[PersonName]
    evidence: Mapped[str]
    suspended: Mapped[date | None]


class AccountRow(Record):
    """That a person may sign in; the digest tells the journal that the password changed, never what it is."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret_digest: Mapped[str]
    unlocked: Mapped[datetime | None]


class AttemptRow(Row):
    """How often a wrong password was typed in vain for an account (or a name without one), where, and when.

    Outside the journal; there are never more rows than accounts, and a fixed number of names without one, for
    each of a fixed number of workstations.
    """

    __tablename__ = "attempt"

    account: Mapped[str] = mapped_column(primary_key=True)
    workstation: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last: Mapped[datetime]


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


class TrustedRow(Record):
    """Another laboratory's trust list, believed since a person said so; no longer from ``ended`` on."""

    __tablename__ = "trusted_laboratory"

    authority: Mapped[Unique]
    """Id of the key that signed the list."""
    name: Mapped[str]
    content: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
    ended: Mapped[datetime | None]
