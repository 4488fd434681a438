"""Guard bands that follow from a risk, or from the ratio of tolerance and uncertainty.

Ratios are of half the tolerance to U = 2u (TUR); a factor is the share of the tolerance that is left to
accept.

Source:
    JCGM 106:2012, 8.3 and 9.5; ILAC-G8:09/2019, 4.2; Z540.3 handbook, methods 5 and 6; NCSLI RP-10.
"""

from __future__ import annotations

import math
from enum import Enum

from labcal.domain.risk import Process, Zone, global_risks
from labcal.errors.risk import RatioWantedError, RiskShareError, UnreachableRiskError

STEPS = 80
"""Halvings of the guard band: far below what a double tells apart."""


class TurMethod(Enum):
    """Guard bands by the test uncertainty ratio alone."""

    DOBBERT = "dobbert"
    """False acceptance of 2 % at most, whatever the process (Z540.3 handbook, method 6)."""
    ROOT_SUM_SQUARE = "root-sum-square"
    """√(1 − 1/TUR²) (Z540.3 handbook, method 5)."""
    WHOLE = "whole"
    """w = U: 1 − 1/TUR."""
    RP10 = "rp10"
    """1.25 − 1/TUR, and no more than 1 (NCSLI RP-10)."""


def multiple_for_risk(risk: float, k: float = 2.0) -> float:
    """Return w/U such that the specific risk at an acceptance limit is ``risk``, with one limit in reach.

    Args:
        risk: Probability, above 0 and below 1; 0.025 gives 0.98.
        k: Coverage factor of U.

    Raises:
        RiskShareError: The risk is no such probability.
    """
    from scipy.special import ndtri

    if not 0 < risk < 1:
        raise RiskShareError(risk=risk)
    return -float(ndtri(risk)) / k


def acceptance_factor(method: TurMethod, ratio: float) -> float:
    """Return the share of the tolerance within which a result is accepted.

    Args:
        method: How.
        ratio: TUR, above 1.

    Raises:
        RatioWantedError: The ratio is not above 1.
    """
    if not ratio > 1:
        raise RatioWantedError(ratio=ratio)
    if method is TurMethod.DOBBERT:
        return min(1.0, 1 - (1.04 - math.exp(0.38 * math.log(ratio) - 0.54)) / ratio)
    if method is TurMethod.ROOT_SUM_SQUARE:
        return math.sqrt(1 - 1 / ratio**2)
    return 1 - 1 / ratio if method is TurMethod.WHOLE else min(1.0, 1.25 - 1 / ratio)


def guard_for_global_risk(target: float, process: Process, u: float, tolerance: Zone) -> float:
    """Return the least guard band, 0 or above, that keeps the global risk of false acceptance to ``target``.

    Args:
        target: Joint probability of being nonconforming and accepted, such as 0.02 (Z540.3).
        process: What is known of an item before it is measured.
        u: Standard uncertainty of the measurement.
        tolerance: Two limits.

    Raises:
        RiskShareError: The target is no probability above 0 and below 1.
        UnreachableRiskError: The tolerance zone has an open end.
    """
    if not 0 < target < 1:
        raise RiskShareError(risk=target)
    if not math.isfinite(tolerance.high - tolerance.low):
        raise UnreachableRiskError
    low, high = 0.0, (tolerance.high - tolerance.low) / 2
    if _false_accept(process, u, tolerance, low) <= target:
        return 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _false_accept(process, u, tolerance, middle) <= target:
            high = middle
        else:
            low = middle
    return high


def _false_accept(process: Process, u: float, tolerance: Zone, guard: float) -> float:
    lower, upper = tolerance.low + guard, tolerance.high - guard
    zone = Zone(lower, upper) if lower < upper else Zone(is_empty=True)
    return global_risks(process, u, tolerance, zone).false_accept
