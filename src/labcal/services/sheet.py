"""A job as the worksheet shows it: records, live result, what is missing, what the person may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from labcal.catalog.procedures import parse_procedure, words_of
from labcal.domain.conformity import Limits
from labcal.domain.evaluation import Progress
from labcal.domain.job import Job, JobNumber, Stage
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.recompute import Recomputed
from labcal.domain.role import Right
from labcal.errors import LabCalError
from labcal.errors.records import NotFoundError
from labcal.services.agreed import as_agreed
from labcal.services.fitness import fitness
from labcal.services.perform import able
from labcal.services.points import PointEvaluation, both_phases
from labcal.services.readiness import Requirement, requirements, stage_of
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase

STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything the worksheet of one job shows.

    Attributes:
        limits: What the result is held against; None where no class was agreed, or ``trouble`` says why.
        trouble: Why the result could not be computed, as a sentence; None where it could.
        rights: The levels that the person asking holds for this job today.
        mentors: Who may mentor on it today.
        points: How far each point has come; ``progress`` is the first, with what is missing at any of them.
        evaluated: The same points with all that belongs to them: as left, where the item was adjusted.
        as_found: The points before an adjustment; empty where nothing was adjusted.
    """

    job: Job
    procedure: Procedure | None
    words: ProcedureWords | None
    progress: Progress | None
    limits: Limits | None
    trouble: LabCalError | None
    requirements: tuple[Requirement, ...]
    stage: Stage
    rights: frozenset[Level]
    mentors: tuple[PersonName, ...]
    points: tuple[Progress, ...] = ()
    evaluated: tuple[PointEvaluation, ...] = ()
    as_found: tuple[PointEvaluation, ...] = ()

    @property
    def both(self) -> tuple[PointEvaluation, ...]:
        """Every point of both phases, as found first."""
        return (*self.as_found, *self.evaluated)

    @property
    def second(self) -> Recomputed | None:
        """The second computation of the first point, made where it is looked at; None before all is in."""
        is_ready = self.progress is not None and self.progress.ready
        return self.evaluated[0].second if is_ready and self.evaluated else None


def sheet(records: Records, number: JobNumber, who: PersonName, language: str) -> Sheet:
    """Return the worksheet of a job as ``who`` sees it, its words in ``language``."""
    job = records.jobs.get(number)
    procedure = as_agreed(parsed(job.procedure.body), job) if job.procedure else None
    words = words_of(procedure, language) if procedure else None
    found: tuple[PointEvaluation, ...] = ()
    points: tuple[PointEvaluation, ...] = ()
    trouble, progress = None, None
    if procedure:
        found, points, trouble = both_phases(job, procedure)
        progress = _whole(found, points)
    needed = requirements(records, job, procedure, words, progress)
    if procedure and words:
        fit = fitness(records, job, procedure, words, (*found, *points))
        needed = tuple(sorted((*needed, *fit), key=lambda one: STAGES.index(one.stage)))
    return Sheet(
        job=job,
        procedure=procedure,
        words=words,
        progress=progress,
        limits=points[0].limits if points else None,
        trouble=trouble,
        requirements=needed,
        stage=stage_of(job, needed),
        rights=_rights(records, job, who),
        mentors=_mentors(records, job),
        points=tuple(one.progress for one in points),
        as_found=found,
        evaluated=points,
    )


def _whole(found: tuple[PointEvaluation, ...], points: tuple[PointEvaluation, ...]) -> Progress:
    """Return the first point with what is missing at all of them, and at those begun as found."""
    first = points[0].progress
    missing = [*first.missing] if len(points) == 1 else [*_named(points)]
    begun = [one for one in found if one.is_begun]
    missing += (phrase(mark("As found, {sentence}"), sentence=one) for one in _named(begun))
    return replace(first, missing=tuple(missing))


def _named(points: Sequence[PointEvaluation]) -> Iterator[Phrase]:
    for one in points:
        for sentence in one.progress.missing:
            yield phrase(mark("{nominal}: {sentence}"), nominal=one.inputs.nominal, sentence=sentence)


@lru_cache(maxsize=64)
def parsed(body: str) -> Procedure:
    """Return the procedure of a text, read once."""
    return parse_procedure(body.encode())


def procedure_of(records: Records, number: JobNumber) -> Procedure:
    """Return the procedure of a job; raise ``NotFoundError`` where none is pinned in it."""
    pinned = records.jobs.procedure(number)
    if pinned is None:
        raise NotFoundError(kind="procedure of job", number=number)
    return parsed(pinned.body)


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
