import math

import pytest

from labcal.domain.uncertainty.distributions import Normal, Rectangular
from labcal.domain.uncertainty.montecarlo import Settings, simulate

MANY = Settings(trials=1_000_000)


@pytest.mark.parametrize("model", ["a - b", "a + 3*b", "b"])
def test_ellipsoid_of_two_normal_results(make, model) -> None:
    """JCGM 102:2011, 6.5.2, table 1: k_p = 2.45 for two results at 95 %; exactly √(−2 ln 0.05)."""
    inputs = (make.quantity("a", 1.0, Normal(0.2)), make.quantity("b", 5.0, Normal(3.0)))
    found = simulate(make.of_outputs({"x": "a", "y": model}, *inputs), MANY).regions
    assert found.ellipsoid_factor == pytest.approx(math.sqrt(-2 * math.log(0.05)), abs=0.01)
    assert found.ellipsoid_factor == pytest.approx(2.45, abs=0.01)


def test_ellipsoid_of_three_normal_results(make) -> None:
    """JCGM 102:2011, 6.5.2, table 1: k_p = 2.80 for three results at 95 %."""
    inputs = (make.quantity(symbol, 1.0, Normal(0.2)) for symbol in "abc")
    found = simulate(make.of_outputs({"x": "a", "y": "a + b", "z": "b - c"}, *inputs), MANY).regions
    assert found.ellipsoid_factor == pytest.approx(2.80, abs=0.01)


def test_rectangle_of_independent_results(make) -> None:
    """For independent results each side holds √p: k_q is √3 · √0.95 for rectangular ones."""
    inputs = (make.quantity("a", 1.0, Rectangular(0.2)), make.quantity("b", 5.0, Rectangular(3.0)))
    found = simulate(make.of_outputs({"x": "a", "y": "b"}, *inputs), MANY).regions
    assert found.rectangle_factor == pytest.approx(math.sqrt(3) * math.sqrt(0.95), abs=0.003)
    assert found.half_widths[0] == pytest.approx(0.2 * math.sqrt(0.95), abs=0.001)
    assert found.half_widths[1] == pytest.approx(3.0 * math.sqrt(0.95), abs=0.01)


def test_results_that_depend_on_one_another_have_no_ellipsoid(make) -> None:
    inputs = (make.quantity("a", 1.0, Normal(0.2)), make.quantity("b", 5.0, Normal(3.0)))
    found = simulate(make.of_outputs({"x": "a + b", "y": "2*a + 2*b"}, *inputs), MANY)
    assert found.regions.ellipsoid_factor is None
    assert found.regions.rectangle_factor == pytest.approx(1.96, abs=0.01)
    assert any("no coverage ellipsoid" in str(warning) for warning in found.warnings)


def test_result_without_uncertainty(make) -> None:
    inputs = (make.quantity("a", 1.0, Normal(0.2)), make.quantity("b", 5.0))
    found = simulate(make.of_outputs({"x": "a", "y": "2*b"}, *inputs), MANY)
    assert found.regions.half_widths[1] == 0.0
    assert found.correlation == ((1.0, 0.0), (0.0, 1.0))


def test_one_result_has_no_region(make) -> None:
    assert simulate(make.budget("a", make.quantity("a", 1.0, Normal(0.2)))).regions is None
