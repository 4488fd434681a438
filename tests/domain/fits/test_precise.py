"""Arithmetic with 32 digits, against exact fractions."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.fits.precise import Pair, exact, pair_of, reciprocal

numbers = st.floats(-1e9, 1e9, allow_subnormal=False).filter(lambda one: one == 0 or abs(one) > 1e-9)
TINY = Fraction(1, 10**29)


def fraction(pair: Pair, place: int = 0) -> Fraction:
    return Fraction(float(pair.high[place])) + Fraction(float(pair.low[place]))


@given(numbers, numbers)
def test_products_are_exact(one: float, other: float) -> None:
    product = exact(np.array([one])) * exact(np.array([other]))
    assert fraction(product) == Fraction(one) * Fraction(other)


@given(numbers, numbers)
def test_sums_are_exact(one: float, other: float) -> None:
    total = exact(np.array([one])) + exact(np.array([other]))
    assert fraction(total) == Fraction(one) + Fraction(other)
    assert fraction(total - exact(np.array([other]))) == Fraction(one)


@given(st.lists(numbers, min_size=1, max_size=40))
def test_totals(values: list[float]) -> None:
    total = exact(np.array(values)).total()
    found = Fraction(float(total.high)) + Fraction(float(total.low))
    wanted = sum(map(Fraction, values))
    assert abs(found - wanted) <= TINY * sum(abs(Fraction(one)) for one in values)


def test_decimals_keep_32_digits() -> None:
    wanted = Decimal("107.86815681234567890123456789")
    pair = pair_of([wanted, 1.5])
    assert abs(fraction(pair) - Fraction(wanted)) < Fraction(1, 10**28)
    assert fraction(pair, 1) == Fraction(3, 2)


@given(numbers.filter(bool))
def test_reciprocals(one: float) -> None:
    found = fraction(reciprocal(np.array([one])))
    assert abs(found * Fraction(one) - 1) < TINY
