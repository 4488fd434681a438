"""Coefficients of a whole job: the polynomial through the results of its points, with their covariance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.evaluation import PointResult
from labcal.domain.fits.fit import Fit
from labcal.domain.procedure import FitCoefficient, FitPlan, Procedure
from labcal.domain.uncertainty import derivatives
from labcal.domain.uncertainty.budget import compile_model


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedCoefficient:
    """One coefficient, unrounded, in ``unit``."""

    symbol: str
    value: float
    standard_uncertainty: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFit:
    """What the polynomial through the points of a job says.

    Attributes:
        coefficients: In the order of the procedure.
        correlation: Of the coefficients, a row each.
        residuals: Result of each point minus the polynomial, in the unit of the results.
        chi_squared: Sum of the squares of the residuals over their u.
        dof: Points less parameters.
    """

    coefficients: tuple[FittedCoefficient, ...]
    correlation: tuple[tuple[float, ...], ...]
    residuals: tuple[float, ...]
    chi_squared: float
    dof: int


def fit_of(procedure: Procedure, results: Sequence[PointResult]) -> JobFit | None:
    """Return the coefficients of a job; None where its procedure asks for none.

    The nominal values are taken as exact, and the results as independent of each other, each with its u.

    Args:
        procedure: As pinned in the job.
        results: Of its points.

    Raises:
        FitError: The results do not allow the fit, such as too few of them.
        ModelError: A coefficient has no value.

    Source:
        ISO/TS 28037:2010, clause 6; JCGM 100:2008, equation (13), for functions of the parameters.
    """
    plan = procedure.fit
    if plan is None:
        return None
    from labcal.domain.fits.linear import fit_polynomial  # late: it needs numpy and scipy

    fitted = fit_polynomial(
        [float(result.nominal.in_unit(plan.unit)) for result in results],
        [result.evaluation.value for result in results],
        uy=[result.evaluation.standard_uncertainty for result in results],
        degree=plan.degree,
    )
    return _told(plan, procedure.unit, fitted)


def _told(plan: FitPlan, result: str, fitted: Fit) -> JobFit:
    """Return the coefficients of a polynomial through results in the unit ``result``."""
    told = [_coefficient(plan, one, result, fitted.parameters) for one in plan.coefficients]
    slopes = [gradient for _, gradient in told]
    common = [[_sum(first, fitted.covariance, second) for second in slopes] for first in slopes]
    spreads = [math.sqrt(row[number]) for number, row in enumerate(common)]
    return JobFit(
        coefficients=tuple(
            FittedCoefficient(symbol=one.symbol, value=value, standard_uncertainty=spread, unit=one.unit)
            for one, (value, _), spread in zip(plan.coefficients, told, spreads, strict=True)
        ),
        correlation=tuple(
            tuple(one / (spreads[row] * spreads[column]) for column, one in enumerate(line))
            for row, line in enumerate(common)
        ),
        residuals=tuple(fitted.residuals),
        chi_squared=fitted.chi_squared or 0.0,
        dof=fitted.dof,
    )


def _coefficient(
    plan: FitPlan, one: FitCoefficient, result: str, parameters: Sequence[float]
) -> tuple[float, list[float]]:
    """Return a coefficient in its unit, and its derivatives by the parameters in theirs."""
    symbols = plan.parameters(result)
    scales = [units.scale(unit) for _, unit in symbols]
    steps = compile_model(one.model, symbols, one.unit)
    estimates = [number * scale for number, scale in zip(parameters, scales, strict=True)]
    value, slopes = derivatives.gradient(steps, estimates)
    own = units.scale(one.unit)
    return value / own, [slope * scale / own for slope, scale in zip(slopes, scales, strict=True)]


def _sum(first: Sequence[float], covariance: Sequence[Sequence[float]], second: Sequence[float]) -> float:
    return math.fsum(
        a * covariance[row][column] * b for row, a in enumerate(first) for column, b in enumerate(second)
    )
