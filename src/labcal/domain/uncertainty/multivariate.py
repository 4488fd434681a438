"""All results of a budget, with second order and their covariance (JCGM 102:2011)."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.uncertainty.budget import Budget
from labcal.domain.uncertainty.covariance import Covariances, covariances
from labcal.domain.uncertainty.first_order import Evaluation, evaluate_output
from labcal.domain.uncertainty.second_order_terms import SecondOrder, warning
from labcal.text import Phrase

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The m results of a budget.

    Attributes:
        outputs: By first order, in the order of the budget's outputs.
        second_order: With second-order terms; None where there are none to be had.
        covariance: Of first order, m rows of m, each in the product of the units of two results.
        correlation: Their correlation coefficients; None where a result has no uncertainty.
        warnings: What a person should look at.
    """

    outputs: tuple[Evaluation, ...]
    second_order: tuple[SecondOrder | None, ...]
    covariance: Rows
    correlation: tuple[tuple[float | None, ...], ...]
    warnings: tuple[Phrase, ...]


def evaluate_all(budget: Budget) -> Results:
    """Return all results of a budget, by first and by second order.

    Raises:
        ModelError: A model cannot be used (a subclass says why and where).
        BudgetError: The budget cannot be used.
        UnknownUnitError, UnitMismatchError: A unit is not known, or is of another kind than its input.

    Source:
        JCGM 100:2008, clause 5 and H.2.3; JCGM 102:2011, 6.2.
    """
    from labcal.domain.uncertainty.second_order import second_order  # late: it needs numpy

    common = covariances(budget)
    found = tuple(evaluate_output(budget, output, common) for output in budget.outputs)
    second = tuple(
        second_order(budget, output, one, common) for output, one in zip(budget.outputs, found, strict=True)
    )
    covariance = tuple(tuple(_covariance(one, other, common) for other in found) for one in found)
    said = [phrase for one in found for phrase in one.warnings]
    said += [
        phrase
        for one, more in zip(found, second, strict=True)
        if more is not None and (phrase := warning(one, more)) is not None
    ]
    return Results(
        outputs=found,
        second_order=second,
        covariance=covariance,
        correlation=tuple(
            tuple(_coefficient(found, covariance, i, j) for j in range(len(found))) for i in range(len(found))
        ),
        warnings=tuple(dict.fromkeys(said)),
    )


def _covariance(one: Evaluation, other: Evaluation, common: Covariances) -> float:
    if one is other:
        return one.standard_uncertainty * one.standard_uncertainty
    scale = units.scale(one.unit) * units.scale(other.unit)
    return common.between(one.gradient, other.gradient) / scale


def _coefficient(found: tuple[Evaluation, ...], covariance: Rows, i: int, j: int) -> float | None:
    if i == j:
        return 1.0
    product = found[i].standard_uncertainty * found[j].standard_uncertainty
    return max(-1.0, min(1.0, covariance[i][j] / product)) if product else None
