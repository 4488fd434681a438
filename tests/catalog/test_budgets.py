import math
from pathlib import Path

import pytest

from labcal.catalog.budgets import parse_budget, read_budget
from labcal.domain.uncertainty.assembly import assemble
from labcal.domain.uncertainty.budget import Budget, MonteCarloPlan
from labcal.domain.uncertainty.coverage import DofRule, FactorRule
from labcal.domain.uncertainty.distributions import Lognormal, Normal, Rectangular, StudentT
from labcal.errors.budgets import BudgetFileError
from labcal.errors.files import NoSuchFileError, UnreadableFileError

SOUND = """format = "labcal-budget-1"
title = "Length"

[[output]]
symbol = "l"
unit = "nm"
report_unit = "mm"
model = "a + b*c"

[[input]]
symbol = "a"
value = "50.000623 mm"
[[input.component]]
name = "Certificate"
distribution = "normal"
expanded = "0.075 um"
k = 3
dof = 18

[[input]]
symbol = "b"
value = "-0.1 K"
[[input.component]]
distribution = "rectangular"
half_width = "0.5 K"

[[input]]
symbol = "c"
readings = ["11.5 nm/K", "11.7 nm/K", "11.6 nm/K"]

[coverage]
probability = 0.99
dof_rule = "truncate"

[monte_carlo]
trials = 1000000
seed = 7
"""


def budget_of(text: str) -> Budget:
    return assemble(parse_budget(text.encode(), "length.toml"))


def one_input(lines: str) -> Budget:
    """A budget of one input x, described by ``lines``, in the unit of an output of degrees."""
    head = 'format = "labcal-budget-1"\n[[output]]\nsymbol = "y"\nunit = "K"\nmodel = "x"\n'
    return budget_of(f'{head}[[input]]\nsymbol = "x"\n{lines}')


def test_every_part_is_read() -> None:
    budget = budget_of(SOUND)
    a, b, c = budget.inputs
    assert (budget.title, budget.outputs[0].report_unit) == ("Length", "mm")
    assert (a.value, a.unit) == (50.000623, "mm")
    assert a.components[0].distribution == Normal(0.075 / 3)
    assert (a.components[0].unit, a.components[0].dof, a.components[0].name) == ("um", 18, "Certificate")
    assert b.components[0].distribution == Rectangular(0.5)
    assert c.value == pytest.approx(11.6)
    assert c.readings == (11.5, 11.7, 11.6)
    assert isinstance(c.components[0].distribution, StudentT)
    assert c.components[0].distribution.scale == pytest.approx(0.1 / math.sqrt(3))
    assert c.components[0].dof == 2
    assert (budget.coverage.probability, budget.coverage.dof_rule) == (0.99, DofRule.TRUNCATE)
    assert budget.monte_carlo == MonteCarloPlan(trials=1_000_000, seed=7)


def test_coverage_is_two_sigma_where_nobody_says() -> None:
    head, _ = SOUND.split("[coverage]")
    assert budget_of(head).coverage.probability == 0.9545
    assert budget_of(head + '[coverage]\nprobability = "95 %"').coverage.probability == pytest.approx(0.95)
    assert budget_of(head + "[coverage]\nk = 2").coverage.k == 2
    convolved = budget_of(head + '[coverage]\nprobability = 0.95\nfactor_rule = "convolved"')
    assert convolved.coverage.factor_rule is FactorRule.CONVOLVED


def test_a_number_without_a_unit_is_dimensionless() -> None:
    """Quoted or bare; % is 0.01 and ppm 1e-6."""
    for value in ('"2"', "2", "2.0", '"200 %"', '"2e6 ppm"'):
        budget = budget_of(
            SOUND.replace('model = "a + b*c"', 'model = "a*n"')
            .replace('symbol = "b"\nvalue = "-0.1 K"', f'symbol = "n"\nvalue = {value}')
            .replace('half_width = "0.5 K"', 'half_width = "1 %"')
        )
        assert budget.inputs[1].value * {"%": 0.01, "ppm": 1e-6}.get(budget.inputs[1].unit, 1) == 2


def test_temperature_is_a_point_and_its_uncertainty_a_difference() -> None:
    budget = one_input(
        'value = "20.5 °C"\n[[input.component]]\ndistribution = "normal"\nstandard = "0.02 °C"\n'
        '[[input.component]]\ndistribution = "resolution"\nstep = "10 mK"\n'
    )
    assert (budget.inputs[0].value, budget.inputs[0].unit) == (20.5, "°C")
    limits = one_input(
        '[[input.component]]\ndistribution = "rectangular"\nlower = "19 °C"\nupper = "22 °C"\n'
    )
    assert (limits.inputs[0].value, limits.inputs[0].components[0].distribution) == (
        20.5,
        Rectangular(1.5),
    )
    readings = one_input('readings = [20.1, 20.3]\nunit = "°C"\n')
    assert readings.inputs[0].value == pytest.approx(20.2)
    assert readings.inputs[0].components[0].distribution.standard_uncertainty == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("component", "value", "u"),
    [
        ('distribution = "normal"\nstandard = "0.1 K"', 10, 0.1),
        ('distribution = "normal"\nexpanded = "0.3 K"\nk = 3', 10, 0.1),
        ('distribution = "normal"\nexpanded = "0.196 K"\nprobability = 0.95', 10, 0.196 / 1.959964),
        ('distribution = "normal"\nexpanded = "0.2 K"\nprobability = 0.95\ndof = 4', 10, 0.2 / 2.7764451),
        ('distribution = "normal"\nrelative = "2 %"', 10, 0.2),
        ('distribution = "normal"\nrelative = 0.02\nk = 2', 10, 0.1),
        ('distribution = "t"\nscale = "0.1 K"\ndof = 5', 10, 0.1),
        ('distribution = "rectangular"\nhalf_width = "300 mK"', 10, 0.3 / math.sqrt(3)),
        ('distribution = "rectangular"\nhalf_width = "±300 mK"', 10, 0.3 / math.sqrt(3)),
        ('distribution = "rectangular"\nlower = "9 K"\nupper = "11 K"', 10, 1 / math.sqrt(3)),
        ('distribution = "triangular"\nhalf_width = "0.3 K"', 10, 0.3 / math.sqrt(6)),
        ('distribution = "arcsine"\nhalf_width = "0.3 K"', 10, 0.3 / math.sqrt(2)),
        ('distribution = "trapezoidal"\nhalf_width = "0.3 K"\nbeta = 0.5', 10, 0.3 * math.sqrt(1.25 / 6)),
        (
            'distribution = "curvilinear-trapezoid"\nhalf_width = "2 K"\nhalf_width_uncertainty = "500 mK"',
            10,
            7 / 6,
        ),
        ('distribution = "resolution"\nstep = "0.1 K"', 10, 0.05 / math.sqrt(3)),
        ('distribution = "exponential"\nmean = "10 K"', 10, 10),
        ('distribution = "lognormal"\nstandard = "500 mK"', 10, 0.5),
        ('distribution = "lognormal"\nrelative = "5 %"', 10, 0.5),
        ('distribution = "empirical"\nsamples = ["9 K", "10 K", "11 K"]', 10, math.sqrt(2 / 3)),
        ('distribution = "empirical"\nsamples = [9000, 10000, 11000]\nunit = "mK"', 10, math.sqrt(2 / 3)),
    ],
)
def test_distributions(component: str, value: float, u: float) -> None:
    """The table of the format, each with its first-order u (7/6: JCGM 101:2008, 6.4.3, a = 2, d = 0.5)."""
    for given_value in ("", f'value = "{value} K"\n'):
        if not given_value and not any(key in component for key in ("lower", "mean", "samples")):
            continue
        budget = one_input(f"{given_value}[[input.component]]\n{component}\n")
        found = budget.inputs[0]
        scale = {"K": 1, "mK": 1e-3}[found.components[0].unit]
        assert found.value * {"K": 1, "mK": 1e-3}[found.unit] == pytest.approx(value)
        assert found.components[0].distribution.standard_uncertainty * scale == pytest.approx(u, rel=1e-6)


def test_counts_make_the_value() -> None:
    """JCGM 101:2008, 6.4.11: q counts give a gamma distribution of mean q + 1 and variance q + 1."""
    text = SOUND.replace('model = "a + b*c"', 'model = "a*b"').replace(
        'value = "-0.1 K"\n[[input.component]]\ndistribution = "rectangular"\nhalf_width = "0.5 K"',
        '[[input.component]]\ndistribution = "gamma"\ncounts = 8',
    )
    found = budget_of(text).inputs[1]
    assert found.value == 9
    assert found.components[0].distribution.standard_uncertainty == 3


def test_lognormal_keeps_the_mean() -> None:
    found = one_input('value = "10 K"\n[[input.component]]\ndistribution = "lognormal"\nstandard = "1 K"\n')
    assert found.inputs[0].components[0].distribution == Lognormal(1.0, 10.0)


def test_pooled_and_simultaneous_readings() -> None:
    pooled = one_input('readings = ["1 K", "3 K"]\npooled = { standard = "500 mK", dof = 30 }\n').inputs[0]
    assert (pooled.value, pooled.components[0].dof) == (2, 30)
    assert pooled.components[0].distribution.standard_uncertainty == pytest.approx(0.5 / math.sqrt(2))
    known = one_input('readings = ["1 K"]\npooled = { standard = "500 mK" }\n').inputs[0]
    assert known.components[0].distribution == Normal(0.5)
    together = one_input('readings = ["1 K", "3 K"]\nsimultaneous = "set 1"\n').inputs[0]
    assert together.simultaneous == "set 1"


def test_a_relative_uncertainty_of_a_temperature() -> None:
    with pytest.raises(Exception, match="means nothing; give it in K"):
        one_input('value = "20 °C"\n[[input.component]]\ndistribution = "normal"\nrelative = "1 %"\n')


def test_a_relative_uncertainty_of_a_level() -> None:
    with pytest.raises(Exception, match="is ambiguous; give it in dB"):
        one_input('value = "20 dB"\n[[input.component]]\ndistribution = "normal"\nrelative = "1 %"\n')


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFileError):
        read_budget(tmp_path / "none.toml")
    with pytest.raises(UnreadableFileError):
        read_budget(tmp_path)
    (tmp_path / "latin.toml").write_bytes("title = 'Länge'".encode("latin-1"))
    with pytest.raises(BudgetFileError, match="not readable as TOML"):
        read_budget(tmp_path / "latin.toml")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 10_000)
    with pytest.raises(BudgetFileError):
        read_budget(tmp_path / "deep.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(BudgetFileError, match="bytes"):
        read_budget(tmp_path / "large.toml")
