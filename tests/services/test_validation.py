"""Every example that ships, run again through the program's own commands."""

import json
from collections.abc import Sequence

from labcal.catalog.expected import examples_folder
from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import evaluate_point
from labcal.errors.fits import FitError
from labcal.services.validation import Watcher, procedure_figures, validate, validation_json
from labcal.text import Text

ENGLISH = Text("en")


def refuse(_words: Sequence[str]) -> object:
    raise FitError


def test_a_refusal_is_a_failure_not_an_end() -> None:
    told: list[tuple[int, int]] = []
    found = validate(refuse, ENGLISH, Watcher(lambda done, count: told.append((done, count))))
    assert told[-1] == (len(found.examined), len(found.examined))
    assert not found.passed
    assert "The fit cannot be made." in {one.failure for one in found.examined}
    procedures = [one for one in found.examined if not one.example.command]
    assert procedures
    assert all(one.passed for one in procedures)


def test_what_a_report_says() -> None:
    asked: list[Sequence[str]] = []

    def run(words: Sequence[str]) -> object:
        asked.append(words)
        return {}

    found = validate(run, ENGLISH)
    told = validation_json(found)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["passed"] is False
    assert len(told["program"]["sha256"]) == 64
    assert {"labcal", "python", "numpy", "scipy"} <= set(told["program"])
    assert set(told["machine"]) == {"name", "system", "processor", "processors"}
    assert found.at.tzinfo is not None
    files = [word for words in asked for word in words if word.endswith(".csv")]
    assert files
    assert all(word.startswith(str(examples_folder())) for word in files)


def test_figures_of_a_procedure() -> None:
    procedure = load_procedure("mass/substitution")
    result = evaluate_point(procedure, load_example(procedure.id).inputs)
    figures = procedure_figures(procedure, result)
    assert {one.name for one in load_example(procedure.id).expected} <= set(figures)
