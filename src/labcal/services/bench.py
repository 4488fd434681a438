"""Commands at the bench beside the readings themselves: adjustment, what there is as found, outliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain import point
from labcal.domain.job import Adjustment, JobNumber, Outlier, Phase, Place, Reading, State
from labcal.domain.person import Need, PersonName
from labcal.errors.bench import (
    AdjustedBeforeError,
    HasAsFoundError,
    MarkedBeforeError,
    NothingAsFoundError,
    NotMarkedError,
    OncePerPointError,
)
from labcal.errors.jobs import NothingRecordedError
from labcal.services.evaluation import points_of
from labcal.services.jobs import recording, refuse_unless
from labcal.services.missing import refuse_missing
from labcal.services.sheet import procedure_of
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAdjustment:
    """Record what was done to the item; readings taken from now on are as left (7.8.4.1 d)."""

    title: ClassVar[str] = mark("Record adjustment")
    undoable: ClassVar[bool] = True
    job: JobNumber
    what: str

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        refuse_missing((mark("What was adjusted"), self.what))
        job = work.jobs.get(self.job)
        if job.adjustment is not None:
            raise AdjustedBeforeError(job=self.job, person=job.adjustment.by)
        procedure = procedure_of(work, self.job)
        found = points_of(job, procedure, Phase.AS_FOUND) if not job.no_as_found else ()
        is_complete = any(not point.missing_of_readings(procedure, inputs) for inputs in found)
        if not (job.no_as_found or is_complete):
            raise NothingAsFoundError(job=self.job)
        work.bench.adjust(self.job, Adjustment(what=self.what.strip(), by=who, at=work.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareNoAsFound:
    """Say why there is nothing to read before an adjustment, such as at an initial calibration."""

    title: ClassVar[str] = mark("Declare nothing as found")
    undoable: ClassVar[bool] = True
    job: JobNumber
    reason: str

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        refuse_missing((mark("Why there is nothing as found"), self.reason))
        if work.readings.has_any(self.job, Phase.AS_FOUND):
            raise HasAsFoundError(job=self.job)
        work.bench.declare_no_as_found(self.job, self.reason.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOutlier:
    """Leave a reading, and with it its cycle, out of the evaluation; it stays on record with the reason.

    Attributes:
        phase: None for the phase that the job is in.
    """

    title: ClassVar[str] = mark("Mark outlier")
    undoable: ClassVar[bool] = True
    job: JobNumber
    place: Place
    reason: str
    phase: Phase | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        refuse_missing((mark("Why the reading is left out"), self.reason))
        plan = procedure_of(work, self.job).readings
        reading, key = _standing(work, self.job, self.place, self.phase)
        if self.place.column not in plan.per_cycle:
            raise OncePerPointError(column=plan.columns[self.place.column].symbol)
        if reading.outlier is not None:
            raise MarkedBeforeError(keyed=reading.quantity, reason=reading.outlier.reason)
        told = Outlier(reason=self.reason.strip(), by=who, at=work.now)
        work.readings.mark_outlier(self.job, key, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackOutlier:
    """Let a reading that was left out count again; that it was left out stays in the journal.

    Attributes:
        phase: None for the phase that the job is in.
    """

    title: ClassVar[str] = mark("Take back outlier")
    undoable: ClassVar[bool] = True
    job: JobNumber
    place: Place
    phase: Phase | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        reading, key = _standing(work, self.job, self.place, self.phase)
        if reading.outlier is None:
            raise NotMarkedError(keyed=reading.quantity)
        work.readings.take_back_outlier(key)


def _standing(work: Work, job: JobNumber, place: Place, phase: Phase | None) -> tuple[Reading, int]:
    """Return the reading that stands at a place, and its key."""
    taken = phase or work.jobs.phase(job)
    found, key = work.readings.standing(job, place, taken), work.readings.key(job, place, taken)
    if found is None or key is None:
        at = phrase(mark("cycle {row}, column {column}"), row=place.row + 1, column=place.column + 1)
        raise NothingRecordedError(place=at, job=job)
    return found, key
