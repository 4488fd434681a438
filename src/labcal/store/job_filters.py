"""What the list of jobs can be narrowed to beside their state: queues, priorities, delays."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from labcal.domain.agreement import DelayReason, Priority
from labcal.domain.job import State
from labcal.domain.person import PersonName
from labcal.store.documents import JOBS, table_of
from labcal.store.listing import Filter
from labcal.store.rows.agreements import DelayRow
from labcal.store.rows.jobs import ReadingRow, ReviewRow

DELAYS, READINGS, REVIEWS = (table_of(row) for row in (DelayRow, ReadingRow, ReviewRow))
ANY = "any"
WAITING = tuple(state for state in State if state is not State.ISSUED)


def _delayed(told: str) -> ColumnElement[bool]:
    """Return whether a job cannot go on now, for one reason or for any."""
    open_now = select(DELAYS.c.job_id).where(DELAYS.c.until.is_(None))
    if told != ANY:
        open_now = open_now.where(DELAYS.c.reason == DelayReason(told))
    return JOBS.c.id.in_(open_now)


def _of_priority(told: str) -> ColumnElement[bool]:
    """Return whether a job that is not issued yet is wanted so soon."""
    return and_(JOBS.c.state.in_(WAITING), JOBS.c.priority == Priority(told))


def _by(name: str) -> ColumnElement[bool]:
    """Return whether a person took readings for a job that is not issued yet, or stood by."""
    who = PersonName(name)
    own = or_(READINGS.c.by == who, READINGS.c.mentor == who)
    taken = select(READINGS.c.id).where(READINGS.c.job_id == JOBS.c.id, own).correlate(JOBS)
    return and_(JOBS.c.state.in_(WAITING), taken.exists())


def _returned(told: str) -> ColumnElement[bool]:
    """Return whether a job is at the bench once more, as a check or a signatory sent it back."""
    if told != ANY:
        return false()
    last = (
        select(func.max(REVIEWS.c.id)).where(REVIEWS.c.job_id == JOBS.c.id).correlate(JOBS).scalar_subquery()
    )
    back = select(REVIEWS.c.id).where(REVIEWS.c.id == last, REVIEWS.c.accepted.is_(False)).correlate(JOBS)
    return and_(JOBS.c.state == State.OPEN, back.exists())


JOB_FILTERS = {
    "priority": Filter(holds=_of_priority),
    "delay": Filter(holds=_delayed),
    "by": Filter(holds=_by),
    "returned": Filter(holds=_returned),
}
