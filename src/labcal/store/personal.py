"""Roles of people, what is known of them as such, and its erasure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.person import Personal, PersonName
from labcal.domain.role import Role
from labcal.errors.people import NotHeldError
from labcal.store.directory import handle_of
from labcal.store.find import one
from labcal.store.journal import refuse_stale
from labcal.store.named import enter
from labcal.store.rows.people import AccountRow, AttemptRow, PersonalRow, PersonRoleRow, PersonRow
from labcal.store.rows.scope import TrainingRow
from labcal.store.sealing import keys_of
from labcal.store.secrets import Secrets


class PersonalRecords:
    """Roles and personal details in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def give(self, name: PersonName, role: Role, since: date, by: PersonName) -> None:
        """Give a person a role from ``since`` on."""
        row = PersonRoleRow(
            person_id=self._person(name).id, role=role.id, since=since, until=None, ended=None, granted_by=by
        )
        self._session.add(row)

    def take(self, name: PersonName, role: Role, on: date) -> None:
        """Take a role back; raise ``NotHeldError`` where the person does not have it."""
        rows = self._session.scalars(
            select(PersonRoleRow).where(
                PersonRoleRow.person_id == self._person(name).id,
                PersonRoleRow.role == role.id,
                PersonRoleRow.ended.is_(None),
            )
        ).all()
        if not rows:
            raise NotHeldError(person=name)
        for row in rows:
            row.ended = on

    def details(self, name: PersonName) -> tuple[Personal, int]:
        """Return what is known of a person, with the version it shows; 0 where nothing was kept yet."""
        row = self._details(self._person(name).id)
        if row is None:
            return Personal(), 0
        return Personal(**{field: getattr(row, field) for field in asdict(Personal())}), row.version

    def keep(self, name: PersonName, personal: Personal, *, seen: int) -> None:
        """Keep what is known of a person; refused where it changed since it was ``seen``."""
        person = self._person(name)
        row = self._details(person.id)
        keys_of(self._session).ensure(person.id)
        if row is None:
            self._session.add(PersonalRow(person_id=person.id, **_columns(personal)))
            return
        refuse_stale(self._session, row, name, seen)
        for field, value in _columns(personal).items():
            setattr(row, field, value)

    def anonymise(self, name: PersonName, on: date, why: str) -> str:
        """Erase a person's name, details and account, destroy the key, and return what stands for the name.

        The rows are written before the key is destroyed: the journal tells once more, sealed, what goes.
        """
        person = self._person(name)
        details = self._details(person.id)
        account = self._session.scalar(select(AccountRow).where(AccountRow.person_id == person.id))
        if details is not None:
            self._session.delete(details)
        for training in self._session.scalars(select(TrainingRow).where(TrainingRow.person_id == person.id)):
            training.evidence = ""
        if account is not None:
            Secrets(self._session).forget(account.secret_digest)
            self._forget_attempts(account.id)
            self._session.delete(account)
        person.handle, person.name = person.handle or person.name, handle_of(person.id)
        person.role, person.anonymised, person.why = "", on, why
        self._session.flush()
        keys_of(self._session).destroy(person.id)
        enter(self._session, person.handle, person.name)
        return person.name

    def _forget_attempts(self, account: int) -> None:
        for row in self._session.scalars(select(AttemptRow).where(AttemptRow.account == str(account))):
            self._session.delete(row)

    def _person(self, name: PersonName) -> PersonRow:
        row: PersonRow = one(self._session, PersonRow.name, name, "person")
        return row

    def _details(self, person: int) -> PersonalRow | None:
        return self._session.scalar(select(PersonalRow).where(PersonalRow.person_id == person))


def _columns(personal: Personal) -> dict[str, object]:
    return {name: getattr(personal, name) for name in asdict(personal)}
