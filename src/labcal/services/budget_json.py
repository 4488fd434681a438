"""The result of a budget as the one JSON object that ``labcal evaluate --json`` prints (labcal-result-1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from labcal.domain.uncertainty.estimates import FROM_READINGS
from labcal.domain.uncertainty.first_order import Evaluation, Line
from labcal.services.budgets import BudgetResult, reported
from labcal.text import Text

FORMAT = "labcal-result-1"
UNDEFINED = "undefined"

Json = dict[str, Any]


def as_json(result: BudgetResult, text: Text) -> Json:
    """Return the object, of format labcal-result-1; what is infinite, not asked or not run is None.

    Args:
        result: What came out.
        text: The language of names and warnings.
    """
    covariances = result.propagated or result.simulated
    return {
        "format": FORMAT,
        "title": result.budget.title,
        "source": result.budget.source,
        "method": result.method.value,
        "outputs": [_output(result, number, text) for number in range(len(result.budget.outputs))],
        "covariance": _matrix(covariances.covariance),
        "correlation": _matrix(covariances.correlation),
        "warnings": [text(warning) for warning in result.warnings],
    }


def _output(result: BudgetResult, number: int, text: Text) -> Json:
    output = result.budget.outputs[number]
    found = result.propagated.outputs[number] if result.propagated else None
    return {
        "symbol": output.symbol,
        "unit": output.unit,
        **_first_order(found, result),
        "reported": reported(output, found) if found else None,
        "components": [_component(line, text) for line in found.lines] if found else [],
        "second_order": _second_order(result, number),
        "monte_carlo": _monte_carlo(result, number),
    }


def _first_order(found: Evaluation | None, result: BudgetResult) -> Json:
    if found is None:
        coverage = result.budget.coverage
        return {
            "value": None,
            "standard_uncertainty": None,
            "effective_dof": None,
            "coverage_probability": coverage.probability or coverage.enclosed,
            "coverage_factor": coverage.k,
            "expanded_uncertainty": None,
        }
    is_undefined = math.isnan(found.effective_dof)
    return {
        "value": finite(found.value),
        "standard_uncertainty": finite(found.standard_uncertainty),
        "effective_dof": UNDEFINED if is_undefined else finite(found.effective_dof),
        "coverage_probability": finite(found.coverage_probability),
        "coverage_factor": finite(found.coverage_factor),
        "expanded_uncertainty": finite(found.expanded_uncertainty),
    }


def _component(line: Line, text: Text) -> Json:
    return {
        "input": line.input,
        "name": text(FROM_READINGS) if line.name == FROM_READINGS else line.name,
        "distribution": line.distribution,
        "standard_uncertainty": finite(line.standard_uncertainty),
        "unit": line.unit,
        "dof": finite(line.dof),
        "sensitivity": finite(line.sensitivity),
        "contribution": finite(line.contribution),
        "percent_of_variance": finite(line.percent_of_variance),
    }


def _second_order(result: BudgetResult, number: int) -> Json | None:
    second = result.propagated.second_order[number] if result.propagated else None
    if second is None:
        return None
    return {"value": finite(second.value), "standard_uncertainty": finite(second.standard_uncertainty)}


def _monte_carlo(result: BudgetResult, number: int) -> Json | None:
    if result.simulated is None:
        return None
    found = result.simulated.outputs[number]
    return {
        "trials": found.trials,
        "seed": found.seed,
        "mean": finite(found.mean),
        "standard_uncertainty": finite(found.standard_uncertainty),
        "interval": [finite(end) for end in found.interval],
        "shortest_interval": [finite(end) for end in found.shortest_interval],
        "validation": _validation(result, number),
    }


def _validation(result: BudgetResult, number: int) -> Json | None:
    if result.propagated is None:
        return None
    first = result.propagated.outputs[number]
    if not math.isfinite(first.expanded_uncertainty):
        return None
    digits = result.budget.monte_carlo.digits or 2
    verdict = result.simulated.outputs[number].validated(first.value, first.expanded_uncertainty, digits)
    return {
        "agrees": verdict.agrees,
        "delta": finite(verdict.delta),
        "d_low": finite(verdict.d_low),
        "d_high": finite(verdict.d_high),
    }


def _matrix(rows: Sequence[Sequence[float | None]] | None) -> list[list[float | None]] | None:
    return [[finite(number) for number in row] for row in rows] if rows is not None else None


def finite(number: float | None) -> float | None:
    """Return the number, or None where it is infinite or none at all."""
    return number if number is not None and math.isfinite(number) else None
