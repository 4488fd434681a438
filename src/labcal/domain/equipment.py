"""What a laboratory keeps of its equipment and of items in its care (ISO/IEC 17025:2017, 6.4.13)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from labcal.domain.person import PersonName
from labcal.text import mark


class ItemStatus(Enum):
    """What may be done with an item now."""

    IN_USE = "in use"
    IN_STORE = "in store"
    IN_REPAIR = "in repair"
    LENT = "lent"
    OUT_OF_SERVICE = "out of service"
    LOST = "lost"
    RETIRED = "retired"


STATUSES = {
    ItemStatus.IN_USE: mark("in use"),
    ItemStatus.IN_STORE: mark("in store"),
    ItemStatus.IN_REPAIR: mark("in repair"),
    ItemStatus.LENT: mark("lent"),
    ItemStatus.OUT_OF_SERVICE: mark("out of service"),
    ItemStatus.LOST: mark("lost"),
    ItemStatus.RETIRED: mark("retired"),
}
"""Each status as people say it."""


class ScheduleKind(Enum):
    """What is done again and again."""

    CALIBRATION = "calibration"
    INTERMEDIATE_CHECK = "intermediate check"
    MAINTENANCE = "maintenance"
    ELECTRICAL_SAFETY = "electrical safety"


SCHEDULES = {
    ScheduleKind.CALIBRATION: mark("calibration"),
    ScheduleKind.INTERMEDIATE_CHECK: mark("intermediate check"),
    ScheduleKind.MAINTENANCE: mark("maintenance"),
    ScheduleKind.ELECTRICAL_SAFETY: mark("electrical safety"),
}
"""Each kind of schedule as people say it."""


class Period(Enum):
    """What an interval is counted in."""

    DAYS = "days"
    MONTHS = "months"


PERIODS = {Period.DAYS: mark("days"), Period.MONTHS: mark("months")}
"""Each period as people say it."""


class EventKind(Enum):
    """What happened to an item."""

    ACCEPTANCE = "acceptance"
    """Shown to conform before it was put into service (6.4.4)."""
    MAINTENANCE = "maintenance"
    INTERMEDIATE_CHECK = "intermediate check"
    ELECTRICAL_SAFETY = "electrical safety"
    ADJUSTMENT = "adjustment"
    DAMAGE = "damage"
    MALFUNCTION = "malfunction"
    MODIFICATION = "modification"
    REPAIR = "repair"


EVENTS = {
    EventKind.ACCEPTANCE: mark("acceptance"),
    EventKind.MAINTENANCE: mark("maintenance"),
    EventKind.INTERMEDIATE_CHECK: mark("intermediate check"),
    EventKind.ELECTRICAL_SAFETY: mark("electrical safety"),
    EventKind.ADJUSTMENT: mark("adjustment"),
    EventKind.DAMAGE: mark("damage"),
    EventKind.MALFUNCTION: mark("malfunction"),
    EventKind.MODIFICATION: mark("modification"),
    EventKind.REPAIR: mark("repair"),
}
"""Each kind of event as people say it."""


class Conformity(Enum):
    """Whether a calibration met its acceptance criteria."""

    MEETS = "meets"
    FAILS = "does not meet"
    NOT_STATED = "not stated"


CONFORMITIES = {
    Conformity.MEETS: mark("meets the criteria"),
    Conformity.FAILS: mark("does not meet the criteria"),
    Conformity.NOT_STATED: mark("not stated"),
}
"""Each answer as people say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentType:
    """A type of instrument, as its maker names it.

    Attributes:
        approval: Number of the type approval, such as "R76/2006-A-NL1-19.01"; may be empty.
    """

    name: str
    manufacturer: str = ""
    model: str = ""
    approval: str = ""
    remarks: str = ""


class InstrumentTypeLine(NamedTuple):
    """A type as a list shows one."""

    number: str
    name: str
    manufacturer: str
    model: str
    approval: str
    remarks: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Since when an item has had a status, and why."""

    status: ItemStatus
    since: date
    reason: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationEntry:
    """Since when an item has been somewhere: in a room of the laboratory, or elsewhere.

    Attributes:
        room: Name of the room; empty where it is elsewhere.
        place: Where else, or where in the room.
    """

    room: str
    place: str
    since: date
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Something to be done at an interval.

    Attributes:
        last_done: None where it was never done.
        next_due: The day by which it has to be done next.
        ended: The day since which it is no longer wanted; None while it is.
        grace: Days after ``next_due`` within which it may still be done.
    """

    kind: ScheduleKind
    every: int
    period: Period
    next_due: date
    last_done: date | None = None
    ended: date | None = None
    remarks: str = ""
    grace: int = 0

    def done(self, on: date) -> Schedule:
        """Return the schedule after it was done ``on`` a day; one done earlier than the last stays."""
        if self.last_done is not None and on < self.last_done:
            return self
        return replace(self, last_done=on, next_due=later(on, self.every, self.period))


class ScheduleLine(NamedTuple):
    """A schedule in force as the due list shows it.

    Attributes:
        item: Number of an instrument or of a reference standard; ``standard`` says which.
        own: Whether the item is the laboratory's own.
        days: Until it has to be done; below zero where that is past.
    """

    key: int
    item: str
    item_name: str
    own: bool
    kind: ScheduleKind
    last_done: date | None
    next_due: date
    version: int
    standard: bool
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEvent:
    """What happened to an item: put into service, maintained, damaged, repaired, adjusted.

    Attributes:
        words: What was found or done.
        outcome: What came of it; may be empty.
        conformity: Whether it met its criteria, such as an intermediate check.
    """

    kind: EventKind
    on: date
    words: str
    outcome: str
    by: PersonName
    at: datetime
    conformity: Conformity = Conformity.NOT_STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCalibration:
    """A calibration of an item that was entered by hand: done elsewhere, or before this book.

    Attributes:
        result: The result in short, as the certificate states it.
        adjustment: What was adjusted; empty where nothing was.
        criteria: What the result was held against; empty where it was not.
    """

    on: date
    certificate: str
    laboratory: str
    due_on: date | None = None
    result: str = ""
    adjustment: str = ""
    criteria: str = ""
    conformity: Conformity = Conformity.NOT_STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMaterial:
    """What comes with a reference material (6.4.13 f).

    Attributes:
        document: Its certificate or data sheet.
        results: The certified values in short.
        criteria: Acceptance criteria.
        valid_until: The end of its validity; None where none is stated.
    """

    document: str
    batch: str = ""
    results: str = ""
    criteria: str = ""
    received_on: date | None = None
    valid_until: date | None = None


def later(day: date, every: int, period: Period) -> date:
    """Return the day that lies an interval after ``day``; a month that is too short ends earlier."""
    if period is Period.DAYS:
        return day + timedelta(days=every)
    years, month = divmod(day.month - 1 + every, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
