"""A lot of jobs as the book keeps them: column by column, every table that a job has rows in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from labcal.domain.certificate import Status
from labcal.domain.job import FrozenResult, State
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.large.plan import workday
from labcal.services.large.results import Point
from labcal.store.bulk import Bulk
from labcal.store.spans import Cells, Same

STEPS = tuple(State)
ROOM = ("temperature", "relative humidity", "pressure")
MOMENTS = ("start", "end")
RESULT = ("point", "value", "unit", "expanded", "uncertainty_unit", "standard_uncertainty", "outcome", "body")


class Crew(NamedTuple):
    """Who measured, who checked, who would have signed."""

    technician: PersonName
    reviewer: PersonName
    signatory: PersonName


class Job(NamedTuple):
    """One job as it was done.

    Attributes:
        item: Key of the item's row.
        customer: Key of the customer's row.
        received: The day its item came.
        measured: The day of its readings.
        standard: Key of the certificate of the standard in use.
        room: Six readings of the room: start and end of each influence quantity, with its unit.
    """

    number: str
    item: int
    customer: int
    condition: str
    received: date
    measured: date
    state: State
    crew: Crew
    point: Point
    standard: int
    room: tuple[tuple[str, str], ...]

    def has_come_to(self, state: State) -> bool:
        """Tell whether the job is in ``state`` or beyond."""
        return STEPS.index(self.state) >= STEPS.index(state)

    @property
    def handed_over(self) -> datetime:
        """When the readings were complete."""
        return datetime.combine(self.measured, datetime.min.time(), UTC) + timedelta(hours=11)


class Lot(NamedTuple):
    """Jobs with their readings (as keyed and in the base unit, job by job) and their results."""

    jobs: Sequence[Job]
    keyed: Sequence[str]
    base: Sequence[float]
    results: Sequence[FrozenResult]


class Sheet(NamedTuple):
    """What every job of a lot has in common."""

    procedure: int
    cells: int
    columns: int
    unit: str


def pour(bulk: Bulk, lot: Lot, sheet: Sheet) -> range:
    """Write a lot of jobs, and return the keys of their rows."""
    keys = bulk.add("job", _jobs(lot, sheet))
    measured = [place for place, job in enumerate(lot.jobs) if job.has_come_to(State.CHECKING)]
    parts: tuple[tuple[str, Callable[..., Mapping[str, Cells]]], ...] = (
        ("job_standard", _standards),
        ("room", _room),
        ("reading", _readings),
        ("result", _results),
    )
    if measured:
        for table, columns in parts:
            bulk.add(table, columns(lot, sheet, measured, keys))
    for table, state, one in (("review", State.SIGNING, _reviews), ("certificate", State.ISSUED, _samples)):
        done = [place for place in measured if lot.jobs[place].has_come_to(state)]
        if done:
            bulk.add(table, one([lot.jobs[place] for place in done], [keys[place] for place in done]))
    return keys


def _jobs(lot: Lot, sheet: Sheet) -> dict[str, Cells]:
    jobs = lot.jobs
    return {
        "number": [job.number for job in jobs],
        "state": [job.state.value for job in jobs],
        "customer_id": [job.customer for job in jobs],
        "instrument_id": [job.item for job in jobs],
        "procedure_id": [None if job.state is State.RECEIVED else sheet.procedure for job in jobs],
        "received_on": [job.received.isoformat() for job in jobs],
        "received_by": [job.crew.technician for job in jobs],
        "condition": [job.condition for job in jobs],
        "grade": [job.point.grade for job in jobs],
        "due_on": [_after(job.received, 14).isoformat() for job in jobs],
        "place": Same("laboratory"),
        "mentor": Same(None),
        "remarks": Same(""),
        "deviations": Same(""),
    }


def _standards(lot: Lot, _sheet: Sheet, measured: Sequence[int], keys: range) -> dict[str, Cells]:
    return {
        "job_id": [keys[place] for place in measured],
        "certificate_id": [lot.jobs[place].standard for place in measured],
    }


def _room(lot: Lot, _sheet: Sheet, measured: Sequence[int], keys: range) -> dict[str, Cells]:
    jobs = [lot.jobs[place] for place in measured]
    kinds = [(name, moment) for name in ROOM for moment in MOMENTS]
    read = list(chain.from_iterable(job.room for job in jobs))
    times = {"start": "T08:55:00.000000+00:00", "end": "T10:55:00.000000+00:00"}
    return {
        "job_id": [keys[place] for place in measured for _ in kinds],
        "name": [name for name, _ in kinds] * len(jobs),
        "moment": [moment for _, moment in kinds] * len(jobs),
        "keyed": [keyed for keyed, _ in read],
        "unit": [unit for _, unit in read],
        "base": [_base(keyed, unit) for keyed, unit in read],
        "by": [job.crew.technician for job in jobs for _ in kinds],
        "at": [f"{job.measured.isoformat()}{times[moment]}" for job in jobs for _, moment in kinds],
    }


def _readings(lot: Lot, sheet: Sheet, measured: Sequence[int], keys: range) -> dict[str, Cells]:
    cells, jobs = range(sheet.cells), [lot.jobs[place] for place in measured]
    times = [f"T09:{2 * cell:02d}:00.000000+00:00" for cell in cells]
    days = [job.measured.isoformat() for job in jobs]
    runs = [slice(place * sheet.cells, (place + 1) * sheet.cells) for place in measured]
    return {
        "job_id": [keys[place] for place in measured for _ in cells],
        "point": Same(0),
        "row": [cell // sheet.columns for cell in cells] * len(jobs),
        "column": [cell % sheet.columns for cell in cells] * len(jobs),
        "revision": Same(0),
        "keyed": list(chain.from_iterable(lot.keyed[run] for run in runs)),
        "unit": Same(sheet.unit),
        "base": list(chain.from_iterable(lot.base[run] for run in runs)),
        "by": [job.crew.technician for job in jobs for _ in cells],
        "at": [day + time for day in days for time in times],
        "on": [day for day in days for _ in cells],
        "mentor": Same(None),
        "countersigned": Same(None),
        "reason": Same(""),
    }


def _results(lot: Lot, _sheet: Sheet, measured: Sequence[int], keys: range) -> dict[str, Cells]:
    results = [lot.results[place] for place in measured]
    return {
        **{name: [getattr(result, name) for result in results] for name in RESULT},
        "job_id": [keys[place] for place in measured],
        "by": [result.by for result in results],
        "at": [_instant(result.at) for result in results],
    }


def _reviews(jobs: Sequence[Job], keys: Sequence[int]) -> dict[str, Cells]:
    return {
        "job_id": keys,
        "by": [job.crew.reviewer for job in jobs],
        "at": [_instant(job.handed_over + timedelta(hours=3)) for job in jobs],
        "accepted": Same(1),
        "remark": Same(""),
        "recomputed": Same(""),
    }


def _samples(jobs: Sequence[Job], keys: Sequence[int]) -> dict[str, Cells]:
    """Return certificates that are none: samples without signature and without files."""
    days = [_after(job.measured, 1) for job in jobs]
    return {
        "number": [sample_number(job.number) for job in jobs],
        "job_id": keys,
        "status": Same(Status.SAMPLE.value),
        "language": Same("en"),
        "reserved_by": [job.crew.signatory for job in jobs],
        "reserved_at": [f"{day.isoformat()}T15:00:00.000000+00:00" for day in days],
        "issued_on": [day.isoformat() for day in days],
        **dict.fromkeys(("signed_by", "key_id", "xml", "pdf"), Same(None)),
        "year": [day.year for day in days],
        "why": Same("Sample: never signed"),
    }


def sample_number(job: str) -> str:
    """Return the number of the certificate of a job, which says that it is none."""
    return f"SAMPLE-{job}"


@lru_cache(maxsize=4096)
def _base(keyed: str, unit: str) -> float:
    return QuantityValue(keyed, unit).base


@lru_cache(maxsize=4096)
def _after(day: date, days: int) -> date:
    return workday(day + timedelta(days=days))


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
