"""The law of propagation of uncertainty, over independent components (JCGM 100:2008, 5.1 and G.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

NOISE = 1e-12
"""Relative difference from a whole number of degrees of freedom that comes of binary arithmetic alone."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One elementary component, carried over to the result.

    Attributes:
        amount: Sensitivity coefficient times standard uncertainty, in the unit of the result.
        dof: Degrees of freedom of the standard uncertainty.
    """

    amount: float
    dof: float


def combined_standard_uncertainty(contributions: Sequence[Contribution]) -> float:
    """Return u_c, in the unit of the result.

    Source:
        JCGM 100:2008, equation (10).
    """
    return math.hypot(*(contribution.amount for contribution in contributions))


def effective_dof(contributions: Sequence[Contribution], combined: float | None = None) -> float:
    """Return the effective degrees of freedom of u_c; infinite where no component has finite ones.

    The amounts are divided by u_c first, so that their fourth powers neither vanish nor overflow.

    Args:
        contributions: Elementary and independent; readings that were taken together count as one.
        combined: u_c where it holds more than these (correlated ones of infinite degrees of freedom).

    Source:
        JCGM 100:2008, equation (G.2b); for ensembles R. Willink, Metrologia 44 (2007) 340, result 2.
    """
    if combined is None:
        combined = combined_standard_uncertainty(contributions)
    if combined == 0:
        return math.inf
    divisor = math.fsum((line.amount / combined) ** 4 / line.dof for line in contributions)
    if divisor <= 0 or math.isinf(1 / divisor):
        return math.inf
    whole = float(round(1 / divisor))
    return whole if abs(whole * divisor - 1) < NOISE else 1 / divisor
