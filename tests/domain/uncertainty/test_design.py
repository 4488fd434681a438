"""Design tools: sweep, reverse, what to improve first."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.domain.uncertainty import design
from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage, DofRule, FactorRule
from labcal.domain.uncertainty.distributions import Arcsine, Gamma, Normal, Rectangular, StudentT, Triangular
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.resizing import with_estimate, with_standard
from labcal.errors.design import (
    FixedEstimateError,
    FixedUncertaintyError,
    HandbookRuleError,
    NoSuchComponentError,
    NoSuchInputError,
    NoSuchOutputError,
    SweepNumberError,
    SweepPointError,
    SweepValuesError,
    UndefinedExpandedError,
    WantedUncertaintyError,
)

END_GAUGE = load_budget(resources.path("examples", "GUM-H1-lpu.toml"))
IMPEDANCE = load_budget(resources.path("examples", "GUM-H2-approach1.toml"))
SIZES = st.floats(0.01, 10)
DOFS = st.one_of(st.just(math.inf), st.floats(0.8, 60))
SHAPES = st.sampled_from([Normal, StudentT, Rectangular, Triangular, Arcsine])


def part(distribution, dof=math.inf):
    return Component(name="", distribution=distribution, unit="1", dof=dof)


def plain(model, *parts, coverage=None, value=2.0):
    inputs = tuple(
        Input(symbol=symbol, value=value, unit="1", components=(one,))
        for symbol, one in zip("abc", parts, strict=False)
    )
    outputs = (Output(symbol="y", model=model, unit="1"),)
    return Budget(outputs=outputs, inputs=inputs, coverage=coverage or Coverage(k=2))


@st.composite
def budgets(draw):
    parts = [part(draw(SHAPES)(draw(SIZES)), draw(DOFS)) for _ in range(3)]
    coverage = draw(
        st.sampled_from([Coverage(k=2), Coverage(probability=0.9545), Coverage(probability=0.99)])
    )
    return plain("a*b + 3*c", *parts, coverage=coverage)


@settings(max_examples=40)
@given(budgets(), st.floats(0.2, 5))
def test_what_reverse_finds_gives_what_was_wanted(budget, ratio):
    """Evaluating with the u that was found gives the wanted U to 1e-9, with ν changing k all the way."""
    wanted = ratio * evaluate(budget).expanded_uncertainty
    found = design.reverse(budget, "b", 0, wanted)
    if found.standard_uncertainty is None:
        assert not found.is_possible
        assert found.expanded_uncertainty > wanted
        assert found.said is not None
        return
    again = evaluate(with_standard(budget, "b", 0, found.standard_uncertainty))
    assert again.expanded_uncertainty == pytest.approx(wanted, rel=1e-9)
    assert again.expanded_uncertainty == found.expanded_uncertainty
    assert found.said is None
    for more in (1.001, 1.3, 3, 100):
        beyond = with_standard(budget, "b", 0, max(found.standard_uncertainty, 1e-6) * more)
        assert evaluate(beyond).expanded_uncertainty > wanted * (1 - 1e-12)


@settings(max_examples=40)
@given(budgets())
def test_reverse_finds_the_u_there_is(budget):
    """With the present U wanted, the u found is the present one or, where k falls, a larger one."""
    present = budget.inputs[1].components[0].distribution.standard_uncertainty
    found = design.reverse(budget, "b", 0, evaluate(budget).expanded_uncertainty)
    assume(found.standard_uncertainty is not None)
    assert found.standard_uncertainty >= present * (1 - 1e-6)
    assert found.present == present


@given(st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.1, 3))
def test_reverse_by_hand(one, other, slope):
    """y = a + s·b with k = 2: u(b) = √(U²/4 − u²(a))/s."""
    budget = plain(f"a + {slope}*b", part(Normal(one)), part(Rectangular(1)))
    wanted = 2 * math.hypot(one, slope * other)
    found = design.reverse(budget, "b", 0, wanted)
    assert found.standard_uncertainty == pytest.approx(other, rel=1e-6)
    assert found.expanded_uncertainty == pytest.approx(wanted, rel=1e-12)


def test_reverse_says_when_even_zero_is_too_much():
    budget = plain("a + b", part(Normal(3)), part(Normal(4)))
    found = design.reverse(budget, "b", 0, 5.9)
    assert found.standard_uncertainty is None
    assert not found.is_possible
    assert found.expanded_uncertainty == 6
    assert str(found.said) == "No u of “b” gives U = 5.9: even u = 0 gives U = 6."


def test_reverse_where_u_does_not_grow_everywhere():
    """GUM H.1: with u(l_s) falling, ν falls from 16 to 3 and k grows, so that U is least at some 15 nm."""
    found = design.reverse(END_GAUGE, "l_s", 0, 60.0)
    assert found.standard_uncertainty is None
    assert 80 < found.expanded_uncertainty < 80.5
    assert "the smallest U is" in str(found.said)
    assert 0.015 < design.reverse(END_GAUGE, "l_s", 0, 85.0).standard_uncertainty < 0.025
    swept = design.sweep(END_GAUGE, "l_s", [0, 0.015, 0.025], component=0)
    assert swept.expanded_uncertainties[1] < min(swept.expanded_uncertainties[::2])


def test_reverse_where_k_changes_in_steps():
    """With ν truncated, U jumps where ν passes a whole number; no u gives a U within the jump."""
    coverage = Coverage(probability=0.95, dof_rule=DofRule.TRUNCATE)
    budget = plain("a + b", part(Normal(1)), part(Normal(1), 2), coverage=coverage)
    told = [design.reverse(budget, "b", 0, 2 + step / 20) for step in range(1, 120)]
    jumps = [found for found in told if found.said is not None]
    assert jumps
    for found in jumps:
        assert found.expanded_uncertainty < found.wanted
        assert str(found.said).startswith("No u gives")
        above = with_standard(budget, "b", 0, math.nextafter(found.standard_uncertainty, math.inf))
        assert evaluate(above).expanded_uncertainty > found.wanted


def test_reverse_of_a_correlated_input_may_cancel():
    """y = a − b with r = 0.8 and u(a) = 1: U is least, 2·0.6, at u(b) = 0.8."""
    budget = replace(
        plain("a - b", part(Normal(1)), part(Normal(1))), correlations=(Correlation("a", "b", 0.8),)
    )
    least = design.reverse(budget, "b", 0, 1.1)
    assert least.standard_uncertainty is None
    assert least.expanded_uncertainty == pytest.approx(1.2, rel=1e-9)
    assert "at u = 0.8" in str(least.said)
    assert design.reverse(budget, "b", 0, 2).standard_uncertainty == pytest.approx(1.6, rel=1e-9)


def test_reverse_with_the_true_quantile():
    """One rectangular component alone: k = 0.95 √3."""
    coverage = Coverage(probability=0.95, factor_rule=FactorRule.CONVOLVED)
    budget = plain("a", part(Rectangular(1)), coverage=coverage)
    found = design.reverse(budget, "a", 0, 1.9)
    assert found.standard_uncertainty == pytest.approx(2 / math.sqrt(3), rel=1e-6)
    assert found.expanded_uncertainty == pytest.approx(1.9, rel=1e-9)


def test_reverse_of_what_does_not_act():
    found = design.reverse(plain("a + 0*b", part(Normal(1)), part(Normal(1))), "b", 0, 3)
    assert found.standard_uncertainty is None
    assert found.is_possible
    assert "does not depend" in str(found.said)


def test_simultaneous_readings_are_drawn_together_with_their_covariance():
    """With all spread of V, I and φ halved, U of GUM H.2 is half."""
    budget = IMPEDANCE
    for quantity in IMPEDANCE.inputs:
        half = quantity.components[0].distribution.standard_uncertainty / 2
        budget = with_standard(budget, quantity.symbol, 0, half)
    ratio = evaluate(budget).expanded_uncertainty / evaluate(IMPEDANCE).expanded_uncertainty
    assert ratio == pytest.approx(0.5, rel=1e-9)


def test_sweep_of_an_estimate():
    budget = plain("a*b", part(Normal(0.1)), part(Normal(0.2)))
    found = design.sweep(budget, "a", [1, 2, 5])
    assert found.results == (2, 4, 10)
    expected = [2 * math.hypot(0.2, value * 0.2) for value in (1, 2, 5)]
    assert found.expanded_uncertainties == pytest.approx(expected, rel=1e-12)
    assert (found.unit, found.output, found.effective_dof) == ("1", "y", (math.inf,) * 3)
    assert evaluate(with_estimate(budget, "a", 5)).value == 10


def test_sweep_of_a_standard_uncertainty():
    """GUM H.1 over u(l_s), in the unit of its component, µm."""
    found = design.sweep(END_GAUGE, "l_s", [0, 0.025, 0.05], component=0)
    assert (found.unit, found.output_unit) == ("um", "nm")
    assert found.expanded_uncertainties[1] == pytest.approx(92.48, abs=0.01)
    assert found.results == (found.results[0],) * 3
    assert found.standard_uncertainties[0] == pytest.approx(math.sqrt(31.6639**2 - 625), abs=1e-3)


def test_improve_first():
    """y = a + b + 2c with u = 3, 4, 1 and k = 2: U = 2√29; without b, 2√13."""
    budget = plain("a + b + 2*c", part(Normal(3)), part(Normal(4)), part(Normal(1)))
    found = design.improve_first(budget)
    assert [one.symbol for one in found] == ["b", "a", "c"]
    assert [one.removed for one in found] == pytest.approx(
        [2 * math.sqrt(n) for n in (13, 20, 25)], rel=1e-12
    )
    assert [one.halved for one in found] == pytest.approx(
        [2 * math.sqrt(n) for n in (17, 29 - 6.75, 26)], rel=1e-12
    )
    assert found[0].expanded_uncertainty == pytest.approx(2 * math.sqrt(29), rel=1e-12)


def test_improve_first_is_not_the_largest_contribution_where_k_grows():
    """GUM H.1: the standard contributes most, but without it ν is 2; the temperature difference pays most."""
    assert design.improve_first(END_GAUGE)[0].symbol == "dtheta"


def test_a_count_cannot_be_halved_but_removed():
    counted = Input(symbol="a", value=10, unit="1", components=(part(Gamma(9)),))
    budget = Budget(outputs=(Output(symbol="y", model="a", unit="1"),), inputs=(counted,))
    found = design.improve_first(budget)
    assert (found[0].halved, found[0].removed) == (None, 0)
    with pytest.raises(FixedUncertaintyError, match="“gamma” follows"):
        design.reverse(budget, "a", 0, 1)
    with pytest.raises(FixedEstimateError, match="follows from its distribution “gamma”"):
        design.sweep(budget, "a", [1])


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda: design.reverse(END_GAUGE, "nothing", 0, 1), NoSuchInputError),
        (lambda: design.reverse(END_GAUGE, "l_s", 1, 1), NoSuchComponentError),
        (lambda: design.reverse(END_GAUGE, "l_s", -1, 1), NoSuchComponentError),
        (lambda: design.reverse(END_GAUGE, "l_s", 0, 0), WantedUncertaintyError),
        (lambda: design.reverse(END_GAUGE, "l_s", 0, math.nan), WantedUncertaintyError),
        (lambda: design.improve_first(END_GAUGE, "z"), NoSuchOutputError),
        (lambda: design.sweep(END_GAUGE, "l_s", []), SweepValuesError),
        (lambda: design.sweep(END_GAUGE, "l_s", [0.0] * 10_001), SweepValuesError),
        (lambda: design.sweep(END_GAUGE, "l_s", [math.nan]), SweepNumberError),
        (lambda: design.sweep(END_GAUGE, "l_s", [-1.0], component=0), SweepNumberError),
    ],
)
def test_refusals(ask, error):
    with pytest.raises(error):
        ask()


def test_a_sweep_names_the_value_at_which_the_model_fails():
    budget = plain("b/a", part(Normal(1)), part(Normal(1)))
    with pytest.raises(SweepPointError, match=r"At a = 0: “b/a” divides by zero"):
        design.sweep(budget, "a", [1, 0])


def test_undefined_k_is_refused():
    coverage = Coverage(probability=0.95)
    budget = plain("a - b", part(Normal(1), 5), part(Normal(1)), coverage=coverage)
    budget = replace(budget, correlations=(Correlation("a", "b", 0.5),))
    with pytest.raises(UndefinedExpandedError):
        design.reverse(budget, "a", 0, 3)
    with pytest.raises(UndefinedExpandedError):
        design.improve_first(budget)
    assert design.sweep(budget, "a", [1]).expanded_uncertainties == (None,)


def test_handbook_rules_are_not_searched():
    with pytest.raises(HandbookRuleError, match="ea-rectangular"):
        design.reverse(load_budget(resources.path("examples", "EA402-S9.toml")), "V_S", 0, 0.05)
