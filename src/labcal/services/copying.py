"""A job begun as an earlier one of the same instrument was: procedure, class, standards, points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from labcal.domain.instrument import StandardInUse, StandardNumber
from labcal.domain.job import Job, JobNumber, Place, State
from labcal.domain.person import Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.role import Right
from labcal.errors import LabCalError
from labcal.errors.bench import NoEarlierJobError, OtherInstrumentError
from labcal.services.jobs import OpenJob, TieStandard, refuse_unless
from labcal.services.readings import RecordReading
from labcal.services.sheet import procedure_of
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark, phrase


class LeftOut(NamedTuple):
    """A standard of the earlier job that was not tied, and why."""

    standard: StandardNumber
    why: Phrase


class EarlierJob(NamedTuple):
    """An earlier job of the same instrument, and its procedure."""

    job: JobNumber
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyJob:
    """Begin a received job as an earlier one of the same instrument was; no reading is copied.

    The version of the procedure is the one in force now; a standard that may not be used now is left out.

    Attributes:
        earlier: The job to go by; None for the last one of the instrument.
        mentor: Who stands beside a supervised person.
    """

    title: ClassVar[str] = mark("Begin as before")
    undoable: ClassVar[bool] = True
    job: JobNumber
    earlier: JobNumber | None = None
    mentor: PersonName | None = None

    def needs(self, records: Records) -> Need:
        if self.earlier is None and _last_before(records, self.job) is None:
            return Need(right=Right.RECORD, on=records.today)
        return _opened(self, earlier_of(records, self.job, self.earlier)).needs(records)

    def run(self, work: Work, who: PersonName) -> tuple[LeftOut, ...]:
        refuse_unless(work, self.job, State.RECEIVED)
        model = earlier_of(work, self.job, self.earlier)
        _opened(self, model).run(work, who)
        if not work.jobs.get(self.job).grade and model.grade:
            work.bench.set_grade(self.job, model.grade)
        left_out = tuple(one for one in (_tied(work, who, self.job, used) for used in model.standards) if one)
        _copy_points(work, who, self.job, model)
        return left_out


def last_earlier(records: Records, number: JobNumber) -> EarlierJob | None:
    """Return the job that a received one may begin as; None where the instrument has none."""
    found = _last_before(records, number)
    procedure = records.jobs.get(found).procedure if found is not None else None
    return EarlierJob(found, procedure.id) if found is not None and procedure is not None else None


def earlier_of(records: Records, number: JobNumber, wanted: JobNumber | None) -> Job:
    """Return the job to go by, of the same instrument.

    Raises:
        NoEarlierJobError: There is none that was begun.
        OtherInstrumentError: The one wanted is of another instrument.
    """
    item = records.bench.instrument_of(number)
    if wanted is not None:
        if records.bench.instrument_of(wanted) != item:
            raise OtherInstrumentError(job=number, earlier=wanted)
        found: JobNumber | None = wanted
    else:
        found = _last_before(records, number)
    if found is None:
        raise NoEarlierJobError(job=number)
    return records.jobs.get(found)


def _last_before(records: Records, number: JobNumber) -> JobNumber | None:
    begun = records.bench.begun_of(records.bench.instrument_of(number))
    return next((one for one in begun if one != number), None)


def _opened(command: CopyJob, model: Job) -> OpenJob:
    if model.procedure is None:
        raise NoEarlierJobError(job=command.job)
    return OpenJob(job=command.job, procedure=model.procedure.id, mentor=command.mentor)


def _tied(work: Work, who: PersonName, job: JobNumber, used: StandardInUse) -> LeftOut | None:
    """Tie a standard of the earlier job; return why not where it may not be used now."""
    try:
        TieStandard(job=job, standard=used.standard, role=used.role, beside=not used.role).run(work, who)
    except LabCalError as error:
        return LeftOut(used.standard, phrase(error.template, **error.fields))
    return None


def _copy_points(work: Work, who: PersonName, job: JobNumber, model: Job) -> None:
    """Ask for the same points, where the job says at which nominal values it measures."""
    procedure: Procedure = procedure_of(work, job)
    if procedure.points is None or not procedure.points.is_asked:
        return
    column = next(n for n, one in enumerate(procedure.readings.columns) if one.object == "nominal")
    for reading in model.readings:
        place = reading.place
        if place.column == column and place.row == 0:
            at = Place(point=place.point, row=0, column=column)
            RecordReading(job=job, place=at, quantity=reading.quantity).run(work, who)
