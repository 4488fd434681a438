import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.budget import Budget, Component, Input, Output
from labcal.domain.uncertainty.coverage import Coverage, DofRule
from labcal.domain.uncertainty.distributions import Arcsine, Distribution, Normal, Rectangular
from labcal.domain.uncertainty.first_order import evaluate, evaluate_output
from labcal.errors.models import DegreesOfFreedomError, DuplicateSymbolError, ResultDimensionError
from labcal.errors.quantities import UnitMismatchError


def part(distribution: Distribution, unit: str, dof: float = math.inf) -> Component:
    return Component(name="", distribution=distribution, unit=unit, dof=dof)


def quantity(symbol: str, value: float, unit: str, *parts: Component) -> Input:
    return Input(symbol=symbol, value=value, unit=unit, components=parts)


def result(model: str, unit: str) -> tuple[Output, ...]:
    return (Output(symbol="y", model=model, unit=unit),)


END_GAUGE = Budget(
    outputs=result("l_s + d - l_s*(dalpha*theta + alpha_s*dtheta)", "nm"),
    inputs=(
        quantity("l_s", 50.000623, "mm", part(Normal(0.025), "um", 18)),
        quantity(
            "d",
            215,
            "nm",
            part(Normal(5.8), "nm", 24),
            part(Normal(3.9), "nm", 5),
            part(Normal(6.7), "nm", 8),
        ),
        quantity("alpha_s", 11.5e-6, "1/K", part(Rectangular(2e-6), "1/K")),
        quantity("theta", -0.1, "K", part(Normal(0.2), "K"), part(Arcsine(0.5), "K")),
        quantity("dalpha", 0, "1/K", part(Rectangular(1e-6), "1/K", 50)),
        quantity("dtheta", 0, "K", part(Rectangular(0.05), "K", 2)),
    ),
    coverage=Coverage(probability=0.99, dof_rule=DofRule.TRUNCATE),
)


def test_end_gauge_of_gum_h1() -> None:
    """JCGM 100:2008, H.1.4 to H.1.7: l = 50.000838 mm, u_c = 32 nm, ν_eff = 16, t_0.99(16) = 2.92.

    The printed U = 93 nm is 2.92 times the rounded 32 nm; unrounded it is 92.5 nm for ν = 16, and 91.9 nm
    for ν = 16.75.
    """
    found = evaluate(END_GAUGE)
    assert found.value == pytest.approx(50000838, abs=1e-6)
    assert found.standard_uncertainty == pytest.approx(31.6639, abs=1e-4)
    assert found.effective_dof == pytest.approx(16.75, abs=0.01)
    assert found.coverage_factor == pytest.approx(2.9208, abs=1e-4)
    assert found.expanded_uncertainty == pytest.approx(92.48, abs=0.01)
    assert round(2.92 * 32) == 93
    interpolated = evaluate(replace(END_GAUGE, coverage=Coverage(probability=0.99)))
    assert interpolated.expanded_uncertainty == pytest.approx(91.94, abs=0.01)


def test_lines_of_gum_h1() -> None:
    """JCGM 100:2008, table H.1: contributions 25, 9.7, 0, 0, 2.9 and 16.6 nm; u(θ) = 0.41 K."""
    lines = evaluate(END_GAUGE).lines
    assert [round(line.contribution, 1) for line in lines] == [25.0, 5.8, 3.9, 6.7, 0, 0, 0, 2.9, 16.6]
    assert sum(line.percent_of_variance for line in lines) == pytest.approx(100)
    assert [lines[0].unit, lines[-1].unit] == ["nm", "K"]
    assert lines[0].standard_uncertainty == pytest.approx(25)
    assert lines[-1].sensitivity == pytest.approx(-575.0, abs=0.01)
    assert math.hypot(*(line.standard_uncertainty for line in lines[5:7])) == pytest.approx(0.41, abs=0.005)


def weight(drift: Distribution, repeatability: float) -> Budget:
    return Budget(
        outputs=result("m_S + delta_m_D + delta_m + delta_m_C + delta_B", "g"),
        inputs=(
            quantity("m_S", 10000.005, "g", part(Normal(22.5), "mg")),
            quantity("delta_m_D", 0, "g", part(drift, "mg")),
            quantity("delta_m", 0.020, "g", part(Normal(repeatability), "mg")),
            quantity("delta_m_C", 0, "g", part(Rectangular(10), "mg")),
            quantity("delta_B", 0, "g", part(Rectangular(10), "mg")),
        ),
        coverage=Coverage(k=2),
    )


def test_weight_of_ea_4_02_s2() -> None:
    """EA-4/02 M:2022, S2.9 to S2.11: 10.000 025 kg, u = 29.3 mg, U = 59 mg (k = 2).

    The document prints 8.95 mg for the drift of ± 15 mg, where 15 mg/√3 is 8.66 mg: u is 29.33 mg with the
    one and 29.26 mg with the other, and U is 59 mg with both.
    """
    exact, printed = (
        evaluate(weight(Rectangular(15), 25 / math.sqrt(3))),
        evaluate(weight(Normal(8.95), 14.4)),
    )
    for found, u in ((exact, 0.02926), (printed, 0.02933)):
        assert found.value == pytest.approx(10000.025, abs=1e-9)
        assert found.standard_uncertainty == pytest.approx(u, abs=5e-6)
        assert round(found.expanded_uncertainty * 1000) == 59
        assert found.effective_dof == math.inf
        assert found.coverage_probability == pytest.approx(0.9545, abs=1e-4)


def test_standard_resistor_of_ea_4_02_s3() -> None:
    """EA-4/02 M:2022, S3: 10 000.178 Ω with U = 17 mΩ (k = 2)."""
    budget = Budget(
        outputs=result("(R_S + dR_D + dR_TS)*r_C*r - dR_TX", "ohm"),
        inputs=(
            quantity("R_S", 10000.053, "ohm", part(Normal(2.5), "mohm")),
            quantity("dR_D", 0.020, "ohm", part(Rectangular(10), "mohm")),
            quantity("dR_TS", 0, "ohm", part(Rectangular(2.75), "mohm")),
            quantity("dR_TX", 0, "ohm", part(Rectangular(5.5), "mohm")),
            quantity("r_C", 1, "1", part(Rectangular(math.sqrt(0.5) * 1e-6), "1")),
            quantity("r", 1.0000105, "1", part(Normal(0.07e-6), "1", 4)),
        ),
        coverage=Coverage(k=2),
    )
    found = evaluate(budget)
    assert round(found.value, 3) == 10000.178
    assert round(found.expanded_uncertainty * 1000) == 17


def test_celsius_is_a_point_and_its_uncertainty_a_difference() -> None:
    thermometer = Budget(
        outputs=result("t_S + d", "°C"),
        inputs=(
            quantity("t_S", 180.1, "°C", part(Normal(0.05), "°C")),
            quantity("d", 0.2, "K", part(Rectangular(0.1), "K")),
        ),
        coverage=Coverage(k=2),
    )
    found = evaluate(thermometer)
    assert found.value == pytest.approx(180.3)
    assert found.standard_uncertainty == pytest.approx(math.hypot(0.05, 0.1 / math.sqrt(3)))
    number = replace(thermometer, outputs=result("t_S/(1 K) - 273.15 + d/(1 K)", "1"))
    assert evaluate(number).value == pytest.approx(180.3)


def test_several_outputs_share_their_inputs() -> None:
    budget = Budget(
        outputs=(Output(symbol="P", model="U*I", unit="W"), Output(symbol="R", model="U/I", unit="ohm")),
        inputs=(
            quantity("U", 10, "V", part(Normal(10), "mV")),
            quantity("I", 2000, "mA", part(Normal(2), "mA")),
        ),
    )
    power, resistance = (evaluate_output(budget, output) for output in budget.outputs)
    assert [power.value, resistance.value] == pytest.approx([20, 5])
    assert power.standard_uncertainty == pytest.approx(20 * math.hypot(1e-3, 1e-3))
    assert resistance.standard_uncertainty == pytest.approx(5 * math.hypot(1e-3, 1e-3))


def test_a_stationary_point_is_warned_of() -> None:
    budget = Budget(
        outputs=result("a**2 + b**2", "1"),
        inputs=(
            quantity("a", 0, "1", part(Normal(0.005), "1")),
            quantity("b", 0, "1", part(Normal(0.005), "1")),
        ),
    )
    found = evaluate(budget)
    assert found.standard_uncertainty == 0
    assert "second order or Monte Carlo" in str(found.warnings[0])


def test_refusals() -> None:
    with pytest.raises(DuplicateSymbolError, match="“a”"):
        Budget(outputs=result("a", "g"), inputs=(quantity("a", 1, "g"), quantity("a", 2, "g")))
    with pytest.raises(DegreesOfFreedomError):
        part(Normal(1), "g", 0)
    with pytest.raises(UnitMismatchError):
        evaluate(Budget(outputs=result("a", "g"), inputs=(quantity("a", 1, "g", part(Normal(1), "mm")),)))
    with pytest.raises(ResultDimensionError, match="The model gives a mass, but its result is to be in mm"):
        evaluate(Budget(outputs=result("a", "mm"), inputs=(quantity("a", 1, "g"),)))


SPREADS = st.lists(st.floats(0.01, 10), min_size=2, max_size=6)


def product(spreads: list[float], unit: str = "mm", scale: float = 1.0) -> Budget:
    """A product of lengths of 10 mm and more, each with one component of 7 degrees of freedom."""
    inputs = tuple(
        quantity(f"x{i}", (10 + i) * scale, unit, part(Normal(u * scale), unit, 7))
        for i, u in enumerate(spreads)
    )
    model = "*".join(f"x{i}" for i in range(len(spreads))) + f"/(1 mm)**{len(spreads)}"
    return Budget(outputs=result(model, "1"), inputs=inputs, coverage=Coverage(probability=0.95))


@given(SPREADS)
def test_units_change_nothing(spreads: list[float]) -> None:
    one, other = evaluate(product(spreads)), evaluate(product(spreads, "um", 1000.0))
    assert other.value == pytest.approx(one.value, rel=1e-12)
    assert other.expanded_uncertainty == pytest.approx(one.expanded_uncertainty, rel=1e-12)


@given(SPREADS)
def test_order_changes_nothing(spreads: list[float]) -> None:
    budget = product(spreads)
    one, other = evaluate(budget), evaluate(replace(budget, inputs=budget.inputs[::-1]))
    assert other.expanded_uncertainty == pytest.approx(one.expanded_uncertainty, rel=1e-12)
    assert other.effective_dof == pytest.approx(one.effective_dof, rel=1e-12)


@given(SPREADS, st.floats(0.1, 100))
def test_u_grows_in_proportion(spreads: list[float], factor: float) -> None:
    one, other = evaluate(product(spreads)), evaluate(product([u * factor for u in spreads]))
    assert other.standard_uncertainty == pytest.approx(factor * one.standard_uncertainty, rel=1e-12)
    assert other.effective_dof == pytest.approx(one.effective_dof, rel=1e-9)


@given(SPREADS, st.floats(0.1, 0.9))
def test_a_component_may_be_split(spreads: list[float], share: float) -> None:
    """Of infinite degrees of freedom, so that only u is at stake."""
    budget = product(spreads)
    first = budget.inputs[0]
    u = spreads[0]
    halves = (part(Normal(u * math.sqrt(share)), "mm"), part(Normal(u * math.sqrt(1 - share)), "mm"))
    whole = replace(first, components=(part(Normal(u), "mm"),))
    one = evaluate(replace(budget, inputs=(whole, *budget.inputs[1:])))
    other = evaluate(replace(budget, inputs=(replace(first, components=halves), *budget.inputs[1:])))
    assert other.standard_uncertainty == pytest.approx(one.standard_uncertainty, rel=1e-12)
    assert other.effective_dof == pytest.approx(one.effective_dof, rel=1e-9)
