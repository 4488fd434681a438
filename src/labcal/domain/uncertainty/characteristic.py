"""Characteristic functions of distributions about their mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.errors.models import ConvolvedRuleError

Reals = NDArray[np.float64]
Complexes = NDArray[np.complex128]

LARGE_ORDER = 50.0
"""From this order on, the Bessel function of the t-distribution is taken by its uniform expansion."""

LIKE_NORMAL = 1e7
"""Degrees of freedom from which on t is taken as normal."""


LEVEL_END = 9.0
"""How far, in standard deviations, the integral of the lognormal distribution goes at each side."""

LEVEL_NODES = 81
"""Places at which it is taken; enough while the standard uncertainty is not above the mean."""

LOWEST = -45.0
"""Exponent below which a value is taken as zero."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of one distribution.

    Attributes:
        values: E exp(itX) about the mean, from the distribution and t > 0.
        reach: How fast that swings: the half-width of a bounded distribution, or a like size.
    """

    values: Callable[[Any, Reals], Reals | Complexes]
    reach: Callable[[Any], float]


def characteristic(distribution: Distribution, dof: float, t: Reals) -> Reals | Complexes:
    """Return E exp(itX) of a distribution about its mean.

    Args:
        distribution: Normal and t with finite ``dof`` are both a scaled t.
        dof: Degrees of freedom.
        t: Arguments above 0, in the reciprocal of the distribution's unit.

    Raises:
        ConvolvedRuleError: Its characteristic function is not known here.
    """
    if isinstance(distribution, Normal | StudentT):
        return _student(distribution.standard_uncertainty * t, dof)
    if type(distribution) not in SHAPES:
        raise ConvolvedRuleError(input="–", distribution=distribution.name)
    return SHAPES[type(distribution)].values(distribution, t)


def reach(distribution: Distribution) -> float:
    """Return how fast its characteristic function swings, in the unit of the distribution; 0 where not."""
    shape = SHAPES.get(type(distribution))
    return shape.reach(distribution) if shape else 0.0


def _sinc(x: Reals) -> Reals:
    return np.sinc(x / np.pi)


def _curvilinear(a: float, d: float, t: Reals) -> Reals:
    if d == 0:
        return _sinc(a * t)
    from scipy import special  # late: it takes a fifth of a second to import

    wide, narrow = special.sici((a + d) * t)[0], special.sici((a - d) * t)[0]
    return np.asarray((wide - narrow) / (2 * d * t), dtype=np.float64)


def _student(t: Reals, dof: float) -> Reals:
    """Return K(√ν t) (√ν t)^(ν/2) / (Γ(ν/2) 2^(ν/2 − 1)), K of the order ν/2: that of the t-distribution.

    Source:
        NIST Digital Library of Mathematical Functions, 10.32.11 (the integral) and 10.41.4 (the expansion).
    """
    if dof >= LIKE_NORMAL:
        return np.asarray(np.exp(-(t**2) / 2), dtype=np.float64)
    order = dof / 2
    x = math.sqrt(dof) * t
    logarithm = _log_bessel(order, x) + order * np.log(x)
    logarithm -= math.lgamma(order) + (order - 1) * math.log(2)
    return np.asarray(np.exp(np.minimum(logarithm, 0.0)), dtype=np.float64)


def _log_bessel(order: float, x: Reals) -> Reals:
    """Return ln K of a positive order."""
    if order >= LARGE_ORDER:
        z = x / order
        root = np.sqrt(1 + z**2)
        p = 1 / root
        first = (3 * p - 5 * p**3) / 24
        second = (81 * p**2 - 462 * p**4 + 385 * p**6) / 1152
        third = (30375 * p**3 - 369603 * p**5 + 765765 * p**7 - 425425 * p**9) / 414720
        series = 1 - first / order + second / order**2 - third / order**3
        eta = root + np.log(z / (1 + root))
        return np.asarray(
            0.5 * math.log(math.pi / (2 * order)) - order * eta - 0.25 * np.log(1 + z**2) + np.log(series)
        )
    from scipy import special  # late: it takes a fifth of a second to import

    scaled = special.kve(order, x)
    small = math.lgamma(order) - math.log(2) + order * (math.log(2) - np.log(x))
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(np.isfinite(scaled), np.log(scaled) - x, small))


def _arcsine(one: Arcsine, t: Reals) -> Reals:
    from scipy import special  # late: it takes a fifth of a second to import

    return np.asarray(special.j0(one.half_width * t))


def _exponential(one: Exponential, t: Reals) -> Complexes:
    return np.asarray(np.exp(-1j * one.mean * t) / (1 - 1j * one.mean * t), dtype=np.complex128)


def _gamma(one: Gamma, t: Reals) -> Complexes:
    shape = one.counts + 1
    return np.asarray(np.exp(-1j * shape * t) * (1 - 1j * t) ** -shape, dtype=np.complex128)


def _lognormal(one: Lognormal, t: Reals) -> Complexes:
    """Return E exp(itX) by the trapezoidal rule on the level line through the saddle point of its integrand.

    With X = m exp(σz − σ²/2) − m and z normal, the saddle lies at z₀ = −W(−iσ²τ)/σ, τ = t m exp(−σ²/2); on
    the line z₀ + s the integrand hardly swings, and falls off faster than exp(−s²/2).

    Source:
        S. Asmussen, J. L. Jensen, L. Rojas-Nandayapa, Methodology and Computing in Applied Probability 18
        (2016) 441.
    """
    from scipy import special  # late: it takes a fifth of a second to import

    variance = math.log1p((one.standard / one.mean) ** 2)
    spread = math.sqrt(variance)
    saddle = -special.lambertw(-1j * variance * one.mean * math.exp(-variance / 2) * t) / spread
    height = saddle / spread - saddle**2 / 2
    is_felt = height.real > LOWEST
    saddle = saddle[is_felt]
    total = np.zeros_like(saddle)
    for place in np.linspace(-LEVEL_END, LEVEL_END, LEVEL_NODES).tolist():
        swing = saddle * (math.expm1(spread * place) / spread - place)
        total += np.exp(swing - place * place / 2)
    total *= 2 * LEVEL_END / (LEVEL_NODES - 1) / math.sqrt(2 * math.pi)
    found = np.zeros(t.shape, np.complex128)
    found[is_felt] = total * np.exp(height[is_felt] - 1j * one.mean * t[is_felt])
    return found


def _lognormal_reach(one: Lognormal) -> float:
    """Return the distance to its lower end, or ten standard deviations where that is farther."""
    return min(one.mean, 10 * one.standard)


def _trapezoid(one: Trapezoidal, t: Reals) -> Reals:
    half = one.half_width / 2
    return _sinc(half * (1 + one.beta) * t) * _sinc(half * (1 - one.beta) * t)


def _half_width(one: Rectangular | Triangular | Trapezoidal | Arcsine) -> float:
    return one.half_width


SHAPES: Mapping[type, Shape] = {
    Rectangular: Shape(lambda one, t: _sinc(one.half_width * t), _half_width),
    Resolution: Shape(lambda one, t: _sinc(one.step / 2 * t), lambda one: one.step / 2),
    Triangular: Shape(lambda one, t: _sinc(one.half_width / 2 * t) ** 2, _half_width),
    Trapezoidal: Shape(_trapezoid, _half_width),
    Arcsine: Shape(_arcsine, _half_width),
    CurvilinearTrapezoid: Shape(
        lambda one, t: _curvilinear(one.half_width, one.half_width_uncertainty, t),
        lambda one: one.half_width + one.half_width_uncertainty,
    ),
    Exponential: Shape(_exponential, lambda one: one.mean),
    Gamma: Shape(_gamma, lambda one: one.counts + 1),
    Lognormal: Shape(_lognormal, _lognormal_reach),
}
"""Distributions about their mean that are neither normal nor t."""
