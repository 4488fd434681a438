"""A straight line through points that are uncertain in x and in y.

Source:
    D. York, N. Evensen, M. López Martínez, J. De Basabe Delgado, American Journal of Physics 72 (2004),
    367-375, equations (13) and (14), errors of x and y uncorrelated; the same line as ISO/TS 28037:2010,
    clause 7.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from labcal.domain.fits.fit import Basis, Fit, Method
from labcal.domain.fits.precise import Array, Column
from labcal.errors.fits import (
    DependentColumnsError,
    FitRangeError,
    PointUncertaintyError,
    TooFewPointsError,
    UnequalColumnsError,
    UnsettledFitError,
)

STEPS = 500
SETTLED = 1e-15
LINE = 2
"""Parameters of a straight line."""


@dataclass(frozen=True, slots=True)
class _Points:
    """The points, less the first of them, so that a large common part costs no digits."""

    x: Array
    y: Array
    ux: Array
    uy: Array


@dataclass(frozen=True, slots=True)
class _State:
    """One step: weights, centroid, and the x of the adjusted points less that of the centroid."""

    weights: Array
    middle: tuple[float, float]
    adjusted: Array
    slope: float


def fit_york(x: Column, y: Column, *, ux: Column, uy: Column) -> Fit:
    """Return the straight line y = a + b x.

    u(a) and u(b) are those of York (2004), taken at the adjusted points; those of Kalantar (1992), the
    uncertainties of the points propagated through the line where they were observed, differ (on Pearson's
    data with York's weights u(a) is 0.2950 here, 0.2919 there).

    Args:
        x: n numbers.
        y: n numbers.
        ux: Standard uncertainties of x; 0 where ``uy`` is above 0.
        uy: Standard uncertainties of y; 0 where ``ux`` is above 0.

    Raises:
        UnsettledFitError: The iteration does not settle.
        FitError: The data do not allow the fit (a subclass says why).
    """
    given = [np.asarray([float(one) for one in column], dtype=np.float64) for column in (x, y, ux, uy)]
    _check(given)
    start = (float(given[0][0]), float(given[1][0]))
    points = _Points(_less(x, 0), _less(y, 0), given[2], given[3])
    with np.errstate(all="ignore"):
        fit = _assembled(points, _settled(points), given, start)
    if not all(map(math.isfinite, (*fit.parameters, *fit.covariance[0], *fit.covariance[1]))):
        raise FitRangeError
    return fit


def _less(column: Column, place: int) -> Array:
    return np.asarray([float(one - column[place]) for one in column], dtype=np.float64)  # type: ignore[operator]


def _settled(points: _Points) -> _State:
    state = _step(points, _first_slope(points))
    for _ in range(STEPS):
        following = _step(points, state.slope)
        if not math.isfinite(following.slope):
            raise UnsettledFitError
        if abs(following.slope - state.slope) <= SETTLED * abs(following.slope):
            return following
        state = following
    if abs(following.slope - _step(points, following.slope).slope) <= 1e-12 * abs(following.slope):
        return following
    raise UnsettledFitError


def _first_slope(points: _Points) -> float:
    x, y = points.x - np.mean(points.x), points.y - np.mean(points.y)
    squares = float(x @ x)
    if not squares:
        raise DependentColumnsError(parameters=LINE)
    return float(x @ y) / squares


def _step(points: _Points, slope: float) -> _State:
    """Return weights, centroid and adjusted points for ``slope``, and the slope that follows from them."""
    weights = 1 / (points.uy**2 + (slope * points.ux) ** 2)
    total = float(np.sum(weights))
    middle = (float(weights @ points.x) / total, float(weights @ points.y) / total)
    x, y = points.x - middle[0], points.y - middle[1]
    adjusted = weights * (x * points.uy**2 + slope * y * points.ux**2)
    following = float((weights * adjusted) @ y) / float((weights * adjusted) @ x)
    return _State(weights, middle, adjusted, following)


def _assembled(points: _Points, state: _State, given: list[Array], start: tuple[float, float]) -> Fit:
    b, weights = state.slope, state.weights
    a = state.middle[1] - b * state.middle[0]
    total = float(np.sum(weights))
    centre = float(weights @ state.adjusted) / total
    var_b = 1 / float(weights @ (state.adjusted - centre) ** 2)
    from_zero = state.middle[0] + centre + start[0]
    covariance = ((1 / total + from_zero**2 * var_b, -from_zero * var_b), (-from_zero * var_b, var_b))
    factor = ((math.sqrt(1 / total), -from_zero * math.sqrt(var_b)), (0.0, math.sqrt(var_b)))
    residuals = points.y - a - b * points.x
    dof = len(residuals) - LINE
    return Fit(
        method=Method.YORK,
        basis=Basis.POLYNOMIAL,
        parameters=(a + start[1] - b * start[0], b),
        covariance=covariance,
        factor=factor,
        residual_standard_deviation=math.sqrt(float(residuals @ residuals) / dof) if dof else None,
        dof=dof,
        chi_squared=float(weights @ residuals**2),
        fitted=tuple((given[1] - residuals).tolist()),
        residuals=tuple(residuals.tolist()),
        ranges=((float(np.min(given[0])), float(np.max(given[0]))),),
    )


def _check(given: list[Array]) -> None:
    lengths = [len(column) for column in given]
    if len(set(lengths)) > 1:
        raise UnequalColumnsError(lengths=", ".join(str(length) for length in lengths))
    if lengths[0] < LINE:
        raise TooFewPointsError(parameters=LINE, needed=LINE, count=lengths[0])
    if np.all(given[0] == given[0][0]):
        raise DependentColumnsError(parameters=LINE)
    for number, (one, other) in enumerate(zip(given[2].tolist(), given[3].tolist(), strict=True), start=1):
        for u in (one, other):
            if not (math.isfinite(u) and u >= 0):
                raise PointUncertaintyError(number=number, given=u)
        if not one and not other:
            raise PointUncertaintyError(number=number, given=0)
