"""Which later work builds on a journal line, though it changed other rows than that line did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.job import State
from labcal.store import later_verifications
from labcal.store.body import Change, fields
from labcal.store.entries import EntryRow
from labcal.store.jobs import PARTS
from labcal.store.named import handle
from labcal.store.rows.agreements import DelayRow
from labcal.store.rows.jobs import JobRow, ReadingRow
from labcal.store.rows.people import PersonRow
from labcal.store.spans import Span

PROMISED = frozenset({"due_on", "priority", "urgent_because", "version"})
"""Columns of a job that a promise changes."""


def builds_on(session: Session, number: int, changes: Sequence[Change]) -> bool:
    """Tell whether work later than line ``number`` stands on what it did.

    What was recorded for a job is taken back only at the bench; a step of a job, only while nothing was
    recorded after it; so with what was agreed with the customer, since a change takes a reason then; a
    reading, not under its correction; an authorisation, not once it was used. Promises and delays stand free.
    """
    changes = [change for change in changes if not _stands_alone(change)]
    agreed = {_image(change)["job_id"] for change in changes if change.table == "agreement"}
    states = {change.key for change in changes if change.table == "job" and "state" in change.columns()}
    return (
        any(_recorded_since(session, number, job) for job in states | agreed)
        or any(not _at_bench(session, job) for job in _jobs(changes) - states - agreed)
        or any(_corrected(session, change) for change in changes if change.table == "reading")
        or any(_used(session, number, change) for change in changes if _given(change))
        or later_verifications.builds_on(session, number, changes)
    )


def builds_on_runs(session: Session, number: int, runs: Sequence[Span]) -> bool:
    """Tell whether later work stands on rows that line ``number`` wrote or removed in bulk.

    Rows that changed since, or that others refer to, are found as they are taken back. What is left: a job
    that the line did not bring itself has to be at the bench still, and no authorisation may be used.
    """
    brought = [run for run in runs if run.table == "job"]
    parts = {part.__tablename__ for part in PARTS}
    jobs = {job for run in runs if run.table in parts for (job,) in run.lists(["job_id"])}
    strange = [job for job in jobs if not any(run.holds("job", job) for run in brought)]
    leaves = (change for run in runs if run.table == "authorisation" for change in run.changes())
    return any(not _at_bench(session, job) for job in strange) or any(
        _used(session, number, change) for change in leaves if _given(change)
    )


def _image(change: Change) -> dict[str, Any]:
    return fields(change.after) or fields(change.before)


def _jobs(changes: Sequence[Change]) -> set[int]:
    """Return the keys of the jobs whose row, or anything recorded for them, was changed."""
    parts = {part.__tablename__ for part in PARTS}
    found = {_image(change)["job_id"] for change in changes if change.table in parts}
    return found | {change.key for change in changes if change.table == "job"}


def _stands_alone(change: Change) -> bool:
    """Tell whether a change is about a promise or a delay alone, on which nothing is built."""
    return change.table == "delay" or (change.table == "job" and change.columns() <= PROMISED)


def _given(change: Change) -> bool:
    return change.table == "authorisation" and change.before is None


def _recorded_since(session: Session, number: int, job: int) -> bool:
    return any(
        session.scalar(select(part.id).where(part.job_id == job, part.version > number).limit(1))
        for part in PARTS
        if part is not DelayRow
    )


def _at_bench(session: Session, job: int) -> bool:
    return session.scalar(select(JobRow.state).where(JobRow.id == job)) == State.OPEN


def _corrected(session: Session, change: Change) -> bool:
    """Tell whether a reading that the line wrote has a correction beside it."""
    row = _image(change)
    query = select(ReadingRow.id).where(
        ReadingRow.job_id == row["job_id"],
        ReadingRow.point == row["point"],
        ReadingRow.row == row["row"],
        ReadingRow.column == row["column"],
        ReadingRow.revision > row["revision"],
    )
    return session.scalar(query.limit(1)) is not None


def _used(session: Session, number: int, change: Change) -> bool:
    """Tell whether the holder of an authorisation worked, or stood by as mentor, after it was given."""
    holder = select(handle()).where(PersonRow.id == _image(change)["person_id"]).scalar_subquery()
    worked = select(EntryRow.id).where(EntryRow.id > number, EntryRow.person == holder)
    stood_by = select(ReadingRow.id).where(ReadingRow.version > number, ReadingRow.mentor == holder)
    return any(session.scalar(query.limit(1)) is not None for query in (worked, stood_by))
