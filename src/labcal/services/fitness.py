"""Whether standards, procedure, room and item are fit for a job, and the reasons where they are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from labcal.catalog.fitness import fitness_rules
from labcal.domain import units
from labcal.domain.equipment import STATUSES, Conformity
from labcal.domain.evaluation import U_TOO_LARGE
from labcal.domain.fitness import Unfit
from labcal.domain.instrument import StandardInUse
from labcal.domain.job import PHASES, Job, Stage
from labcal.domain.procedure import Procedure, ProcedureWords, RoomLimit
from labcal.domain.quantity import QuantityValue
from labcal.domain.repeats import repeated, uneven
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.jobs import ProcedureNotInForceError
from labcal.errors.methods import ProcedureWithdrawnError
from labcal.services.jobs import USABLE
from labcal.services.points import PointEvaluation
from labcal.services.requirement import Met, Requirement
from labcal.services.scope_told import OUTSIDE
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase

OVER_LIMITS = mark("{name} {moment}, {value}, is outside {span}")


def fitness(
    records: Records,
    job: Job,
    procedure: Procedure,
    words: ProcedureWords,
    points: Sequence[PointEvaluation],
) -> tuple[Requirement, ...]:
    """Return what is fit and unfit for a job; what a recorded reason lets pass is a warning."""
    found = (
        *_procedure(records, job),
        *(one for standard in job.standards for one in _standard(records, job, standard)),
        *_room(job, procedure, words),
        *_acclimatised(records, job, procedure),
        *_points(job, procedure, points),
    )
    return tuple(_settled(job, one) for one in found)


def _settled(job: Job, found: Requirement) -> Requirement:
    """Return a requirement with the clause of its rule, and as a warning where a reason lets it pass."""
    if found.unfit is None:
        return found
    rule = fitness_rules()[found.unfit]
    told = replace(found, clause=rule.clause, excusable=rule.is_excusable)
    for excuse in job.excuses if rule.is_excusable else ():
        if (excuse.kind, excuse.about) == (found.unfit.value, found.about):
            says = phrase(mark("{sentence} — let pass: {reason}"), sentence=found.says, reason=excuse.reason)
            return replace(told, says=says, met=Met.WARNING)
    return told


def _unfit(where: str, says: Phrase, unfit: Unfit, about: str = "") -> Requirement:
    stage = {"room": Stage.MEASURE, "readings": Stage.EVALUATE}.get(where, Stage.PREPARE)
    return Requirement(where=where, says=says, clause="", met=Met.NO, stage=stage, unfit=unfit, about=about)


def _last_day(records: Records, job: Job) -> date:
    return max((reading.on for reading in job.taken), default=records.today)


def _procedure(records: Records, job: Job) -> Iterator[Requirement]:
    """Yield that the procedure is no longer in force on the last day of the work."""
    if job.procedure is None:
        return
    try:
        records.procedures.in_force(job.procedure.id, _last_day(records, job))
    except ProcedureWithdrawnError as error:
        yield _unfit("procedure", phrase(error.template, **error.fields), Unfit.PROCEDURE_WITHDRAWN)
    except ProcedureNotInForceError:
        return


def _standard(records: Records, job: Job, standard: StandardInUse) -> Iterator[Requirement]:
    """Yield what is unfit about a standard; where nothing is, that it is in date."""
    told, number, last = standard.certificate, standard.standard, _last_day(records, job)
    item = Subject(SubjectKind.STANDARD, number)
    status, check = records.equipment.status(item, last), records.equipment.last_check(item, last)
    due = records.equipment.check_due(item)
    found = []
    if standard.suspended:
        says = phrase(mark("Standard {number} is suspended"), number=number)
        found.append(_unfit("standard", says, Unfit.STANDARD_SUSPENDED, number))
    if status is not None and status not in USABLE:
        says = phrase(mark("Standard {number} is {status}"), number=number, status=phrase(STATUSES[status]))
        found.append(_unfit("standard", says, Unfit.STANDARD_OUT_OF_USE, number))
    if told.due_on < last:
        says = phrase(
            mark("Certificate {number} of the standard was good until {due}"),
            number=told.number,
            due=told.due_on,
        )
        found.append(_unfit("standard", says, Unfit.STANDARD_OUT_OF_DATE, number))
    if check is not None and check.conformity is Conformity.FAILS:
        says = phrase(
            mark("Standard {number} did not pass its intermediate check of {on}"), number=number, on=check.on
        )
        found.append(_unfit("standard", says, Unfit.CHECK_FAILED, number))
    if due is not None and due < last:
        says = phrase(mark("Standard {number} wanted its intermediate check by {on}"), number=number, on=due)
        found.append(_unfit("standard", says, Unfit.CHECK_OVERDUE, number))
    yield from found
    if not found:
        says = phrase(mark("Standard {number}, in date until {due}"), number=number, due=told.due_on)
        yield Requirement(where="standard", says=says, clause="6.4.4", met=Met.YES, stage=Stage.PREPARE)


def _room(job: Job, procedure: Procedure, words: ProcedureWords) -> Iterator[Requirement]:
    """Yield each influence quantity that was outside its limits."""
    limits = {limit.name: limit for limit in procedure.room}
    recorded = {one.name for one in job.room_records}
    at = {"start": mark("at the start"), "end": mark("at the end")}
    for read in job.room:
        if read.name in limits and read.name not in recorded:
            name = words.room_name(read.name)
            yield from _outside(limits[read.name], (name, at[read.moment], read.moment), read.quantity)
    for one in job.room_records:
        ends = ((mark("at its lowest"), one.lowest), (mark("at its highest"), one.highest))
        for words_at, number in ends if one.name in limits else ():
            told = (words.room_name(one.name), words_at, words_at.removeprefix("at its "))
            yield from _outside(limits[one.name], told, QuantityValue(number, one.unit))


def _outside(limit: RoomLimit, told: tuple[str, str, str], read: QuantityValue) -> Iterator[Requirement]:
    if limit.contains(read):
        return
    name, at, moment = told
    span = f"{limit.lowest} … {limit.highest} {units.pretty(limit.unit)}"
    says = phrase(OVER_LIMITS, name=name, moment=phrase(at), value=read, span=span)
    yield _unfit("room", says, Unfit.ROOM, f"{limit.name} {moment}")


def _acclimatised(records: Records, job: Job, procedure: Procedure) -> Iterator[Requirement]:
    """Yield whether the item stood in the room for as long as the procedure asks."""
    wanted = procedure.acclimatisation
    if wanted is None:
        return
    first = min((reading.at for reading in job.taken), default=records.now)
    stood = first - in_room_since(records, job)
    given = max(stood / timedelta(hours=1), 0.0)
    fields = {"given": f"{given:.1f}", "wanted": wanted}
    if stood >= timedelta(seconds=wanted.base):
        says = phrase(mark("The item stood in the room for {given} h, {wanted} are asked"), **fields)
        yield Requirement(where="room", says=says, clause="7.4.1", met=Met.YES, stage=Stage.MEASURE)
        return
    says = phrase(mark("The item is known to have stood in the room for {given} h of {wanted}"), **fields)
    yield _unfit("room", says, Unfit.ACCLIMATISATION)


def in_room_since(records: Records, job: Job) -> datetime:
    """Return since when the item surely stands in the room: as told, else since the day after its receipt."""
    if job.acclimatising_since is not None:
        return job.acclimatising_since
    evening = datetime.combine(job.received_on + timedelta(days=1), time(), records.people.zone())
    return evening.astimezone(UTC)


def _points(job: Job, procedure: Procedure, points: Sequence[PointEvaluation]) -> Iterator[Requirement]:
    """Yield what a person should look at, point by point."""
    for one in points:
        about = f"{one.phase.value} {one.number}"
        for sentence in one.result.warnings if one.result else ():
            says = _named(job, one, sentence, len(points))
            if sentence.template == U_TOO_LARGE:
                yield _unfit("readings", says, Unfit.UNCERTAINTY, about)
            else:
                yield _warned(says, "7.7.1")
        for sentence in (*repeated(procedure, one.inputs), *uneven(procedure, one.inputs)):
            yield _warned(_named(job, one, sentence, len(points)), "7.7.1")
        if job.cmcs is not None and one.result is not None and one.inputs.cmc is None:
            yield _warned(phrase(OUTSIDE, nominal=one.inputs.nominal), "8.1.3")


def _warned(says: Phrase, clause: str) -> Requirement:
    return Requirement(where="readings", says=says, clause=clause, met=Met.WARNING, stage=Stage.EVALUATE)


def _named(job: Job, point: PointEvaluation, sentence: Phrase, count: int) -> Phrase:
    """Return a sentence with the point that it is of, where there are several."""
    if count == 1:
        return sentence
    if not job.as_found:
        return phrase(mark("{nominal}: {sentence}"), nominal=point.inputs.nominal, sentence=sentence)
    return phrase(
        mark("{nominal}, {phase}: {sentence}"),
        nominal=point.inputs.nominal,
        phase=phrase(PHASES[point.phase]),
        sentence=sentence,
    )
