"""Dominant contributions that are not normal: EA-4/02 M:2022, S9 to S11."""

import math
from dataclasses import replace

import pytest

from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage, FactorRule, coverage_factor
from labcal.domain.uncertainty.distributions import Distribution, Empirical, Lognormal, Normal, Rectangular
from labcal.domain.uncertainty.first_order import evaluate
from labcal.errors.models import (
    ConvolvedRuleError,
    CoverageError,
    FactorRuleProbabilityError,
    RectangularRuleError,
    TrapezoidRuleError,
)


def total(rule: FactorRule, *shapes: Distribution, dof: float = math.inf) -> Budget:
    inputs = tuple(
        Input(
            symbol=f"x{number}",
            value=10,
            unit="1",
            components=(Component(name="", distribution=shape, unit="1", dof=dof),),
        )
        for number, shape in enumerate(shapes)
    )
    model = "+".join(quantity.symbol for quantity in inputs)
    coverage = Coverage(probability=0.95, factor_rule=rule)
    return Budget(outputs=(Output(symbol="y", model=model, unit="1"),), inputs=inputs, coverage=coverage)


MULTIMETER = (Normal(0.001), Rectangular(0.05), Rectangular(0.011))
CALIPER = (Rectangular(0.8), Rectangular(3.45), Rectangular(25.0), Rectangular(50.0))
BLOCK = (
    Normal(0.015),
    Normal(0.01),
    *(Rectangular(a) for a in (0.04, 0.05, 0.1, 0.25, 0.05, 0.03)),
)


def test_multimeter_of_ea_s9() -> None:
    """S9: k = 1.65; it covers 93.0 % only, where 1.709 would cover 95 %."""
    handbook = evaluate(total(FactorRule.EA_RECTANGULAR, *MULTIMETER))
    assert round(handbook.coverage_factor, 2) == 1.65
    said = str(handbook.warnings[0])
    assert "ea-rectangular" in said
    assert "93.0 %" in said
    true = evaluate(total(FactorRule.CONVOLVED, *MULTIMETER))
    assert true.coverage_factor == pytest.approx(1.709, abs=0.001)
    assert not true.warnings


def test_caliper_of_ea_s10() -> None:
    """S10: β = 0.33, k = 1.83; u is 33 µm from figures that were rounded before, else 32.3 µm."""
    found = evaluate(total(FactorRule.EA_TRAPEZOID, *CALIPER))
    assert round(found.coverage_factor, 2) == 1.83
    assert found.standard_uncertainty == pytest.approx(32.34, abs=0.01)
    assert math.hypot(0.46, 1.15, 15, 29) == pytest.approx(32.7, abs=0.05)


def test_block_of_ea_s11() -> None:
    """S11 prints k = 1.81; the formula of the trapezoid gives 1.797, the true quantile 1.832."""
    assert evaluate(total(FactorRule.EA_TRAPEZOID, *BLOCK)).coverage_factor == pytest.approx(1.797, abs=5e-4)
    assert evaluate(total(FactorRule.CONVOLVED, *BLOCK)).coverage_factor == pytest.approx(1.832, abs=5e-4)


def test_trapezoid_between_rectangle_and_triangle() -> None:
    """06 of the reporting rules: k is 1.90 for β = 0 and 1.65 for β = 1."""
    equal = evaluate(total(FactorRule.EA_TRAPEZOID, Rectangular(1), Rectangular(1)))
    assert round(equal.coverage_factor, 2) == 1.90
    one = evaluate(total(FactorRule.EA_TRAPEZOID, Rectangular(1), Rectangular(1e-9)))
    assert round(one.coverage_factor, 2) == 1.65


def test_convolved_takes_normal_with_degrees_of_freedom_as_t() -> None:
    found = evaluate(total(FactorRule.CONVOLVED, Normal(0.1), dof=5))
    assert found.coverage_factor == pytest.approx(coverage_factor(0.95, 5), rel=1e-8)


def test_convolved_with_correlated_inputs() -> None:
    pair = total(FactorRule.CONVOLVED, Normal(1), Normal(1), Rectangular(3))
    correlated = replace(pair, correlations=(Correlation("x0", "x1", 0.5),))
    same = total(FactorRule.CONVOLVED, Normal(math.sqrt(3)), Rectangular(3))
    assert evaluate(correlated).coverage_factor == pytest.approx(evaluate(same).coverage_factor, rel=1e-9)
    wrong = replace(pair, correlations=(Correlation("x0", "x2", 0.5),))
    with pytest.raises(ConvolvedRuleError, match="“x2” \\(rectangular\\)"):
        evaluate(wrong)


def test_a_rule_makes_up_for_undefined_degrees_of_freedom() -> None:
    pair = total(FactorRule.CONVOLVED, Normal(1), Normal(1), dof=9)
    found = evaluate(replace(pair, correlations=(Correlation("x0", "x1", 0.5),)))
    assert math.isnan(found.effective_dof)
    assert found.coverage_factor == pytest.approx(1.96, abs=1e-3)


def test_refusals() -> None:
    with pytest.raises(RectangularRuleError):
        evaluate(total(FactorRule.EA_RECTANGULAR, Normal(1), Rectangular(0.1)))
    with pytest.raises(TrapezoidRuleError, match="there are 1"):
        evaluate(total(FactorRule.EA_TRAPEZOID, Rectangular(1), Normal(0.5)))
    for shape in (Lognormal(11, 10), Empirical((9.0, 11.0))):
        with pytest.raises(ConvolvedRuleError, match="use Monte Carlo"):
            evaluate(total(FactorRule.CONVOLVED, shape))
    with pytest.raises(FactorRuleProbabilityError):
        Coverage(k=2, factor_rule=FactorRule.CONVOLVED)
    with pytest.raises(CoverageError):
        Coverage(factor_rule=FactorRule.CONVOLVED)
