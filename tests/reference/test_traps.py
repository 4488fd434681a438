"""Twelve places where programs for uncertainty go wrong, each with the policy that is kept here."""

import csv
import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.domain.anova import analyse
from labcal.domain.fits.linear import fit_linear, fit_polynomial
from labcal.domain.fits.york import fit_york
from labcal.domain.rounding import report
from labcal.domain.uncertainty.budget import Budget, Component, Input, Output
from labcal.domain.uncertainty.coverage import Coverage, DofRule, coverage_factor
from labcal.domain.uncertainty.distributions import Normal, Rectangular, StudentT, standard_deviation
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.montecarlo import Settings, simulate
from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.domain.uncertainty.propagation import Contribution, effective_dof
from labcal.domain.uncertainty.type_a import from_readings


def example(name: str) -> Budget:
    return load_budget(resources.path("examples", f"{name}.toml"))


def quantity(symbol: str, value: float, distribution: object) -> Input:
    part = Component(name="", distribution=distribution, unit="1")
    return Input(symbol=symbol, value=value, unit="1", components=(part,))


def columns(name: str) -> dict[str, list[Decimal]]:
    rows = list(csv.reader(resources.path("examples", f"{name}.csv").read_text("utf-8").splitlines()))
    return {title: [Decimal(row[place]) for row in rows[1:]] for place, title in enumerate(rows[0])}


def digits(found: float, certified: float) -> float:
    """Return how many digits agree."""
    return -math.log10(max(abs(found - certified) / abs(certified), 1e-16))


def test_1_the_93_nm_of_gum_h1_are_of_rounded_figures() -> None:
    """JCGM 100:2008, H.1.6: 93 nm is 2.92 · 32 nm; unrounded 92.5 nm (ν = 16) or 91.9 nm (ν = 16.75)."""
    budget = example("GUM-H1-lpu")
    cut = evaluate(budget)
    whole = evaluate(replace(budget, coverage=replace(budget.coverage, dof_rule=DofRule.INTERPOLATE)))
    assert cut.effective_dof == pytest.approx(16.75, abs=0.005)
    assert round(cut.expanded_uncertainty, 1) == 92.5
    assert round(whole.expanded_uncertainty, 1) == 91.9
    assert round(round(cut.coverage_factor, 2) * round(cut.standard_uncertainty)) == 93


def test_2_printed_probabilities_stand_for_whole_sigmas() -> None:
    """JCGM 100:2008, table G.2: 235.80 is t(1) at erf(3/√2); at 0.9973 itself it would be 235.78."""
    assert round(coverage_factor(0.9973, 1), 2) == 235.80
    assert round(math.tan(math.pi / 2 * 0.9973), 2) == 235.78
    assert coverage_factor(0.9545, math.inf) == 2
    assert Coverage(probability=0.9545).enclosed == math.erf(math.sqrt(2))


def covered_by(half_width: float, wide: float, narrow: float, standard: float) -> float:
    """Return P(|y| ≤ half-width) of two rectangular quantities and a normal one, in closed form.

    Source:
        ∫∫ Φ(z/σ) = σ² ((z²/σ² + 1) Φ(z/σ) + (z/σ) φ(z/σ))/2; its second difference is the distribution.
    """

    def twice_integrated(z: float) -> float:
        x = z / standard
        below, density = math.erfc(-x / math.sqrt(2)) / 2, math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        return standard * standard * ((x * x + 1) * below + x * density) / 2

    def below(y: float) -> float:
        ends = ((wide + narrow, 1), (wide - narrow, -1), (narrow - wide, -1), (-wide - narrow, 1))
        return sum(sign * twice_integrated(y + end) for end, sign in ends) / (4 * wide * narrow)

    return below(half_width) - below(-half_width)


def test_3_the_rule_of_the_handbook_is_printed_with_what_it_covers() -> None:
    """EA-4/02 M:2022, S9 (k 1.65 covers 93.0 %; 1.7096 would cover 95 %), S11 (1.797 by rule, 1.832).

    The k of S9 that covers 95 % is 1.709 555: cut it is 1.709, rounded 1.710.
    """
    multimeter = evaluate(example("EA402-S9"))
    said = [str(phrase) for phrase in multimeter.warnings]
    assert any("ea-rectangular" in one and "covers 93.0 %" in one and "k = 1.7096" in one for one in said)
    assert multimeter.coverage_factor == pytest.approx(1.65, abs=0.006)
    u = multimeter.standard_uncertainty
    assert covered_by(multimeter.coverage_factor * u, 0.05, 0.011, 0.001) == pytest.approx(0.930371, abs=5e-7)
    true = evaluate(example("EA402-S9-convolved")).coverage_factor
    assert true == pytest.approx(1.709555, abs=5e-7)
    assert covered_by(true * u, 0.05, 0.011, 0.001) == pytest.approx(0.95, abs=1e-9)
    assert evaluate(example("EA402-S11")).coverage_factor == pytest.approx(1.797, abs=6e-4)
    assert evaluate(example("EA402-S11-convolved")).coverage_factor == pytest.approx(1.832, abs=6e-4)


def test_4_where_the_handbook_s_print_differs_the_result_is_still_its_own() -> None:
    """EA-4/02 M:2022, S2 prints 8.95 mg for 15 mg/√3 = 8.66 mg; S10 rounds before it combines: 33 µm.

    S2 prints U = 59 mg; with 8.66 mg it is 58.5 mg.
    """
    weight = example("EA402-S2")
    assert round(evaluate(weight).expanded_uncertainty * 1e3) == 59
    drift = replace(weight.inputs[1].components[0], distribution=Rectangular(15.0))
    inputs = (weight.inputs[0], replace(weight.inputs[1], components=(drift,)), *weight.inputs[2:])
    exact = evaluate(replace(weight, inputs=inputs))
    assert exact.lines[1].contribution * 1e3 == pytest.approx(8.66, abs=0.005)
    assert exact.expanded_uncertainty * 1e3 == pytest.approx(58.5, abs=0.05)
    caliper, printed = evaluate(example("EA402-S10")), evaluate(example("EA402-S10-printed"))
    assert round(caliper.standard_uncertainty, 1) == 32.3
    assert round(printed.standard_uncertainty) == 33


def test_5_the_u_of_a_t_input_is_its_scale() -> None:
    """JCGM 101:2008, 6.4.9.4 and 9.5: first order has 32 nm for GUM H.1, Monte Carlo 36 nm."""
    assert StudentT(25.0).standard_uncertainty == 25
    assert standard_deviation(StudentT(25.0), 18) == pytest.approx(25 * math.sqrt(18 / 16), rel=1e-15)
    found = simulate(example("JCGM101-9.5"), Settings(trials=500_000)).outputs[0]
    assert round(evaluate(example("JCGM101-9.5")).standard_uncertainty) == 32
    assert found.standard_uncertainty == pytest.approx(36, abs=0.5)


def test_6_of_a_shortest_interval_the_width_and_the_coverage_are_compared() -> None:
    """One rectangular quantity: every interval of 95 % is as short as any other; its ends are noise."""
    inputs = (quantity("a", 0.0, Rectangular(1.0)),)
    outputs = (Output(symbol="y", model="a", unit="1"),)
    budget = Budget(outputs=outputs, inputs=inputs, coverage=Coverage(probability=0.95))
    ends = []
    for seed in range(4):
        low, high = simulate(budget, Settings(trials=200_000, seed=seed)).outputs[0].shortest_interval
        ends.append(low)
        assert high - low == pytest.approx(1.9, abs=0.005)
        assert (min(high, 1) - max(low, -1)) / 2 == pytest.approx(0.95, abs=0.003)
    assert max(ends) - min(ends) > 0.005


def test_7_a_stationary_point_has_a_warning_and_no_printed_zero() -> None:
    """y = a² + b² at 0: first order gives 0; second order 2u², with the estimate at 2u² too."""
    outputs = (Output(symbol="y", model="a**2 + b**2", unit="1"),)
    budget = Budget(outputs=outputs, inputs=tuple(quantity(one, 0.0, Normal(0.005)) for one in "ab"))
    found = evaluate_all(budget)
    assert found.outputs[0].standard_uncertainty == 0
    assert "stationary" in str(found.warnings[0])
    assert found.second_order[0].standard_uncertainty == pytest.approx(5e-5, rel=1e-12)
    assert found.second_order[0].value == pytest.approx(5e-5, rel=1e-12)


def test_8_a_negative_between_group_variance_is_zero_and_said() -> None:
    """JCGM 100:2008, H.5.2.6 leaves it open."""
    found = analyse([[1.0, 3.0], [1.1, 3.1], [0.9, 2.9]])
    assert found.ms_between < found.ms_within
    assert found.between_standard_deviation == 0
    assert "taken as 0" in str(found.warnings[0])
    assert math.isfinite(found.standard_uncertainty)


def test_9_digits_of_longley_pontius_and_numacc4() -> None:
    """NIST StRD: above the 11.4 and 13.5 digits of a scaled QR; the normal equations reach 7 on Longley."""
    longley = columns("StRD-Longley")
    fit = fit_linear([longley[f"x{number}"] for number in range(1, 7)], longley["y"])
    assert digits(fit.parameters[0], -3482258.63459582) >= 11.4
    assert digits(fit.parameters[1], 15.0618722713733) >= 11.4
    pontius = columns("StRD-Pontius")
    curve = fit_polynomial(pontius["x"], pontius["y"], degree=2)
    assert digits(curve.parameters[1], 0.732059160401003e-06) >= 13.5
    assert digits(curve.parameters[2], -0.316081871345029e-14) >= 13.5
    design = np.array([[1.0, *(float(longley[f"x{n}"][row]) for n in range(1, 7))] for row in range(16)])
    observed = np.array([float(one) for one in longley["y"]])
    naive = np.linalg.solve(design.T @ design, design.T @ observed)
    assert digits(float(naive[0]), -3482258.63459582) < 10
    readings = [10000000.2, *([10000000.1, 10000000.3] * 500)]
    assert digits(from_readings(readings).standard_deviation, 0.1) > 7.5
    one_pass = sum(one * one for one in readings) - sum(readings) ** 2 / len(readings)
    assert abs(one_pass / 1000 - 0.01) > 1e-4


def test_9_an_analysis_of_variance_with_a_large_offset() -> None:
    """NIST StRD SmLs07 (13 constant leading digits): SS_b 1.68, SS_w 1.8, F 21."""
    middles = ("0.4", "0.3", "0.5", "0.3", "0.5", "0.3", "0.5", "0.3", "0.5")
    zero, tenth = Decimal(10) ** 12, Decimal("0.1")
    groups = [
        [zero + place, *([zero + place - tenth, zero + place + tenth] * 10)]
        for place in map(Decimal, middles)
    ]
    found = analyse(groups)
    assert (found.ss_between, found.ss_within, found.f) == pytest.approx((1.68, 1.8, 21.0), rel=1e-14)


def test_10_welch_satterthwaite_is_for_independent_inputs() -> None:
    """JCGM 100:2008, H.2 with G.4.1: ν = 4 for R of five simultaneous sets; the formula would give 0.126."""
    found = evaluate(example("GUM-H2-approach1"))
    assert found.effective_dof == 4
    lines = [Contribution(line.contribution, line.dof) for line in found.lines]
    alone = effective_dof(lines, found.standard_uncertainty)
    assert round(alone, 3) == 0.126


def propagated(columns: tuple[tuple[float, ...], ...], sizes: tuple[tuple[float, ...], ...]) -> list[float]:
    """Return u(a) and u(b) by the propagation of every point's uncertainties through the fitted line."""
    step = 1e-5
    variances = np.zeros(2)
    for column in range(2):
        for row, u in enumerate(sizes[column]):
            ends = []
            for sign in (1, -1):
                moved = [list(one) for one in columns]
                moved[column][row] += sign * step
                ends.append(np.array(fit_york(*moved, ux=sizes[0], uy=sizes[1]).parameters))
            variances += ((ends[0] - ends[1]) / (2 * step) * u) ** 2
    return np.sqrt(variances).tolist()


def test_11_the_u_of_a_line_names_its_formula() -> None:
    """Pearson's data with York's weights: u(a) = 0.2950 by York (2004), 0.2919 by Kalantar (1992).

    York takes the derivatives at the adjusted points; Kalantar propagates the uncertainties of the points as
    they were observed: u(a) = 0.2919, u(b) = 0.0576.
    """
    x = (0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4)
    y = (5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5)
    ux = tuple(1 / math.sqrt(one) for one in (1000, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1))
    uy = tuple(1 / math.sqrt(one) for one in (1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500))
    fit = fit_york(x, y, ux=ux, uy=uy)
    assert [round(u, 4) for u in fit.standard_uncertainties] == [0.2950, 0.0580]
    assert "York (2004)" in fit.method.value
    assert "at the adjusted points" in fit.method.value
    assert [round(u, 4) for u in propagated((x, y), (ux, uy))] == [0.2919, 0.0576]


@pytest.mark.parametrize(
    ("value", "uncertainty", "printed"),
    [
        ("1.234", "0.0995", ("1.23", "0.10")),
        ("3", "9.95", ("3", "10")),
        ("12.345", "0.10", ("12.34", "0.10")),
        ("12.355", "0.10", ("12.36", "0.10")),
    ],
)
def test_12_rounding_carries_and_keeps_its_places(
    value: str, uncertainty: str, printed: tuple[str, str]
) -> None:
    """JCGM 100:2008, 7.2.6; ILAC-P14:09/2020, 5.4: two digits, 0.0995 → 0.10, 9.95 → 10, half to even."""
    found = report(Decimal(value), Decimal(uncertainty))
    assert (f"{found.value:f}", f"{found.expanded:f}") == printed


def test_12_a_carry_moves_the_last_place() -> None:
    """``Decimal(q)*10`` keeps the exponent of q: a place that is moved like that would still end too late."""
    place = Decimal("0.01")
    assert (place * 10).as_tuple().exponent == place.as_tuple().exponent
    assert Decimal("3.14159").quantize(place * 10) == Decimal("3.14")
    for value, uncertainty, printed in (
        ("3.14159", "0.0996", ("3.14", "0.10")),
        ("3.14159", "0.996", ("3.1", "1.0")),
        ("314.159", "9.96", ("314", "10")),
        ("314.159", "99.6", ("310", "100")),
    ):
        found = report(Decimal(value), Decimal(uncertainty))
        assert (f"{found.value:f}", f"{found.expanded:f}") == printed
