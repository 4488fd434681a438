"""Arithmetic with about 32 digits on whole arrays: each number is an unevaluated sum of two doubles.

Only residuals are computed so; that is what lets a refined solution keep all digits of a double.

Source:
    T. J. Dekker, Numerische Mathematik 18 (1971), 224-242; D. E. Knuth, The Art of Computer Programming,
    volume 2, 4.2.2, theorem B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Powers = NDArray[np.int32]

Column = Sequence[float | Decimal] | Array
"""Numbers of one column; decimals are taken exactly to 32 digits."""

SPLITTER = 2.0**27 + 1
CONTEXT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Pair:
    """An array of numbers high + low, where low is at most half a unit in the last place of high."""

    high: Array
    low: Array

    def __add__(self, other: Pair) -> Pair:
        high, error = two_sum(self.high, other.high)
        return _normal(high, error + self.low + other.low)

    def __neg__(self) -> Pair:
        return Pair(-self.high, -self.low)

    def __sub__(self, other: Pair) -> Pair:
        return self + -other

    def __mul__(self, other: Pair) -> Pair:
        high, error = two_product(self.high, other.high)
        return _normal(high, error + self.high * other.low + self.low * other.high)

    def column(self, place: int) -> Pair:
        """Return one column of an array of shape (n, p), of shape (n,)."""
        return Pair(self.high[:, place], self.low[:, place])

    def part(self, place: int) -> Pair:
        """Return the part at ``place`` of the first axis, that axis kept with length 1."""
        return Pair(self.high[place : place + 1], self.low[place : place + 1])

    def scaled(self, powers: Powers | int) -> Pair:
        """Return the numbers times two to ``powers``, which is exact."""
        return Pair(np.ldexp(self.high, powers), np.ldexp(self.low, powers))

    def total(self) -> Pair:
        """Return the sum over the first axis."""
        high, low = self.high, self.low
        while len(high) > 1:
            half = (len(high) + 1) // 2
            rest = len(high) - half
            folded = Pair(high[:rest], low[:rest]) + Pair(high[half:], low[half:])
            high = np.concatenate((folded.high, high[rest:half]))
            low = np.concatenate((folded.low, low[rest:half]))
        return Pair(high[0], low[0])


def pair_of(numbers: Column) -> Pair:
    """Return a column of numbers; decimals keep 32 digits."""
    high = np.asarray([float(number) for number in numbers], dtype=np.float64)
    low = np.asarray(
        [
            float(CONTEXT.subtract(number, Decimal(rounded))) if isinstance(number, Decimal) else 0.0
            for number, rounded in zip(numbers, high.tolist(), strict=True)
        ],
        dtype=np.float64,
    )
    return Pair(high, low)


def exact(array: Array) -> Pair:
    """Return doubles as they are."""
    return Pair(array, np.zeros_like(array))


def columns(parts: Sequence[Pair]) -> Pair:
    """Return columns of n numbers as one array of shape (n, p)."""
    return Pair(np.column_stack([part.high for part in parts]), np.column_stack([part.low for part in parts]))


def reciprocal(array: Array) -> Pair:
    """Return 1/x to about 32 digits."""
    first = 1 / array
    product, error = two_product(first, array)
    return _normal(first, first * ((1 - product) - error))


def two_sum(one: Array, other: Array) -> tuple[Array, Array]:
    """Return the rounded sum and its error."""
    total = one + other
    part = total - one
    return total, (one - (total - part)) + (other - part)


def two_product(one: Array, other: Array) -> tuple[Array, Array]:
    """Return the rounded product and its error."""
    product = one * other
    one_high, one_low = _halves(one)
    other_high, other_low = _halves(other)
    error = ((one_high * other_high - product) + one_high * other_low + one_low * other_high) + (
        one_low * other_low
    )
    return product, error


def _halves(array: Array) -> tuple[Array, Array]:
    wide = SPLITTER * array
    high = wide - (wide - array)
    return high, array - high


def _normal(high: Array, low: Array) -> Pair:
    total = high + low
    return Pair(total, low - (total - high))
