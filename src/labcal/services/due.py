"""What runs out: the certificates of standards and the authorisations of people, each with its time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from labcal.catalog.verification_programmes import R76
from labcal.domain.instrument import StandardLine
from labcal.domain.person import AuthorisationLine, Level, PersonLine, PersonName
from labcal.store.work import Records

SOON = 60
"""Days before its end from which something counts as running out."""


class Standing(Enum):
    """Where something with an end stands today."""

    IN_FORCE = "in force"
    SOON = "soon"
    """In force, and ends within ``SOON`` days."""
    PAST = "past"
    LATER = "later"
    """It begins only later."""
    SUSPENDED = "suspended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StandardDue:
    """A reference standard, the days its newest certificate still serves, and where it stands.

    Attributes:
        days: Below zero where it is overdue; None without a certificate.
    """

    line: StandardLine
    days: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class LeaveDue:
    """An authorisation, the days it is still in force (below zero: since it lapsed), and where it stands."""

    line: AuthorisationLine
    days: int
    standing: Standing


class Duty(NamedTuple):
    """A column of the matrix: a level under a procedure, or for the laboratory where there is none."""

    procedure: str
    level: Level


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person of the matrix: the leave that counts for each duty, None where there is none."""

    person: PersonLine
    leaves: tuple[LeaveDue | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who may do what: people in rows, duties in columns."""

    duties: tuple[Duty, ...]
    rows: tuple[MatrixRow, ...]

    def count(self, standing: Standing) -> int:
        """Return how many cells stand like ``standing``."""
        found = [leave for row in self.rows for leave in row.leaves]
        return sum((leave.standing if leave else Standing.NONE) is standing for leave in found)

    def able(self, duty: Duty) -> int:
        """Return how many people may do ``duty`` today."""
        place = self.duties.index(duty)
        held = (row.leaves[place] for row in self.rows)
        return sum(
            leave is not None and leave.standing in (Standing.IN_FORCE, Standing.SOON) for leave in held
        )


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that the page of the people shows, as of ``today``."""

    today: date
    people: tuple[PersonLine, ...]
    leaves: tuple[LeaveDue, ...]
    matrix: Matrix
    procedures: tuple[str, ...]


def register(records: Records) -> Register:
    """Return the people, what each may do, and the procedures that somebody can be authorised for."""
    return Register(
        today=records.today,
        people=tuple(records.people.lines()),
        leaves=tuple(leaves_due(records)),
        matrix=matrix(records),
        procedures=tuple(sorted({line.name for line in records.procedures.lines()} | {R76})),
    )


def standards_due(records: Records) -> list[StandardDue]:
    """Return every reference standard with the time its certificate has left."""
    return [standing_of(line, records.today) for line in records.standards.lines()]


def leaves_due(records: Records, person: PersonName | None = None) -> list[LeaveDue]:
    """Return all authorisations, or those of ``person``, with the time they have left."""
    lines = records.people.authorisation_lines()
    return [_leave(line, records.today) for line in lines if person in (None, line.person)]


def matrix(records: Records) -> Matrix:
    """Return who may do what today, for the people in post and for every procedure that the book knows."""
    held = leaves_due(records)
    known = {line.name for line in records.procedures.lines()}
    known |= {leave.line.procedure for leave in held if leave.line.procedure is not None}
    levels = [level for level in Level if level is not Level.ADMINISTERS]
    duties = [Duty(name, level) for name in sorted(known) for level in levels]
    present = [person for person in records.people.lines() if person.left is None]
    rows = [
        MatrixRow(person, tuple(_counting(held, person.name, duty) for duty in duties)) for person in present
    ]
    return Matrix(tuple(duties), tuple(rows))


def standing_of(line: StandardLine, today: date) -> StandardDue:
    """Return a standard with the time that its newest certificate still serves."""
    days = None if line.due_on is None else (line.due_on - today).days
    if line.suspended:
        return StandardDue(line, days, Standing.SUSPENDED)
    if days is None:
        return StandardDue(line, None, Standing.NONE)
    return StandardDue(line, days, _ending(days))


def _leave(line: AuthorisationLine, today: date) -> LeaveDue:
    days = (line.until - today).days
    if line.suspended is not None:
        return LeaveDue(line, days, Standing.SUSPENDED)
    if line.since > today:
        return LeaveDue(line, days, Standing.LATER)
    return LeaveDue(line, days, _ending(days))


def _ending(days: int) -> Standing:
    if days < 0:
        return Standing.PAST
    return Standing.SOON if days <= SOON else Standing.IN_FORCE


def _counting(held: list[LeaveDue], person: PersonName, duty: Duty) -> LeaveDue | None:
    """Return the leave that counts: one in force before one that is not, then the one that ends last."""
    found = [
        leave
        for leave in held
        if leave.line.person == person and Duty(leave.line.procedure or "", leave.line.level) == duty
    ]
    in_force = (Standing.IN_FORCE, Standing.SOON)
    return max(found, key=lambda leave: (leave.standing in in_force, leave.days), default=None)
