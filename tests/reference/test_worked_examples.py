"""Every worked example of the collection of published figures: what proves each of its figures.

An example that ships is run by ``labcal validate``, which is a test of its own. Figures that no command
prints are computed here, by the public functions.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.catalog.columns import grouped_by, read_table
from labcal.catalog.expected import published_examples
from labcal.domain.anova import analyse
from labcal.domain.fits.linear import fit_polynomial
from labcal.domain.risk import Zone, capability
from labcal.domain.uncertainty.budget import Budget
from labcal.domain.uncertainty.coverage import coverage_factor
from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Rectangular,
    StudentT,
    Trapezoidal,
    Triangular,
    standard_deviation,
)
from labcal.domain.uncertainty.montecarlo import Settings, simulate
from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.domain.uncertainty.resizing import without
from labcal.domain.uncertainty.type_a import from_readings

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "examples" / "worked_examples.json"

SHIPPED = {
    "GUM-H1-lpu": ("GUM-H1-lpu", "GUM-H1-difference"),
    "GUM-H2-approach1": ("GUM-H2-approach1", "GUM-H2-inputs", "GUM-H2-coefficients"),
    "GUM-H3": ("GUM-H3",),
    "GUM-H5": ("GUM-H5", "GUM-H5-pooled"),
    "GUM-4.4.3-typeA": ("GUM-4.4.3-typeA",),
    "GUM-5.2.2-ten-resistors": ("GUM-5.2.2-ten-resistors", "GUM-5.2.2-independent"),
    "GUM-7.2.6-rounding": ("GUM-7.2.6-nearest", "GUM-7.2.6-up", "GUM-7.2.6-value"),
    "GUM-G2-t-quantiles": (),
    "JCGM101-T1-sd": (),
    "JCGM101-9.2.2": ("JCGM101-9.2.2",),
    "JCGM101-9.2.3": ("JCGM101-9.2.3", "JCGM101-9.2.3-convolved"),
    "JCGM101-9.2.4": ("JCGM101-9.2.4",),
    "JCGM101-9.4-x0.01-r0.9": ("JCGM101-9.4-x0.01-r0.9",),
    "ISO28037-6-equal": ("ISO28037-6-equal",),
    "ISO28037-6-unequal": ("ISO28037-6-unequal",),
    "EA402-S2": ("EA402-S2",),
    "EA402-S3": ("EA402-S3",),
    "EA402-S4": ("EA402-S4",),
    "EA402-S9": ("EA402-S9", "EA402-S9-convolved"),
    "EA402-S10": ("EA402-S10", "EA402-S10-printed"),
    "EA402-S11": ("EA402-S11", "EA402-S11-convolved"),
    "JCGM106-7.3-zener": ("JCGM106-7.3-zener",),
    "Deaver-PFA": ("Deaver-PFA", "Deaver-PFA-2.5-sigma", "Deaver-PFA-guard-band"),
    "Cpk-specific-risk": ("Cpk-specific-risk-10", "Cpk-specific-risk-10.5", "Cpk-specific-risk-12"),
    "StRD-Norris": ("StRD-Norris",),
    "StRD-NumAcc1": (),
    "StRD-NumAcc2": (),
    "StRD-NumAcc3": (),
    "StRD-NumAcc4": (),
    "StRD-ANOVA-SiRstv": ("StRD-ANOVA-SiRstv",),
    "StRD-ANOVA-AtmWtAg": ("StRD-ANOVA-AtmWtAg",),
    "Amd1-2026-estimate-correction": ("Amd1-2026-estimate-correction",),
    "GUM-H2-nu": ("GUM-H2-nu",),
    "JCGM101-8-validation": ("JCGM101-8-validation", "JCGM101-9.2.3", "JCGM101-9.2.4"),
    "EA402-S5-furnace": ("EA402-S5-furnace",),
    "EA402-S5-emf": ("EA402-S5-emf",),
    "EA402-S12": ("EA402-S12",),
}
"""Every example of the collection, and the examples that ship which prove figures of it."""

UNITS = {"JCGM101-9.4-x0.01-r0.9": 1e-6, "GUM-H2-approach1/u(I)": 1e3}
"""What one unit of the collection's figures is in the unit of what ships, where that is not 1."""

TABLE_G2 = {
    0.6827: {1: 1.84, math.inf: 1.0},
    0.9: {10: 1.81, 20: 1.72, math.inf: 1.645},
    0.95: {1: 12.71, 2: 4.3, 5: 2.57, 9: 2.26, 10: 2.23, 20: 2.09, 50: 2.01, math.inf: 1.96},
    0.9545: {
        1: 13.97,
        2: 4.53,
        3: 3.31,
        4: 2.87,
        5: 2.65,
        6: 2.52,
        7: 2.43,
        8: 2.37,
        10: 2.28,
        20: 2.13,
        50: 2.05,
        math.inf: 2.0,
    },
    0.99: {1: 63.66, 16: 2.92, 100: 2.626, math.inf: 2.576},
    0.9973: {1: 235.8, 5: 5.51, math.inf: 3.0},
}
"""JCGM 100:2008, table G.2; EA-4/02 M:2022, table E.1 at 95.45 %."""

Figure = tuple[float, float, float]
"""Found, printed, and by how much the two may differ."""


def example(name: str) -> Budget:
    return load_budget(resources.path("examples", f"{name}.toml"))


def second_order_term(*symbols: str) -> float:
    """Return what second order adds to u of GUM H.1 with only these inputs uncertain, in nm."""
    budget = example("GUM-H1-lpu")
    for quantity in budget.inputs:
        for number in range(len(quantity.components)):
            if quantity.symbol not in symbols:
                budget = without(budget, quantity.symbol, number)
    found = evaluate_all(budget)
    first, second = found.outputs[0].standard_uncertainty, found.second_order[0].standard_uncertainty
    return math.sqrt(second**2 - first**2)


def correction(budget: Budget, number: int = 0) -> float:
    """Return what second order adds to the estimate."""
    found = evaluate_all(budget)
    return found.second_order[number].value - found.outputs[number].value


def end_gauge() -> Mapping[str, Figure]:
    """JCGM 100:2008, H.1.7."""
    return {
        "second_order_term_1": (second_order_term("dalpha", "theta"), 11.7, 0.2),
        "second_order_term_2": (second_order_term("alpha_s", "dtheta"), 1.7, 0.05),
    }


def days() -> Mapping[str, Figure]:
    """JCGM 100:2008, H.5.2.3, equations (H.26), in volts."""
    table = read_table(resources.path("examples", "GUM-H5.csv"))
    groups = grouped_by(table.words(table.names[0]), table.numbers(table.names[1]))
    means = [float(sum(group) / len(group)) for group in groups.values()]
    between = math.sqrt(analyse(list(groups.values())).ms_between)
    return {
        "s_of_day_means": (from_readings(means).standard_deviation, 57e-6, 5e-7),
        "s_a": (between, 128e-6, 6e-7),
    }


def temperatures() -> Mapping[str, Figure]:
    """JCGM 100:2008, 4.4.3, table 1."""
    readings = example("GUM-4.4.3-typeA").inputs[0].readings
    return {"s": (from_readings(readings).standard_deviation, 1.489, 5e-4), "n": (len(readings), 20, 0)}


def line() -> Mapping[str, Figure]:
    """JCGM 100:2008, H.3.3."""
    table = read_table(resources.path("examples", "GUM-H3.csv"))
    fit = fit_polynomial(table.numbers("t - 20"), table.numbers("correction"))
    return {"r": (fit.correlation[0][1], -0.930, 5e-4)}


def widths() -> Mapping[str, Figure]:
    """JCGM 101:2008, table 1 and 6.4: standard deviations."""
    found = {
        "rect_a2": (standard_deviation(Rectangular(2)), 2 / math.sqrt(3)),
        "tri_a3": (standard_deviation(Triangular(3)), 3 / math.sqrt(6)),
        "arcsine_a5": (standard_deviation(Arcsine(5)), 5 / math.sqrt(2)),
        "trap_a2_b05": (standard_deviation(Trapezoidal(2, 0.5)), 0.9128709291752769),
        "ctrap_a2_d05": (standard_deviation(CurvilinearTrapezoid(2, 0.5)), 7 / 6),
        "t_nu5": (standard_deviation(StudentT(1), 5), math.sqrt(5 / 3)),
    }
    return {key: (one, printed, 1e-12) for key, (one, printed) in found.items()}


def table_g2() -> Mapping[str, Figure]:
    """JCGM 100:2008, table G.2."""
    return {
        f"t({dof},{probability})": (coverage_factor(probability, dof), printed, 0.0051)
        for probability, row in TABLE_G2.items()
        for dof, printed in row.items()
    }


def rectangular(name: str, tolerance: float) -> Mapping[str, Figure]:
    """JCGM 101:2008, 9.2.3 and 9.2.4: the mean of Monte Carlo."""
    found = simulate(example(name), Settings(trials=1_000_000)).outputs[0]
    return {"y": (found.mean, 0.0, tolerance)}


def numacc(zero: float, tolerance: float) -> Mapping[str, Figure]:
    """NIST StRD NumAcc2, 3 and 4: 1001 readings."""
    found = from_readings([zero + 0.2, *([zero + 0.1, zero + 0.3] * 500)])
    mean = zero + 0.2
    return {"mean": (found.mean, mean, 1e-14 * mean), "s": (found.standard_deviation, 0.1, tolerance)}


def numacc1() -> Mapping[str, Figure]:
    """NIST StRD NumAcc1."""
    found = from_readings([10000001.0, 10000003.0, 10000002.0])
    return {"mean": (found.mean, 10000002.0, 0.0), "s": (found.standard_deviation, 1.0, 1e-12)}


def capabilities() -> Mapping[str, Figure]:
    """Limits 9 and 11, standard deviation 0.4."""
    limits = Zone(9.0, 11.0)
    return {
        "cpk_10": (capability(10, 0.4, limits), 0.833333, 1e-6),
        "cpk_10p5": (capability(10.5, 0.4, limits), 0.416667, 1e-6),
    }


def corrections() -> Mapping[str, Figure]:
    """½ Σ fᵢⱼ u(xᵢ, xⱼ) on the estimate, as JCGM 100:2008/Amd.1:2026 is reported to ask for."""
    loss = replace(example("JCGM101-9.4-x0.01-r0.9"), correlations=())
    return {
        "product_independent": (correction(example("Amd1-2026-estimate-correction"), 1), 0.0, 1e-12),
        "H1_end_gauge": (correction(example("GUM-H1-lpu")), 0.0, 1e-6),
        "comparison_loss_x1_0p01": (correction(loss), 5e-5, 1e-10),
    }


def second_order_interval() -> Mapping[str, Figure]:
    """JCGM 101:2008, 9.3, table 6: with second order, the interval is validated."""
    budget = example("JCGM101-9.3")
    second = evaluate_all(budget).second_order[0]
    found = simulate(budget, Settings(trials=1_000_000)).outputs[0]
    verdict = found.validated(second.value, 1.96 * second.standard_uncertainty, digits=1)
    assert verdict.agrees
    return {
        "9.3.2nd.d_low": (verdict.d_low, 0.0036, 0.002),
        "9.3.2nd.d_high": (verdict.d_high, 0.0015, 0.002),
    }


COMPUTED = {
    "GUM-H1-lpu": end_gauge,
    "GUM-H3": line,
    "GUM-H5": days,
    "GUM-4.4.3-typeA": temperatures,
    "GUM-G2-t-quantiles": table_g2,
    "JCGM101-T1-sd": widths,
    "JCGM101-9.2.3": lambda: rectangular("JCGM101-9.2.3", 0.01),
    "JCGM101-9.2.4": lambda: rectangular("JCGM101-9.2.4", 0.05),
    "StRD-NumAcc1": numacc1,
    "StRD-NumAcc2": lambda: numacc(1.0, 1e-12),
    "StRD-NumAcc3": lambda: numacc(1e6, 1e-8),
    "StRD-NumAcc4": lambda: numacc(1e7, 1e-8),
    "Cpk-specific-risk": capabilities,
    "Amd1-2026-estimate-correction": corrections,
    "JCGM101-8-validation": second_order_interval,
}
"""What gives the figures that no command prints."""


@pytest.mark.parametrize("name", COMPUTED)
def test_figures_that_no_command_prints(name: str) -> None:
    for key, (found, printed, tolerance) in COMPUTED[name]().items():
        assert found == pytest.approx(printed, abs=tolerance, rel=0), key


@pytest.mark.parametrize("name", SHIPPED)
def test_every_example_has_its_proof(name: str) -> None:
    shipped = {one.id for one in published_examples()}
    assert shipped.issuperset(SHIPPED[name])
    assert SHIPPED[name] or name in COMPUTED


def shipped_figures(name: str) -> list[float]:
    """Return the numbers that the examples which ship for this one compare with."""
    wanted = SHIPPED[name]
    figures = [figure for one in published_examples() if one.id in wanted for figure in one.figures]
    return [float(one.printed) for one in figures if one.tolerance is not None]


def test_every_figure_of_the_collection_has_its_proof() -> None:
    """Each is compared by an example that ships, or computed here; and none of the collection is missing."""
    if not SHARED.is_file():
        pytest.skip("the collection of published examples is not beside this checkout")
    listed = {one["id"]: one for one in json.loads(SHARED.read_text(encoding="utf-8"))["published_examples"]}
    assert set(listed) == set(SHIPPED)
    missing = [f"{name}/{key}" for name, one in listed.items() for key in unproven(name, one)]
    assert missing == []


def unproven(name: str, one: Mapping[str, object]) -> Iterator[str]:
    """Yield the figures of an example that nothing compares."""
    printed = shipped_figures(name)
    computed = COMPUTED[name]() if name in COMPUTED else {}
    for key, value in one["expected"].items():
        tolerance = one["tolerance"][key] if isinstance(one["tolerance"], dict) else one["tolerance"]
        unit = UNITS.get(name, UNITS.get(f"{name}/{key}", 1.0))
        near = max(tolerance, 1e-12 * abs(value)) * unit
        proven = key in computed and abs(computed[key][1] - value) <= near + 1e-12
        if not proven and not any(abs(other - value * unit) <= near for other in printed):
            yield key
