"""What is filled in of a procedure: each that ships comes back, and every fault stands at its field."""

from dataclasses import replace

import pytest

from labcal.catalog.procedure_draft import ProcedureDraft, as_form_2, draft_of
from labcal.catalog.procedure_faults import examine
from labcal.catalog.procedure_values import Spot
from labcal.catalog.procedures import all_procedures, load_example, load_procedure, load_words
from labcal.domain.evaluation import evaluate_point
from labcal.domain.procedure import Procedure

CALIPER = "length/caliper"


def draft(name: str = CALIPER) -> ProcedureDraft:
    own = replace(load_procedure(name), words=load_words(name), translation=load_words(name, "fr"))
    return draft_of(own, load_example(name))


def with_cell(told: ProcedureDraft, spot: Spot, typed: str) -> ProcedureDraft:
    if not spot.table:
        return replace(told, fields={**told.fields, spot.name: typed})
    rows = list(told.rows[spot.table])
    rows[spot.row] = {**rows[spot.row], spot.name: typed}
    return replace(told, rows={**told.rows, spot.table: tuple(rows)})


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.id)
def test_a_draft_comes_back_as_the_procedure_that_it_was_made_of(procedure: Procedure) -> None:
    own = replace(procedure, words=load_words(procedure.id), translation=load_words(procedure.id, "fr"))
    example = load_example(procedure.id)
    found = examine(draft_of(own, example))
    assert found.faults == ()
    assert found.procedure is not None
    assert replace(found.procedure, digest="") == replace(as_form_2(own), digest="")
    assert found.example == example


def test_a_procedure_of_the_first_format_computes_the_same_in_the_second() -> None:
    first = load_procedure("mass/substitution")
    inputs = load_example(first.id).inputs
    one, other = evaluate_point(first, inputs), evaluate_point(as_form_2(first), inputs)
    assert (one.value, one.expanded, one.differences) == (other.value, other.expanded, other.differences)
    assert one.evaluation.standard_uncertainty == other.evaluation.standard_uncertainty


@pytest.mark.parametrize(
    ("spot", "typed", "sentence"),
    [
        (Spot("result.model"), "l_iX - l_Z", "l_Z"),
        (Spot("result.model"), "l_iX*l_S", "an area"),
        (Spot("result.model"), "l_iX - (l_S", ""),
        (Spot("result.unit"), "furlongs", "furlongs"),
        (Spot("result.digits"), "two", "This has to be a whole number above 0."),
        (Spot("range.lowest"), "one", "one"),
        (Spot("range.lowest"), "", "This is missing."),
        (Spot("range.highest"), "2 kg", "2 kg"),
        (Spot("coverage.probability"), "much", "This has to be a number."),
        (Spot("points.nominal"), "1 mm; 200 mm", "a point lies outside the range."),
        (Spot("unit", "input", 0), "", "This is missing."),
        (Spot("origin", "input", 1), "somewhere", "standard | drift | readings"),
        (Spot("what", "input", 0), "readin", "readin"),
        (Spot("what", "input", 2), "11.5 kg", "kg"),
        (Spot("symbol", "input", 3), "alpha", "two inputs or two columns bear the same symbol."),
        (Spot("distribution", "component", 1), "square", "square"),
        (Spot("size", "component", 1), "2 kg", "kg"),
        (Spot("size", "component", 0), "blockk", "blockk"),
        (Spot("input", "component", 0), "l_Q", "There is no input “l_Q”."),
        (Spot("object", "column", 2), "dog", "standard | item"),
        (Spot("symbol", "column", 1), "", "This is missing."),
        (Spot("lowest", "room", 0), "cold", "a number"),
        (Spot("printed", "expected", 0), "0.10 furlongs", "furlongs"),
        (Spot("point", "expected", 0), "7", "the number of a point of the example"),
        (Spot("cells", "reading", 0), "0.8; ; x", "x"),
        (Spot("words.title"), "", "This is missing."),
    ],
)
def test_a_fault_stands_at_its_field(spot: Spot, typed: str, sentence: str) -> None:
    told = examine(with_cell(draft(), spot, typed))
    assert told.body == ""
    at = {fault.spot: str(fault.sentence) for fault in told.faults}
    assert spot in at, at
    assert sentence in at[spot]


def test_all_faults_are_told_at_once() -> None:
    told = draft()
    spots = {
        Spot("range.lowest"): "x",
        Spot("result.unit"): "furlongs",
        Spot("unit", "input", 0): "parsecs!",
        Spot("origin", "input", 1): "y",
        Spot("lowest", "room", 0): "z",
        Spot("tolerance", "expected", 1): "-1 um",
    }
    for spot, typed in spots.items():
        told = with_cell(told, spot, typed)
    assert {fault.spot for fault in examine(told).faults} >= spots.keys()


def test_an_empty_draft_says_what_is_wanted() -> None:
    spots = {fault.spot for fault in examine(ProcedureDraft()).faults}
    assert {
        Spot("id"),
        Spot("quantity"),
        Spot("result.model"),
        Spot("range.lowest"),
        Spot("readings.unit"),
    } <= spots
