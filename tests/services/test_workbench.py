"""A budget under construction: what is computed, what is refused, and where."""

from dataclasses import replace

import pytest

from labcal.catalog.budget_writer import write_budget
from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import assemble
from labcal.domain.uncertainty.draft import ComponentDraft, CorrelationDraft, CoverageDraft, InputDraft
from labcal.domain.uncertainty.first_order import evaluate
from labcal.errors.files import UnwritableFileError
from labcal.services import workbench
from labcal.services.workbench import Refusal, check, example


def places(draft):
    return [(one.table, one.number, one.component, one.key) for one in check(draft).refusals]


@pytest.mark.parametrize("name", [one.name for one in workbench.examples()])
def test_every_example_can_be_opened(name):
    assert check(example(name)).results is not None


def test_examples_bear_title_and_source():
    told = {one.name: one for one in workbench.examples()}
    assert told["GUM-H1-lpu"].title == "Calibration of an end gauge"
    assert told["GUM-H1-lpu"].source.startswith("JCGM 100:2008, H.1")


def test_every_refused_input_is_told_at_its_place():
    draft = example("EA402-S2")
    bad = ComponentDraft(distribution="rectangular", parameters=(("half_width", "1 K"),))
    inputs = list(draft.inputs)
    inputs[0] = replace(inputs[0], value="ten kilograms")
    inputs[2] = replace(inputs[2], components=(bad,))
    found = places(replace(draft, inputs=tuple(inputs)))
    assert found == [("input", 0, -1, "value"), ("input", 2, 0, "half_width")]


def test_the_rest_is_told_at_its_place_too():
    draft = example("GUM-H2-coefficients")
    pair = CorrelationDraft(first="V", second="I", coefficient="2")
    output = replace(draft.outputs[1], model="V + I")
    assert places(replace(draft, correlations=(pair,))) == [("correlation", 0, -1, "coefficient")]
    assert places(replace(draft, coverage=CoverageDraft(probability="2"))) == [
        ("coverage", -1, -1, "probability")
    ]
    assert places(replace(draft, outputs=(draft.outputs[0], output))) == [("output", 1, -1, "model")]
    zero = InputDraft(symbol="I", value="0 mA")
    refused = check(replace(draft, inputs=(draft.inputs[0], zero, draft.inputs[2]), correlations=()))
    assert isinstance(refused.refusals[0], Refusal)
    assert refused.results is None


def test_a_file_is_written_and_read(tmp_path):
    draft = example("GUM-H2-approach1")
    workbench.save_budget(draft, tmp_path / "own.toml")
    assert workbench.open_budget(tmp_path / "own.toml") == draft
    assert workbench.budget_of(write_budget(draft)) == draft
    assert workbench.budget_of("") is None
    with pytest.raises(UnwritableFileError):
        workbench.save_budget(draft, tmp_path)


@pytest.mark.parametrize("name", [one.name for one in workbench.procedures("en")])
def test_a_procedure_gives_the_same_result_as_a_budget(name):
    point = evaluate(assemble(load_procedure(name), load_example(name).inputs))
    found = check(workbench.of_procedure(name, "en")).results.outputs[0]
    assert found.value == pytest.approx(point.value, rel=1e-14)
    assert found.expanded_uncertainty == pytest.approx(point.expanded_uncertainty, rel=1e-12)
    assert found.effective_dof == pytest.approx(point.effective_dof, rel=1e-9)


def test_monte_carlo_gives_its_result_or_the_reason():
    budget = check(example("EA402-S2")).budget
    plan = replace(budget.monte_carlo, trials=20_000, seed=3)
    seen = []
    found = workbench.simulated(
        replace(budget, monte_carlo=plan), lambda done, total: seen.append((done, total)), lambda: False
    )
    assert found.outputs[0].trials == 20_000
    assert seen[-1] == (20_000, 20_000)
    too_few = replace(budget, monte_carlo=replace(plan, trials=1))
    failure = workbench.simulated(too_few, lambda _done, _total: None, lambda: False)
    assert "trials" in str(failure)
