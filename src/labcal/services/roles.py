"""Roles: who may do which kind of work at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right, Role
from labcal.errors.people import HeldError, UnknownRoleError
from labcal.services.perform import refuse_orphaned
from labcal.store.roles import roles
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole:
    """Give a person a role, from today."""

    title: ClassVar[str] = mark("Give role")
    undoable: ClassVar[bool] = True
    person: PersonName
    role: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        role = role_of(self.role)
        if any(held.role == role and held.ended is None for held in work.people.get(self.person).roles):
            raise HeldError(person=self.person)
        work.personal.give(self.person, role, work.today, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRole:
    """Take a role back from a person, at once."""

    title: ClassVar[str] = mark("Take role back")
    undoable: ClassVar[bool] = True
    person: PersonName
    role: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.personal.take(self.person, role_of(self.role), work.today)
        refuse_orphaned(work, self.person)


def role_of(name: str) -> Role:
    """Return a role by its id; raise ``UnknownRoleError`` where there is none."""
    known = roles().get(name)
    if known is None:
        raise UnknownRoleError(role=name)
    return known


def all_roles() -> tuple[Role, ...]:
    """Return the roles there are, from the most modest to the most powerful."""
    return tuple(roles().values())


def allowed(records: Records, who: PersonName, right: Right) -> bool:
    """Tell whether a role of ``who`` gives ``right`` today; for what a window offers."""
    return records.people.get(who).may(Need(right=right, on=records.today))
