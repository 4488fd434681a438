"""Quantiles of sums beside closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.uncertainty import convolution
from labcal.domain.uncertainty.characteristic import characteristic
from labcal.domain.uncertainty.coverage import coverage_factor
from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.errors.models import ConvolvedRuleError

ENDLESS = math.inf


@pytest.mark.parametrize(
    ("distribution", "half_width", "within"),
    [
        (Normal(2.0), 2 * 1.959963984540054, 1e-9),
        (Rectangular(1.0), 0.95, 1e-9),
        (Resolution(2.0), 0.95, 1e-9),
        (Triangular(1.0), 1 - math.sqrt(0.05), 1e-9),
        (Trapezoidal(1.0, 0.0), 1 - math.sqrt(0.05), 1e-9),
        (Arcsine(1.0), math.sin(math.pi * 0.95 / 2), 1e-6),
        (CurvilinearTrapezoid(1.0, 0.0), 0.95, 1e-9),
        (Exponential(1.0), -math.log(0.05) - 1, 1e-8),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_one_distribution_alone(distribution: Distribution, half_width: float, within: float) -> None:
    found = convolution.quantile([(distribution, 1.0, ENDLESS)], 0.95)
    assert found == pytest.approx(half_width, rel=within)
    assert convolution.enclosed([(distribution, 1.0, ENDLESS)], half_width) == pytest.approx(0.95, abs=1e-5)


@pytest.mark.parametrize("dof", [0.7, 1, 2, 4, 30, 99, 101, 1000, 1e5, 1e8])
def test_scaled_t(dof: float) -> None:
    found = convolution.quantile([(StudentT(1.0), -3.0, dof)], 0.95)
    assert found == pytest.approx(3 * coverage_factor(0.95, dof), rel=2e-8)


def test_four_rectangular_inputs() -> None:
    """JCGM 101:2008, 9.2.3.4: 95 % of four rectangular inputs, each of u = 1, lie within ± 3.879 406 741."""
    parts = [(Rectangular(math.sqrt(3)), 1.0, ENDLESS)] * 4
    assert convolution.quantile(parts, 0.95) == pytest.approx(3.879406741347821, abs=1e-9)


def test_two_equal_rectangular_inputs_are_a_triangle() -> None:
    parts = [(Rectangular(1.0), 0.5, ENDLESS), (Rectangular(1.0), -0.5, ENDLESS)]
    assert convolution.quantile(parts, 0.99) == pytest.approx(1 - math.sqrt(0.01), rel=1e-8)


def test_normal_parts_add_in_squares() -> None:
    parts = [(Normal(3.0), 1.0, ENDLESS), (Normal(2.0), 2.0, ENDLESS)]
    assert convolution.quantile(parts, 0.95) == pytest.approx(5 * 1.959963984540054, rel=1e-9)


def test_the_same_beside_draws() -> None:
    parts = [
        (Gamma(3.0), 0.7, ENDLESS),
        (CurvilinearTrapezoid(2.0, 1.0), 1.0, ENDLESS),
        (StudentT(0.5), 1.0, 5.0),
        (Exponential(0.8), -1.0, ENDLESS),
    ]
    draw = np.random.default_rng(17)
    count = 2_000_000
    widths = draw.uniform(1.0, 3.0, count)
    sums = 0.7 * (draw.gamma(4.0, 1.0, count) - 4) + widths * draw.uniform(-1, 1, count)
    sums += 0.5 * draw.standard_t(5, count) - (draw.exponential(0.8, count) - 0.8)
    assert convolution.quantile(parts, 0.95) == pytest.approx(np.quantile(np.abs(sums), 0.95), rel=3e-3)


@settings(max_examples=8)
@given(st.floats(0.05, 5), st.floats(0.05, 5), st.floats(0.5, 0.99))
def test_enclosed_is_the_inverse(one: float, other: float, probability: float) -> None:
    parts = [(Rectangular(1.0), one, ENDLESS), (Normal(1.0), other, ENDLESS)]
    half_width = convolution.quantile(parts, probability)
    assert convolution.enclosed(parts, half_width) == pytest.approx(probability, abs=1e-8)
    larger = [(Rectangular(1.0), 10 * one, ENDLESS), (Normal(1.0), 10 * other, ENDLESS)]
    assert convolution.quantile(larger, probability) == pytest.approx(10 * half_width, rel=1e-8)


def within_lognormal(half_width: float, standard: float, mean: float) -> float:
    """Return P(|X − mean| ≤ half-width) in closed form."""
    variance = math.log1p((standard / mean) ** 2)

    def below(x: float) -> float:
        if x <= 0:
            return 0.0
        return math.erfc(-(math.log(x / mean) + variance / 2) / math.sqrt(2 * variance)) / 2

    return below(mean + half_width) - below(mean - half_width)


@pytest.mark.parametrize(("standard", "mean"), [(1.0, 1e4), (1.0, 10.0), (1.0, 2.0), (1.0, 1.0)])
def test_lognormal_alone(standard: float, mean: float) -> None:
    parts = [(Lognormal(standard, mean), 1.0, ENDLESS)]
    for probability in (0.95, 0.9973):
        found = convolution.quantile(parts, probability)
        assert within_lognormal(found, standard, mean) == pytest.approx(probability, abs=1e-9)


def test_lognormal_with_others_beside_draws() -> None:
    parts = [(Lognormal(1.0, 2.0), -1.5, ENDLESS), (Rectangular(2.0), 1.0, ENDLESS)]
    draw = np.random.default_rng(5)
    count = 1_000_000
    variance = math.log1p(0.25)
    skew = np.exp(math.sqrt(variance) * draw.standard_normal(count) + math.log(2) - variance / 2) - 2
    sums = draw.uniform(-2, 2, count) - 1.5 * skew
    assert convolution.quantile(parts, 0.95) == pytest.approx(np.quantile(np.abs(sums), 0.95), rel=3e-3)


def test_what_has_no_characteristic_function_here() -> None:
    with pytest.raises(ConvolvedRuleError, match="empirical"):
        characteristic(Empirical((1.0, 2.0)), ENDLESS, np.ones(1))
