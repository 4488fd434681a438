"""Who may do what, on which day (ISO/IEC 17025:2017, 6.2.5 and 6.2.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import NamedTuple, NewType

from labcal.domain.quantity import QuantityValue
from labcal.domain.role import TASKS, Right, Role, RoleHeld
from labcal.text import Phrase, mark, phrase

PersonName = NewType("PersonName", str)


class Level(Enum):
    """What an authorisation lets a person do."""

    SUPERVISED = "supervised"
    """Record under a named mentor, who signs for it."""
    RECORDS = "records"
    CHECKS = "checks"
    SIGNS = "signs"
    MENTORS = "mentors"
    ADMINISTERS = "administers"
    """Keep the laboratory's registers: release 0.1 authorised for it, now the role gives it."""


WORK = {
    Level.SUPERVISED: mark("record under a mentor"),
    Level.RECORDS: mark("record"),
    Level.CHECKS: mark("check"),
    Level.SIGNS: mark("sign"),
    Level.MENTORS: mark("mentor"),
    Level.ADMINISTERS: mark("administer the laboratory"),
}
"""Each level as the verb of a sentence."""

RIGHTS = {
    Level.SUPERVISED: Right.RECORD,
    Level.RECORDS: Right.RECORD,
    Level.CHECKS: Right.CHECK,
    Level.SIGNS: Right.SIGN,
    Level.MENTORS: Right.MENTOR,
    Level.ADMINISTERS: Right.ADMINISTER,
}
"""The right that a role has to give before an authorisation of that level counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The right that a command asks for, read from the record it is about.

    Attributes:
        on: Civil date of the work, in the laboratory's time zone.
        level: What the person has to be authorised for; None where the right is enough.
        procedure: The procedure followed; None where the laboratory as a whole is meant.
        quantity: The value concerned, in the base unit of its kind; None where no range matters.
        mentor: Who stands beside a supervised person.
        right: What a role of the person has to give; None where it follows from the level.
    """

    on: date
    level: Level | None = None
    procedure: str | None = None
    quantity: float | None = None
    mentor: PersonName | None = None
    right: Right | None = None

    @property
    def wanted(self) -> Right:
        """The right that a role has to give; without right and level (release 0.1), that to receive items."""
        if self.right is not None:
            return self.right
        return Right.RECEIVE if self.level is None else RIGHTS[self.level]

    @property
    def gated(self) -> bool:
        """Whether it takes an authorisation beside the role."""
        return self.level not in (None, Level.ADMINISTERS)

    @property
    def task(self) -> str:
        """What is to be done, as the marked verb of a sentence."""
        return WORK[self.level] if self.level else TASKS[self.wanted]

    def moved_to(self, day: date) -> Need:
        """Return the same need for work on ``day``."""
        return replace(self, on=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """Leave for one kind of work, from ``since`` to ``until`` inclusive, within a range.

    Attributes:
        level: What may be done.
        since: First civil date.
        until: Last civil date.
        procedure: The procedure; None for the laboratory as a whole.
        low: Least value, as keyed in; None leaves the end open.
        high: Greatest value, likewise.
        granted_by: Who decided.
        evidence: On what grounds.
        suspended: The day it was suspended; it covers nothing from then on, for any day.
    """

    level: Level
    since: date
    until: date
    procedure: str | None = None
    low: QuantityValue | None = None
    high: QuantityValue | None = None
    granted_by: str = ""
    evidence: str = ""
    suspended: date | None = None

    def covers(self, level: Level, need: Need) -> bool:
        """Tell whether this leave, as ``level``, is enough for ``need``; suspended, it covers nothing."""
        return (self.level, self.procedure) == (level, need.procedure) and self.obstacle(need) is None

    def obstacle(self, need: Need) -> Phrase | None:
        """Return why this leave, though of the right kind, does not serve ``need``; None where it does."""
        if self.suspended is not None:
            return phrase(mark("suspended since {day}"), day=self.suspended)
        if need.on < self.since:
            return phrase(mark("authorised only from {day}"), day=self.since)
        if need.on > self.until:
            return phrase(mark("the authorisation lapsed on {day}"), day=self.until)
        if need.quantity is not None and not self.reaches(need.quantity):
            low, high = (_told(end) for end in (self.low, self.high))
            return phrase(mark("authorised only from {low} to {high}"), low=low, high=high)
        return None

    def reaches(self, quantity: float) -> bool:
        """Tell whether ``quantity``, in the base unit, lies within the range."""
        return (self.low is None or self.low.base <= quantity) and (
            self.high is None or quantity <= self.high.base
        )


def _told(end: QuantityValue | None) -> str:
    return "…" if end is None else f"{end.number} {end.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of the laboratory.

    Attributes:
        role: What the person is called, such as "Technician"; it gives no right.
        left: The day the person left; None while in post.
        roles: Every role ever held; they give the rights.
    """

    name: PersonName
    role: str = ""
    left: date | None = None
    authorisations: tuple[Authorisation, ...] = ()
    roles: tuple[RoleHeld, ...] = ()

    def in_post(self, on: date) -> bool:
        """Tell whether the person has not left before the day ``on``."""
        return self.left is None or on <= self.left

    def has(self, right: Right, on: date) -> bool:
        """Tell whether a role gives ``right`` for work on the day ``on``; everyone in post may read."""
        return right is Right.READ or any(
            held.in_force(on) and right in held.role.rights for held in self.roles
        )

    def may(self, need: Need, mentor: Person | None = None) -> bool:
        """Tell whether this person has the right and is authorised, alone or under ``mentor``."""
        if not (self.in_post(need.on) and self.has(need.wanted, need.on)):
            return False
        if need.level is None or not need.gated:
            return True
        return self.holds(need.level, need) or (
            need.level is Level.RECORDS
            and mentor is not None
            and mentor.name != self.name
            and self.holds(Level.SUPERVISED, need)
            and mentor.may(replace(need, level=Level.MENTORS, right=None))
        )

    def holds(self, level: Level, need: Need) -> bool:
        """Tell whether an authorisation of ``level`` covers ``need``, and a role gives the right to it."""
        return self.has(RIGHTS[level], need.on) and any(
            leave.covers(level, need) for leave in self.authorisations
        )

    def obstacle(self, need: Need) -> Phrase:
        """Return in half a sentence what stands in the way of ``need``."""
        if self.left is not None and need.on > self.left:
            return phrase(mark("left on {day}"), day=self.left)
        if not self.has(need.wanted, need.on) and (not need.gated or self._authorised(need)):
            return phrase(mark("no role of this person gives the right to it"))
        if need.level is Level.RECORDS and self.holds(Level.SUPERVISED, need):
            if need.mentor is None:
                return phrase(mark("authorised under supervision only, and no mentor is named"))
            return phrase(mark("{mentor} may not mentor on it"), mentor=need.mentor)
        for leave in self.authorisations:
            if (leave.level, leave.procedure) == (need.level, need.procedure):
                found = leave.obstacle(need)
                if found is not None:
                    return found
        return phrase(mark("no such authorisation"))

    def _authorised(self, need: Need) -> bool:
        levels = {need.level, Level.SUPERVISED} if need.level is Level.RECORDS else {need.level}
        return any(level and leave.covers(level, need) for leave in self.authorisations for level in levels)


class Sex(Enum):
    """As reports on training count people."""

    NOT_STATED = "not stated"
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


SEXES = {
    Sex.NOT_STATED: mark("not stated"),
    Sex.FEMALE: mark("female"),
    Sex.MALE: mark("male"),
    Sex.OTHER: mark("other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What is known of a person as such; all of it may stay empty.

    Attributes:
        full_name: As the person writes it, family and given names in their own order.
        section: Where in the laboratory.
        employer: The institution, of someone who is the laboratory's guest.
    """

    full_name: str = ""
    sex: Sex = Sex.NOT_STATED
    born: date | None = None
    email: str = ""
    phone: str = ""
    section: str = ""
    employer: str = ""
    region: str = ""


class PersonLine(NamedTuple):
    """A person as a list shows one."""

    name: PersonName
    role: str
    left: date | None
    account: bool
    signing_key: bool
    version: int
    roles: tuple[Role, ...] = ()
    anonymised: date | None = None
    plain: bool = False
    """Whether records name the person by name, as release 0.1 did it: that name cannot be erased."""


class AuthorisationLine(NamedTuple):
    """An authorisation as a list shows one."""

    key: int
    person: PersonName
    role: str
    level: Level
    procedure: str | None
    low: str
    high: str
    since: date
    until: date
    suspended: date | None
    granted_by: str
    evidence: str
    version: int
