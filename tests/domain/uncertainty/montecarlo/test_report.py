import numpy as np
import pytest

from labcal.domain.uncertainty.distributions import Normal, StudentT
from labcal.domain.uncertainty.montecarlo import Settings, simulate

TRIALS = 500_000


@pytest.fixture(scope="module")
def normal(make):
    return simulate(make.budget("a", make.quantity("a", 5.0, Normal(2.0))), Settings(trials=TRIALS)).outputs[
        0
    ]


def test_distribution_function_ascends(normal) -> None:
    table = normal.distribution
    assert np.all(np.diff(table.values) > 0)
    assert np.all(np.diff(table.probabilities) >= 0)
    assert table.probabilities[0] == 1 / TRIALS
    assert table.probabilities[-1] == 1.0


def test_distribution_function_reaches_into_the_tails(normal) -> None:
    """Far below the interval: 1.35e-3 at −3 u, 3.2e-5 at −4 u, within five binomial standard deviations."""
    for distance, exact in ((3, 1.349898e-3), (4, 3.167124e-5)):
        found = normal.distribution.probability_below(5.0 - 2.0 * distance)
        assert found == pytest.approx(exact, abs=5 * np.sqrt(exact / TRIALS))
        above = 1 - normal.distribution.probability_below(5.0 + 2.0 * distance)
        assert above == pytest.approx(exact, abs=5 * np.sqrt(exact / TRIALS))


def test_histogram_shows_nearly_all(normal) -> None:
    histogram = normal.histogram
    assert histogram.below + histogram.above < 0.004 * TRIALS
    widths = np.diff(histogram.edges)
    np.testing.assert_allclose(widths, widths[0], rtol=1e-9)
    middle = np.argmax(histogram.counts)
    assert histogram.edges[middle] == pytest.approx(5.0, abs=0.6)


def test_heavy_tails_do_not_flatten_the_chart(make) -> None:
    """t with 3 degrees of freedom: the chart spans what holds 99.8 %, not the farthest draw."""
    wide = make.budget("a", make.quantity("a", 0.0))
    heavy = wide.inputs[0].__class__(
        symbol="a", value=0.0, unit="1", components=(make.component(StudentT(1.0), dof=3),)
    )
    made = make.budget("a", heavy)
    edges = simulate(made, Settings(trials=TRIALS)).outputs[0].histogram.edges
    assert 10 < edges[-1] < 13
