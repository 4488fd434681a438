"""Every procedure that ships is run on its own worked example, at the printed digits."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from labcal.catalog.limits import load_limits
from labcal.catalog.procedures import (
    all_procedures,
    load_example,
    load_procedure,
    load_words,
    procedure_bytes,
)
from labcal.domain import units
from labcal.domain.evaluation import PointResult, evaluate_point
from labcal.domain.procedure import Procedure
from labcal.domain.recompute import recompute
from labcal.errors.procedures import UnknownProcedureError


def figures(procedure: Procedure, result: PointResult) -> Mapping[str, tuple[Decimal, str]]:
    """Return every number of a result that a document may print, with its unit."""
    numbered = {
        f"difference {number}": (one, result.difference_unit)
        for number, one in enumerate(result.differences, start=1)
    }
    u = Decimal(repr(result.evaluation.standard_uncertainty))
    return numbered | {
        "mean difference": (result.mean, result.difference_unit),
        "value": (result.value, result.unit),
        "standard uncertainty": (u, procedure.unit),
        "expanded uncertainty": (result.expanded, result.uncertainty_unit),
        "coverage factor": (result.coverage_factor, "1"),
    }


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.id)
def test_the_worked_example(procedure: Procedure) -> None:
    example = load_example(procedure.id)
    results = [evaluate_point(procedure, inputs) for inputs in example.points]
    found = [figures(procedure, result) for result in results]
    assert {expected.point for expected in example.expected} == set(range(len(results)))
    for expected in example.expected:
        number, unit = found[expected.point][expected.name]
        printed = expected.printed
        computed = units.convert(number, unit, printed.unit, difference=True)
        assert abs(computed - printed.value) <= expected.tolerance.value, (expected.name, computed)
    for inputs, result in zip(example.points, results, strict=True):
        second = recompute(procedure, inputs)
        assert second.value == pytest.approx(result.evaluation.value, rel=1e-13)
        assert second.expanded == pytest.approx(result.evaluation.expanded_uncertainty, rel=1e-6)


def test_there_are_thirteen_procedures() -> None:
    """Eight with a published example, five with an example of our own, not passed off as published."""
    examples = [load_example(procedure.id) for procedure in all_procedures()]
    assert len(examples) >= 13
    assert sum(example.is_own for example in examples) >= 5
    assert sum("EA-4/02" in example.source for example in examples) >= 8
    assert not any("EA-4/02" in example.source for example in examples if example.is_own)
    for procedure in all_procedures():
        assert procedure.verified_by or "unverified" in procedure.confidence or procedure.form == 1


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.id)
def test_words_in_every_language(procedure: Procedure) -> None:
    symbols = [quantity.symbol for quantity in procedure.inputs]
    columns = [column.symbol for column in procedure.readings.columns]
    for language in ("en", "fr"):
        words = load_words(procedure.id, language)
        assert words.language == language
        assert sorted(symbols) == sorted(symbol for symbol, _ in words.inputs)
        assert sorted(columns) == sorted(symbol for symbol, _ in words.columns)
        assert sorted(limit.name for limit in procedure.room) == sorted(name for name, _ in words.room)
        assert sorted(rule.name for rule in procedure.checks) == sorted(name for name, _ in words.checks)


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.id)
def test_its_limits_are_there(procedure: Procedure) -> None:
    assert load_procedure(procedure.id) == procedure
    if procedure.conformity is not None:
        assert load_limits(procedure.conformity.limits).rows


def test_a_language_without_words_gets_english() -> None:
    for language in ("sw", "../../x", ""):
        assert load_words("mass/substitution", language).language == "en"


@pytest.mark.parametrize("name", ["mass/levitation", "", "../resources", "mass", "mass/../mass/substitution"])
def test_an_unknown_procedure_is_named(name: str) -> None:
    with pytest.raises(UnknownProcedureError, match="There is no procedure"):
        procedure_bytes(name)
    with pytest.raises(UnknownProcedureError):
        load_words(name)
