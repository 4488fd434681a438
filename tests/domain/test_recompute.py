from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import evaluate_point
from labcal.domain.procedure import ComponentRule, Procedure
from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.recompute import recompute
from labcal.domain.uncertainty.coverage import Coverage
from labcal.errors.results import IncompleteError, UnsuitableProcedureError

PROCEDURE = load_procedure("mass/substitution")
INPUTS = load_example("mass/substitution").inputs


def agrees(procedure: Procedure) -> None:
    first, second = evaluate_point(procedure, INPUTS).evaluation, recompute(procedure, INPUTS)
    assert second.unit == first.unit
    assert second.value == pytest.approx(first.value, rel=1e-14)
    assert second.standard_uncertainty == pytest.approx(first.standard_uncertainty, rel=1e-6)
    assert second.expanded == pytest.approx(first.expanded_uncertainty, rel=1e-6)


def test_two_ways_one_result() -> None:
    agrees(PROCEDURE)


def test_with_the_readings_own_deviation() -> None:
    inputs = tuple(replace(quantity, pooled=None) for quantity in PROCEDURE.inputs)
    agrees(replace(PROCEDURE, inputs=inputs, coverage=Coverage(probability=0.95)))


@pytest.mark.parametrize(
    "model",
    [
        "m_S*(1 + delta_m/m_S) + delta_m_D*delta_m_C/(1 g) + delta_B",
        "sqrt((m_S + delta_m + delta_B)**2) - delta_m_D",
    ],
)
def test_with_a_curved_model(model: str) -> None:
    agrees(replace(PROCEDURE, model=model))


@given(st.lists(st.decimals(-1, 1, places=4), min_size=12, max_size=12))
def test_whatever_the_readings(numbers: list[Decimal]) -> None:
    cells = [QuantityValue(f"{number:f}", "g") for number in numbers]
    inputs = replace(INPUTS, readings=tuple(tuple(cells[i : i + 4]) for i in (0, 4, 8)))
    first, second = evaluate_point(PROCEDURE, inputs).evaluation, recompute(PROCEDURE, inputs)
    assert second.value == pytest.approx(first.value, rel=1e-14)


@pytest.mark.parametrize(
    ("distribution", "parameters", "relative"),
    [
        ("normal", {"standard": "3 mg"}, None),
        ("normal", {"expanded": "9 mg", "k": "3"}, None),
        ("triangular", {"half_width": "7 mg", "dof": "12"}, None),
        ("resolution", {"step": "1 mg"}, None),
        ("arcsine", {}, "1e-6"),
    ],
)
def test_components(distribution: str, parameters: dict[str, str], relative: str | None) -> None:
    rule = ComponentRule(
        name="",
        distribution=distribution,
        parameters=tuple((name, parse(text)) for name, text in parameters.items()),
        relative=parse(relative) if relative else None,
    )
    *others, last = PROCEDURE.inputs
    agrees(replace(PROCEDURE, inputs=(*others, replace(last, components=(rule,)))))


def test_what_the_second_way_does_not_know_is_refused() -> None:
    parameters = (("half_width", parse("6 mg")), ("beta", parse("0.5")))
    rule = ComponentRule(name="", distribution="trapezoidal", parameters=parameters)
    *others, last = PROCEDURE.inputs
    with pytest.raises(UnsuitableProcedureError, match="delta_B"):
        recompute(replace(PROCEDURE, inputs=(*others, replace(last, components=(rule,)))), INPUTS)
    with pytest.raises(IncompleteError):
        recompute(PROCEDURE, replace(INPUTS, standard=None))
