"""Readings of jobs: as keyed, with who and when; a correction stands beside what it replaces."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.job import JobNumber, Outlier, Phase, Place, Reading, RoomReading
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.store.find import one
from labcal.store.rows.bench import OutlierRow
from labcal.store.rows.jobs import JobRow, ReadingRow, RoomRow


class JobReadings(NamedTuple):
    """The readings of a job that stand, each phase apart, and those that were replaced."""

    as_found: tuple[Reading, ...]
    as_left: tuple[Reading, ...]
    replaced: tuple[Reading, ...]


class BegunPoint(NamedTuple):
    """The readings of a point that stand in a phase, and the standard's certificate it is read against."""

    standing: dict[Place, Reading]
    certificate: int | None


COLUMNS = (
    "id", "point", "row", "column", "keyed", "unit", "by", "at", "on", "revision", "mentor", "countersigned",
    "reason", "phase", "certificate_id",
)  # fmt: skip
"""What a reading is made of: plain columns are read many times as fast as rows are kept."""


class Readings:
    """The readings of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._jobs: dict[JobNumber, int] = {}

    def standing(self, number: JobNumber, place: Place, phase: Phase = Phase.AS_FOUND) -> Reading | None:
        """Return the reading that stands at a place of a job; None where there is none."""
        row = self._row(number, place, phase)
        if row is None:
            return None
        told = self._session.scalar(select(OutlierRow).where(OutlierRow.reading_id == row.id))
        return _reading(row, _outlier(told) if told else None)

    def left_out(self, number: JobNumber, point: int, phase: Phase) -> int:
        """Return how many rows of a point are left out of the evaluation."""
        query = (
            select(func.count(ReadingRow.row.distinct()))
            .join(OutlierRow, OutlierRow.reading_id == ReadingRow.id)
            .where(
                ReadingRow.job_id == self._job(number), ReadingRow.point == point, ReadingRow.phase == phase
            )
        )
        return self._session.scalar(query) or 0

    def begun(self, number: JobNumber, points: Collection[int], phase: Phase) -> dict[int, BegunPoint]:
        """Return what was read at ``points`` of a job in a phase; a point without readings is not in it."""
        job = self._job(number)
        columns = [getattr(ReadingRow, name) for name in COLUMNS]
        rows = self._session.execute(
            select(*columns)
            .where(ReadingRow.job_id == job, ReadingRow.point.in_(points), ReadingRow.phase == phase)
            .order_by(ReadingRow.id)
        ).all()
        newest: dict[Place, Any] = {}
        certificates: dict[int, int | None] = {}
        for row in rows:
            place = Place(point=row.point, row=row.row, column=row.column)
            certificates[row.point] = row.certificate_id
            if place not in newest or row.revision > newest[place].revision:
                newest[place] = row
        outliers = self._outliers(job) if rows else {}
        found = {point: BegunPoint({}, certificate) for point, certificate in certificates.items()}
        for place, row in newest.items():
            found[place.point].standing[place] = _reading(row, outliers.get(row.id))
        return found

    def _row(self, number: JobNumber, place: Place, phase: Phase) -> ReadingRow | None:
        return self._session.scalar(
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
        """Return the readings of the job with key ``job``, each phase apart."""
        columns = [getattr(ReadingRow, name) for name in COLUMNS]
        rows = self._session.execute(
            select(*columns)
            .where(ReadingRow.job_id == job)
            .order_by(
                ReadingRow.point, ReadingRow.row, ReadingRow.column, ReadingRow.phase, ReadingRow.revision
            )
        )
        outliers = self._outliers(job)
        standing: dict[Phase, dict[Place, Reading]] = {phase: {} for phase in Phase}
        replaced: list[Reading] = []
        for row in rows:
            reading = _reading(row, outliers.get(row.id))
            places = standing[reading.phase]
            if reading.place in places:
                replaced.append(places[reading.place])
            places[reading.place] = reading
        found, left = (tuple(standing[phase].values()) for phase in (Phase.AS_FOUND, Phase.AS_LEFT))
        return JobReadings(found, left, tuple(replaced))

    def key(self, number: JobNumber, place: Place, phase: Phase) -> int | None:
        """Return the key of the reading that stands at a place of a job; None where there is none."""
        row = self._row(number, place, phase)
        return None if row is None else row.id

    def mark_outlier(self, number: JobNumber, reading: int, told: Outlier) -> None:
        """Leave the reading with key ``reading`` out of the evaluation."""
        self._session.add(
            OutlierRow(
                job_id=self._job(number), reading_id=reading, reason=told.reason, by=told.by, at=told.at
            )
        )

    def take_back_outlier(self, reading: int) -> None:
        """Let the reading with key ``reading`` count again."""
        row = self._session.scalar(select(OutlierRow).where(OutlierRow.reading_id == reading))
        if row is not None:
            self._session.delete(row)

    def has_any(self, number: JobNumber, phase: Phase) -> bool:
        """Tell whether a job has a reading of a phase."""
        query = select(ReadingRow.id).where(ReadingRow.job_id == self._job(number), ReadingRow.phase == phase)
        return self._session.scalar(query.limit(1)) is not None

    def retell(self, number: JobNumber, earlier: int, later: int) -> None:
        """Let what was taken against one standard's certificate be taken against another's instead."""
        query = select(ReadingRow).where(
            ReadingRow.job_id == self._job(number), ReadingRow.certificate_id == earlier
        )
        for row in self._session.scalars(query):
            row.certificate_id = later

    def _outliers(self, job: int) -> dict[int, Outlier]:
        rows = self._session.scalars(select(OutlierRow).where(OutlierRow.job_id == job))
        return {row.reading_id: _outlier(row) for row in rows}

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


def _outlier(row: OutlierRow) -> Outlier:
    return Outlier(reason=row.reason, by=PersonName(row.by), at=row.at)


def _reading(row: Any, outlier: Outlier | None = None) -> Reading:
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
        outlier=outlier,
    )
