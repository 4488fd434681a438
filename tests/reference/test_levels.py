"""Levels in decibels, and the ratios that they stand for."""

import math

import pytest

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.domain.uncertainty.budget import Budget, Component, Input, Output
from labcal.domain.uncertainty.distributions import Normal
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.multivariate import evaluate_all

DECIBELS_OF_A_NEPER = 20 / math.log(10)


def of_level(model: str, unit: str) -> Budget:
    """Return a budget in a level L of 20 dB with u = 0.5 dB."""
    part = Component(name="", distribution=Normal(0.5), unit="dB")
    level = Input(symbol="L", value=20.0, unit="dB", components=(part,))
    return Budget(outputs=(Output(symbol="y", unit=unit, model=model),), inputs=(level,))


def test_a_step_attenuator_is_a_sum_of_decibels() -> None:
    """EA-4/02 M, S7, as the GUM Workbench's file evaluates it: 30.04325 dB, u = 0.022 418 5 dB, ν = 108."""
    found = evaluate(load_budget(resources.path("examples", "EA402-S7.toml")))
    assert found.value == pytest.approx(30.04325, abs=1e-12)
    assert found.standard_uncertainty == pytest.approx(0.0224185377162145, rel=1e-14)
    assert math.floor(found.effective_dof) == 108


@pytest.mark.parametrize(
    ("model", "unit", "value", "slope"),
    [
        ("10^(L/(20 dB))", "1", 10.0, 10 / DECIBELS_OF_A_NEPER),
        ("10^(L/(10 dB))", "1", 100.0, 200 / DECIBELS_OF_A_NEPER),
        ("exp(L/(1 Np))", "1", 10.0, 10 / DECIBELS_OF_A_NEPER),
        ("L", "Np", math.log(10), 1 / DECIBELS_OF_A_NEPER),
        ("20 dB*log10(3*10^(L/(20 dB)))", "dB", 20 + 20 * math.log10(3), 1.0),
        ("10 dB*log10(2*10^(L/(10 dB)))", "dB", 20 + 10 * math.log10(2), 1.0),
    ],
)
def test_the_ratio_of_a_level(model: str, unit: str, value: float, slope: float) -> None:
    """ISO 80000-3:2006: a level of amplitudes is 20 dB lg r, a level of powers 10 dB lg r; 1 Np is e."""
    found = evaluate(of_level(model, unit))
    assert found.value == pytest.approx(value, rel=1e-14)
    assert found.standard_uncertainty == pytest.approx(0.5 * slope, rel=1e-13)


def test_the_mean_of_a_power_is_above_that_of_its_level() -> None:
    """E exp(X) = exp(u²/2) of a normal X; second order has its first term."""
    found = evaluate_all(of_level("10^(L/(10 dB))", "1")).second_order[0]
    assert found is not None
    u = 0.5 * 2 / DECIBELS_OF_A_NEPER
    assert found.value == pytest.approx(100 * (1 + u * u / 2), rel=1e-12)
