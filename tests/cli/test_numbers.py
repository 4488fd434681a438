"""``labcal evaluate``, in-process, on every budget that ships and on what it has to refuse."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from labcal import resources
from labcal.catalog.expected import published_examples
from labcal.cli import main
from labcal.domain.validation import PublishedExample, examined

FOLDER = resources.path("examples")
SHIPPED = [example for example in published_examples() if example.command[0] == "evaluate"]

WHOLE = "format title source method outputs covariance correlation warnings"
OUTPUT = """symbol unit value standard_uncertainty effective_dof coverage_probability coverage_factor
    expanded_uncertainty reported components second_order monte_carlo"""
COMPONENT = """input name distribution standard_uncertainty unit dof sensitivity contribution
    percent_of_variance"""
PRODUCT = """format = "labcal-budget-1"
[[output]]
symbol = "P"
unit = "W"
model = "U*I"
[[input]]
symbol = "U"
value = "10 V"
[[input.component]]
distribution = "rectangular"
half_width = "10 mV"
[[input]]
symbol = "I"
value = "2 A"
[[input.component]]
distribution = "normal"
standard = "2 mA"
"""


def evaluated(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run the command with --json and return what it printed; NaN and Infinity are not JSON here."""
    assert main(["evaluate", *words, "--json"]) == 0
    out, error = capsys.readouterr()
    assert error == ""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    result: dict[str, Any] = json.loads(out, parse_constant=refuse)
    return result


def write(folder: Path, text: str) -> str:
    path = folder / "budget.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("example", SHIPPED, ids=lambda example: example.id)
def test_published_figures(example: PublishedExample, capsys: pytest.CaptureFixture[str]) -> None:
    """Each sidecar names source, table and tolerance of each printed figure."""
    words = [str(FOLDER / word) if word.endswith(".toml") else word for word in example.command[1:]]
    found = examined(example, evaluated(capsys, *words))
    wrong = [(one.figure.name, one.figure.printed, one.found) for one in found.findings if not one.passed]
    assert not wrong


def test_every_budget_that_ships_has_its_figures() -> None:
    budgets = {path.name for path in FOLDER.glob("*.toml") if not path.name.endswith(".expected.toml")}
    assert budgets == {example.command[1] for example in SHIPPED}


def test_the_object_is_that_of_the_format(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write(tmp_path, PRODUCT)
    found = evaluated(capsys, path, "--method", "both", "--trials", "20000", "--seed", "5")
    assert list(found) == WHOLE.split()
    assert (found["format"], found["method"]) == ("labcal-result-1", "both")
    (output,) = found["outputs"]
    assert list(output) == OUTPUT.split()
    assert output["effective_dof"] is None
    assert output["coverage_probability"] == 0.9545
    assert output["reported"] == "20.000 W ± 0.046 W"
    assert list(output["components"][0]) == COMPONENT.split()
    assert output["components"][0]["dof"] is None
    assert sum(one["percent_of_variance"] for one in output["components"]) == pytest.approx(100)
    assert (output["monte_carlo"]["trials"], output["monte_carlo"]["seed"]) == (20000, 5)
    assert set(output["monte_carlo"]["validation"]) == {"agrees", "delta", "d_low", "d_high"}
    assert found["covariance"] == [[output["standard_uncertainty"] ** 2]]
    assert found["correlation"] == [[1.0]]


def test_what_was_not_asked_is_null(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write(tmp_path, PRODUCT)
    (gum,) = evaluated(capsys, path)["outputs"]
    assert gum["monte_carlo"] is None
    found = evaluated(capsys, path, "--method", "monte-carlo", "--trials", "20000")
    (drawn,) = found["outputs"]
    for key in ("value", "standard_uncertainty", "expanded_uncertainty", "reported", "second_order"):
        assert drawn[key] is None
    assert drawn["monte_carlo"]["validation"] is None
    assert found["covariance"][0][0] == pytest.approx(drawn["monte_carlo"]["standard_uncertainty"] ** 2)


def test_undefined_degrees_of_freedom(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    correlated = PRODUCT.replace('standard = "2 mA"', 'standard = "2 mA"\ndof = 5')
    correlated = correlated.replace('"rectangular"\nhalf_width', '"normal"\nstandard')
    correlated += '[[correlation]]\nbetween = ["U", "I"]\ncoefficient = 0.5\n'
    found = evaluated(capsys, write(tmp_path, correlated))
    (output,) = found["outputs"]
    assert output["effective_dof"] == "undefined"
    assert output["coverage_factor"] is None
    assert output["expanded_uncertainty"] is None
    assert output["reported"] is None
    assert output["standard_uncertainty"] == pytest.approx(0.02 * math.sqrt(3))
    assert "k has to be chosen" in found["warnings"][0]
    (chosen,) = evaluated(capsys, write(tmp_path, correlated + "[coverage]\nk = 2\n"))["outputs"]
    assert chosen["effective_dof"] == "undefined"
    assert chosen["reported"] == "20.000 W ± 0.069 W"


def test_a_stationary_point(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    still = PRODUCT.replace('"10 V"', '"0 V"').replace('"2 A"', '"0 A"')
    found = evaluated(capsys, write(tmp_path, still))
    (output,) = found["outputs"]
    assert output["standard_uncertainty"] == 0.0
    assert output["reported"] is None
    assert "second order" in found["warnings"][0]
    assert "Monte Carlo" in found["warnings"][0]


def test_celsius_is_reported_as_a_point(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (
        'format = "labcal-budget-1"\n[[output]]\nsymbol = "t"\nunit = "K"\nreport_unit = "°C"\nmodel = "a"\n'
        '[[input]]\nsymbol = "a"\nvalue = "-20.5 °C"\n[[input.component]]\ndistribution = "normal"\n'
        'standard = "0.05 °C"\n[coverage]\nk = 2\n'
    )
    (output,) = evaluated(capsys, write(tmp_path, text))["outputs"]
    assert output["value"] == pytest.approx(252.65)
    assert output["reported"] == "−20.50 °C ± 0.10 °C"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"U*I"', '"U/(I - 2 A)*(1 A)**2"', "“U/(I - 2 A)” divides by zero at the estimates."),
        ('"U*I"', '"U*I*log((I - 2 A)/(1 A))"', "has no value at the estimates."),
        ('"U*I"', '"U*I + 1 W*sqrt(I/(1 A) - 2)"', "has no derivative at the estimates."),
        ('"U*I"', '"' + "(" * 10000 + "U" + ")" * 10000 + '"', "characters; at most 20000 are read"),
        ('"U*I"', '"' + "(" * 5000 + "U" + ")" * 5000 + '"', "nested more than 100 deep"),
        ('model = "U*I"', 'equation = "P**2 + U*I*(1 W)"\nstart = "1 W"', "No solution of"),
        ('model = "U*I"', 'equation = "P - U*I"\nstart = "1 V"', "“start” in [[output]] 1"),
    ],
    ids=range(7),
)  # fmt: skip
def test_refusals(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    path = write(tmp_path, PRODUCT.replace(old, new))
    assert main(["evaluate", path]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("labcal: budget.toml: ")
    assert sentence in error
    assert error.count("\n") == 1


def test_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write(tmp_path, PRODUCT)
    for words in ([], [path, "--method", "guess"], [path, "--trials", "0"], [path, "--seed", "-1"]):
        with pytest.raises(SystemExit) as stop:
            main(["evaluate", *words])
        assert stop.value.code == 2
    capsys.readouterr()
    assert main(["evaluate", str(tmp_path / "none.toml")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["evaluate", str(FOLDER / "GUM-H2-approach1.toml"), "--method", "both", "--trials", "20000"])
        == 0
    )
    out = capsys.readouterr().out
    assert "R = 127.73 Ω ± 0.20 Ω" in out
    assert "ν = 4" in out
    assert "Correlation of R and X: −0.588" in out
    assert "Monte Carlo (20000 trials" in out
    assert "E-" not in out.upper().replace("SIMULTANE", "")
