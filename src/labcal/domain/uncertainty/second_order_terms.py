"""What second order says of a result, and whether it matters; needs no numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.domain.uncertainty.tolerance import tolerance
from labcal.text import Phrase, mark, phrase

MATTERS = mark(
    "Second-order terms matter for {symbol}: they give {value} with u = {second}, "
    "where first order gives {estimate} with u = {first}."
)


@dataclass(frozen=True, slots=True)
class SecondOrder:
    """Estimate and standard uncertainty with second-order terms, in the unit of the result."""

    value: float
    standard_uncertainty: float


def warning(found: Evaluation, second: SecondOrder) -> Phrase | None:
    """Say that second order matters: where it moves the result or u by more than their rounding would.

    The criterion is the numerical tolerance of u to two significant digits (JCGM 101:2008, 7.9.2).
    """
    first = found.standard_uncertainty
    if not second.standard_uncertainty:
        return None
    limit = tolerance(first or second.standard_uncertainty, 2)
    moved = abs(second.value - found.value)
    if max(moved, abs(second.standard_uncertainty - first)) <= limit:
        return None
    place = max(0, -math.floor(math.log10(limit)))
    return phrase(
        MATTERS,
        symbol=found.symbol,
        value=_shown(second.value, place, found.unit),
        second=_shown(second.standard_uncertainty, place, found.unit),
        estimate=_shown(found.value, place, found.unit),
        first=_shown(first, place, found.unit),
    )


def _shown(number: float, place: int, unit: str) -> str:
    return f"{number:.{place}f} {units.pretty(unit)}".strip()
