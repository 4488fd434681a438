"""Commands and questions on people and their authorisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from labcal.domain import units
from labcal.domain.person import (
    RIGHTS,
    Authorisation,
    AuthorisationLine,
    Level,
    Need,
    Person,
    PersonLine,
    PersonName,
)
from labcal.domain.role import Right
from labcal.errors.people import (
    AdministratorRoleError,
    BadPeriodError,
    BadRangeError,
    OwnAuthorisationError,
    ReservedNameError,
)
from labcal.errors.records import MissingFieldError
from labcal.services.perform import refuse_orphaned
from labcal.services.roles import role_of
from labcal.store.directory import HANDLE, PROGRAM
from labcal.store.roles import role_with
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Enter someone in the register.

    Attributes:
        role: What the person is called; it gives no right.
        roles: Ids of roles; without one, the person may read.
    """

    title: ClassVar[str] = mark("Add person")
    undoable: ClassVar[bool] = True
    person: PersonName
    role: str = ""
    roles: tuple[str, ...] = ()

    def needs(self, records: Records) -> Need:
        right = Right.ADMINISTER if self.roles else Right.MANAGE_PEOPLE
        return Need(right=right, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        name = PersonName(self.person.strip())
        screen_name(name)
        work.people.add(name, self.role)
        for role in self.roles:
            work.personal.give(name, role_of(role), work.today, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorise:
    """Give a person leave for one kind of work; nobody decides on their own authorisation.

    The role that opens this kind of work comes with it, where the person has none that does.
    """

    title: ClassVar[str] = mark("Authorise")
    undoable: ClassVar[bool] = True
    person: PersonName
    leave: Authorisation

    def needs(self, records: Records) -> Need:
        return Need(right=Right.AUTHORISE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if self.person == who:
            raise OwnAuthorisationError(person=who)
        if self.leave.level is Level.ADMINISTERS:
            raise AdministratorRoleError
        _refuse_empty(self.leave)
        work.people.authorise(self.person, replace(self.leave, granted_by=who))
        right, since = RIGHTS[self.leave.level], min(self.leave.since, work.today)
        if not work.people.get(self.person).has(right, since):
            work.personal.give(self.person, role_with(right), since, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """Withdraw one authorisation, at once; only a new one lifts it."""

    title: ClassVar[str] = mark("Suspend authorisation")
    undoable: ClassVar[bool] = False
    key: int
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.AUTHORISE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.people.suspend(self.key, work.today, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Note that a person leaves the laboratory today; the records stay."""

    title: ClassVar[str] = mark("Leave laboratory")
    undoable: ClassVar[bool] = True
    person: PersonName

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_PEOPLE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.people.leave(self.person, work.today)
        refuse_orphaned(work, self.person)


def screen_name(name: PersonName) -> None:
    """Refuse a name that is empty, or that the book itself uses for something else."""
    if not name:
        raise MissingFieldError(field=phrase(mark("The person's name")))
    if HANDLE.fullmatch(name) or name.casefold() == PROGRAM.casefold():
        raise ReservedNameError(name=name)


def _refuse_empty(leave: Authorisation) -> None:
    """Refuse a period or a range within which nothing lies."""
    if leave.until < leave.since:
        raise BadPeriodError(since=leave.since, until=leave.until)
    low, high = leave.low, leave.high
    if low is not None and high is not None:
        units.check_same(str(high), high.unit, low.unit)
        if high.base < low.base:
            raise BadRangeError(low=low, high=high)


def person_lines(records: Records) -> Sequence[PersonLine]:
    """Return everybody for a list."""
    return records.people.lines()


def authorisation_lines(records: Records) -> list[AuthorisationLine]:
    """Return all authorisations for a list."""
    return records.people.authorisation_lines()


def person(records: Records, name: PersonName) -> Person:
    """Return a person as authorised now."""
    return records.people.get(name)


def may(records: Records, who: PersonName, level: Level) -> bool:
    """Tell whether ``who`` holds ``level`` for any procedure today, and a role that lets it be used."""
    need, person = Need(level=level, on=records.today), records.people.get(who)
    return person.has(need.wanted, need.on) and (
        not need.gated
        or any(leave.level is level and leave.obstacle(need) is None for leave in person.authorisations)
    )
