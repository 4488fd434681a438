import math

import numpy as np
import pytest

from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Budget, Correlation, Input, Output
from labcal.domain.uncertainty.distributions import Normal, Rectangular, StudentT
from labcal.domain.uncertainty.montecarlo.plan import plan
from labcal.errors.models import DivisionByZeroError
from labcal.errors.montecarlo import CorrelatedDistributionError

VOLTS = (5.007, 4.994, 5.005, 4.990, 4.999, 5.001)
AMPERES = (19.663, 19.639, 19.640, 19.685, 19.678, 19.661)


def read(make, symbol: str, readings: tuple[float, ...]) -> Input:
    found = type_a.from_readings(readings)
    own = make.component(StudentT(found.standard_uncertainty), "1", found.dof)
    extra = make.component(Rectangular(0.001))
    return Input(
        symbol=symbol,
        value=found.mean,
        unit="1",
        components=(own, extra),
        readings=readings,
        simultaneous="set",
    )


def test_normal_components_are_drawn_as_one(make) -> None:
    found = plan(make.budget("a", make.quantity("a", 1.0, Normal(3.0), Rectangular(1.0), Normal(4.0))))
    first, second = found.parts[0]
    assert first.distribution == Normal(5.0)
    assert second.distribution == Rectangular(1.0)


def test_certain_components_are_not_drawn(make) -> None:
    assert plan(make.budget("a", make.quantity("a", 1.0, Normal(0.0), Rectangular(0.0)))).parts == ((),)


def test_units_are_those_of_the_system(make) -> None:
    found = plan(make.budget("a", make.quantity("a", 20.0, Rectangular(0.5), unit="°C"), unit="K"))
    assert found.estimates == (pytest.approx(293.15),)
    assert found.parts[0][0].scale == 1.0


def test_correlated_inputs_are_drawn_together(make) -> None:
    inputs = (make.quantity(symbol, 0.0, Normal(1.0)) for symbol in "abcd")
    tied = (Correlation("a", "b", 0.5), Correlation("b", "d", 0.2))
    found = plan(make.budget("a + b + c + d", *inputs, correlations=tied))
    assert [joint.members for joint in found.joints] == [(0, 1, 3)]
    lower = np.array(found.joints[0].root)
    np.testing.assert_allclose(lower @ lower.T, [[1, 0.5, 0], [0.5, 1, 0.2], [0, 0.2, 1]], atol=1e-12)
    assert found.parts[0] == ()
    assert len(found.parts[2]) == 1


def test_correlated_input_that_is_not_normal_is_named(make) -> None:
    inputs = (make.quantity("a", 0.0, Normal(1.0)), make.quantity("b", 0.0, Rectangular(1.0)))
    with pytest.raises(
        CorrelatedDistributionError, match="The input b is correlated, but its distribution is"
    ):
        plan(make.budget("a + b", *inputs, correlations=(Correlation("a", "b", 0.5),)))


def test_coefficient_of_zero_ties_nothing(make) -> None:
    inputs = (make.quantity("a", 0.0, Normal(1.0)), make.quantity("b", 0.0, Rectangular(1.0)))
    assert plan(make.budget("a + b", *inputs, correlations=(Correlation("a", "b", 0.0),))).joints == ()


def test_simultaneous_readings_are_a_multivariate_t(make) -> None:
    """JCGM 102:2011, 5.3.2: ν = n − N = 4; scale S/n with S the sum of products divided by ν."""
    found = plan(make.budget("v/i", read(make, "v", VOLTS), read(make, "i", AMPERES)))
    (joint,) = found.joints
    assert joint.dof == 4
    deviations = np.array([VOLTS, AMPERES]) - np.array([[np.mean(VOLTS)], [np.mean(AMPERES)]])
    lower = np.array(joint.root)
    np.testing.assert_allclose(lower @ lower.T, deviations @ deviations.T / (6 * 4), rtol=1e-9)
    assert [[part.distribution for part in parts] for parts in found.parts] == [[Rectangular(0.001)]] * 2
    assert found.least_dof == (4, 4)
    assert found.warnings == ()


def test_too_few_simultaneous_readings_are_drawn_as_normal(make) -> None:
    found = plan(make.budget("v/i", read(make, "v", VOLTS[:4]), read(make, "i", AMPERES[:4])))
    assert found.joints[0].dof == math.inf
    assert str(found.warnings[0]).startswith("4 sets of readings of v, i are too few")


def test_model_without_a_value_at_the_estimates(make) -> None:
    with pytest.raises(DivisionByZeroError):
        plan(make.budget("1/a", make.quantity("a", 0.0, Normal(1.0))))


def test_implicit_model_starts_at_the_solution_of_the_estimates(make) -> None:
    output = Output(symbol="y", unit="1", equation="y**3 - a", start=1.0)
    found = plan(Budget(outputs=(output,), inputs=(make.quantity("a", 8.0, Normal(0.1)),)))
    assert found.models[0].start == pytest.approx(2.0)
