"""Polynomials and general linear models, with equal or given uncertainties of y."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from labcal.domain.fits.fit import Basis, Fit, Method
from labcal.domain.fits.precise import Array, Column, Pair, columns, exact, pair_of, reciprocal
from labcal.domain.fits.solve import Solution, least_squares
from labcal.errors.fits import (
    DegreeError,
    PointUncertaintyError,
    TooFewPointsError,
    UnequalColumnsError,
)

HIGHEST_DEGREE = 20


def fit_polynomial(x: Column, y: Column, *, uy: Column | None = None, degree: int = 1) -> Fit:
    """Return the polynomial of least squares; a straight line for degree 1.

    Args:
        x: n numbers, taken as exact.
        y: n numbers.
        uy: Standard uncertainties of y; None where all are equal and unknown, and s is estimated.
        degree: 1 to 20.

    Raises:
        DegreeError: ``degree`` is out of range.
        FitError: The data do not allow the fit (a subclass says why).

    Source:
        ISO/TS 28037:2010, clause 6; JCGM 100:2008, H.3.
    """
    if not 1 <= degree <= HIGHEST_DEGREE:
        raise DegreeError(highest=HIGHEST_DEGREE, degree=degree)
    _check([x], y, uy, degree + 1)
    values = pair_of(x)
    power = int(np.frexp(np.max(np.abs(values.high)))[1])
    unit = values.scaled(-power)
    parts = [exact(np.ones(len(values.high)))]
    for _ in range(degree):
        parts.append(parts[-1] * unit)
    scale = [math.ldexp(1.0, -power * place) for place in range(degree + 1)]
    return _fitted(columns(parts), (y, uy), Basis.POLYNOMIAL, (values,), np.array(scale))


def fit_linear(
    variables: Sequence[Column], y: Column, *, uy: Column | None = None, intercept: bool = True
) -> Fit:
    """Return the model y = b₀ + b₁ x₁ + b₂ x₂ + … of least squares.

    Args:
        variables: One column of n numbers for each x.
        y: n numbers.
        uy: Standard uncertainties of y; None where all are equal and unknown, and s is estimated.
        intercept: Whether there is a b₀.

    Raises:
        FitError: The data do not allow the fit (a subclass says why).
    """
    _check(variables, y, uy, len(variables) + int(intercept))
    read = tuple(pair_of(column) for column in variables)
    ones = (exact(np.ones(len(y))),) if intercept else ()
    basis = Basis.LINEAR if intercept else Basis.PROPORTIONAL
    design = columns([*ones, *read])
    return _fitted(design, (y, uy), basis, read, np.ones(design.high.shape[1]))


def _fitted(
    design: Pair,
    data: tuple[Column, Column | None],
    basis: Basis,
    variables: tuple[Pair, ...],
    scale: Array,
) -> Fit:
    """Return the fit; ``scale`` takes the parameters of the scaled columns to those of the model."""
    y, uy = data
    observed, weights = pair_of(y), None
    if uy is not None:
        weights = reciprocal(np.asarray([float(one) for one in uy], dtype=np.float64))
        with np.errstate(all="ignore"):
            design = design * Pair(weights.high[:, None], weights.low[:, None])
            observed = observed * weights
    solution = least_squares(design, observed)
    residuals = solution.residuals if weights is None else solution.residuals / weights.high
    dof = len(residuals) - len(solution.parameters)
    s = _deviation(residuals, dof) if weights is not None else _root(solution.sum_of_squares, dof)
    spread = 1.0 if weights is not None else float(s or 0.0)
    covariance, factor = _spread(solution, spread, scale)
    given = np.asarray([float(one) for one in y], dtype=np.float64)
    return Fit(
        method=Method.ORDINARY if weights is None else Method.WEIGHTED,
        basis=basis,
        parameters=tuple((solution.parameters * scale).tolist()),
        covariance=covariance,
        factor=factor,
        residual_standard_deviation=s,
        dof=dof,
        chi_squared=None if weights is None else solution.sum_of_squares,
        fitted=tuple((given - residuals).tolist()),
        residuals=tuple(residuals.tolist()),
        ranges=tuple((float(np.min(one.high)), float(np.max(one.high))) for one in variables),
    )


def _spread(solution: Solution, spread: float, scale: Array) -> tuple[tuple[tuple[float, ...], ...], ...]:
    covariance = solution.inverse * scale[:, None] * scale * spread**2
    factor = solution.factor * scale[:, None] * spread
    return tuple(map(tuple, covariance.tolist())), tuple(map(tuple, factor.tolist()))


def _deviation(residuals: Array, dof: int) -> float | None:
    largest = float(np.max(np.abs(residuals)))
    if not largest or not dof:
        return 0.0 if dof else None
    return largest * math.sqrt(math.fsum(((residuals / largest) ** 2).tolist()) / dof)


def _root(squares: float, dof: int) -> float | None:
    return math.sqrt(squares / dof) if dof else None


def _check(variables: Sequence[Column], y: Column, uy: Column | None, parameters: int) -> None:
    """Refuse columns that do not fit together.

    Raises:
        UnequalColumnsError, TooFewPointsError, PointUncertaintyError: See there.
    """
    lengths = [len(column) for column in (*variables, y, *(() if uy is None else (uy,)))]
    if len(set(lengths)) > 1:
        raise UnequalColumnsError(lengths=", ".join(str(length) for length in lengths))
    needed = parameters + int(uy is None)
    if len(y) < needed:
        raise TooFewPointsError(parameters=parameters, needed=needed, count=len(y))
    for number, one in enumerate(uy if uy is not None else (), start=1):
        if not (one > 0 and math.isfinite(one)):
            raise PointUncertaintyError(number=number, given=one)
