import math
from dataclasses import replace

import numpy as np
import pytest

from labcal.domain.uncertainty import expression, tape
from labcal.domain.uncertainty.arrays import PARTIALS, VALUES, gradients
from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage, DofRule
from labcal.domain.uncertainty.derivatives import gradient
from labcal.domain.uncertainty.distributions import Normal, Rectangular
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.points import evaluate_points
from labcal.domain.uncertainty.resizing import with_standard
from labcal.errors.design import NoSuchComponentError
from labcal.errors.models import ParameterRangeError, PointCountError, PointValueError

MODELS = (
    "a*b + a/b - b",
    "a**b + b**3 + a**0",
    "sqrt(a) + exp(-b) + log(a) + log10(b)",
    "sin(a)*cos(b)*tan(a/3)",
    "asin(a/9) + acos(b/9) + atan(a*b) + atan2(a, b)",
    "sinh(a/3) + cosh(b/3) + tanh(a - b)",
    "abs(a - b - 9) + min(a, 2*b + 9, 50) + max(a - 20, b)",
)


def quantity(symbol: str, value: float, unit: str, *parts: Component) -> Input:
    return Input(symbol=symbol, value=value, unit=unit, components=parts)


def part(u: float, unit: str, dof: float = math.inf) -> Component:
    return Component(name="", distribution=Normal(u), unit=unit, dof=dof)


BUDGET = Budget(
    outputs=(Output(symbol="P", model="U**2/R", unit="mW"),),
    inputs=(
        quantity("U", 1, "V", part(3, "mV", 9), part(1, "mV")),
        quantity("R", 100, "ohm", Component(name="", distribution=Rectangular(0.5), unit="ohm", dof=20)),
    ),
    coverage=Coverage(probability=0.95, dof_rule=DofRule.TRUNCATE),
)
VOLTAGES = np.linspace(0.5, 5, 37)


@pytest.mark.parametrize("model", MODELS)
def test_arrays_as_single_numbers(model: str) -> None:
    steps = tape.write(expression.parse(model, frozenset("ab")), "ab")
    a, b = np.linspace(0.3, 8, 50), np.linspace(4, 0.7, 50)
    value, slopes = gradients(steps, [a, b])
    for number in range(50):
        wanted, wanted_slopes = gradient(steps, [float(a[number]), float(b[number])])
        assert np.broadcast_to(value, 50)[number] == pytest.approx(wanted, rel=1e-13)
        for slope, one in zip(slopes, wanted_slopes, strict=True):
            assert np.broadcast_to(slope, 50)[number] == pytest.approx(one, rel=1e-12, abs=1e-14)


def test_every_function_is_there() -> None:
    assert set(PARTIALS) == set(FUNCTIONS)
    assert set(VALUES) | {"min", "max"} == set(FUNCTIONS)


@pytest.mark.parametrize(
    "budget",
    [
        BUDGET,
        replace(BUDGET, coverage=Coverage(k=2)),
        replace(BUDGET, coverage=Coverage(probability=0.99)),
        replace(BUDGET, outputs=(Output(symbol="P", equation="P*R - U**2", unit="mW", start=1.0),)),
        replace(BUDGET, correlations=(Correlation("U", "R", 0.4),), coverage=Coverage(k=2)),
    ],
    ids=("truncated", "k", "interpolated", "implicit", "correlated"),
)
def test_as_one_by_one(budget: Budget) -> None:
    found = evaluate_points(budget, {"U": VOLTAGES})
    for number, voltage in enumerate(VOLTAGES):
        inputs = (replace(budget.inputs[0], value=float(voltage)), budget.inputs[1])
        one = evaluate(replace(budget, inputs=inputs))
        assert found.value[number] == pytest.approx(one.value, rel=1e-12)
        assert found.standard_uncertainty[number] == pytest.approx(one.standard_uncertainty, rel=1e-12)
        assert found.effective_dof[number] == pytest.approx(one.effective_dof, rel=1e-9, nan_ok=True)
        assert found.expanded_uncertainty[number] == pytest.approx(one.expanded_uncertainty, rel=1e-9)


@pytest.mark.parametrize(
    "budget",
    [
        BUDGET,
        replace(BUDGET, correlations=(Correlation("U", "R", 0.4),), coverage=Coverage(k=2)),
    ],
    ids=("independent", "correlated"),
)
def test_uncertainties_differ_from_point_to_point(budget: Budget) -> None:
    """The reading's 0.1 % of the voltage; the resistor's own, which is rectangular."""
    standards = {("U", 0): 1e-3 * VOLTAGES / 1e-3, ("R", 0): np.linspace(0.0, 0.2, VOLTAGES.size)}
    found = evaluate_points(budget, {"U": VOLTAGES}, standards)
    for number, voltage in enumerate(VOLTAGES):
        one = with_standard(budget, "U", 0, float(voltage))
        one = with_standard(one, "R", 0, float(standards["R", 0][number]))
        inputs = (replace(one.inputs[0], value=float(voltage)), one.inputs[1])
        alone = evaluate(replace(one, inputs=inputs))
        assert found.standard_uncertainty[number] == pytest.approx(alone.standard_uncertainty, rel=1e-12)
        assert found.effective_dof[number] == pytest.approx(alone.effective_dof, rel=1e-9, nan_ok=True)
    alike = evaluate_points(budget, {"U": VOLTAGES}, {("U", 1): np.full(VOLTAGES.size, 1.0)})
    usual = evaluate_points(budget, {"U": VOLTAGES})
    np.testing.assert_allclose(alike.standard_uncertainty, usual.standard_uncertainty, rtol=1e-13)


def test_uncertainties_that_cannot_be() -> None:
    with pytest.raises(ParameterRangeError):
        evaluate_points(BUDGET, {}, {("U", 0): np.array([1.0, -1.0])})
    with pytest.raises(ParameterRangeError):
        evaluate_points(BUDGET, {}, {("U", 0): np.array([1.0, math.nan])})
    with pytest.raises(NoSuchComponentError):
        evaluate_points(BUDGET, {}, {("U", 2): np.array([1.0, 1.0])})
    with pytest.raises(PointCountError):
        evaluate_points(BUDGET, {"U": VOLTAGES}, {("U", 0): np.array([1.0, 1.0])})


def test_celsius_at_many_points() -> None:
    budget = Budget(
        outputs=(Output(symbol="t", model="s + d", unit="°C"),),
        inputs=(quantity("s", 20, "°C", part(0.05, "K")), quantity("d", 0, "K")),
    )
    found = evaluate_points(budget, {"s": np.array([-10.0, 20.0, 180.0])})
    assert found.value == pytest.approx([-10, 20, 180])
    assert found.effective_dof.tolist() == [math.inf] * 3
    assert found.expanded_uncertainty == pytest.approx([0.1] * 3)


def test_refusals() -> None:
    with pytest.raises(PointValueError, match=r"“U\*\*2/R”"):
        evaluate_points(BUDGET, {"R": np.array([1.0, 0.0])})
    for wrong in ({}, {"X": VOLTAGES}, {"U": VOLTAGES, "R": VOLTAGES[1:]}, {"U": np.array([math.nan])}):
        with pytest.raises(PointCountError):
            evaluate_points(BUDGET, wrong)
    steps = tape.write(expression.parse("abs(a) + b", frozenset("ab")), "ab")
    with pytest.raises(PointValueError, match=r"“abs\(a\)”"):
        gradients(steps, [np.array([1.0, 0.0]), 1.0])
    steps = tape.write(expression.parse("max(a, b)", frozenset("ab")), "ab")
    with pytest.raises(PointValueError):
        gradients(steps, [np.array([1.0, 2.0]), 1.0])
