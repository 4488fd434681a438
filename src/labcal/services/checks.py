"""From the bench to the signature: handing over, the second person's check, its exception."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from labcal.domain.evaluation import PointResult
from labcal.domain.job import FrozenResult, Job, JobNumber, Phase, PolicyException, Review, State
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.recompute import Recomputed
from labcal.domain.role import Right
from labcal.errors.jobs import ExcusedError, NotReadyError, ReasonNeededToReturnError, ResultDiffersError
from labcal.errors.people import OwnWorkError
from labcal.errors.records import MissingFieldError, NotFoundError
from labcal.errors.results import IncompleteError
from labcal.services.coefficients import frozen_coefficients
from labcal.services.evaluation import freeze
from labcal.services.jobs import recording, refuse_unless
from labcal.services.perform import those_who_may
from labcal.services.points import PointEvaluation, evaluations
from labcal.services.readiness import missing_for_check
from labcal.services.scope_told import scope_of
from labcal.services.sheet import need_of, parsed, procedure_of, sheet
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark, phrase

AGREES = 1e-6
"""Greatest relative difference between the two computations of u (central differences are this good)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Freeze the result and hand the job over for the check."""

    title: ClassVar[str] = mark("Hand over for check")
    undoable: ClassVar[bool] = True
    job: JobNumber

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        now = sheet(work, self.job, who, "en")
        if now.trouble is not None:
            raise now.trouble
        missing = missing_for_check(now.requirements)
        if missing:
            raise NotReadyError(job=self.job, missing=_listed([need.says for need in missing]))
        points = certified(now.job)
        refuse_unsuitable(points)
        frozen = (
            replace(freeze(result, who, work.now, one.number, scope_of(now.job, one)), phase=one.phase)
            for one, result in _results(points)
        )
        work.jobs.freeze(self.job, tuple(frozen))
        work.bench.freeze(self.job, frozen_coefficients(procedure_of(work, self.job), points, who, work.now))
        work.jobs.move(self.job, State.CHECKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckJob:
    """As a second, different person, accept the result or return it (7.7.1, 7.11.6).

    Attributes:
        accepted: Whether it goes on to the signature.
        remark: Why it is returned; free where it is accepted.
    """

    title: ClassVar[str] = mark("Check job")
    undoable: ClassVar[bool] = False
    job: JobNumber
    accepted: bool
    remark: str = ""

    def needs(self, records: Records) -> Need:
        return need_of(records, records.jobs.get(self.job), Level.CHECKS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.CHECKING)
        job = work.jobs.get(self.job)
        refuse_own(work, job, who, self.needs(work))
        if not self.accepted and not self.remark.strip():
            raise ReasonNeededToReturnError(job=self.job)
        points = certified(job)
        second = [one.second for one in points if one.second is not None]
        if self.accepted:
            refuse_differences(job, points)
        review = Review(
            by=who,
            at=work.now,
            accepted=self.accepted,
            remark=self.remark.strip(),
            recomputed="; ".join(
                f"{one.value!r} {one.unit}, u = {one.standard_uncertainty!r} {one.unit}" for one in second
            ),
        )
        work.jobs.review(self.job, review)
        work.jobs.move(self.job, State.SIGNING if self.accepted else State.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFromSigning:
    """As signatory, send a checked job back to the bench, saying what has to be mended."""

    title: ClassVar[str] = mark("Return from signing")
    undoable: ClassVar[bool] = False
    job: JobNumber
    remark: str

    def needs(self, records: Records) -> Need:
        return need_of(records, records.jobs.get(self.job), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.SIGNING)
        if not self.remark.strip():
            raise ReasonNeededToReturnError(job=self.job)
        review = Review(by=who, at=work.now, accepted=False, remark=self.remark.strip(), recomputed="")
        work.jobs.review(self.job, review)
        work.jobs.move(self.job, State.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseSecondPerson:
    """Let one job go without a second person, with reason and name."""

    title: ClassVar[str] = mark("Grant exception")
    undoable: ClassVar[bool] = False
    job: JobNumber
    reason: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_QUALITY, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN, State.CHECKING)
        if not self.reason.strip():
            raise MissingFieldError(field=phrase(mark("The reason of the exception")))
        earlier = work.jobs.get(self.job).exception
        if earlier is not None:
            raise ExcusedError(job=self.job, person=earlier.granted_by)
        leave = PolicyException(reason=self.reason.strip(), granted_by=who, at=work.now)
        work.jobs.excuse(self.job, leave)


def _listed(sentences: Sequence[Phrase]) -> Phrase:
    """Return several sentences as one, still without a language."""
    names = [f"sentence_{number}" for number in range(len(sentences))]
    return phrase(" · ".join(f"{{{name}}}" for name in names), **dict(zip(names, sentences, strict=True)))


def recorders(job: Job) -> frozenset[PersonName]:
    """Return everyone whose work on the job a check is about.

    Who read, stood by, left readings out, adjusted the item, or handed over.
    """
    readings = (*job.taken, *job.replaced)
    further = {one.by for one in job.room_records} | {one.outlier.by for one in readings if one.outlier}
    names = {reading.by for reading in readings} | {reading.by for reading in job.room}
    names |= {reading.mentor for reading in readings if reading.mentor}
    names |= further | ({job.adjustment.by} if job.adjustment else set())
    return frozenset(names | {result.by for result in job.results})


def refuse_own(records: Records, job: Job, who: PersonName, need: Need) -> None:
    """Let only a second, different person check, unless the laboratory's policy or an exception says so.

    Raises:
        OwnWorkError: With the names of those who may.
    """
    if not records.people.laboratory().second_person or job.exception is not None:
        return
    own = recorders(job)
    if who in own:
        raise OwnWorkError(person=who, job=job.number, others=those_who_may(records, need, but=own))


def certified(job: Job) -> tuple[PointEvaluation, ...]:
    """Return the points that a job's certificate states: as found those begun, then those that stand."""
    if job.procedure is None:
        raise NotFoundError(kind="procedure of job", number=job.number)
    procedure = parsed(job.procedure.body)
    found = evaluations(job, procedure, Phase.AS_FOUND) if job.as_found else ()
    return (*(one for one in found if one.is_begun), *evaluations(job, procedure, job.phase))


def refuse_unsuitable(points: Sequence[PointEvaluation]) -> None:
    """Refuse a procedure that the second way cannot compute: it would be stuck at the check.

    Raises:
        UnsuitableProcedureError: A component is of a kind that it does not know.
    """
    tuple(one.second for one in points)


def recomputed(job: Job) -> tuple[Recomputed, ...]:
    """Return the second computation of each point of a job, from the raw readings by an independent way."""
    return tuple(one.second for one in certified(job) if one.second is not None)


def refuse_differences(job: Job, points: Sequence[PointEvaluation]) -> None:
    """Hold every frozen result against both computations of now; raises as ``refuse_difference``."""
    kept = {(one.phase, one.point): one for one in job.results}
    if kept.keys() != {(one.phase, one.number) for one in points}:
        raise ResultDiffersError(
            recomputed=phrase(mark("{count} points"), count=len(points)),
            frozen=phrase(mark("{count} points"), count=len(kept)),
        )
    for one, result in _results(points):
        if one.second is not None:
            refuse_difference(kept[one.phase, one.number], result, one.second)


def refuse_difference(frozen: FrozenResult, first: PointResult, second: Recomputed) -> None:
    """Raise ``ResultDiffersError`` where what was frozen, computed again and computed otherwise differ."""
    evaluation = first.evaluation
    if (frozen.value, frozen.expanded) != (str(first.value), str(first.expanded)):
        raise ResultDiffersError(
            recomputed=f"{first.value} {first.unit} ± {first.expanded} {first.uncertainty_unit}",
            frozen=f"{frozen.value} {frozen.unit} ± {frozen.expanded} {frozen.uncertainty_unit}",
        )
    near = AGREES * evaluation.standard_uncertainty
    agrees = math.isclose(second.value, evaluation.value, rel_tol=1e-12, abs_tol=near) and math.isclose(
        second.standard_uncertainty, evaluation.standard_uncertainty, rel_tol=AGREES
    )
    if second.unit != evaluation.unit or not agrees:
        raise ResultDiffersError(
            recomputed=f"{second.value} {second.unit}, u = {second.standard_uncertainty}",
            frozen=f"{evaluation.value} {evaluation.unit}, u = {evaluation.standard_uncertainty}",
        )


def _results(points: Sequence[PointEvaluation]) -> Iterator[tuple[PointEvaluation, PointResult]]:
    """Yield each point with its result; raise ``IncompleteError`` where one has none."""
    for one in points:
        if one.result is None or one.progress.missing:
            raise IncompleteError(missing=next(iter(one.progress.missing), ""))
        yield one, one.result
