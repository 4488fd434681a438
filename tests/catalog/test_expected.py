"""The figures that ship with examples."""

import json
from pathlib import Path

import pytest

from labcal.catalog.expected import examples_folder, parse_expected, published_examples
from labcal.errors.procedures import MissingKeyError, ProcedureFormatError, UnknownKeyError

BODY = b"""format = "labcal-expected-1"
id = "one"
title = "One"
source = "A book"
confidence = "high"
command = ["round", "1", "0.1"]

[[expected]]
name = "U"
path = "uncertainty"
printed = "0.10"
"""


def test_a_file() -> None:
    example = parse_expected(BODY, "one.expected.toml")
    assert (example.id, example.command, example.note) == ("one", ("round", "1", "0.1"), "")
    (figure,) = example.figures
    assert (figure.path, figure.printed, figure.tolerance) == ("uncertainty", "0.10", None)


def test_faults_are_said() -> None:
    with pytest.raises(ProcedureFormatError):
        parse_expected(BODY.replace(b"expected-1", b"expected-2"), "one")
    with pytest.raises(UnknownKeyError, match="“colour”"):
        parse_expected(BODY + b'colour = "red"\n', "one")
    with pytest.raises(MissingKeyError, match="“title”"):
        parse_expected(BODY.replace(b'title = "One"\n', b""), "one")


def test_every_example_has_figures_and_its_own_name() -> None:
    examples = published_examples()
    names = [example.id for example in examples]
    assert len(set(names)) == len(names)
    for example in examples:
        assert example.figures, example.id
        assert example.source, example.id
        assert (examples_folder() / f"{example.id}.expected.toml").is_file()


def test_every_fit_analysis_and_risk_that_was_published_ships() -> None:
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "examples" / "worked_examples.json"
    if not shared.is_file():
        pytest.skip("the collection of published examples is not beside this checkout")
    listed = json.loads(shared.read_text(encoding="utf-8"))["published_examples"]
    kinds = {"line_fit", "anova", "conformance", "risk", "rounding"}
    shipped = {example.id for example in published_examples()}
    for one in listed:
        if one["kind"] in kinds:
            assert any(name.startswith(one["id"].removesuffix("-rounding")) for name in shipped), one["id"]
