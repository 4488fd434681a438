"""Characteristic functions of distributions about their mean."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Exponential,
    Gamma,
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


def characteristic(distribution: Distribution, dof: float, t: Reals) -> Reals | Complexes:
    """Return E exp(itX) of a distribution about its mean.

    Args:
        distribution: Normal and t with finite ``dof`` are both a scaled t.
        dof: Degrees of freedom.
        t: Arguments above 0, in the reciprocal of the distribution's unit.

    Raises:
        ConvolvedRuleError: Its characteristic function is not known here.
    """
    match distribution:
        case Normal() | StudentT():
            return _student(distribution.standard_uncertainty * t, dof)
        case Rectangular(half_width=a):
            return _sinc(a * t)
        case Resolution(step=step):
            return _sinc(step / 2 * t)
        case Triangular(half_width=a):
            return _sinc(a / 2 * t) ** 2
        case Trapezoidal(half_width=a, beta=beta):
            return _sinc(a * (1 + beta) / 2 * t) * _sinc(a * (1 - beta) / 2 * t)
        case Arcsine(half_width=a):
            return np.asarray(special.j0(a * t), dtype=np.float64)
        case CurvilinearTrapezoid(half_width=a, half_width_uncertainty=d):
            return _curvilinear(a, d, t)
        case Exponential(mean=m):
            return np.asarray(np.exp(-1j * m * t) / (1 - 1j * m * t), dtype=np.complex128)
        case Gamma(counts=q):
            return np.asarray(np.exp(-1j * (q + 1) * t) * (1 - 1j * t) ** -(q + 1), dtype=np.complex128)
    raise ConvolvedRuleError(input="–", distribution=distribution.name)


def reach(distribution: Distribution) -> float:
    """Return how fast its characteristic function swings: the half-width of a bounded distribution, else 0."""
    match distribution:
        case Rectangular(half_width=a) | Triangular(half_width=a) | Trapezoidal(half_width=a):
            return a
        case Arcsine(half_width=a):
            return a
        case Resolution(step=step):
            return step / 2
        case CurvilinearTrapezoid(half_width=a, half_width_uncertainty=d):
            return a + d
        case Exponential(mean=m):
            return m
        case Gamma(counts=q):
            return q + 1
    return 0.0


def _sinc(x: Reals) -> Reals:
    return np.sinc(x / np.pi)


def _curvilinear(a: float, d: float, t: Reals) -> Reals:
    if d == 0:
        return _sinc(a * t)
    wide, narrow = special.sici((a + d) * t)[0], special.sici((a - d) * t)[0]
    return np.asarray((wide - narrow) / (2 * d * t), dtype=np.float64)


def _student(t: Reals, dof: float) -> Reals:
    """Return the characteristic function of the t-distribution, K_ν/2(√ν t) (√ν t)^ν/2 / (Γ(ν/2) 2^(ν/2 − 1)).

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
    scaled = special.kve(order, x)
    small = math.lgamma(order) - math.log(2) + order * (math.log(2) - np.log(x))
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(np.isfinite(scaled), np.log(scaled) - x, small))
