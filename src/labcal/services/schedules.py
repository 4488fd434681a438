"""Commands and questions on what has to be done again and again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from labcal.domain.due import DueState, due_state
from labcal.domain.equipment import EventKind, ItemEvent, Period, Schedule, ScheduleKind, ScheduleLine
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.subject import Subject
from labcal.errors.equipment import DueBeforeDoneError, NoGraceError, NoIntervalError, ScheduleEndedError
from labcal.services.care import care
from labcal.services.missing import refuse_future
from labcal.store.work import Records, Work
from labcal.text import mark

MOST = {Period.DAYS: 36500, Period.MONTHS: 1200}
"""The longest interval, in each period."""
MOST_GRACE = 3650
"""The longest grace, in days."""
SOON = 30
"""Days within which something to be done is told."""
SHOWN = 500
"""How many lines a due list has at most."""
EVENTS_OF = {
    ScheduleKind.INTERMEDIATE_CHECK: EventKind.INTERMEDIATE_CHECK,
    ScheduleKind.MAINTENANCE: EventKind.MAINTENANCE,
    ScheduleKind.ELECTRICAL_SAFETY: EventKind.ELECTRICAL_SAFETY,
}
"""What is recorded when a schedule is fulfilled; a calibration has its job or its certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSchedule:
    """Plan something to be done with an item at an interval."""

    title: ClassVar[str] = mark("Plan schedule")
    undoable: ClassVar[bool] = True
    item: Subject
    schedule: Schedule

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> int:
        _screen(self.schedule, work.today)
        return work.equipment.schedules.add(self.schedule, **work.equipment.link(self.item))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSchedule:
    """Change interval or next day of a schedule, or end it."""

    title: ClassVar[str] = mark("Edit schedule")
    undoable: ClassVar[bool] = True
    item: Subject
    key: int
    schedule: Schedule
    seen: int

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        _screen(self.schedule, work.today)
        work.equipment.schedules.refuse_other(self.key, **work.equipment.link(self.item))
        work.equipment.schedules.change(self.key, self.schedule, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilSchedule:
    """Say that it was done; the next day follows from the interval.

    Attributes:
        words: What was found or done; recorded as an event of the item where it is not empty.
    """

    title: ClassVar[str] = mark("Fulfil schedule")
    undoable: ClassVar[bool] = True
    item: Subject
    key: int
    seen: int
    on: date | None = None
    words: str = ""
    outcome: str = ""

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        on, link = self.on or work.today, work.equipment.link(self.item)
        refuse_future(on, work.today)
        work.equipment.schedules.refuse_other(self.key, **link)
        schedule = work.equipment.schedules.get(self.key).value
        if schedule.ended is not None:
            raise ScheduleEndedError(ended=schedule.ended)
        work.equipment.schedules.change(self.key, schedule.done(on), seen=self.seen)
        kind = EVENTS_OF.get(schedule.kind)
        if kind is not None and self.words.strip():
            event = ItemEvent(kind=kind, on=on, words=self.words, outcome=self.outcome, by=who, at=work.now)
            work.equipment.events.add(event, schedule_id=self.key, **link)


def schedules_of(records: Records, item: Subject) -> list[Kept[Schedule]]:
    """Return the schedules of an item, soonest first, ended ones last."""
    kept = records.equipment.schedules.of(**records.equipment.link(item))
    return sorted(kept, key=lambda one: one.value.ended is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSchedule:
    """A schedule of an item as the book keeps it, and where it stands today.

    Attributes:
        days: Until it has to be done; below zero where that is past.
        state: None where it has ended.
    """

    key: int
    version: int
    value: Schedule
    days: int
    state: DueState | None


def planned_schedules(records: Records, item: Subject) -> list[PlannedSchedule]:
    """Return the schedules of an item with where each stands, soonest first, ended ones last."""
    found = []
    for kept in schedules_of(records, item):
        days = (kept.value.next_due - records.today).days
        ended = kept.value.ended is not None
        state = None if ended else due_state(days, kept.value.grace)
        one = PlannedSchedule(key=kept.key, version=kept.version, value=kept.value, days=days, state=state)
        found.append(one)
    return found


def schedules_due(records: Records, days: int = SOON, *, own: bool = False) -> list[ScheduleLine]:
    """Return what has to be done within ``days``, or should have been, soonest first, ``SHOWN`` at most.

    Args:
        records: Of the book.
        days: How far to look ahead.
        own: Whether only the laboratory's own items are meant; else those of customers too.
    """
    today = records.today
    return records.equipment.due(today, today + timedelta(days=days), SHOWN, own=own)


def ended(schedule: Schedule, on: date) -> Schedule:
    """Return a schedule that is no longer wanted from a day on."""
    return replace(schedule, ended=on)


def _screen(schedule: Schedule, today: date) -> None:
    most = MOST[schedule.period]
    if not 1 <= schedule.every <= most:
        raise NoIntervalError(every=schedule.every, most=most)
    if not 0 <= schedule.grace <= MOST_GRACE:
        raise NoGraceError(grace=schedule.grace, most=MOST_GRACE)
    refuse_future(schedule.last_done, today)
    if schedule.last_done is not None and schedule.next_due < schedule.last_done:
        raise DueBeforeDoneError(due=schedule.next_due, done=schedule.last_done)
