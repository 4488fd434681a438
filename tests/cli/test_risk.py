"""``labcal risk`` and ``labcal round``."""

import json

import pytest

from labcal.cli import main

BASE = ["risk", "--value", "4.5", "--standard-uncertainty", ".5", "--lower", "-5", "--upper", "5e0"]


def usage(*arguments: str) -> bool:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return caught.value.code == 2


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_zener_diode(capsys: pytest.CaptureFixture[str]) -> None:
    """JCGM 106:2012, 7.3, example: p_c = 92 %."""
    found = told(capsys, "risk", "--value", "-5.47", "--standard-uncertainty", "0.05", "--upper", "-5.4")
    assert found["conformance_probability"] == pytest.approx(0.92, abs=0.005)
    assert found["acceptance_limits"] == [None, -5.4]


@pytest.mark.parametrize(
    ("rule", "more", "verdict"),
    [
        ("simple", (), "pass"),
        ("guard-u", (), "fail"),
        ("r-u", ("--r", "0.5"), "pass"),
        ("iso14253", (), "fail"),
        ("non-binary", (), "conditionalPass"),
        ("relaxed", (), "pass"),
        ("r111", (), "fail"),
        ("r111", ("--grade", "E1"), "pass"),
    ],
)
def test_rules(capsys: pytest.CaptureFixture[str], rule: str, more: tuple[str, ...], verdict: str) -> None:
    assert told(capsys, *BASE, "--rule", rule, *more)["verdict"] == verdict


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BASE, "--rule", "non-binary", "--process-sd", "2"]) == 0
    out = capsys.readouterr().out
    assert "Verdict: conditional pass" in out
    assert "Accepted between: −4 … 4" in out
    assert "Nonconforming among accepted: " in out
    assert main([*BASE, "--rule", "guard-u", "--k", "10"]) == 0
    assert "no acceptance zone" in capsys.readouterr().out


def test_wrong_usage() -> None:
    assert usage("risk", "--value", "1", "--standard-uncertainty", "1")
    assert usage(*BASE, "--rule", "r-u")
    assert usage(*BASE, "--r", "1")
    assert usage(*BASE, "--rule", "hope")
    assert usage(*BASE, "--process-mean", "1")
    assert usage(*BASE, "--k", "two")
    assert usage("round", "1")
    assert usage("round", "1", "1", "--policy", "down")


def test_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["risk", "--value", "1", "--standard-uncertainty", "0", "--upper", "1"]) == 1
    assert "A standard uncertainty of 0 is not possible" in capsys.readouterr().err
    assert main(["risk", "--value", "1", "--standard-uncertainty", "1", "--lower", "2", "--upper", "1"]) == 1
    assert "is not below" in capsys.readouterr().err
    assert (
        main(["risk", "--value", "1", "--standard-uncertainty", "1", "--upper", "1", "--process-sd", "1"])
        == 1
    )
    assert "the mean of the process has to be given" in capsys.readouterr().err
    assert main(["round", "1", "0"]) == 1
    assert main(["round", "1", "1", "--digits", "3"]) == 1
    assert main(["round", "one", "1"]) == 1


def test_round(capsys: pytest.CaptureFixture[str]) -> None:
    """JCGM 100:2008, 7.2.6; trap: 0.0995 carries to 0.10, and keeps two digits."""
    assert told(capsys, "round", "12.345", "0.0995") == {
        "value": "12.34",
        "uncertainty": "0.10",
        "text": "12.34 ± 0.10",
    }
    assert told(capsys, "round", "-5.55 mg", ".25")["text"] == "−5.55 mg ± 0.25 mg"
    assert main(["round", "-1e-5", "1e-6", "--policy", "up", "--digits", "1"]) == 0
    assert capsys.readouterr().out == "−0.000010 ± 0.000001\n"
