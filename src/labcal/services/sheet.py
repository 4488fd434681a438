"""A job as the worksheet shows it: records, live result, what is missing, what the person may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from labcal.catalog.procedures import parse_procedure, words_of
from labcal.domain.conformity import Limits
from labcal.domain.evaluation import PointInputs, Progress, partial
from labcal.domain.job import Job, JobNumber, Stage
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.recompute import Recomputed, recompute
from labcal.domain.role import Right
from labcal.errors import LabCalError
from labcal.services.evaluation import inputs_of, limits_of, points_of
from labcal.services.perform import able
from labcal.services.readiness import Requirement, requirements, stage_of
from labcal.store.work import Records
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything the worksheet of one job shows.

    Attributes:
        limits: What the result is held against; None where no class was agreed, or ``trouble`` says why.
        trouble: Why the result could not be computed, as a sentence; None where it could.
        second: The independent computation from the raw readings; None before everything is in.
        rights: The levels that the person asking holds for this job today.
        mentors: Who may mentor on it today.
        points: How far each point has come; ``progress`` is the first, with what is missing at any of them.
    """

    job: Job
    procedure: Procedure | None
    words: ProcedureWords | None
    progress: Progress | None
    limits: Limits | None
    trouble: LabCalError | None
    second: Recomputed | None
    requirements: tuple[Requirement, ...]
    stage: Stage
    rights: frozenset[Level]
    mentors: tuple[PersonName, ...]
    points: tuple[Progress, ...] = ()


def sheet(records: Records, number: JobNumber, who: PersonName, language: str) -> Sheet:
    """Return the worksheet of a job as ``who`` sees it, its words in ``language``."""
    job = records.jobs.get(number)
    procedure = parsed(job.procedure.body) if job.procedure else None
    words = words_of(procedure, language) if procedure else None
    limits, trouble, progress = None, None, None
    points: tuple[Progress, ...] = ()
    if procedure:
        inputs = points_of(job, procedure)
        try:
            limits = limits_of(job, procedure, inputs[0])
            each = [limits, *(limits_of(job, procedure, one) for one in inputs[1:])]
        except LabCalError as error:
            limits, trouble, each = None, error, [None] * len(inputs)
        points = tuple(partial(procedure, one, of) for one, of in zip(inputs, each, strict=True))
        progress = _whole(points, inputs)
    needed = requirements(records, job, procedure, words, progress)
    second = (
        recompute(procedure, inputs_of(job, procedure)) if procedure and progress and progress.ready else None
    )
    return Sheet(
        job=job,
        procedure=procedure,
        words=words,
        progress=progress,
        limits=limits,
        trouble=trouble,
        second=second,
        requirements=needed,
        stage=stage_of(job, needed),
        rights=_rights(records, job, who),
        mentors=_mentors(records, job),
        points=points,
    )


def _whole(points: tuple[Progress, ...], inputs: tuple[PointInputs, ...]) -> Progress:
    """Return the first point with what is missing, and warned of, at all of them."""
    first = points[0]
    if len(points) == 1:
        return first
    named = tuple(
        phrase(mark("{nominal}: {sentence}"), nominal=one.nominal, sentence=sentence)
        for one, found in zip(inputs, points, strict=True)
        for sentence in found.missing
    )
    return replace(first, missing=named)


@lru_cache(maxsize=64)
def parsed(body: str) -> Procedure:
    """Return the procedure of a text, read once."""
    return parse_procedure(body.encode())


def need_of(records: Records, job: Job, level: Level) -> Need:
    """Return the right of ``level`` that this job takes today."""
    return Need(
        level=level,
        on=records.today,
        procedure=job.procedure.id if job.procedure else None,
        quantity=job.instrument.nominal.base,
    )


def _rights(records: Records, job: Job, who: PersonName) -> frozenset[Level]:
    person = records.people.get(who)
    held = {level for level in Level if person.holds(level, need_of(records, job, level))}
    if person.may(Need(right=Right.MANAGE_QUALITY, on=records.today)):
        held.add(Level.ADMINISTERS)
    return frozenset(held)


def _mentors(records: Records, job: Job) -> tuple[PersonName, ...]:
    return tuple(person.name for person in able(records.people.all(), need_of(records, job, Level.MENTORS)))
