"""What has to be done next, for whom, where: the due list, and where each line of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from labcal.domain.equipment import ScheduleKind
from labcal.text import mark

SOON = 30
"""Days before its day from which something counts as due soon."""
PAGE = 200


class DueState(Enum):
    """Where something that has to be done stands today."""

    IN_DATE = "in date"
    SOON = "due soon"
    IN_GRACE = "in grace"
    """Its day is past, and its days of grace are not."""
    OVERDUE = "overdue"


DUE_STATES = {
    DueState.IN_DATE: mark("in date"),
    DueState.SOON: mark("due soon"),
    DueState.IN_GRACE: mark("in grace"),
    DueState.OVERDUE: mark("overdue"),
}
"""Each state as people say it."""


def due_state(days: int, grace: int = 0) -> DueState:
    """Return where something stands that has to be done in so many days; below zero where that is past."""
    if days < -grace:
        return DueState.OVERDUE
    if days < 0:
        return DueState.IN_GRACE
    return DueState.SOON if days <= SOON else DueState.IN_DATE


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWanted:
    """Which lines of the due list are wanted.

    Attributes:
        until: The last day that counts.
        since: The first day that counts; None from the beginning.
        own: The laboratory's own items, or those of customers; None for both.
        customer: Part of the name of the customer.
        place: Part of the city of the customer.
        unit: Unit of the nominal value, by which a quantity is known, such as "kg"; empty for all.
        kind: None for all.
        after: Day and key of the line that the page follows; None for the first.
    """

    until: date
    since: date | None = None
    own: bool | None = None
    customer: str = ""
    place: str = ""
    unit: str = ""
    kind: ScheduleKind | None = None
    after: tuple[date, int] | None = None
    size: int = PAGE


class DueLine(NamedTuple):
    """A line of the due list.

    Attributes:
        customer: Name of the owner; empty where it is the laboratory itself.
        customer_number: Of the owner; empty for a reference standard.
        agreed: Whether the due date may be told to the owner (ISO/IEC 17025:2017, 7.8.4.3).
        days: Until it has to be done; below zero where that is past.
    """

    key: int
    item: str
    item_name: str
    identity: str
    standard: bool
    customer: str
    customer_number: str
    city: str
    nominal: str
    kind: ScheduleKind
    last_done: date | None
    next_due: date
    grace: int
    days: int
    agreed: bool
    version: int

    @property
    def state(self) -> DueState:
        """Where it stands today."""
        return due_state(self.days, self.grace)


class DuePage(NamedTuple):
    """Neighbouring lines of the due list, and where the next ones follow; None where there are none."""

    lines: tuple[DueLine, ...]
    after: tuple[date, int] | None
