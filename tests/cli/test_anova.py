"""``labcal anova``."""

import json
from pathlib import Path

import pytest

from labcal.catalog.expected import examples_folder
from labcal.cli import main

H5 = ["anova", str(examples_folder() / "GUM-H5.csv"), "--group", "day", "--value", "voltage"]


def test_gum_h5_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """JCGM 100:2008, H.5: mean 10.000 097 V, u = 18 µV with 9 degrees of freedom; pooled 13 µV with 49."""
    assert main(H5) == 0
    out = capsys.readouterr().out
    assert "Mean: 10.000\u202f097, u = 0.000\u202f018 (between groups), 9 degrees of freedom" in out
    assert main([*H5, "--level", "0.025"]) == 0
    out = capsys.readouterr().out
    assert "u = 0.000\u202f013 (pooled), 49 degrees of freedom" in out


def test_a_negative_variance_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data.csv"
    file.write_text("g,y\na,1\na,3\nb,1.1\nb,3.1\n")
    assert main(["anova", str(file), "--group", "g", "--value", "y", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["between_standard_deviation"] == 0
    assert "taken as 0" in told["warnings"][0]
    assert main(["anova", str(file), "--group", "g", "--value", "y"]) == 0
    assert "taken as 0" in capsys.readouterr().err


def test_one_reading_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data.csv"
    file.write_text("g,y\na,1\nb,3\n")
    assert main(["anova", str(file), "--group", "g", "--value", "y"]) == 1
    assert "Each of the 2 groups has one reading only" in capsys.readouterr().err
    assert main([*H5, "--level", "2"]) == 1
