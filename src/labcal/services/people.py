"""Commands and questions on people and their authorisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from labcal.domain import units
from labcal.domain.person import Authorisation, AuthorisationLine, Level, Need, Person, PersonLine, PersonName
from labcal.errors.people import (
    BadPeriodError,
    BadRangeError,
    LastAdministratorError,
    OwnAuthorisationError,
)
from labcal.errors.records import MissingFieldError
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Enter someone in the register; they may do nothing yet."""

    title: ClassVar[str] = mark("Add person")
    undoable: ClassVar[bool] = True
    person: PersonName
    role: str = ""

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if not self.person.strip():
            raise MissingFieldError(field=phrase(mark("The person's name")))
        work.people.add(PersonName(self.person.strip()), self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorise:
    """Give a person leave for one kind of work; nobody decides on their own authorisation."""

    title: ClassVar[str] = mark("Authorise")
    undoable: ClassVar[bool] = True
    person: PersonName
    leave: Authorisation

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if self.person == who:
            raise OwnAuthorisationError(person=who)
        _refuse_empty(self.leave)
        work.people.authorise(self.person, replace(self.leave, granted_by=who))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """Withdraw one authorisation, at once; only a new one lifts it."""

    title: ClassVar[str] = mark("Suspend authorisation")
    undoable: ClassVar[bool] = False
    key: int
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        person, _leave = work.people.authorisation(self.key)
        work.people.suspend(self.key, work.today, seen=self.seen)
        _refuse_orphaned(work, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Note that a person leaves the laboratory today; the records stay."""

    title: ClassVar[str] = mark("Leave laboratory")
    undoable: ClassVar[bool] = True
    person: PersonName

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.people.leave(self.person, work.today)
        _refuse_orphaned(work, self.person)


def _refuse_orphaned(work: Work, person: PersonName) -> None:
    """Refuse to leave the laboratory with nobody who administers it."""
    need = Need(level=Level.ADMINISTERS, on=work.today)
    if not any(one.left is None and one.may(need) for one in work.people.all()):
        raise LastAdministratorError(person=person)


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
    """Tell whether ``who`` holds ``level`` for any procedure, or the laboratory, today."""
    return any(
        leave.level is level and leave.obstacle(Need(level=level, on=records.today)) is None
        for leave in records.people.get(who).authorisations
    )
