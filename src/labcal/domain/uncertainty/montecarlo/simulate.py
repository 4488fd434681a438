"""A budget evaluated by Monte Carlo (JCGM 101:2008; JCGM 102:2011)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labcal.domain import units
from labcal.domain.uncertainty.budget import Budget, Output
from labcal.domain.uncertainty.montecarlo import regions, report
from labcal.domain.uncertainty.montecarlo.blocks import Kernel
from labcal.domain.uncertainty.montecarlo.plan import Plan, plan
from labcal.domain.uncertainty.montecarlo.result import Matrix, Regions, Simulation
from labcal.domain.uncertainty.montecarlo.roots import Equation
from labcal.domain.uncertainty.montecarlo.settings import ADVISED, Settings, Watch
from labcal.domain.uncertainty.montecarlo.tally import correlation
from labcal.domain.uncertainty.montecarlo.trials import Run, Trials, draw_all
from labcal.domain.uncertainty.montecarlo.vectors import Array
from labcal.text import Phrase, mark, phrase

INFINITE = mark(
    "The standard deviation of {symbol} is infinite, because {input} is drawn from a t-distribution"
    " with {dof} degrees of freedom. The intervals hold."
)
FEW_TRIALS = mark("{trials} trials are few for a coverage probability of {probability}: take {advised}.")
NOT_SETTLED = mark(
    "After {trials} trials, the results have not settled within the tolerance of {digits} digits."
)
DEPENDENT = mark("The results depend on one another, so that they have no coverage ellipsoid.")


def simulate(budget: Budget, settings: Settings | None = None, watch: Watch | None = None) -> Simulation:
    """Return all results of a budget by Monte Carlo.

    Args:
        budget: Its coverage gives the probability of the intervals; with k alone it is erf(k/√2).
        settings: Number of trials and the like.
        watch: Who is told how far the run is, and may stop it.

    Raises:
        ModelError, UnknownUnitError, UnitMismatchError, BudgetError: The budget cannot be evaluated.
        TooFewTrialsError, TooManyTrialsError: The number of trials is not possible.
        CorrelatedDistributionError, UndrawableDistributionError: Something cannot be drawn.
        DrawError: A model has no finite value in some draws.
        SimulationStoppedError: The run was stopped.
    """
    settings, watch = settings or Settings(), watch or Watch()
    probability = budget.coverage.enclosed
    trials = settings.checked_trials(probability, len(budget.outputs))
    drawn = plan(budget)
    run = Run(Kernel(drawn, settings.seed), settings, watch, probability, trials)
    found = draw_all(run)
    weakest = tuple(_weakest(drawn, number) for number in range(len(budget.outputs)))
    is_finite = all(one.has_deviation for one in weakest)
    covariance = found.total.covariance()
    joint = _regions(budget.outputs, run, found) if is_finite and len(weakest) > 1 else None
    watch.progress(run.total, run.total)
    return Simulation(
        outputs=tuple(
            report.simulated(output, number, run, found, weakest[number].dof)
            for number, output in enumerate(budget.outputs)
        ),
        covariance=_covariance(budget.outputs, covariance) if is_finite else None,
        correlation=_matrix(correlation(covariance)) if is_finite else None,
        regions=joint,
        trials=found.total.count,
        seed=settings.seed,
        is_stable=found.is_stable,
        warnings=(*drawn.warnings, *_warnings(budget, run, found), *_infinite(budget, weakest), *_of(joint)),
    )


@dataclass(frozen=True, slots=True)
class _Weakest:
    """The input of a model whose t has the fewest degrees of freedom."""

    symbol: str
    dof: float

    @property
    def has_deviation(self) -> bool:
        return self.dof > report.LEAST_DOF_OF_DEVIATION


def _weakest(drawn: Plan, number: int) -> _Weakest:
    model = drawn.models[number]
    tape = model.tape if isinstance(model, Equation) else model
    used = {step.source for step in tape.steps if step.function == "input"}
    inputs = [source for source in sorted(used) if source < len(drawn.symbols)]
    weakest = min(inputs, key=lambda source: drawn.least_dof[source], default=None)
    if weakest is None:
        return _Weakest("", math.inf)
    return _Weakest(drawn.symbols[weakest], drawn.least_dof[weakest])


def _covariance(outputs: Sequence[Output], covariance: Array) -> Matrix:
    scales = np.array([units.scale(output.unit) for output in outputs])
    return _matrix(covariance / np.outer(scales, scales))


def _matrix(found: Array) -> Matrix:
    return tuple(tuple(float(value) for value in row) for row in found)


def _regions(outputs: Sequence[Output], run: Run, found: Trials) -> Regions:
    factors = regions.factors(run, found)
    spread = np.sqrt(np.diag(found.total.covariance()))
    return Regions(
        probability=run.probability,
        ellipsoid_factor=factors.ellipsoid,
        rectangle_factor=factors.box,
        half_widths=tuple(
            factors.box * float(u) / units.scale(output.unit)
            for output, u in zip(outputs, spread, strict=True)
        ),
    )


def _warnings(budget: Budget, run: Run, found: Trials) -> list[Phrase]:
    warnings = []
    advised = math.ceil(ADVISED / (1 - run.probability))
    if not run.settings.adaptive and found.total.count < advised:
        shown = f"{run.probability:.6g}"
        warnings.append(phrase(FEW_TRIALS, trials=found.total.count, probability=shown, advised=advised))
    if not found.is_stable:
        warnings.append(phrase(NOT_SETTLED, trials=found.total.count, digits=run.settings.digits))
    return warnings


def _infinite(budget: Budget, weakest: Sequence[_Weakest]) -> list[Phrase]:
    return [
        phrase(INFINITE, symbol=output.symbol, input=one.symbol, dof=f"{one.dof:.6g}")
        for output, one in zip(budget.outputs, weakest, strict=True)
        if not one.has_deviation
    ]


def _of(joint: Regions | None) -> list[Phrase]:
    return [phrase(DEPENDENT)] if joint is not None and joint.ellipsoid_factor is None else []
