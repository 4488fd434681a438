"""Standard uncertainties of JCGM 101:2008, table 1 and 6.4 (half-width a = 1), and of JCGM 100:2008, 4.3."""

import math

import pytest

from labcal.domain.uncertainty.distributions import FAMILY, Normal, StudentT, build, standard_deviation
from labcal.errors.models import DistributionParameterError, ParameterRangeError, UnknownDistributionError


@pytest.mark.parametrize(
    ("name", "parameters", "standard"),
    [
        ("normal", {"standard": 2.0}, 2.0),
        ("normal", {"expanded": 45.0, "k": 2.0}, 22.5),
        ("normal", {"expanded": 0.075, "k": 3.0}, 0.025),
        ("normal", {"expanded": 1.959963984540054, "probability": 0.95}, 1.0),
        ("t", {"scale": 3.0}, 3.0),
        ("rectangular", {"half_width": 15.0}, 8.660254037844386),
        ("triangular", {"half_width": 1.0}, 0.4082482904638631),
        ("arcsine", {"half_width": 1.0}, 0.7071067811865476),
        ("trapezoidal", {"half_width": 1.0, "beta": 0.5}, math.sqrt(1.25 / 6)),
        (
            "curvilinear-trapezoid",
            {"half_width": 1.0, "half_width_uncertainty": 0.3},
            math.sqrt(1 / 3 + 0.01),
        ),
        ("resolution", {"step": 1.0}, 0.28867513459481287),
    ],
)
def test_standard_uncertainty(name: str, parameters: dict[str, float], standard: float) -> None:
    made = build(name, parameters)
    assert made.standard_uncertainty == pytest.approx(standard, rel=1e-14)
    assert made.name == name


def test_a_probability_uses_the_degrees_of_freedom() -> None:
    """JCGM 100:2008, 4.3.4 and table G.2: t_0.95(9) = 2.26."""
    made = build("normal", {"expanded": 2.26, "probability": 0.95}, dof=9)
    assert made.standard_uncertainty == pytest.approx(1.0, abs=2e-3)


def test_the_ends_of_the_trapezoid() -> None:
    for beta, name in ((1.0, "rectangular"), (0.0, "triangular")):
        trapezoid = build("trapezoidal", {"half_width": 3.0, "beta": beta})
        other = build(name, {"half_width": 3.0})
        assert trapezoid.standard_uncertainty == pytest.approx(other.standard_uncertainty, rel=1e-14)


@pytest.mark.parametrize("name", FAMILY)
def test_parameters_below_zero_are_refused(name: str) -> None:
    wanted, _ = FAMILY[name]
    for value in (-1.0, math.nan, math.inf):
        with pytest.raises(ParameterRangeError):
            build(name, dict.fromkeys(wanted, value))


def test_refusals() -> None:
    with pytest.raises(UnknownDistributionError, match="“gaussian”"):
        build("gaussian", {})
    with pytest.raises(DistributionParameterError, match="takes half_width; given: standard"):
        build("rectangular", {"standard": 1.0})
    with pytest.raises(DistributionParameterError):
        build("normal", {"expanded": 1.0})
    for parameters in (
        {"expanded": 1.0, "k": 0.0},
        {"expanded": 1.0, "probability": 1.0},
        {"standard": -1.0},
    ):
        with pytest.raises(ParameterRangeError):
            build("normal", parameters)
    with pytest.raises(ParameterRangeError):
        build("trapezoidal", {"half_width": 1.0, "beta": 1.5})
    with pytest.raises(ParameterRangeError):
        build("curvilinear-trapezoid", {"half_width": 1.0, "half_width_uncertainty": 2.0})


def test_the_standard_deviation_of_a_t_is_larger_than_its_scale() -> None:
    """JCGM 101:2008, 6.4.9.4: √(ν/(ν − 2)) times the scale; infinite for ν ≤ 2, undefined for ν ≤ 1."""
    assert standard_deviation(StudentT(2.0), 5) == pytest.approx(2 * math.sqrt(5 / 3), rel=1e-15)
    assert standard_deviation(StudentT(2.0), 2) == math.inf
    assert standard_deviation(StudentT(2.0), 1) is None
    assert standard_deviation(StudentT(2.0)) == standard_deviation(Normal(2.0), 5) == 2
