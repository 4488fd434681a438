import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.montecarlo.result import Sampled
from labcal.domain.uncertainty.tolerance import tolerance


@pytest.mark.parametrize(
    ("u", "digits", "delta"), [(0.00035, 2, 0.000005), (0.00035, 1, 0.00005), (2.0, 1, 0.5), (31.66, 2, 0.5)]
)
def test_tolerances_of_the_supplement(u, digits, delta) -> None:
    """JCGM 101:2008, 7.9.2, examples 1 to 3 (mass 0.000 35 g with two and one digits, temperature 2 K)."""
    assert tolerance(u, digits) == delta


@pytest.mark.parametrize(("u", "delta"), [(0.099, 0.0005), (0.0995, 0.005), (0.0999, 0.005), (9.95, 0.5)])
def test_tolerance_at_a_carry(u, delta) -> None:
    """0.099 keeps its place, 0.0995 becomes 0.10 and 9.95 becomes 10, as they would be printed."""
    assert tolerance(u, 2) == pytest.approx(delta)


def test_tolerance_of_nothing() -> None:
    assert tolerance(0.0, 2) == 0.0


@given(st.floats(1e-200, 1e200), st.sampled_from([1, 2]))
def test_tolerance_lies_between_bounds(u, digits) -> None:
    delta = tolerance(u, digits)
    assert 0.5 * 10.0**-digits * u * 0.99 <= delta <= 0.5 * 10.0 ** (1 - digits) * u * 1.06


TABLE = Sampled(probabilities=(0.0, 0.25, 1.0), values=(-1.0, 0.0, 3.0))


def test_distribution_function_is_linear_between_its_points() -> None:
    assert TABLE.probability_below(-2) == 0.0
    assert TABLE.probability_below(-0.5) == 0.125
    assert TABLE.probability_below(1.0) == 0.5
    assert TABLE.probability_below(3.0) == 1.0


@given(st.floats(0, 1))
def test_quantile_is_the_inverse(probability) -> None:
    assert TABLE.probability_below(TABLE.quantile(probability)) == pytest.approx(probability, abs=1e-12)
    assert math.isfinite(TABLE.quantile(probability))
