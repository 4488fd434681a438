"""``labcal fit`` and ``labcal anova``: figures, JSON, exit codes, sentences."""

import json
from pathlib import Path

import pytest

from labcal.catalog.expected import examples_folder
from labcal.cli import main

DONE, REFUSED, USAGE = 0, 1, 2
H3 = str(examples_folder() / "GUM-H3.csv")
LINE = ["fit", H3, "--x", "t - 20", "--y", "correction"]


def usage(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return int(caught.value.code or 0)


def test_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """JCGM 100:2008, H.3.3 and H.3.4, at the digits printed."""
    assert main([*LINE, "--predict", "10"]) == DONE
    said = capsys.readouterr()
    assert "intercept: −0.1712, u = 0.0029" in said.out
    assert "t - 20: 0.002\u202f18, u = 0.000\u202f67" in said.out
    assert "At x = 10: y = −0.1494, u = 0.0041" in said.out
    assert "outside the data" in said.err


def test_json_alone_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*LINE, "--inverse", "-1.6e-1", "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["inverse"]["y"] == -0.16
    assert told["dof"] == 9


def test_wrong_usage() -> None:
    assert usage("fit", H3, "--x", "t - 20") == USAGE
    assert usage(*LINE, "--x", "correction", "--degree", "2") == USAGE
    assert usage(*LINE, "--ux", "t - 20", "--degree", "2") == USAGE
    assert usage(*LINE, "--x", "correction", "--predict-uncertainty", "1") == USAGE
    assert usage(*LINE, "--predict", "abc") == USAGE
    assert usage("anova", H3, "--group", "day") == USAGE


@pytest.mark.parametrize(
    ("body", "arguments", "why"),
    [
        ("x,y\n1,2\n2,b\n3,4\n", (), "row 3, column “y”: “b” is not a number."),
        ("x,z\n1,2\n", (), "has no column “y”; its columns are x, z."),
        ("x,y\n1,2\n", (), "A fit of 2 parameters needs at least 3 points; there are 1."),
        ("x,y\n1,2\n1,3\n1,4\n", (), "cannot tell the 2 parameters apart"),
        ("x,y\n1,2\n2,3\n3,4\n", ("--degree", "0"), "from 1 to 20, not 0"),
        ("x,y,u\n1,2,1\n2,3,0\n3,4,1\n", ("--uy", "u"), "The standard uncertainty of point 2 is 0"),
    ],
)
def test_refusals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, arguments: tuple[str, ...], why: str
) -> None:
    file = tmp_path / "data.csv"
    file.write_text(body, encoding="utf-8")
    assert main(["fit", str(file), "--x", "x", "--y", "y", *arguments, "--json"]) == REFUSED
    said = capsys.readouterr()
    assert why in json.loads(said.out)["error"]
    assert said.err.startswith("labcal: ")
    assert len(said.err.splitlines()) == 1


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "none.csv", "--x", "x", "--y", "y"]) == REFUSED
    assert "There is no file none.csv" in capsys.readouterr().err
