"""A budget becomes a procedure that a job can be opened under, and becomes the same budget again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.procedures import load_procedure, parse_procedure
from labcal.domain.evaluation import PointInputs, evaluate_point
from labcal.domain.person import Authorisation, Level
from labcal.domain.point import StandardValue
from labcal.domain.procedure import ConformityRule, Origin, RoomLimit
from labcal.domain.quantity import parse
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CorrelationDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
    PooledDraft,
)
from labcal.errors.plans import (
    CorrelatedInputsError,
    ManyComponentsError,
    NoDriftError,
    NominalWantedError,
    NotPlannedError,
    OneResultError,
    OtherFactorRuleError,
    ProcedureNameError,
    UnfitDistributionError,
)
from labcal.errors.procedures import ProcedureContentError
from labcal.services.jobs import OpenJob
from labcal.services.people import Authorise
from labcal.services.plans import SCHEMES, Plan, budget_of_procedure, procedure_text
from labcal.services.procedures import book_procedures
from labcal.services.sheet import sheet
from labcal.services.workbench import check, example
from labcal.text import Text

ORIGINS = {
    "m_S": Origin.STANDARD,
    "dm_D": Origin.DRIFT,
    "dm": Origin.READINGS,
    "dm_C": Origin.CONSTANT,
    "dB": Origin.NOMINAL,
}
ROOM = tuple(
    RoomLimit(name=name, unit=unit, lowest=Decimal(low), highest=Decimal(high), confidence="as stated")
    for name, unit, low, high in (
        ("temperature", "°C", "18", "27.5"),
        ("relative humidity", "%", "20", "80"),
        ("pressure", "hPa", "900", "1100"),
    )
)


def budget():
    """EA-4/02 M:2022, S2, with the drift as the half-width that it states."""
    drift = _component("rectangular", "half_width", "15 mg")
    return _with(example("EA402-S2"), 1, components=(drift,))


def plan(**changes):
    told = Plan(
        id="mass/own",
        version=1,
        title="Weights, our own way",
        result="Conventional mass",
        reason="The comparator was replaced.",
        lowest=parse("1 kg"),
        highest=parse("10 kg"),
        nominal=parse("10 kg"),
        uncertainty_unit="mg",
        origins=ORIGINS,
        within=parse("100 ppm"),
        room=ROOM,
        conformity=ConformityRule(limits="r111-1-2004", rule="r111"),
    )
    return replace(told, **changes)


def result(draft):
    found = check(draft)
    assert found.refusals == ()
    return found.results.outputs[0]


def alike(one, other):
    assert one.value == pytest.approx(other.value, rel=1e-14)
    assert one.standard_uncertainty == pytest.approx(other.standard_uncertainty, rel=1e-12)
    assert one.effective_dof == pytest.approx(other.effective_dof, rel=1e-12)
    assert one.expanded_uncertainty == pytest.approx(other.expanded_uncertainty, rel=1e-12)


def test_there_and_back_gives_the_same_result():
    draft = budget()
    procedure = parse_procedure(procedure_text(draft, plan(), Text("en")).encode())
    back = budget_of_procedure(procedure, "en")
    alike(result(back), result(draft))
    assert back.title == "Weights, our own way"
    assert [one.symbol for one in back.inputs] == [one.symbol for one in draft.inputs]
    assert [one.name for one in back.inputs] == [one.name for one in draft.inputs]
    again = parse_procedure(procedure_text(back, plan(), Text("en")).encode())
    assert replace(again, digest=procedure.digest) == procedure


def test_a_point_by_it_is_what_the_budget_says():
    """EA-4/02 M:2022, S2: 10.000 025 kg ± 59 mg, from the readings that it prints."""
    draft = budget()
    body = procedure_text(draft, plan(conformity=None), Text("en"))
    standard = StandardValue(value=parse("10000.005 g"), expanded=parse("45 mg"), k=2, drift=parse("15 mg"))
    cycle = tuple(parse(one, "g") for one in ("0.010", "0.020", "0.040", "0.010"))
    inputs = PointInputs(nominal=parse("10 kg"), grade=None, readings=(cycle,) * 3, standard=standard)
    found = evaluate_point(parse_procedure(body.encode()), inputs)
    lines = {line.input: line for line in found.evaluation.lines}
    expected = {line.input: line for line in result(draft).lines}
    assert found.evaluation.value == pytest.approx(10000.025)
    for symbol in ("m_S", "dm_D", "dm_C", "dB"):
        assert lines[symbol].contribution == pytest.approx(expected[symbol].contribution)


def test_a_job_is_opened_under_it_and_shows_its_words(lab):
    body = procedure_text(budget(), plan(conformity=None), Text("fr"))
    lab.adopt(body)
    with lab.book.read() as records:
        known = {one.name: one for one in book_procedures(records, "en")}
    assert known["mass/own"].title == "Weights, our own way"
    procedure = parse_procedure(known["mass/own"].body.encode())
    assert procedure.words.column("X1") == "Objet 1"
    assert procedure.words.room_name("temperature") == "Température"
    leave = Authorisation(
        level=Level.RECORDS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure="mass/own"
    )
    lab.do(lab.admin, Authorise(person="Bo", leave=leave))
    job = lab.receive()
    lab.do("Bo", OpenJob(job=job, procedure="mass/own"))
    lab.measure("Bo", job)
    with lab.book.read() as records:
        found = sheet(records, job, "Bo", "en")
    assert found.words.result == "Conventional mass"
    assert found.progress.ready
    assert str(found.progress.result.value) == "10.000025"
    assert lab.findings() == []


@given(
    st.sampled_from(sorted(SCHEMES)),
    st.floats(1e-6, 1e3),
    st.floats(1e-6, 1e3),
    st.sampled_from([("rectangular", "half_width"), ("triangular", "half_width"), ("normal", "standard")]),
    st.integers(1, 400),
)
def test_any_such_budget_comes_back(scheme, size, other, shape, dof):
    distribution, key = shape
    draft = BudgetDraft(
        outputs=(OutputDraft(symbol="y", unit="V", model="a*b + d"),),
        inputs=(
            InputDraft(symbol="a", value="1.50", components=(_component("normal", "relative", "2 %"),)),
            InputDraft(
                symbol="b",
                value="10 V",
                components=(
                    _component(distribution, key, f"{size!r} mV", ("dof", str(dof))),
                    ComponentDraft(
                        distribution="rectangular", parameters=(("lower", "9.5 V"), ("upper", "10.5 V"))
                    ),
                ),
            ),
            InputDraft(symbol="d", readings=("0.01", "0.02", "0.04"), unit="mV"),
        ),
        coverage=CoverageDraft(probability="0.95", dof_rule="truncate"),
    )
    told = plan(
        id="voltage/any",
        lowest=parse("1 V"),
        highest=parse("20 V"),
        nominal=parse(f"{other!r} V"),
        uncertainty_unit="mV",
        origins={"d": Origin.READINGS, "a": Origin.CONSTANT, "b": Origin.CONSTANT},
        scheme=scheme,
        room=(),
        conformity=None,
        within=None,
    )
    back = budget_of_procedure(parse_procedure(procedure_text(draft, told, Text("en")).encode()), "en")
    alike(result(back), result(draft))


def _component(distribution, key, size, *more):
    return ComponentDraft(distribution=distribution, parameters=((key, size), *more))


def test_a_pooled_deviation_goes_into_the_procedure():
    draft = budget()
    inputs = list(draft.inputs)
    pooled = PooledDraft(standard="25 mg", dof="9")
    inputs[2] = replace(
        inputs[2], value="", components=(), readings=("0.01", "0.03", "0.02"), unit="g", pooled=pooled
    )
    made = parse_procedure(procedure_text(replace(draft, inputs=tuple(inputs)), plan(), Text("en")).encode())
    (found,) = [one.pooled for one in made.inputs if one.pooled]
    assert (str(found.standard), found.dof) == ("25\u202fmg", 9.0)


def _with(draft, number, **changes):
    inputs = list(draft.inputs)
    inputs[number] = replace(inputs[number], **changes)
    return replace(draft, inputs=tuple(inputs))


def _refusals():
    draft = budget()
    two = (_component("normal", "standard", "1 mg"),) * 2
    pair = CorrelationDraft(first="m_S", second="dm", coefficient="0.5")
    gamma = _with(draft, 3, value="", components=(_component("exponential", "mean", "1 mg"),))
    wide = ComponentDraft(
        distribution="curvilinear-trapezoid",
        parameters=(("half_width", "2 mg"), ("half_width_uncertainty", "1 mg")),
    )
    first = draft.outputs[0]
    yield draft, plan(id="Mass"), ProcedureNameError
    yield replace(draft, outputs=(first, replace(first, symbol="z"))), plan(), OneResultError
    yield replace(draft, correlations=(pair,)), plan(), CorrelatedInputsError
    rule = CoverageDraft(probability="0.95", factor_rule="convolved")
    yield replace(draft, coverage=rule), plan(), OtherFactorRuleError
    yield _with(draft, 0, components=two), plan(), ManyComponentsError
    yield _with(draft, 1, value="1 mg"), plan(), NoDriftError
    yield gamma, plan(), UnfitDistributionError
    yield _with(draft, 4, components=(wide,)), plan(), UnfitDistributionError
    yield draft, plan(nominal=None), NominalWantedError
    yield draft, plan(origins={"m_S": Origin.STANDARD}), ProcedureContentError
    yield draft, plan(least_cycles=9), ProcedureContentError


@pytest.mark.parametrize(("draft", "told", "error"), list(_refusals()))
def test_what_has_no_place_in_a_procedure_is_refused(draft, told, error):
    with pytest.raises(error):
        procedure_text(draft, told, Text("en"))


def test_a_procedure_without_planned_figures_says_so():
    with pytest.raises(NotPlannedError):
        budget_of_procedure(load_procedure("mass/substitution"), "en")
