import json
import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.uncertainty import first_order
from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import (
    Arcsine,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Rectangular,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.domain.uncertainty.montecarlo import Settings, Watch, simulate
from labcal.domain.uncertainty.montecarlo.blocks import Kernel, Workspace
from labcal.domain.uncertainty.montecarlo.plan import plan
from labcal.errors.montecarlo import (
    ArcDrawError,
    DivisionByZeroDrawError,
    ImplicitDrawError,
    InputDrawError,
    LogarithmDrawError,
    RootDrawError,
    SimulationStoppedError,
    TooManyTrialsError,
)

SEVERAL = Settings(trials=300_000)
FEWER = Settings(trials=70_000)


@pytest.fixture
def mixed(make) -> Budget:
    """Everything at once: several results, correlation, t, an implicit one."""
    inputs = (
        make.quantity("a", 1.0, Normal(0.05), Rectangular(0.1)),
        Input(symbol="b", value=2.0, unit="1", components=(make.component(StudentT(0.1), dof=5),)),
        make.quantity("c", 3.0, Normal(0.2)),
        make.quantity("d", 4.0, Normal(0.1)),
    )
    outputs = (
        Output(symbol="p", unit="1", model="a*b + sin(c)"),
        Output(symbol="q", unit="1", model="c/d"),
        Output(symbol="r", unit="1", equation="r**3 + a*r - d", start=1.0),
    )
    return Budget(outputs=outputs, inputs=inputs, correlations=(Correlation("c", "d", -0.5),))


@pytest.mark.parametrize("adaptive", [False, True])
def test_same_bits_on_any_number_of_threads(mixed, adaptive) -> None:
    found = [
        simulate(mixed, Settings(trials=200_000, adaptive=adaptive, threads=threads)) for threads in (1, 2, 4)
    ]
    assert found[0] == found[1] == found[2]


def test_seed_decides(mixed) -> None:
    first = simulate(mixed, FEWER)
    assert simulate(mixed, FEWER) == first
    assert simulate(mixed, replace(FEWER, seed=102)).outputs[0].mean != first.outputs[0].mean


@pytest.mark.parametrize("adaptive", [False, True])
def test_progress_goes_on_to_the_end(mixed, adaptive) -> None:
    """The draws of several results are made twice: the second time for the coverage regions."""
    told = []
    watch = Watch(progress=lambda done, total: told.append((done, total)))
    simulate(mixed, Settings(trials=200_000, adaptive=adaptive), watch)
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert told[-1] == (400_000, 400_000)
    assert {total for _, total in told} == {400_000}


def test_second_pass_can_be_stopped_too(mixed) -> None:
    seen = []
    watch = Watch(progress=lambda done, _: seen.append(done), cancelled=lambda: seen[-1] > 200_000)
    with pytest.raises(SimulationStoppedError):
        simulate(mixed, Settings(trials=200_000), watch)


def test_result_can_be_written_as_json(mixed) -> None:
    """No NaN and no infinity anywhere, and nothing but plain numbers."""
    json.dumps(asdict(simulate(mixed, FEWER)), allow_nan=False)


BENT = {
    "gauge block": lambda make: make.gauge_block(),
    "loss": lambda make: make.comparison_loss(0.01, 0.9),
    "ratio": lambda make: make.budget(
        "exp(a)/b", make.quantity("a", 1.0, Arcsine(0.5)), make.quantity("b", 3.0, Triangular(1.0))
    ),
}


@pytest.mark.parametrize("name", BENT)
@pytest.mark.parametrize("kind", ["interval", "shortest_interval"])
def test_fresh_draws_lie_inside_with_the_probability(make, name, kind) -> None:
    """Draws of another seed: the share inside is p within five binomial standard deviations of both runs."""
    made = BENT[name](make)
    count = 1_000_000
    found = simulate(made, Settings(trials=count)).outputs[0]
    low, high = getattr(found, kind)
    fresh = fresh_draws(made, seed=999, blocks=16)
    value = fresh / (1e-9 if found.unit == "nm" else 1.0)
    share = np.mean((value >= low) & (value <= high))
    p = found.coverage_probability
    deviation = math.sqrt(p * (1 - p) * (1 / count + 1 / fresh.size))
    assert share == pytest.approx(p, abs=5 * deviation + (2e-4 if kind == "shortest_interval" else 0))
    if kind == "shortest_interval":
        assert high - low <= found.interval[1] - found.interval[0]


def fresh_draws(made: Budget, seed: int, blocks: int):
    kernel = Kernel(plan(made), seed)
    size = 65_536
    place = Workspace(kernel, size)
    found = np.empty((blocks, size))
    for block in range(blocks):
        kernel.evaluate(block, 0, place, [found[block]])
    return found.ravel()


def test_distribution_function_agrees_with_the_interval(make) -> None:
    found = simulate(make.gauge_block()).outputs[0]
    low, high = found.interval
    assert found.distribution.probability_below(low) == pytest.approx(0.005, abs=2e-5)
    assert found.distribution.probability_below(high) == pytest.approx(0.995, abs=2e-5)
    assert found.distribution.quantile(0.5) == pytest.approx(838, abs=0.5)
    histogram = found.histogram
    assert sum(histogram.counts) + histogram.below + histogram.above == found.trials
    assert len(histogram.edges) == len(histogram.counts) + 1


KINDS = st.sampled_from([Normal, Rectangular, Triangular, Arcsine, lambda a: Trapezoidal(a, 0.4)])
TERMS = st.lists(
    st.tuples(st.integers(-5, 5), st.integers(-10, 10), KINDS, st.floats(0.1, 3)), min_size=1, max_size=4
)


@settings(max_examples=25)
@given(TERMS)
def test_linear_model_agrees_with_first_order(make, terms) -> None:
    """Mean and u within five standard deviations of the simulation."""
    names = "abcd"
    model = " + ".join(f"({slope!r})*{name}" for name, (slope, _, _, _) in zip(names, terms, strict=False))
    inputs = [
        make.quantity(name, value, kind(width))
        for name, (_, value, kind, width) in zip(names, terms, strict=False)
    ]
    made = make.budget(model, *inputs)
    exact = first_order.evaluate(made)
    found = simulate(made, Settings(trials=40_000)).outputs[0]
    u = exact.standard_uncertainty
    assert found.mean == pytest.approx(exact.value, abs=5 * u / math.sqrt(40_000) + 1e-12)
    assert found.standard_uncertainty == pytest.approx(u, rel=5 / math.sqrt(2 * 40_000) * 1.01)


@settings(max_examples=15)
@given(st.sampled_from(["mm", "um", "km"]), st.sampled_from(["nm", "m"]))
def test_units_change_nothing_but_the_numbers(make, unit, shown) -> None:
    scales = {"mm": 1e-3, "um": 1e-6, "km": 1e3, "nm": 1e-9, "m": 1.0}
    plain = make.budget("a", make.quantity("a", 2.0, Rectangular(0.5), unit="m"), unit="m")
    factor = 1 / scales[unit]
    other = make.budget(
        "a", make.quantity("a", 2.0 * factor, Rectangular(0.5 * factor), unit=unit), unit=shown
    )
    one, two = (simulate(made, Settings(trials=20_000)).outputs[0] for made in (plain, other))
    assert np.array(two.interval) * scales[shown] == pytest.approx(one.interval, rel=1e-12)
    assert two.standard_uncertainty * scales[shown] == pytest.approx(one.standard_uncertainty, rel=1e-9)


def test_temperature_is_given_back_in_degrees(make) -> None:
    made = make.budget("t", make.quantity("t", 20.0, Rectangular(0.5), unit="°C"), unit="°C")
    found = simulate(made, SEVERAL).outputs[0]
    assert found.mean == pytest.approx(20.0, abs=0.01)
    assert found.interval == pytest.approx((19.525, 20.475), abs=0.003)
    assert found.histogram.edges[0] == pytest.approx(19.5, abs=0.1)


def test_covariance_is_in_the_units_of_the_results(make) -> None:
    inputs = (
        make.quantity("a", 1.0, Normal(2.0), unit="mm"),
        make.quantity("b", 1.0, Normal(1.0), unit="mm"),
    )
    outputs = (Output(symbol="x", unit="um", model="a"), Output(symbol="y", unit="mm", model="a + b"))
    found = simulate(Budget(outputs=outputs, inputs=inputs), SEVERAL)
    np.testing.assert_allclose(found.covariance, [[4e6, 4e3], [4e3, 5.0]], rtol=0.02)
    assert found.correlation[0][1] == pytest.approx(4 / math.sqrt(20), abs=0.005)
    assert math.sqrt(found.covariance[0][0]) == pytest.approx(found.outputs[0].standard_uncertainty)


def test_probability_of_a_coverage_factor(make) -> None:
    """With k alone the intervals have p = erf(k/√2)."""
    made = replace(make.budget("a", make.quantity("a", 0.0, Normal(1.0))), coverage=Coverage(k=2))
    found = simulate(made, SEVERAL).outputs[0]
    assert found.coverage_probability == math.erf(math.sqrt(2))
    assert found.interval == pytest.approx((-2.0, 2.0), abs=0.03)


ABSOLUTE = {
    "exponential": (3.0, Exponential(3.0), (-3 * math.log(0.975), -3 * math.log(0.025))),
    "gamma": (1.0, Gamma(0.0), (-math.log(0.975), -math.log(0.025))),
    "lognormal": (
        5.0,
        Lognormal(3.0, 5.0),
        tuple(5 / math.sqrt(1.36) * math.exp(z * math.sqrt(math.log(1.36))) for z in (-1.959964, 1.959964)),
    ),
    "empirical": (5.5, Empirical(tuple(float(n) for n in range(1, 11))), (1.0, 10.0)),
}


@pytest.mark.parametrize("name", ABSOLUTE)
def test_distributions_of_the_whole_input(make, name) -> None:
    value, distribution, interval = ABSOLUTE[name]
    found = simulate(make.budget("a", make.quantity("a", value, distribution)), SEVERAL).outputs[0]
    assert found.mean == pytest.approx(value, rel=0.01)
    assert found.standard_uncertainty == pytest.approx(distribution.standard_uncertainty, rel=0.01)
    assert found.interval == pytest.approx(interval, rel=0.03)


@pytest.mark.parametrize("dof", [2.0, 1.0])
def test_infinite_deviation_is_said_not_shown(make, dof) -> None:
    wide = Input(symbol="a", value=1.0, unit="1", components=(make.component(StudentT(0.1), dof=dof),))
    made = make.of_outputs({"x": "a", "y": "b"}, wide, make.quantity("b", 1.0, Normal(0.1)))
    found = simulate(made, SEVERAL)
    assert found.outputs[0].standard_uncertainty is None
    assert (found.outputs[0].mean is None) == (dof == 1.0)
    assert found.outputs[1].standard_uncertainty == pytest.approx(0.1, rel=0.01)
    assert found.covariance is None
    assert found.regions is None
    assert not found.outputs[0].validated(1.0, 0.5).agrees
    assert any("t-distribution" in str(warning) for warning in found.warnings)
    quantile = {2.0: 4.302653, 1.0: 12.706205}[dof]
    assert found.outputs[0].interval == pytest.approx((1 - 0.1 * quantile, 1 + 0.1 * quantile), rel=0.05)


REFUSED = {
    "log(a)": (LogarithmDrawError, "“log(a)” takes the logarithm of a number that is not above 0 in "),
    "sqrt(a)*b": (RootDrawError, "“sqrt(a)” takes the square root of a negative number in "),
    "asin(a)": (ArcDrawError, "“asin(a)” takes an angle of a number outside −1 … 1 in "),
}


@pytest.mark.parametrize("model", REFUSED)
def test_draws_without_a_value_are_refused_with_place_and_share(make, model) -> None:
    kind, sentence = REFUSED[model]
    inputs = (make.quantity("a", 1.0, Normal(0.5)), make.quantity("b", 1.0, Normal(0.1)))
    with pytest.raises(kind) as refused:
        simulate(make.budget(model, *inputs), SEVERAL)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(" %).")


def test_division_by_zero_in_a_draw(make) -> None:
    made = make.budget("1/a", make.quantity("a", 1.0, Empirical((0.0, 1.0, 2.0))))
    with pytest.raises(DivisionByZeroDrawError, match=r"“1/a” divides by zero in \d+ of the first \d+ draws"):
        simulate(made, SEVERAL)


def test_refusal_is_the_same_on_any_number_of_threads(make) -> None:
    """About one draw in 30 000 fails; the sentence names the first block that had one."""
    made = make.budget("log(a)", make.quantity("a", 4.0, Normal(1.0)))
    told = set()
    for threads in (1, 2, 4):
        with pytest.raises(LogarithmDrawError) as refused:
            simulate(made, Settings(trials=1_000_000, threads=threads))
        told.add(str(refused.value))
    assert len(told) == 1


def test_equation_without_a_solution_in_a_draw(make) -> None:
    made = Budget(
        outputs=(Output(symbol="y", unit="1", equation="y**2 - a", start=1.0),),
        inputs=(make.quantity("a", 1.0, Normal(0.5)),),
    )
    with pytest.raises(ImplicitDrawError, match=r"“y\*\*2 - a = 0” has no solution near"):
        simulate(made, SEVERAL)


def test_draws_beyond_all_numbers(make) -> None:
    tiny = Component(name="", distribution=StudentT(1.0), unit="1", dof=0.001)
    with pytest.raises(InputDrawError, match="The draws of the input a are too large"):
        simulate(make.budget("a", Input(symbol="a", value=0.0, unit="1", components=(tiny,))), SEVERAL)


def test_too_many_trials(make) -> None:
    with pytest.raises(TooManyTrialsError):
        simulate(make.budget("a", make.quantity("a", 1.0, Normal(0.5))), Settings(trials=10**9))


def test_few_trials_are_warned_of(make) -> None:
    made = make.budget("a", make.quantity("a", 1.0, Normal(0.5)))
    (warning,) = simulate(made, Settings(trials=10_000)).warnings
    assert str(warning) == "10000 trials are few for a coverage probability of 0.95: take 200000."
    assert simulate(made, SEVERAL).warnings == ()


def test_run_that_has_not_settled_is_warned_of(make) -> None:
    made = make.budget("a", make.quantity("a", 1.0, Normal(0.11)))
    found = simulate(made, Settings(adaptive=True, trials=20_000))
    assert not found.is_stable
    assert "have not settled" in str(found.warnings[0])


def test_input_without_use_is_not_drawn(make) -> None:
    one = make.budget("a", make.quantity("a", 1.0, Normal(0.5)), make.quantity("b", 1.0, Normal(0.5)))
    other = make.budget("a", make.quantity("a", 1.0, Normal(0.5)))
    assert simulate(one, SEVERAL).outputs == simulate(other, SEVERAL).outputs


def test_budget_without_uncertainty(make) -> None:
    found = simulate(make.budget("2*a", make.quantity("a", 1.5)), SEVERAL).outputs[0]
    assert (found.mean, found.standard_uncertainty, found.interval) == (3.0, 0.0, (3.0, 3.0))
    assert found.validated(3.0, 0.0).agrees
