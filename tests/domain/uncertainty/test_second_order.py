import math

import numpy as np
import pytest

from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Normal
from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.domain.uncertainty.second_order import MOST_INPUTS


def quantity(symbol: str, value: float, u: float) -> Input:
    part = Component(name="", distribution=Normal(u), unit="1")
    return Input(symbol=symbol, value=value, unit="1", components=(part,) if u else ())


def budget(model: str, *inputs: Input, correlations: tuple[Correlation, ...] = ()) -> Budget:
    outputs = (Output(symbol="y", model=model, unit="1"),)
    return Budget(outputs=outputs, inputs=inputs, correlations=correlations, coverage=Coverage(k=2))


def test_a_linear_model_has_no_second_order() -> None:
    results = evaluate_all(budget("2*a - 3*b + 1", quantity("a", 1, 0.1), quantity("b", 2, 0.2)))
    (second,) = results.second_order
    assert second is not None
    assert second.value == results.outputs[0].value
    assert second.standard_uncertainty == results.outputs[0].standard_uncertainty
    assert not results.warnings


def test_a_square_of_a_normal_quantity() -> None:
    """For X normal, X² has the mean x² + u² and the variance 4x²u² + 2u⁴, exactly."""
    x, u = 0.3, 0.2
    results = evaluate_all(budget("a**2", quantity("a", x, u)))
    (second,) = results.second_order
    assert second is not None
    assert second.value == pytest.approx(x**2 + u**2, rel=1e-14)
    assert second.standard_uncertainty == pytest.approx(math.sqrt(4 * x**2 * u**2 + 2 * u**4), rel=1e-14)
    assert "Second-order terms matter for y" in str(results.warnings[0])


def test_correlated_quadratic_form() -> None:
    """A quadratic form of correlated normal quantities, beside a million draws."""
    inputs = (quantity("a", 0.5, 0.3), quantity("b", -0.2, 0.4))
    results = evaluate_all(budget("a**2 + 3*a*b - b**2", *inputs, correlations=(Correlation("a", "b", 0.7),)))
    (second,) = results.second_order
    covariance = [[0.09, 0.7 * 0.12], [0.7 * 0.12, 0.16]]
    a, b = np.random.default_rng(5).multivariate_normal([0.5, -0.2], covariance, 1_000_000).T
    y = a**2 + 3 * a * b - b**2
    assert second is not None
    assert second.value == pytest.approx(y.mean(), abs=0.002)
    assert second.standard_uncertainty == pytest.approx(y.std(), rel=0.005)


def test_end_gauge_terms() -> None:
    """JCGM 100:2008, H.1.7: the terms l_s u(δα) u(θ) = 11.7 nm and l_s u(α_s) u(δθ) = 1.7 nm."""
    length = 50.000623e6
    first = evaluate_all(budget(f"{length}*a*b", quantity("a", 0, 0.58e-6), quantity("b", 0, 0.41)))
    other = evaluate_all(budget(f"{length}*a*b", quantity("a", 0, 1.2e-6), quantity("b", 0, 0.029)))
    assert first.second_order[0] is not None
    assert other.second_order[0] is not None
    assert first.second_order[0].standard_uncertainty == pytest.approx(11.7, abs=0.2)
    assert other.second_order[0].standard_uncertainty == pytest.approx(1.7, abs=0.05)


def test_no_uncertainty_at_all() -> None:
    results = evaluate_all(budget("a**2", quantity("a", 3, 0)))
    assert results.second_order[0] is not None
    assert results.second_order[0].standard_uncertainty == 0
    assert not results.warnings


def test_no_second_derivative() -> None:
    """a^1.5 has the slope 0 at 0, and no curvature there."""
    results = evaluate_all(budget("b + a**1.5", quantity("a", 0, 0.1), quantity("b", 0, 0.1)))
    assert results.second_order == (None,)
    assert results.outputs[0].standard_uncertainty == pytest.approx(0.1)


def test_too_many_inputs_are_not_run() -> None:
    symbols = [f"x{number}" for number in range(MOST_INPUTS + 1)]
    results = evaluate_all(budget("+".join(symbols), *(quantity(symbol, 1, 0.1) for symbol in symbols)))
    assert results.second_order == (None,)
    assert results.outputs[0].standard_uncertainty == pytest.approx(0.1 * math.sqrt(MOST_INPUTS + 1))
