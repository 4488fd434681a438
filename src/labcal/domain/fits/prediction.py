"""What a fit predicts: y at an x, and the x at which y was observed, each with its uncertainty.

Source:
    JCGM 100:2008, H.3.4; ISO/TS 28037:2010, clause 11; first order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from labcal.domain.fits.fit import Basis, Fit, Method
from labcal.domain.shown import plain
from labcal.errors.fits import (
    FlatLineError,
    ManyVariablesError,
    NoInverseError,
    PlaceCountError,
    PointUncertaintyError,
    SeveralInversesError,
)
from labcal.text import Phrase, mark, phrase

LINE = 2
LEVEL = 1e-14
"""Rise over the data, relative to y, below which a line is level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A predicted number, ready to be an input of a budget.

    Attributes:
        at: What was given: the x of a prediction, one for each variable, or the y of an inverse one.
        value: The number predicted.
        standard_uncertainty: Of ``value``.
        dof: Of the standard uncertainty that the parameters bring; infinite where it was given with the data.
        warnings: What a person should look at.
    """

    at: tuple[float, ...]
    value: float
    standard_uncertainty: float
    dof: float
    warnings: tuple[Phrase, ...] = ()


def predict(fit: Fit, place: Sequence[float], *, standard_uncertainty: float = 0.0) -> Prediction:
    """Return y of the curve at ``place``, from the covariance of all parameters.

    Args:
        fit: The fit.
        place: One number for each variable of the model.
        standard_uncertainty: Of a single x; 0 for several variables.

    Raises:
        PlaceCountError: There are more or fewer numbers than variables.
        PointUncertaintyError: ``standard_uncertainty`` is negative.
    """
    if len(place) != fit.variables:
        raise PlaceCountError(count=fit.variables, given=len(place))
    _check(standard_uncertainty)
    row = fit.row(place)
    value = math.fsum(one * parameter for one, parameter in zip(row, fit.parameters, strict=True))
    from_x = slope(fit, place[0]) * standard_uncertainty if standard_uncertainty else 0.0
    return Prediction(
        at=tuple(place),
        value=value,
        standard_uncertainty=math.hypot(_from_parameters(fit, row), from_x),
        dof=_dof(fit),
        warnings=_outside(fit, place),
    )


def inverse(fit: Fit, y: float, *, standard_uncertainty: float = 0.0) -> Prediction:
    """Return the x at which the curve is ``y``.

    A straight line is inverted anywhere, a curve within its data only.

    Args:
        fit: A fit in one variable.
        y: The y observed.
        standard_uncertainty: Of ``y``; 0 where it is taken as exact.

    Raises:
        ManyVariablesError: The model has several variables.
        FlatLineError: The curve is level there.
        NoInverseError, SeveralInversesError: It is nowhere ``y`` within the data, or at several x.
        PointUncertaintyError: ``standard_uncertainty`` is negative.
    """
    _check(standard_uncertainty)
    if fit.variables != 1:
        raise ManyVariablesError(y=y, count=fit.variables)
    x = _crossing(fit, y)
    rise = slope(fit, x)
    if not rise:
        raise FlatLineError(y=y)
    from_curve = _from_parameters(fit, fit.row((x,)))
    return Prediction(
        at=(y,),
        value=x,
        standard_uncertainty=math.hypot(from_curve, standard_uncertainty) / abs(rise),
        dof=_dof(fit),
        warnings=_outside(fit, (x,)),
    )


def slope(fit: Fit, x: float) -> float:
    """Return dy/dx of a fit in one variable at ``x``."""
    if fit.basis is not Basis.POLYNOMIAL:
        return fit.parameters[-1]
    return math.fsum(
        power * parameter * x ** (power - 1) for power, parameter in enumerate(fit.parameters) if power
    )


def _crossing(fit: Fit, y: float) -> float:
    if fit.basis is Basis.PROPORTIONAL or len(fit.parameters) == LINE:
        intercept = 0.0 if fit.basis is Basis.PROPORTIONAL else fit.parameters[0]
        lowest, highest = fit.ranges[0]
        rise = abs(fit.parameters[-1]) * max(highest - lowest, abs(highest), abs(lowest))
        if not rise > LEVEL * max(abs(y), abs(intercept)):
            raise FlatLineError(y=y)
        return (y - intercept) / fit.parameters[-1]
    found = _roots(fit, y)
    lowest, highest = fit.ranges[0]
    if not found:
        raise NoInverseError(y=y, lowest=lowest, highest=highest)
    if len(found) > 1:
        raise SeveralInversesError(y=y, found=", ".join(plain(one, 6) for one in found))
    return found[0]


def _roots(fit: Fit, y: float) -> list[float]:
    """Return the places within the data where the polynomial is ``y``, by signs between its extremes."""
    import numpy as np

    lowest, highest = fit.ranges[0]
    middle, half = (lowest + highest) / 2, (highest - lowest) / 2

    def gap(t: float) -> float:
        x = middle + half * t
        return math.fsum(one * p for one, p in zip(fit.row((x,)), fit.parameters, strict=True)) - y

    shifted = np.polynomial.Polynomial(fit.parameters)(np.polynomial.Polynomial([middle, half]))
    turns = shifted.deriv().roots()
    near = [complex(turn) for turn in turns]
    real = sorted(t.real for t in near if abs(t.imag) < 1e-9 and -1 < t.real < 1)
    ends = [-1.0, *real, 1.0]
    found: list[float] = []
    for left, right in pairwise(ends):
        root = _bisected(gap, left, right)
        if root is not None and (not found or abs(root - found[-1]) > 1e-12):
            found.append(root)
    return [middle + half * t for t in found]


def _bisected(gap: Callable[[float], float], left: float, right: float) -> float | None:
    """Return the zero of a monotonic function between two places; None where there is none."""
    low, high = gap(left), gap(right)
    if not low or not high:
        return left if not low else right
    if (low > 0) == (high > 0):
        return None
    for _ in range(200):
        middle = (left + right) / 2
        if middle in (left, right):
            break
        if (gap(middle) > 0) == (low > 0):
            left = middle
        else:
            right = middle
    return (left + right) / 2


def _from_parameters(fit: Fit, row: Sequence[float]) -> float:
    """Return √(fᵀ V f), by the factor of V."""
    parts = [
        math.fsum(one * line[column] for one, line in zip(row, fit.factor, strict=True))
        for column in range(len(fit.factor[0]))
    ]
    return math.hypot(*parts)


def _outside(fit: Fit, place: Sequence[float]) -> tuple[Phrase, ...]:
    return tuple(
        phrase(
            mark("{x} lies outside the data, which reach from {lowest} to {highest}."),
            x=plain(one, 6),
            lowest=plain(lowest, 6),
            highest=plain(highest, 6),
        )
        for one, (lowest, highest) in zip(place, fit.ranges, strict=True)
        if not lowest <= one <= highest
    )


def _dof(fit: Fit) -> float:
    return float(fit.dof) if fit.method is Method.ORDINARY else math.inf


def _check(standard_uncertainty: float) -> None:
    if not (math.isfinite(standard_uncertainty) and standard_uncertainty >= 0):
        raise PointUncertaintyError(number=1, given=standard_uncertainty)
