"""Scales of charts: round ticks, and where a value lies on the screen."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import NamedTuple

STEPS = (1, 2, 5, 10)
HEADROOM = 1.12
SLACK = 0.75
"""How much smaller than wanted a step may be: rather a tick more than half of them."""


class Scale(NamedTuple):
    """A linear scale from ``low`` to ``high`` over ``start`` to ``end`` px, with ``step`` between ticks."""

    low: float
    high: float
    start: float
    end: float
    step: Decimal

    def at(self, value: float) -> float:
        """Return where ``value`` lies, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[Decimal]:
        """Return the round values within the scale, exact, so that they print without noise."""
        first = math.ceil(self.low / float(self.step) - 1e-9)
        last = math.floor(self.high / float(self.step) + 1e-9)
        return [self.step * place for place in range(first, last + 1)]


def round_step(span: float, wanted: int) -> Decimal:
    """Return the step of 1, 2 or 5 times a power of ten that makes about ``wanted`` ticks over ``span``."""
    if not span > 0 or not math.isfinite(span):
        return Decimal(1)
    rough = span / max(wanted, 1)
    power = math.floor(math.log10(rough))
    factor = next(step for step in STEPS if step >= SLACK * rough / 10.0**power)
    return Decimal(factor).scaleb(power)


def symmetric(extreme: float, start: float, end: float, wanted: int = 6) -> Scale:
    """Return a scale from minus to plus ``extreme``, with some room beyond it."""
    most = (extreme or 1.0) * HEADROOM
    return Scale(-most, most, start, end, round_step(2 * most, wanted))


def from_zero(most: float, start: float, end: float, wanted: int = 4) -> Scale:
    """Return a scale from zero to ``most``, with some room beyond it."""
    top = (most or 1.0) * HEADROOM
    return Scale(0.0, top, start, end, round_step(top, wanted))


def between(low: float, high: float, start: float, end: float, wanted: int = 5) -> Scale:
    """Return a scale that shows ``low`` to ``high`` with a little room on both sides."""
    room = 0.06 * (high - low) or abs(high) * 1e-6 or 1.0
    return Scale(low - room, high + room, start, end, round_step(high - low + 2 * room, wanted))
