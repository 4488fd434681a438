"""Evaluates budgets by the law of propagation, by Monte Carlo, or by both."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from labcal.catalog.budgets import load_budget
from labcal.domain import units
from labcal.domain.rounding import (
    FLOAT_UNCERTAINTY,
    MINUS,
    Reported,
    RoundingPolicy,
    decimal,
    report,
)
from labcal.domain.uncertainty.budget import Budget, Output
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.errors import LabCalError
from labcal.errors.budgets import BudgetFileError, sentence
from labcal.text import Phrase

Progress = Callable[[int, int], None]
"""Is told how many trials are done, and of how many."""


class Method(Enum):
    """How a budget is evaluated."""

    GUM = "gum"
    MONTE_CARLO = "monte-carlo"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetResult:
    """What came out of a budget.

    Attributes:
        budget: The budget.
        method: How it was evaluated.
        propagated: A ``domain.uncertainty.multivariate.Results``; None where it was not asked for.
        simulated: A ``domain.uncertainty.montecarlo.Simulation``; None where it was not asked for.
        warnings: What a person should look at.
    """

    budget: Budget
    method: Method
    propagated: Any
    simulated: Any
    warnings: tuple[Phrase, ...]


def evaluate_budget(
    budget: Budget, method: Method = Method.GUM, progress: Progress | None = None
) -> BudgetResult:
    """Evaluate a budget; its ``monte_carlo`` says how many trials are drawn, and from which seed.

    Raises:
        ModelError, BudgetError: The budget cannot be used (a subclass says why and where).
        LabCalError: As ``domain.uncertainty.montecarlo.simulate`` says.
    """
    propagated = simulated = None
    warnings: tuple[Phrase, ...] = ()
    if method is not Method.MONTE_CARLO:
        from labcal.domain.uncertainty.multivariate import evaluate_all  # late: it needs numpy

        propagated = evaluate_all(budget)
        warnings += propagated.warnings
    if method is not Method.GUM:
        from labcal.domain.uncertainty import montecarlo  # late: it needs numpy

        plan = budget.monte_carlo
        said = {"digits": plan.digits, "seed": plan.seed}
        settings = montecarlo.Settings(
            trials=plan.trials,
            adaptive=plan.adaptive,
            **{name: number for name, number in said.items() if number is not None},
        )
        watch = montecarlo.Watch(progress=progress) if progress else None
        simulated = montecarlo.simulate(budget, settings, watch)
        warnings += simulated.warnings
    return BudgetResult(
        budget=budget, method=method, propagated=propagated, simulated=simulated, warnings=warnings
    )


def evaluate_file(
    path: Path,
    method: Method = Method.GUM,
    *,
    trials: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> BudgetResult:
    """Evaluate a budget file.

    Args:
        path: The file.
        method: How it is evaluated.
        trials: A number of trials in place of the file's.
        seed: A seed in place of the file's.
        progress: Is told how far Monte Carlo has come.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        BudgetFileError: It cannot be used or evaluated; the sentence names file and place.
    """
    budget = load_budget(path)
    plan = budget.monte_carlo
    if trials is not None:
        plan = replace(plan, trials=trials, adaptive=False)
    if seed is not None:
        plan = replace(plan, seed=seed)
    try:
        return evaluate_budget(replace(budget, monte_carlo=plan), method, progress)
    except LabCalError as error:
        raise BudgetFileError(file=path.name, reason=sentence(error)) from error


def rounded(
    output: Output, found: Evaluation, *, digits: int = 2, policy: RoundingPolicy = RoundingPolicy.NEAREST
) -> tuple[Reported, str] | None:
    """Return value and U as they are reported, and their unit; None where no U can be stated.

    Args:
        output: Its ``report_unit`` is the unit of the reported line.
        found: Its first-order result.
        digits: Significant digits of U, 1 or 2.
        policy: How U is rounded.

    Raises:
        TooManyDigitsError: ``digits`` is neither 1 nor 2.
    """
    if not (math.isfinite(found.expanded_uncertainty) and found.expanded_uncertainty > 0):
        return None
    unit = output.report_unit or output.unit
    value = units.convert(decimal(found.value), output.unit, unit)
    expanded = units.convert(
        decimal(found.expanded_uncertainty, FLOAT_UNCERTAINTY), output.unit, unit, difference=True
    )
    return report(value, expanded, digits=digits, policy=policy), unit


def reported(output: Output, found: Evaluation) -> str | None:
    """Return the reported line, such as "50.000838 mm ± 0.000092 mm"; None where no U can be stated.

    Source:
        JCGM 100:2008, 7.2.4 and 7.2.6; ILAC-P14:09/2020, 5.3.
    """
    stated = rounded(output, found)
    if stated is None:
        return None
    result, unit = stated
    return f"{_quantity(result.value, unit)} ± {_quantity(result.expanded, unit)}"


def _quantity(number: Decimal, unit: str) -> str:
    shown = f"{abs(number):f} {units.pretty(unit)}".strip()
    return f"{MINUS}{shown}" if number < 0 else shown
