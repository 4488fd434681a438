"""Every point of a job, in both phases, evaluated; what did not change is not computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from labcal.domain.conformity import Limits
from labcal.domain.evaluation import PointInputs, PointResult, Progress, partial
from labcal.domain.job import Job, Phase, Place
from labcal.domain.procedure import ConformityRule, Procedure
from labcal.domain.quantity import QuantityValue
from labcal.domain.recompute import Recomputed, recompute
from labcal.errors import LabCalError
from labcal.services.agreed import as_agreed
from labcal.services.evaluation import limits_of, numbered

REMEMBERED = 4096
"""How many points are kept evaluated, by all that their evaluation starts from."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the evaluation of a point depends on; a procedure is known by its digest and what was agreed."""

    digest: str
    rule: ConformityRule | None
    inputs: PointInputs
    limits: Limits | None
    procedure: Procedure = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEvaluation:
    """One point of a job in one phase.

    Attributes:
        number: As in the places of its readings, from 0.
        inputs: What its evaluation starts from; ``inputs.nominal`` names it.
        limits: What it is held against; None where no class was agreed, or none could be had.
        progress: How far it has come, with its result as soon as there can be one.
    """

    number: int
    phase: Phase
    inputs: PointInputs
    limits: Limits | None
    progress: Progress
    _asked: _Asked

    @property
    def second(self) -> Recomputed | None:
        """The independent computation from the raw readings, where it is looked at; None before all is in."""
        return _again(self._asked) if self.progress.ready else None

    @property
    def result(self) -> PointResult | None:
        """The result, provisional unless the point is ready."""
        return self.progress.result

    @property
    def is_raised(self) -> bool:
        """Whether U came out below the accredited capability, and was raised to it."""
        cmc, result = self.inputs.cmc, self.result
        if cmc is None or result is None:
            return False
        unit = result.evaluation.unit
        return result.evaluation.expanded_uncertainty < float(cmc.in_unit(unit, difference=True))

    @property
    def is_begun(self) -> bool:
        """Whether anything was read at the point."""
        return any(cell is not None for row in self.inputs.readings for cell in row)


def evaluations(job: Job, procedure: Procedure, phase: Phase) -> tuple[PointEvaluation, ...]:
    """Return every point of a job in a phase.

    Raises:
        UnknownGradeError, NominalNotInTableError: There are no limits for the class agreed.
    """
    found = numbered(job, procedure, phase)
    agreed = as_agreed(procedure, job)
    return tuple(
        _point(agreed, number, phase, inputs, limits_of(job, procedure, inputs)) for number, inputs in found
    )


def both_phases(
    job: Job, procedure: Procedure
) -> tuple[tuple[PointEvaluation, ...], tuple[PointEvaluation, ...], LabCalError | None]:
    """Return the points as found before an adjustment, those that stand for the job, and what is amiss."""
    points = {phase: numbered(job, procedure, phase) for phase in job.phases}
    each: list[Limits | None] = []
    trouble: LabCalError | None = None
    try:
        each = [limits_of(job, procedure, inputs) for of in points.values() for _, inputs in of]
    except LabCalError as error:
        trouble, each = error, [None] * sum(map(len, points.values()))
    limits = iter(each)
    told = {
        phase: tuple(_point(procedure, number, phase, inputs, next(limits)) for number, inputs in of)
        for phase, of in points.items()
    }
    return told[Phase.AS_FOUND] if job.as_found else (), told[job.phase], trouble


def keyed_into(
    job: Job, procedure: Procedure, point: PointEvaluation, cells: Mapping[Place, QuantityValue]
) -> PointEvaluation:
    """Return a point as it will be once ``cells`` are in the book: what is shown while they are written."""
    rows = [list(row) for row in point.inputs.readings]
    for place, quantity in cells.items():
        if place.point == point.number and place.row < len(rows):
            rows[place.row][place.column] = quantity
    inputs = replace(point.inputs, readings=tuple(tuple(row) for row in rows))
    return _point(as_agreed(procedure, job), point.number, point.phase, inputs, point.limits)


def _point(
    procedure: Procedure, number: int, phase: Phase, inputs: PointInputs, limits: Limits | None
) -> PointEvaluation:
    asked = _Asked(procedure.digest, procedure.conformity, inputs, limits, procedure)
    return PointEvaluation(
        number=number, phase=phase, inputs=inputs, limits=limits, progress=_evaluated(asked), _asked=asked
    )


@lru_cache(maxsize=REMEMBERED)
def _evaluated(asked: _Asked) -> Progress:
    """Return the first computation of a point."""
    return partial(asked.procedure, asked.inputs, asked.limits)


@lru_cache(maxsize=REMEMBERED)
def _again(asked: _Asked) -> Recomputed:
    """Return the second computation of a point that has all its readings."""
    return recompute(asked.procedure, asked.inputs)
