import numpy as np
import pytest

from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Component, Correlation, Input
from labcal.domain.uncertainty.distributions import Normal, Rectangular, StudentT
from labcal.domain.uncertainty.montecarlo import blocks
from labcal.domain.uncertainty.montecarlo.blocks import (
    BLOCK,
    CHUNK,
    LEAST_CHUNK,
    WORKSPACE,
    Kernel,
    Workspace,
)
from labcal.domain.uncertainty.montecarlo.plan import plan


def evaluated(kernel: Kernel, number: int, count: int, longest: int = BLOCK):
    found = np.empty(count)
    kernel.evaluate(number, 0, Workspace(kernel, longest), [found])
    return found


def test_block_has_its_own_draws_whatever_was_drawn_before(make) -> None:
    kernel = Kernel(plan(make.gauge_block()), 5)
    first = evaluated(kernel, 3, 1000)
    evaluated(kernel, 2, 1000)
    np.testing.assert_array_equal(evaluated(kernel, 3, 1000), first)
    assert not np.any(evaluated(kernel, 2, 1000) == first)


def test_chunks_of_a_block_go_on_with_one_stream(make) -> None:
    kernel = Kernel(plan(make.budget("a", make.quantity("a", 0.0, Rectangular(1.0)))), 5)
    found = evaluated(kernel, 0, 2 * CHUNK)
    assert np.unique(found).size == found.size


def test_first_failing_draws_are_not_drawn_twice(make, monkeypatch) -> None:
    """An operation that warns without cause gives the same draws after the careful second look."""
    kernel = Kernel(plan(make.budget("a + 1", make.quantity("a", 0.0, Normal(1.0)))), 5)
    usual = evaluated(kernel, 0, 1000)

    def fails(*_: object) -> None:
        raise FloatingPointError

    monkeypatch.setattr(blocks.program, "run", fails)
    np.testing.assert_array_equal(evaluated(kernel, 0, 1000), usual)


def test_inputs_that_are_drawn_together_belong_together(make) -> None:
    inputs = (make.quantity("a", 3.0, Normal(1.0)), make.quantity("b", 1.0, Normal(2.0)))
    made = make.budget("2*a - b", *inputs, correlations=(Correlation("a", "b", 1.0),))
    np.testing.assert_allclose(evaluated(Kernel(plan(made), 5), 0, BLOCK), 5.0, atol=1e-12)


def test_readings_taken_together_keep_their_other_components(make) -> None:
    """Covariance from the readings (a multivariate t, ν = 38), and a rectangular part of one alone."""
    stream = np.random.default_rng(4)
    first = stream.normal(5.0, 1.0, 40)
    second = 3.0 + 0.5 * first + stream.normal(0.0, 0.1, 40)

    def read(symbol: str, readings, *extra: Component) -> Input:
        found = type_a.from_readings(readings.tolist())
        own = make.component(StudentT(found.standard_uncertainty), dof=found.dof)
        return Input(
            symbol=symbol,
            value=found.mean,
            unit="1",
            components=(own, *extra),
            readings=tuple(readings.tolist()),
            simultaneous="set",
        )

    made = make.of_outputs(
        {"x": "a", "y": "b"}, read("a", first, make.component(Rectangular(0.4))), read("b", second)
    )
    kernel = Kernel(plan(made), 5)
    results = [np.empty(BLOCK), np.empty(BLOCK)]
    kernel.evaluate(0, 0, Workspace(kernel, BLOCK), results)
    observed = np.cov(first, second) / 40 * (39 / 38) * (38 / 36)
    exact = observed + np.array([[0.4**2 / 3, 0.0], [0.0, 0.0]])
    np.testing.assert_allclose(np.cov(results), exact, rtol=0.03)


@pytest.mark.parametrize("count", [3, 200])
def test_arrays_of_a_thread_are_bounded(make, count) -> None:
    names = [f"x{number}" for number in range(count)]
    model = "+".join(f"{name}*{other}" for name in names for other in names[:3])
    made = make.budget(model, *(make.quantity(name, 1.0, Normal(0.1)) for name in names))
    kernel = Kernel(plan(made), 5)
    place = Workspace(kernel, BLOCK)
    assert sum(array.size for array in place.registers) <= max(WORKSPACE, LEAST_CHUNK * len(place.registers))
    assert kernel.chunk <= CHUNK
