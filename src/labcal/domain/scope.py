"""Calibration and measurement capabilities: the scope of accreditation (ILAC-P14)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.text import mark


class Combination(Enum):
    """How the two parts of a capability's uncertainty come together."""

    SUM = "sum"
    """U = a + b · |value|."""
    QUADRATURE = "quadrature"
    """U = Q[a, b · value], the root of the sum of the squares."""


COMBINATIONS = {
    Combination.SUM: mark("a + b · value"),
    Combination.QUADRATURE: mark("Q[a, b · value]"),
}
"""Each combination as people write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cmc:
    """A line of the scope of accreditation.

    Attributes:
        quantity: Measured quantity or item, such as "Mass of weights".
        procedure: Name of the procedure; empty where the scope names none.
        constant: Part a of the expanded uncertainty; None where there is none.
        relative: Part b, per unit of the value, as keyed, such as "2e-6"; empty where there is none.
        body: Accreditation body; ``number`` and ``edition`` are those of its schedule of accreditation.
    """

    quantity: str
    procedure: str
    low: QuantityValue
    high: QuantityValue
    constant: QuantityValue | None
    relative: str
    combination: Combination
    body: str
    number: str
    edition: str
    valid_from: date
    valid_until: date | None = None

    def expanded(self, value: QuantityValue) -> float:
        """Return the expanded uncertainty at ``value``, as a difference in the base unit: 1 °C is 1 K.

        A part of a value on a scale, such as 100 °C, is a part of the number that it is stated with.
        """
        constant = _size(self.constant) if self.constant else 0.0
        relative = float(Decimal(self.relative or "0")) * abs(_size(value))
        if self.combination is Combination.QUADRATURE:
            return math.hypot(constant, relative)
        return constant + relative

    def is_of(self, unit: str, value: QuantityValue) -> bool:
        """Tell whether the expanded uncertainty at ``value`` is of the kind of ``unit``."""
        return units.same_dimension((self.constant or value).unit, unit)

    def covers(self, value: QuantityValue, on: date) -> bool:
        """Tell whether ``value`` lies in the range, and ``on`` in the time the scope is valid."""
        return self.low.base <= value.base <= self.high.base and (
            self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        )


def _size(quantity: QuantityValue) -> float:
    return float(quantity.value) * units.scale(quantity.unit)


def capability(cmcs: Sequence[Cmc], value: QuantityValue, on: date) -> Cmc | None:
    """Return the line of a scope that holds at a value on a day, the best of several; None outside."""
    alike = [one for one in cmcs if units.same_dimension(one.low.unit, value.unit)]
    return min(
        (one for one in alike if one.covers(value, on)), key=lambda one: one.expanded(value), default=None
    )
