import numpy as np
import pytest

from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.montecarlo.vectors import SLOPES, UFUNCS, value

POINTS = np.array([0.2, 0.35, 0.6, 0.9])
OTHERS = np.array([0.7, 0.1, 1.3, 2.0])


def arguments(name: str):
    two = {"add", "subtract", "multiply", "divide", "power", "atan2", "min", "max"}
    return (POINTS, OTHERS) if name in two else (POINTS,)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_values_and_slopes_are_those_of_single_numbers(name) -> None:
    given = arguments(name)
    found = value(name, given)
    for place in range(POINTS.size):
        single = [float(array[place]) for array in given]
        exact = FUNCTIONS[name].value(single)
        assert found[place] == pytest.approx(exact, rel=1e-14)
        for index in range(len(single)):
            slope = np.broadcast_to(SLOPES[name](given, found, index), POINTS.shape)[place]
            assert slope == pytest.approx(FUNCTIONS[name].partial(single, exact, index), rel=1e-13, abs=1e-15)


def test_every_function_of_models_works_on_arrays() -> None:
    assert set(FUNCTIONS) <= set(UFUNCS)
    assert set(FUNCTIONS) == set(SLOPES)


def test_least_of_several() -> None:
    np.testing.assert_array_equal(
        value("min", (POINTS, OTHERS, 0.5)), np.minimum(np.minimum(POINTS, OTHERS), 0.5)
    )
