"""The laboratory, its people and their authorisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, AuthorisationLine, Level, Person, PersonLine, PersonName
from labcal.domain.role import Right, RoleHeld
from labcal.errors.records import FoundedError, NotFoundedError, TakenError
from labcal.store.bulk import next_key
from labcal.store.directory import handle_of
from labcal.store.find import one, quantity
from labcal.store.journal import refuse_stale
from labcal.store.named import enter
from labcal.store.roles import roles
from labcal.store.rows.people import (
    AccountRow,
    AuthorisationRow,
    KeyRow,
    LaboratoryRow,
    PersonRoleRow,
    PersonRow,
)
from labcal.store.sealing import keys_of

_ROLES = select(PersonRoleRow).order_by(PersonRoleRow.id)
_LEAVES = select(AuthorisationRow).order_by(AuthorisationRow.until.desc(), AuthorisationRow.id.desc())
ADDRESS = ("name", "street", "post_code", "city", "country", "email", "phone")


class People:
    """The laboratory and the people of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[str, str] | None = None

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

    def kept_laboratory(self) -> Kept[Laboratory]:
        """Return the laboratory with its version; raise ``NotFoundedError`` where there is none."""
        told, row = self.laboratory(), self._session.scalars(select(LaboratoryRow)).one()
        return Kept(row.id, row.version, told)

    def change_laboratory(self, laboratory: Laboratory, *, seen: int) -> None:
        """Write another profile; refused where it changed since it was ``seen``."""
        row = self._session.scalars(select(LaboratoryRow)).one()
        refuse_stale(self._session, row, row.name, seen)
        for name in ADDRESS:
            setattr(row, name, getattr(laboratory.party, name))
        row.code, row.zone = laboratory.code, laboratory.zone
        row.second_person = laboratory.second_person

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
        held = self._session.scalars(_ROLES.where(PersonRoleRow.person_id == row.id))
        return _person(row, leaves, held)

    def all(self) -> list[Person]:
        """Return everybody, with their authorisations, in the order of the names."""
        leaves: dict[int, list[AuthorisationRow]] = defaultdict(list)
        for leave in self._session.scalars(_LEAVES):
            leaves[leave.person_id].append(leave)
        held = self._held()
        rows = self._session.scalars(select(PersonRow).order_by(PersonRow.name))
        return [_person(row, leaves[row.id], held[row.id]) for row in rows]

    def add(self, name: PersonName, role: str) -> None:
        """Write a new person; raise ``TakenError`` where the name is in use, however it is written."""
        known, folded = self._known(), name.casefold()
        if folded in known:
            raise TakenError(kind="person", number=known[folded])
        known[folded] = name
        key = next_key(self._session, PersonRow.__tablename__)
        keys_of(self._session).ensure(key)
        row = PersonRow(
            id=key, name=name, role=role, left=None, handle=handle_of(key), anonymised=None, why=""
        )
        self._session.add(row)
        self._session.flush()
        enter(self._session, row.handle, name)

    def has_holder(self, right: Right, on: date) -> bool:
        """Tell whether anybody in post has a role that gives ``right`` on the day ``on``."""
        query = _ROLES.join(PersonRow, PersonRow.id == PersonRoleRow.person_id).where(
            PersonRow.left.is_(None),
            PersonRoleRow.role.in_([role.id for role in roles().values() if right in role.rights]),
        )
        found = (role_held(row) for row in self._session.scalars(query))
        return any(held is not None and held.in_force(on) for held in found)

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
            select(PersonRow, AccountRow.id, KeyRow.id)
            .outerjoin(AccountRow, AccountRow.person_id == PersonRow.id)
            .outerjoin(KeyRow, (KeyRow.person_id == PersonRow.id) & KeyRow.revoked.is_(None))
            .order_by(PersonRow.name)
        )
        held = self._held()
        found = self._session.execute(query).all()
        return list(
            {row.id: _person_line(row, account, key, held[row.id]) for row, account, key in found}.values()
        )

    def authorisation_lines(self) -> list[AuthorisationLine]:
        """Return all authorisations for a list, by person, procedure and end."""
        query = (
            select(AuthorisationRow, PersonRow.name, PersonRow.role)
            .join(PersonRow, PersonRow.id == AuthorisationRow.person_id)
            .order_by(PersonRow.name, AuthorisationRow.procedure, AuthorisationRow.until.desc())
        )
        return [_line(row, name, role) for row, name, role in self._session.execute(query)]

    def _known(self) -> dict[str, str]:
        """Return every name under the form in which it is compared; read once for a unit of work."""
        if self._names is None:
            self._names = {known.casefold(): known for known in self._session.scalars(select(PersonRow.name))}
        return self._names

    def _held(self) -> dict[int, list[PersonRoleRow]]:
        held: dict[int, list[PersonRoleRow]] = defaultdict(list)
        for role in self._session.scalars(_ROLES):
            held[role.person_id].append(role)
        return held

    def _row(self, name: PersonName) -> PersonRow:
        row: PersonRow = one(self._session, PersonRow.name, name, "person")
        return row


def _person(row: PersonRow, leaves: Iterable[AuthorisationRow], held: Iterable[PersonRoleRow]) -> Person:
    return Person(
        name=PersonName(row.name),
        role=row.role,
        left=row.left,
        authorisations=tuple(map(_leave, leaves)),
        roles=tuple(found for role in held if (found := role_held(role)) is not None),
    )


def _person_line(
    row: PersonRow, account: int | None, key: int | None, held: list[PersonRoleRow]
) -> PersonLine:
    """Return a line; the roles are those that were not taken back, whatever their days."""
    found = (role_held(role) for role in held if role.ended is None)
    return PersonLine(
        name=PersonName(row.name),
        role=row.role,
        left=row.left,
        account=account is not None,
        signing_key=key is not None,
        version=row.version,
        roles=tuple(dict.fromkeys(one.role for one in found if one is not None)),
        anonymised=row.anonymised,
        plain=row.handle == "",
    )


def role_held(row: PersonRoleRow) -> RoleHeld | None:
    """Return a role as held; None of one that this release does not know, which gives nothing."""
    known = roles().get(row.role)
    return RoleHeld(known, row.since, row.until, row.ended) if known else None


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
