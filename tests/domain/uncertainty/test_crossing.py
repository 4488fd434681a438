"""The last crossing of a function with a bound."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.crossing import last_crossing, only_crossing

SIZES = st.floats(1e-3, 1e3)


@given(SIZES, SIZES, st.floats(1.001, 100), st.sampled_from([last_crossing, only_crossing]))
def test_a_growing_function(constant, slope, ratio, search):
    found = search(lambda x: math.hypot(constant, slope * x), ratio * constant, 1e-2)
    assert found.place == pytest.approx(constant * math.sqrt(ratio**2 - 1) / slope, rel=1e-6)
    assert found.reached == pytest.approx(ratio * constant, rel=1e-10)


@pytest.mark.parametrize("search", [last_crossing, only_crossing])
def test_above_from_the_start(search):
    found = search(lambda x: 2 + x, 1, 5.0)
    assert (found.place, found.reached) == (0, 2)


def test_a_dip_is_found_and_the_last_crossing_is_taken():
    """(x − 3)² + 1 is not above 1.0001 only within 0.01 of 3."""
    found = last_crossing(lambda x: (x - 3) ** 2 + 1, 1.0001, 10.0)
    assert found.place == pytest.approx(3.01, rel=1e-9)


def test_the_minimum_where_there_is_no_crossing():
    found = last_crossing(lambda x: (x - 3) ** 2 + 1, 0.5, 10.0)
    assert (found.place, found.reached) == (pytest.approx(3, abs=1e-6), pytest.approx(1, abs=1e-12))


def test_a_jump_ends_below_it():
    found = last_crossing(lambda x: x if x < 2 else x + 1, 2.5, 10.0)
    assert found.reached < 2
    assert found.place == pytest.approx(2, rel=1e-12)
