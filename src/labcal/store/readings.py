"""Readings of jobs: as keyed, with who and when; a correction stands beside what it replaces."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.job import JobNumber, Phase, Place, Reading, RoomReading
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.store.find import one
from labcal.store.rows.jobs import JobRow, ReadingRow, RoomRow


class JobReadings(NamedTuple):
    """The readings of a job: those that stand for its result, those replaced, those before an adjustment."""

    standing: tuple[Reading, ...]
    replaced: tuple[Reading, ...]
    as_found: tuple[Reading, ...]


class Readings:
    """The readings of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._jobs: dict[JobNumber, int] = {}

    def standing(self, number: JobNumber, place: Place, phase: Phase = Phase.AS_FOUND) -> Reading | None:
        """Return the reading that stands at a place of a job; None where there is none."""
        row = self._session.scalar(
            select(ReadingRow)
            .where(
                ReadingRow.job_id == self._job(number),
                ReadingRow.point == place.point,
                ReadingRow.row == place.row,
                ReadingRow.column == place.column,
                ReadingRow.phase == phase,
            )
            .order_by(ReadingRow.revision.desc())
            .limit(1)
        )
        return None if row is None else _reading(row)

    def add(self, number: JobNumber, reading: Reading) -> None:
        """Write one row: a first reading, or a correction beside the earlier ones."""
        place, quantity = reading.place, reading.quantity
        self._session.add(
            ReadingRow(
                job_id=self._job(number),
                point=place.point,
                row=place.row,
                column=place.column,
                revision=reading.revision,
                keyed=quantity.number,
                unit=quantity.unit,
                base=quantity.base,
                by=reading.by,
                at=reading.at,
                on=reading.on,
                mentor=reading.mentor,
                countersigned=reading.countersigned,
                reason=reading.reason,
                phase=reading.phase,
                certificate_id=reading.standard,
            )
        )

    def countersign(self, number: JobNumber, mentor: PersonName, at: datetime) -> int:
        """Sign for what was recorded under ``mentor`` in a job; return how many readings that were."""
        rows = self._session.scalars(
            select(ReadingRow).where(
                ReadingRow.job_id == self._job(number),
                ReadingRow.mentor == mentor,
                ReadingRow.countersigned.is_(None),
            )
        ).all()
        for row in rows:
            row.countersigned = at
        return len(rows)

    def set_room(self, number: JobNumber, reading: RoomReading) -> None:
        """Write an influence quantity, in the place of an earlier one (the journal keeps that)."""
        job, quantity = self._job(number), reading.quantity
        row = self._session.scalar(
            select(RoomRow).where(
                RoomRow.job_id == job, RoomRow.name == reading.name, RoomRow.moment == reading.moment
            )
        )
        if row is None:
            row = RoomRow(job_id=job, name=reading.name, moment=reading.moment)
            self._session.add(row)
        row.keyed, row.unit, row.base = quantity.number, quantity.unit, quantity.base
        row.by, row.at = reading.by, reading.at

    def of(self, job: int) -> JobReadings:
        """Return the readings of the job with key ``job``; those as left, if any, make its result."""
        rows = self._session.scalars(
            select(ReadingRow)
            .where(ReadingRow.job_id == job)
            .order_by(
                ReadingRow.point, ReadingRow.row, ReadingRow.column, ReadingRow.phase, ReadingRow.revision
            )
        )
        standing: dict[Phase, dict[Place, Reading]] = {phase: {} for phase in Phase}
        replaced: list[Reading] = []
        for reading in map(_reading, rows):
            places = standing[reading.phase]
            if reading.place in places:
                replaced.append(places[reading.place])
            places[reading.place] = reading
        found, left = (tuple(standing[phase].values()) for phase in (Phase.AS_FOUND, Phase.AS_LEFT))
        return JobReadings(left or found, tuple(replaced), found if left else ())

    def room(self, job: int) -> tuple[RoomReading, ...]:
        """Return the influence quantities of the job with key ``job``."""
        rows = self._session.scalars(select(RoomRow).where(RoomRow.job_id == job).order_by(RoomRow.id))
        return tuple(
            RoomReading(
                name=row.name,
                moment=row.moment,
                quantity=QuantityValue(row.keyed, row.unit),
                by=PersonName(row.by),
                at=row.at,
            )
            for row in rows
        )

    def _job(self, number: JobNumber) -> int:
        if number not in self._jobs:
            self._jobs[number] = one(self._session, JobRow.number, number, "job").id
        return self._jobs[number]


def _reading(row: ReadingRow) -> Reading:
    return Reading(
        place=Place(point=row.point, row=row.row, column=row.column),
        quantity=QuantityValue(row.keyed, row.unit),
        by=PersonName(row.by),
        at=row.at,
        on=row.on,
        revision=row.revision,
        mentor=PersonName(row.mentor) if row.mentor else None,
        countersigned=row.countersigned,
        reason=row.reason,
        phase=Phase(row.phase),
        standard=row.certificate_id,
    )
