"""What a budget file may not say: one sentence each, which names file, table and key."""

from pathlib import Path

import pytest

from labcal.catalog.budgets import load_budget
from labcal.errors.budgets import BudgetFileError

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

READINGS = '["11.5 nm/K", "11.7 nm/K", "11.6 nm/K"]'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("k = 3", "kk = 3", "“kk” in [[input]] 1 [[component]] 1 is not a key"),
        ("k = 3", 'k = "abc"', "“k” in [[input]] 1 [[component]] 1: “abc” is not a number."),
        ("k = 3", "k = 0", "k of a distribution is 0.0; it has to be > 0."),
        ("k = 3", "k = true", "“k” in [[input]] 1 [[component]] 1 has to be a number"),
        ("dof = 18", "dof = 0", "“dof” in [[input]] 1 [[component]] 1: 0.0 degrees of freedom"),
        ("dof = 18", "dof = -2", "degrees of freedom"),
        ('"50.000623 mm"', '"50,000623 mm"', "“value” in [[input]] 1: “50,000623 mm” has a comma"),
        (
            '"50.000623 mm"',
            '"50.000623 kg"',
            "“expanded” in [[input]] 1 [[component]] 1: “0.075 um” is a length",
        ),
        ('"50.000623 mm"', '"50.000623 mmm"', "“mmm” is not a unit"),
        ('"50.000623 mm"', '"nan"', "“value” in [[input]] 1"),
        ('"50.000623 mm"', "nan", "“value” in [[input]] 1"),
        ('"50.000623 mm"', '"1e999 mm"', "too long, too large or too small"),
        ('value = "50.000623 mm"', "", "The input “a” has no value"),
        ('"normal"', '"gauss"', "“gauss” is not a distribution that is known here."),
        ('"0.075 um"', '"-0.075 um"', "“-0.075 um” is negative"),
        ("k = 3", "", "takes standard | expanded, k | expanded, probability; given: expanded"),
        ("k = 3", 'half_width = "1 um"', "given: expanded, half_width"),
        ("k = 3", 'relative = "1 %"\nk = 3', "“relative” takes the place of “expanded”"),
        ('"rectangular"', '"t"', "The distribution “t” wants “dof”."),
        ('half_width = "0.5 K"', 'lower = "-1 K"', "Give both “lower” and “upper”"),
        ('half_width = "0.5 K"', 'lower = "1 K"\nupper = "-1 K"', "lies below the lower limit"),
        (
            'half_width = "0.5 K"',
            'lower = "-1 K"\nupper = "1 K"',
            "The value is -0.1 K, but the limits make it 0 K.",
        ),
        ('half_width = "0.5 K"', 'lower = "-1 K"\nupper = "1 m"', "“upper” in [[input]] 2 [[component]] 1"),
        (
            'half_width = "0.5 K"',
            'half_width = "0.5 K"\nunit = "K"',
            "A unit is given only beside readings or samples",
        ),
        ('symbol = "b"', 'symbol = "a"', "“symbol” in [[input]] 2: Two quantities bear the symbol “a”."),
        ('symbol = "b"', 'symbol = "2b"', "“2b” cannot be a symbol"),
        ('symbol = "l"', "symbol = 1", "“symbol” in [[output]] 1 has to be text"),
        ('unit = "nm"', "", "“unit” is missing in [[output]] 1."),
        (
            'unit = "nm"\nreport_unit = "mm"',
            'unit = "kg"',
            "The model gives a length, but its result is to be in kg, which is a mass.",
        ),
        ('report_unit = "mm"', 'report_unit = "K"', "“report_unit” in [[output]] 1"),
        ('"a + b*c"', '"a + d"', "“model” in [[output]] 1: “d” at character 5 of the model"),
        ('"a + b*c"', '"a + b"', "“model” in [[output]] 1: “a + b”: metre cannot be added to kelvin."),
        ('"a + b*c"', '"__import__(a)"', "is not a function that a model can call"),
        ('"a + b*c"', '""', "needs either a model or an equation"),
        (READINGS, '["11.5 nm/K"]', "at least 2 readings; there are 1"),
        (READINGS, '["11.5 nm/K", "3 K"]', "“readings” in [[input]] 3: “3 K” is a temperature"),
        (READINGS, '"11.5 nm/K"', "“readings” in [[input]] 3 has to be a list"),
        ('readings = ["11.5', 'value = "3 nm/K"\nreadings = ["11.5', "but the readings make it 11.6 nm/K."),
        ('value = "-0.1 K"', 'value = "-0.1 K"\nsimultaneous = "s"', "“simultaneous” needs readings."),
        ("probability = 0.99", "probability = 1.2", "“probability” in [coverage]: Give a coverage factor"),
        ('"truncate"', '"cut"', "“dof_rule” in [coverage] has to be interpolate | truncate."),
        ("trials = 1000000", "trials = 1.5", "“trials” in [monte_carlo] has to be a whole number"),
        ("seed = 7", "seed = -1", "“seed” in [monte_carlo] has to be a whole number from 0 on."),
        ("seed = 7", "seeds = 7", "“seeds” in [monte_carlo] is not a key"),
        ('title = "Length"', "title = Length", "The file is not readable as TOML"),
        (
            "labcal-budget-1",
            "labcal-budget-2",
            "The format “labcal-budget-2” is not the one that is read here",
        ),
        (
            "[coverage]",
            '[[correlation]]\nbetween = ["a"]\ncoefficient = 0.1\n[coverage]',
            "A correlation is between two",
        ),
        (
            "[coverage]",
            '[[correlation]]\nbetween = ["a", "b"]\ncoefficient = 1.1\n[coverage]',
            "lie between −1 and 1",
        ),
        ("[coverage]", '[[correlation]]\nbetween = ["a", "z"]\ncoefficient = 0.1\n[coverage]', "names “z”"),
        (
            "[coverage]",
            '[[correlations]]\nbetween = ["a", "b"]\n[coverage]',
            "“correlations” in length.toml is not a key",
        ),
    ],
)
def test_refusals(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """One sentence each, which names file, table and key."""
    assert old in SOUND
    path = tmp_path / "length.toml"
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BudgetFileError) as refusal:
        load_budget(path)
    assert str(refusal.value).startswith("length.toml: ")
    assert sentence in str(refusal.value)
