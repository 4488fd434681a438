import math

import numpy as np
import pytest

from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
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
from labcal.domain.uncertainty.montecarlo.draws import DRAWS, can_draw, draw, generator

COUNT = 400_000
SAMPLES = (1.0, 2.0, 2.5, 7.0)


def drawn(distribution, dof=math.inf, block=0):
    out, spare = np.empty(COUNT), np.empty(COUNT)
    draw(distribution, dof, generator(7, block), (out, spare))
    return out


def normal_below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


CASES = {
    "normal": (Normal(2.0), lambda x: normal_below(x / 2)),
    "rectangular": (Rectangular(2.0), lambda x: (x + 2) / 4),
    "resolution": (Resolution(2.0), lambda x: (x + 1) / 2),
    "triangular": (Triangular(1.0), lambda x: (1 + x) ** 2 / 2 if x < 0 else 1 - (1 - x) ** 2 / 2),
    "arcsine": (Arcsine(3.0), lambda x: 0.5 + math.asin(x / 3) / math.pi),
    "exponential": (Exponential(2.0), lambda x: 1 - math.exp(-(x + 2) / 2)),
    "lognormal": (
        Lognormal(3.0, 5.0),
        lambda x: normal_below((math.log((x + 5) / 5) + math.log1p(0.36) / 2) / math.sqrt(math.log1p(0.36))),
    ),
    "gamma": (Gamma(1.0), lambda x: 1 - math.exp(-(x + 2)) * (x + 3)),
}


@pytest.mark.parametrize("name", CASES)
def test_distribution_function(name) -> None:
    """Kolmogorov and Smirnov: the greatest difference stays below 1.95/√n (0.1 % by chance)."""
    distribution, below = CASES[name]
    values = np.sort(drawn(distribution))
    exact = np.array([below(value) for value in values[:: COUNT // 2000]])
    seen = np.arange(COUNT)[:: COUNT // 2000] / COUNT
    assert np.max(np.abs(exact - seen)) < 1.95 / math.sqrt(COUNT)


ALL = [distribution for distribution, _ in CASES.values()] + [
    Trapezoidal(2.0, 0.5),
    Trapezoidal(2.0, 0.0),
    Trapezoidal(2.0, 1.0),
    CurvilinearTrapezoid(2.0, 0.5),
    CurvilinearTrapezoid(2.0, 0.0),
    Empirical(SAMPLES),
]


@pytest.mark.parametrize("distribution", ALL, ids=repr)
def test_mean_is_zero_and_deviation_that_of_first_order(distribution) -> None:
    """JCGM 101:2008, table 1; within five standard deviations of mean and variance."""
    values = drawn(distribution)
    u = distribution.standard_uncertainty
    assert values.mean() == pytest.approx(0.0, abs=5 * u / math.sqrt(COUNT))
    fourth = np.mean((values - values.mean()) ** 4) / values.var() ** 2
    assert values.std() == pytest.approx(u, rel=2.5 * math.sqrt(fourth / COUNT))


@pytest.mark.parametrize(
    ("distribution", "bound"),
    [
        (Rectangular(2.0), 2.0),
        (Triangular(2.0), 2.0),
        (Arcsine(2.0), 2.0),
        (Trapezoidal(2.0, 0.3), 2.0),
        (CurvilinearTrapezoid(2.0, 0.5), 2.5),
        (Resolution(2.0), 1.0),
    ],
)
def test_no_draw_beyond_the_limits(distribution, bound) -> None:
    values = drawn(distribution)
    assert np.max(np.abs(values)) <= bound
    assert np.max(values) > 0.98 * bound * (1 if not isinstance(distribution, CurvilinearTrapezoid) else 0.95)


@pytest.mark.parametrize("dof", [3.0, 5.0, 18.0])
def test_t_has_its_scale_not_its_deviation(dof) -> None:
    """JCGM 101:2008, 6.4.9.4: the variance of t is ν/(ν − 2) times the square of the scale."""
    from scipy.special import stdtr

    values = np.sort(drawn(StudentT(2.0), dof)) / 2
    exact = stdtr(dof, values[:: COUNT // 2000])
    assert np.max(np.abs(exact - np.arange(COUNT)[:: COUNT // 2000] / COUNT)) < 1.95 / math.sqrt(COUNT)


def test_t_without_finite_degrees_of_freedom_is_normal() -> None:
    np.testing.assert_array_equal(drawn(StudentT(2.0)), drawn(Normal(2.0)))


def test_empirical_draws_are_the_samples() -> None:
    values = drawn(Empirical(SAMPLES)) + np.mean(SAMPLES)
    found, counts = np.unique(np.round(values, 9), return_counts=True)
    np.testing.assert_allclose(found, SAMPLES)
    np.testing.assert_allclose(counts / COUNT, 0.25, atol=5 * math.sqrt(0.25 * 0.75 / COUNT))


def test_streams_are_those_of_spawn() -> None:
    """Block by block they are the children of one seed, so no two overlap by construction."""
    children = np.random.SeedSequence(7).spawn(3)
    for number, child in enumerate(children):
        own = np.random.Generator(np.random.SFC64(child)).random(5)
        np.testing.assert_array_equal(generator(7, number).random(5), own)


def test_every_distribution_can_be_drawn() -> None:
    assert all(can_draw(distribution) for distribution in [*ALL, StudentT(1.0)])
    assert len(DRAWS) == 11
