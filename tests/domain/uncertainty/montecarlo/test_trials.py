from itertools import cycle

import numpy as np
import pytest

from labcal.domain.uncertainty.distributions import Normal, Rectangular
from labcal.domain.uncertainty.montecarlo import trials
from labcal.domain.uncertainty.montecarlo.blocks import BLOCK, Kernel
from labcal.domain.uncertainty.montecarlo.plan import plan
from labcal.domain.uncertainty.montecarlo.settings import Settings, Watch
from labcal.domain.uncertainty.montecarlo.tally import gauge, tally
from labcal.domain.uncertainty.montecarlo.trials import Run, draw_all
from labcal.errors.montecarlo import SimulationStoppedError


def started(made, settings: Settings, watch: Watch | None = None, probability: float = 0.95) -> Run:
    count = settings.checked_trials(probability, len(made.outputs))
    return Run(Kernel(plan(made), settings.seed), settings, watch or Watch(), probability, count)


def all_draws(run: Run):
    """Return every draw of the run's first result, in order of size."""
    place = run.place()
    blocks = [run.results(number, place)[0].copy() for number in range(run.blocks)]
    return np.sort(np.concatenate(blocks))


@pytest.fixture
def bent(make):
    inputs = (make.quantity("a", 1.0, Normal(0.3)), make.quantity("b", 2.0, Rectangular(1.0)))
    return make.budget("a**2/b", *inputs)


@pytest.mark.parametrize("count", [1000, BLOCK, BLOCK + 1, 3 * BLOCK - 5])
def test_tails_are_those_of_all_draws(bent, count) -> None:
    """Keeping only what lies outside loses nothing: mean, u and both tails are those of all draws."""
    run = started(bent, Settings(trials=count))
    found = draw_all(run)
    draws = all_draws(run)
    assert draws.size == found.total.count == count
    np.testing.assert_array_equal(found.low[0], draws[: found.low[0].size])
    np.testing.assert_array_equal(found.high[0], draws[-found.high[0].size :])
    mean = found.gauges[0].centre + found.total.means()[0]
    assert mean == pytest.approx(draws.mean(), rel=1e-12)
    assert found.total.covariance()[0, 0] == pytest.approx(draws.var(ddof=1), rel=1e-12)


def test_results_with_many_equal_values(make) -> None:
    """Half the draws are 0: they are counted, not kept."""
    run = started(make.budget("max(a, 0)", make.quantity("a", 0.0, Normal(1.0))), Settings(trials=200_000))
    found = draw_all(run)
    draws = all_draws(run)
    np.testing.assert_array_equal(found.low[0], draws[: found.low[0].size])
    assert sum(tail.values.size for tail in found.total.lower[0]) == 0


def test_wider_tails_are_kept_where_the_first_block_misled(bent, monkeypatch) -> None:
    """With no margin at all the first try mostly keeps too few; the second gives the same as ever."""
    run = started(bent, Settings(trials=100_000))
    usual = draw_all(run)
    monkeypatch.setattr(trials, "MARGIN", -3.0)
    monkeypatch.setattr(trials, "_wider", lambda margin: margin + 9.0)
    again = draw_all(run)
    np.testing.assert_array_equal(usual.low[0], again.low[0])
    np.testing.assert_array_equal(usual.high[0], again.high[0])


@pytest.mark.parametrize("digits", [1, 2])
def test_adaptive_run_stops_when_it_has_settled(bent, digits) -> None:
    """JCGM 101:2008, 7.9.4: batches of 10 000; with one digit it stops much earlier than with two."""
    found = draw_all(started(bent, Settings(adaptive=True, digits=digits)))
    assert found.is_stable
    assert found.total.count % 10_000 == 0
    assert 100_000 <= found.total.count <= (200_000 if digits == 1 else 5_000_000)


def test_settled_means_the_tolerance_is_kept(make) -> None:
    """The ends of ten settled runs differ from the exact ±1.96 by less than δ = 0.05 almost always."""
    made = make.budget("a", make.quantity("a", 0.0, Normal(1.0)))
    ends = [draw_all(started(made, Settings(adaptive=True, seed=seed))).high[0] for seed in range(1, 11)]
    errors = [abs(float(high[(high.size + 1) // 2 - 1]) - 1.959964) for high in ends]
    assert sum(error <= 0.05 for error in errors) >= 9


def test_settled_means_the_coverage_regions_have_settled(make, monkeypatch) -> None:
    """JCGM 102:2011, 7.8: k_p is among what has to settle; here it alone never does."""
    inputs = (make.quantity("a", 0.0, Normal(1.0)), make.quantity("b", 0.0, Normal(1.0)))
    settings = Settings(adaptive=True, trials=150_000, digits=1, threads=1)
    run = started(make.of_outputs({"x": "a", "y": "a + b"}, *inputs), settings)
    assert draw_all(run).is_stable
    restless = cycle((np.array([1.0, 1.0]), np.array([1.0, 9.0])))
    monkeypatch.setattr(trials, "_factors", lambda *_: next(restless))
    assert not draw_all(run).is_stable


def test_factors_of_a_batch_are_those_of_its_regions(make) -> None:
    """Of two independent normal quantities: k_p = √χ²(2) = 2.4477; k_q is met by 0.95 of the draws."""
    inputs = (make.quantity("a", 0.0, Normal(3.0)), make.quantity("b", 5.0, Normal(1.0)))
    run = started(make.of_outputs({"x": "a", "y": "b"}, *inputs), Settings(trials=100_000))
    place = run.place()
    results = run.results(0, place)
    kept = tally(results, [gauge(one, 0.05) for one in results], place.spare, place.whole)
    box, ellipsoid = trials._factors(kept, results, place.spare, 0.95)
    assert ellipsoid == pytest.approx(2.4477, abs=0.02)
    assert box == pytest.approx(2.2365, abs=0.02)


def test_adaptive_run_that_does_not_settle_ends(make) -> None:
    made = make.budget("a", make.quantity("a", 0.0, Normal(9.8)))
    found = draw_all(started(made, Settings(adaptive=True, trials=120_000)))
    assert not found.is_stable
    assert found.total.count == 120_000


def test_batches_grow_with_the_probability(bent) -> None:
    assert started(bent, Settings(adaptive=True), probability=0.999).block == 100_000


def test_progress_is_told_in_order(bent) -> None:
    told = []
    watch = Watch(progress=lambda done, total: told.append((done, total)))
    draw_all(started(bent, Settings(trials=4 * BLOCK, threads=2), watch))
    assert told == [(BLOCK * number, 4 * BLOCK) for number in range(1, 5)]


@pytest.mark.parametrize("threads", [1, 2])
def test_run_can_be_stopped(bent, threads) -> None:
    told = []
    watch = Watch(progress=lambda done, _: told.append(done), cancelled=lambda: len(told) == 3)
    with pytest.raises(SimulationStoppedError, match=f"after {3 * BLOCK} trials"):
        draw_all(started(bent, Settings(trials=50_000_000, threads=threads), watch))
