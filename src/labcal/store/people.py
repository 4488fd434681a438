"""The laboratory, its people and their authorisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, AuthorisationLine, Level, Person, PersonLine, PersonName
from labcal.errors.records import FoundedError, NotFoundedError, TakenError
from labcal.store.find import one, quantity
from labcal.store.journal import refuse_stale
from labcal.store.rows.people import AccountRow, AuthorisationRow, KeyRow, LaboratoryRow, PersonRow

_LEAVES = select(AuthorisationRow).order_by(AuthorisationRow.until.desc(), AuthorisationRow.id.desc())
ADDRESS = ("name", "street", "post_code", "city", "country", "email", "phone")


class People:
    """The laboratory and the people of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def zone(self) -> ZoneInfo:
        """Return the laboratory's time zone; UTC as long as there is no laboratory."""
        name = self._session.scalar(select(LaboratoryRow.zone))
        return ZoneInfo(name or "UTC")

    def founded(self) -> bool:
        """Tell whether the book has its laboratory."""
        return self._session.scalar(select(LaboratoryRow.id)) is not None

    def laboratory(self) -> Laboratory:
        """Return the laboratory; raise ``NotFoundedError`` where there is none."""
        row = self._session.scalar(select(LaboratoryRow))
        if row is None:
            raise NotFoundedError
        party = Party(**{name: getattr(row, name) for name in ADDRESS})
        return Laboratory(party=party, zone=row.zone, code=row.code, second_person=row.second_person)

    def found(self, laboratory: Laboratory) -> None:
        """Write the laboratory; raise ``FoundedError`` where the book has one."""
        name = self._session.scalar(select(LaboratoryRow.name))
        if name is not None:
            raise FoundedError(laboratory=name)
        address = {name: getattr(laboratory.party, name) for name in ADDRESS}
        self._session.add(
            LaboratoryRow(
                **address,
                code=laboratory.code,
                zone=laboratory.zone,
                second_person=laboratory.second_person,
            )
        )

    def get(self, name: PersonName) -> Person:
        """Return the person as authorised now; raise ``NotFoundError`` where there is none."""
        row = self._row(name)
        leaves = self._session.scalars(_LEAVES.where(AuthorisationRow.person_id == row.id))
        return _person(row, leaves)

    def all(self) -> list[Person]:
        """Return everybody, with their authorisations, in the order of the names."""
        leaves: dict[int, list[AuthorisationRow]] = defaultdict(list)
        for leave in self._session.scalars(_LEAVES):
            leaves[leave.person_id].append(leave)
        rows = self._session.scalars(select(PersonRow).order_by(PersonRow.name))
        return [_person(row, leaves[row.id]) for row in rows]

    def add(self, name: PersonName, role: str) -> None:
        """Write a new person; raise ``TakenError`` where the name is in use, however it is written."""
        for known in self._session.scalars(select(PersonRow.name)):
            if known.casefold() == name.casefold():
                raise TakenError(kind="person", number=known)
        self._session.add(PersonRow(name=name, role=role, left=None))

    def leave(self, name: PersonName, on: date) -> None:
        """Note the day a person left; the records stay."""
        self._row(name).left = on

    def authorise(self, name: PersonName, leave: Authorisation) -> None:
        """Give a person one more authorisation."""
        self._session.add(AuthorisationRow(person_id=self._row(name).id, **_columns(leave)))

    def authorisation(self, key: int) -> tuple[PersonName, Authorisation]:
        """Return an authorisation by its key, with the person who holds it."""
        row = one(self._session, AuthorisationRow.id, key, "authorisation")
        name = self._session.scalars(select(PersonRow.name).where(PersonRow.id == row.person_id)).one()
        return PersonName(name), _leave(row)

    def suspend(self, key: int, on: date, *, seen: int) -> None:
        """Suspend one authorisation from ``on``; refused where it changed since it was ``seen``."""
        row: AuthorisationRow = one(self._session, AuthorisationRow.id, key, "authorisation")
        refuse_stale(self._session, row, str(key), seen)
        row.suspended = on

    def lines(self) -> Sequence[PersonLine]:
        """Return everybody for a list, in the order of the names."""
        query = (
            select(
                PersonRow.name, PersonRow.role, PersonRow.left, AccountRow.id, KeyRow.id, PersonRow.version
            )
            .outerjoin(AccountRow, AccountRow.person_id == PersonRow.id)
            .outerjoin(KeyRow, (KeyRow.person_id == PersonRow.id) & KeyRow.revoked.is_(None))
            .order_by(PersonRow.name)
        )
        seen: dict[str, PersonLine] = {}
        for name, role, left, account, key, version in self._session.execute(query):
            seen[name] = PersonLine(
                PersonName(name), role, left, account is not None, key is not None, version
            )
        return list(seen.values())

    def authorisation_lines(self) -> list[AuthorisationLine]:
        """Return all authorisations for a list, by person, procedure and end."""
        query = (
            select(AuthorisationRow, PersonRow.name, PersonRow.role)
            .join(PersonRow, PersonRow.id == AuthorisationRow.person_id)
            .order_by(PersonRow.name, AuthorisationRow.procedure, AuthorisationRow.until.desc())
        )
        return [_line(row, name, role) for row, name, role in self._session.execute(query)]

    def _row(self, name: PersonName) -> PersonRow:
        row: PersonRow = one(self._session, PersonRow.name, name, "person")
        return row


def _person(row: PersonRow, leaves: Iterable[AuthorisationRow]) -> Person:
    return Person(
        name=PersonName(row.name), role=row.role, left=row.left, authorisations=tuple(map(_leave, leaves))
    )


def _columns(leave: Authorisation) -> dict[str, Any]:
    low, high = leave.low, leave.high
    return {
        "level": leave.level,
        "procedure": leave.procedure,
        "low": low and low.number,
        "low_unit": low and low.unit,
        "high": high and high.number,
        "high_unit": high and high.unit,
        "since": leave.since,
        "until": leave.until,
        "granted_by": leave.granted_by,
        "evidence": leave.evidence,
        "suspended": leave.suspended,
    }


def _leave(row: AuthorisationRow) -> Authorisation:
    return Authorisation(
        level=row.level,
        since=row.since,
        until=row.until,
        procedure=row.procedure,
        low=quantity(row.low, row.low_unit),
        high=quantity(row.high, row.high_unit),
        granted_by=row.granted_by,
        evidence=row.evidence,
        suspended=row.suspended,
    )


def _line(row: AuthorisationRow, name: str, role: str) -> AuthorisationLine:
    low, high = (
        " ".join(part for part in end if part) for end in ((row.low, row.low_unit), (row.high, row.high_unit))
    )
    return AuthorisationLine(
        key=row.id,
        person=PersonName(name),
        role=role,
        level=Level(row.level),
        procedure=row.procedure,
        low=low,
        high=high,
        since=row.since,
        until=row.until,
        suspended=row.suspended,
        granted_by=row.granted_by,
        evidence=row.evidence,
        version=row.version,
    )
