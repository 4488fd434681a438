"""Texts of a budget's parts make the same parts again."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from labcal.domain.uncertainty.draft import ComponentDraft, InputDraft, OutputDraft, PooledDraft
from labcal.services import budget_cells as cells
from labcal.services.workbench import example, examples

NUMBERS = some.decimals(min_value=-1000, max_value=1000, places=4).map(lambda one: f"{one:f}")
UNITS = some.sampled_from(("mm", "1/K", "degC", "kg m/s^2"))


@pytest.mark.parametrize("name", [one.name for one in examples()])
def test_every_part_of_every_example_is_its_text(name):
    draft = example(name)
    for quantity in draft.inputs:
        told = cells.estimate_text(quantity), cells.readings_text(quantity)
        if quantity.readings:
            assert cells.with_readings_text(cells.with_estimate(quantity, told[0]), told[1]) == quantity
        else:
            assert cells.with_estimate(quantity, told[0]) == quantity
        for part in quantity.components:
            again = cells.with_dof(cells.with_size(part, cells.size_text(part)), cells.dof_text(part))
            assert dict(again.parameters) == dict(part.parameters)
            assert (again.samples, again.unit) == (part.samples, part.unit)
    for output in draft.outputs:
        assert cells.with_model(output, cells.model_text(output)) == output


@given(some.lists(NUMBERS, min_size=2, max_size=6).map(tuple), UNITS)
def test_readings_are_their_text(readings, unit):
    keyed = InputDraft(symbol="x", readings=readings, unit=unit)
    assert cells.with_estimate(InputDraft(symbol="x"), cells.estimate_text(keyed)) == keyed


@pytest.mark.parametrize(
    ("distribution", "typed", "parameters"),
    [
        ("rectangular", "15 mg", {"half_width": "15 mg"}),
        ("normal", "0.2 K", {"standard": "0.2 K"}),
        ("normal", "45 mg; k = 2", {"expanded": "45 mg", "k": "2"}),
        ("normal", "45 mg, k = 2", {"expanded": "45 mg", "k": "2"}),
        ("normal", "45 mg; probability = 95 %", {"expanded": "45 mg", "probability": "95 %"}),
        ("rectangular", "lower = 1 mm; upper = 2 mm", {"lower": "1 mm", "upper": "2 mm"}),
        ("trapezoidal", "3 mm; beta = 0.5", {"half_width": "3 mm", "beta": "0.5"}),
        ("resolution", "1 mg", {"step": "1 mg"}),
        ("rectangular", "relative = 2 %", {"relative": "2 %"}),
    ],
)
def test_a_size_is_read_as_its_distribution_wants(distribution, typed, parameters):
    part = cells.with_size(ComponentDraft(distribution=distribution), typed)
    assert dict(part.parameters) == parameters


def test_the_size_stays_when_the_distribution_changes():
    part = ComponentDraft(distribution="rectangular", parameters=(("half_width", "15 mg"), ("dof", "8")))
    changed = cells.with_distribution(part, "normal")
    assert dict(changed.parameters) == {"standard": "15 mg", "dof": "8"}
    assert cells.with_dof(changed, "").parameters == (("standard", "15 mg"),)
    assert cells.dof_text(cells.with_dof(changed, "∞")) == "inf"


def test_pooled_readings_and_implicit_models_have_their_texts():
    keyed = InputDraft(symbol="x", readings=("1", "2"), pooled=PooledDraft(standard="0.1", dof="30"))
    assert cells.readings_text(keyed) == "pooled = 0.1; dof = 30"
    assert cells.with_readings_text(keyed, "pooled = 0.1; dof = 30") == keyed
    made = cells.with_model(OutputDraft(symbol="y", unit="1"), "0 = y**2 - x; start = 1")
    assert (made.equation, made.start, made.model) == ("y**2 - x", "1", "")
    assert cells.model_text(made) == "0 = y**2 - x; start = 1"
