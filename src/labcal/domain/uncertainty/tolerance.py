"""The numerical tolerance of a standard uncertainty."""

from __future__ import annotations

from decimal import Decimal


def tolerance(standard_uncertainty: float, digits: int) -> float:
    """Return the numerical tolerance δ = ½ · 10^l of u = c · 10^l, c a whole number of ``digits`` digits.

    Args:
        standard_uncertainty: u, at least 0; δ is 0 where it is 0.
        digits: Significant digits that are meaningful.

    Source:
        JCGM 101:2008, 7.9.2.
    """
    if standard_uncertainty == 0:
        return 0.0
    _, _, power = f"{Decimal(repr(standard_uncertainty)):.{digits - 1}e}".partition("e")
    return float(f"5e{int(power) - digits}")
