"""How long jobs take, whether they were in time, and what held them up, over a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from labcal.domain.agreement import Delay, DelayReason
from labcal.errors.equipment import DaysCrossedError
from labcal.store.work import Records

PERIOD = 90
"""Days that are looked back on where nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFigure:
    """What one reason cost in a period: how many jobs, and how many days altogether."""

    reason: DelayReason
    jobs: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnaround:
    """The jobs whose certificate was issued from ``since`` to ``until``, both days with it.

    Attributes:
        issued: How many.
        typical: Median of the days from receipt to issue; None without a job.
        longest: The most days; None without a job.
        promised: How many had a day promised.
        in_time: How many of those were issued by that day.
        urgent: How many jobs that are not issued yet are urgent.
        overdue: How many jobs that are not issued yet are past their day.
        delayed: How many of those that are not issued yet cannot go on.
        delays: Of the jobs issued and of those waiting, the costliest first; days within the period alone.
    """

    since: date
    until: date
    issued: int
    typical: float | None
    longest: int | None
    promised: int
    in_time: int
    urgent: int
    overdue: int
    delayed: int
    delays: tuple[DelayFigure, ...]


def turnaround(records: Records, since: date | None = None, until: date | None = None) -> Turnaround:
    """Return the figures of a period; the last ninety days where nobody says.

    Raises:
        DaysCrossedError: It ends before it begins.
    """
    last = until or records.today
    first = since or last - timedelta(days=PERIOD - 1)
    if last < first:
        raise DaysCrossedError(since=first, until=last)
    jobs = records.agreements.issued(first, last)
    days = [(one.issued_on - one.received_on).days for one in jobs]
    promised = [one for one in jobs if one.due_on is not None]
    waiting = records.agreements.open_counts(records.today)
    return Turnaround(
        since=first,
        until=last,
        issued=len(jobs),
        typical=median(days) if days else None,
        longest=max(days, default=None),
        promised=len(promised),
        in_time=sum(1 for one in promised if one.due_on is not None and one.issued_on <= one.due_on),
        urgent=waiting.urgent,
        overdue=waiting.overdue,
        delayed=waiting.delayed,
        delays=_delays(records.agreements.delays_between(first, last), (first, last)),
    )


def _delays(told: list[tuple[int, Delay]], period: tuple[date, date]) -> tuple[DelayFigure, ...]:
    jobs: dict[DelayReason, set[int]] = {}
    days: dict[DelayReason, int] = {}
    for job, delay in told:
        begun, ended = max(delay.since, period[0]), min(delay.until or period[1], period[1])
        jobs.setdefault(delay.reason, set()).add(job)
        days[delay.reason] = days.get(delay.reason, 0) + (ended - begun).days + 1
    found = (DelayFigure(reason=one, jobs=len(jobs[one]), days=days[one]) for one in jobs)
    return tuple(sorted(found, key=lambda one: (-one.days, one.reason.value)))
