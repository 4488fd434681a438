"""The lists of the window in pages, and what each can be narrowed to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from labcal.domain.agreement import DELAYS, Priority
from labcal.domain.certificate import CertificateLine, Status
from labcal.domain.instrument import CustomerLine, InstrumentLine
from labcal.domain.job import JobLine, State
from labcal.domain.listing import Page, Wanted
from labcal.services.due import SOON, StandardDue, standing_of
from labcal.services.viewing import ShelfLine
from labcal.store.work import Records
from labcal.text import mark

L = TypeVar("L")
M = TypeVar("M")
Told = tuple[tuple[str, str], ...]
WEEK = 7


class Choice(NamedTuple):
    """One thing that a list can be narrowed to; ``words`` are marked, or a name where they are not."""

    value: str
    words: str


JOB_STATES = (
    Choice(State.RECEIVED.value, mark("Received")),
    Choice(State.OPEN.value, mark("At the bench")),
    Choice(State.CHECKING.value, mark("To be checked")),
    Choice(State.SIGNING.value, mark("To be signed")),
    Choice(State.ISSUED.value, mark("Issued")),
)
JOB_DUE = (Choice("overdue", mark("Overdue")), Choice("week", mark("Due within a week")))
JOB_QUEUES = (
    Choice("mine", mark("Mine")),
    Choice("returned", mark("Returned")),
    Choice(Priority.URGENT.value, mark("Urgent")),
    Choice("delayed", mark("Delayed")),
    *(Choice(reason.value, words) for reason, words in DELAYS.items()),
)
STATUSES = (
    Choice("waiting", mark("To sign")),
    Choice(Status.ISSUED.value, mark("Issued")),
    Choice(Status.RESERVED.value, mark("Reserved")),
    Choice(Status.VOID.value, mark("Void")),
    Choice(Status.SAMPLE.value, mark("Sample")),
)
STANDINGS = (
    Choice("in_date", mark("In date")),
    Choice("soon", mark("Running out")),
    Choice("overdue", mark("Overdue")),
    Choice("suspended", mark("Suspended")),
    Choice("none", mark("Without certificate")),
)


def job_page(records: Records, wanted: Wanted) -> Page[JobLine]:
    """Return a page of the jobs.

    Besides the list's own filters "due" is one of ``JOB_DUE``; "queue" is one of ``JOB_QUEUES``, of which
    "mine" is followed by a colon and the person's name.
    """
    today = records.today
    wanted = _told(wanted, "queue", _queue)
    days = {"overdue": today - timedelta(days=1), "week": today + timedelta(days=WEEK)}
    return records.lists.jobs(_told(wanted, "due", lambda value: _until(days[value])))


def instrument_page(records: Records, wanted: Wanted) -> Page[InstrumentLine]:
    """Return a page of the customers' instruments; "due" is one of ``JOB_DUE``, by their schedules."""
    today = records.today
    days = {"overdue": today - timedelta(days=1), "week": today + timedelta(days=WEEK)}
    return records.lists.instruments(_told(wanted, "due", lambda value: _until(days[value])))


def customer_page(records: Records, wanted: Wanted) -> Page[CustomerLine]:
    """Return a page of the customers."""
    return records.lists.customers(wanted)


def standard_page(records: Records, wanted: Wanted) -> Page[StandardDue]:
    """Return a page of the reference standards; "standing" is one of ``STANDINGS``."""
    told = _told(wanted, "standing", lambda value: _standing(value, records.today))
    page = records.lists.standards(told)
    return _turned(page, lambda line: standing_of(line, records.today))


def shelf_page(records: Records, wanted: Wanted) -> Page[ShelfLine]:
    """Return a page of the certificates; before the first one stands what waits for its signature."""
    status = dict(wanted.filters).get("status", "")
    if status == "waiting":
        jobs = replace(wanted, filters=(("state", State.SIGNING.value),), order="")
        return _turned(records.lists.jobs(jobs), _waiting)
    page = _turned(records.lists.certificates(wanted), _certificate)
    first = wanted == replace(Wanted(), words=wanted.words, size=wanted.size)
    if not first:
        return page
    asked = Wanted(words=wanted.words, filters=(("state", State.SIGNING.value),), size=wanted.size)
    waiting = records.lists.jobs(asked)
    return replace(
        page,
        lines=(*map(_waiting, waiting.lines), *page.lines),
        places=(*((),) * len(waiting.lines), *page.places),
        total=page.total + waiting.total,
        all=page.all + waiting.total,
    )


def procedures_known(records: Records) -> list[str]:
    """Return the procedures that jobs may have been opened under."""
    return sorted({line.name for line in records.procedures.lines()})


def years_known(records: Records) -> list[str]:
    """Return the years of certificates, the last first."""
    return [str(year) for year in reversed(records.lists.years())]


def _queue(told: str) -> Told:
    """Return the filters of a queue in the words of the store."""
    name, _, person = told.partition(":")
    known: dict[str, Told] = {
        "mine": (("by", person),),
        "returned": (("returned", "any"),),
        Priority.URGENT.value: (("priority", told),),
        "delayed": (("delay", "any"),),
    }
    return known.get(name, (("delay", told),))


def _until(day: date) -> Told:
    return (("due_until", day.isoformat()),)


def _standing(value: str, today: date) -> Told:
    soon = (today + timedelta(days=SOON)).isoformat()
    used = ("suspended", "no")
    return {
        "in_date": (used, ("due_from", today.isoformat())),
        "soon": (used, ("due_from", today.isoformat()), ("due_until", soon)),
        "overdue": (used, ("due_until", (today - timedelta(days=1)).isoformat())),
        "suspended": (("suspended", "yes"),),
        "none": (("certified", "no"),),
    }[value]


def _told(wanted: Wanted, name: str, means: Callable[[str], Told]) -> Wanted:
    """Return what is wanted with the filter ``name`` in the words of the store."""
    filters: list[tuple[str, str]] = []
    for known, value in wanted.filters:
        filters += means(value) if known == name else [(known, value)]
    return replace(wanted, filters=tuple(filters))


def _turned(page: Page[L], turn: Callable[[L], M]) -> Page[M]:
    return Page(
        lines=tuple(turn(line) for line in page.lines),
        places=page.places,
        earlier=page.earlier,
        later=page.later,
        total=page.total,
        all=page.all,
        bounded=page.bounded,
        all_bounded=page.all_bounded,
    )


def _waiting(line: JobLine) -> ShelfLine:
    return ShelfLine.waiting(line)


def _certificate(line: CertificateLine) -> ShelfLine:
    return ShelfLine(**{name: getattr(line, name) for name in ShelfLine._fields})
