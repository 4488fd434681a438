from dataclasses import replace
from decimal import Decimal

import pytest

from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain import point
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.quantities import UnitMismatchError

PROCEDURE = load_procedure("mass/substitution")
INPUTS = load_example("mass/substitution").inputs


def cycle(*cells: str | None) -> tuple[QuantityValue | None, ...]:
    return tuple(parse(cell, "g") if cell else None for cell in cells)


def sentences(inputs: point.PointInputs) -> list[str]:
    return [str(sentence) for sentence in point.missing(PROCEDURE, inputs)]


def test_differences_are_exact() -> None:
    """EA-4/02 M:2022, S2.7: 0.01 g, 0.03 g and 0.02 g."""
    found = [point.difference(PROCEDURE, row) for row in INPUTS.readings]
    assert found == [Decimal("0.01"), Decimal("0.03"), Decimal("0.02")]
    assert point.mean(tuple(one for one in found if one is not None)) == Decimal("0.02")


def test_units_may_be_mixed_within_a_cycle() -> None:
    assert point.difference(PROCEDURE, cycle("10 mg", "0.020", "25 mg", "0.000 015 kg")) == Decimal("0.01")
    with pytest.raises(UnitMismatchError):
        point.difference(PROCEDURE, (*cycle("10 mg", "0.020", "25 mg"), QuantityValue("1", "mm")))


def test_a_steady_drift_cancels() -> None:
    drifting = cycle("100.000", "100.011", "100.012", "100.003")
    assert point.difference(PROCEDURE, drifting) == Decimal("0.01")


def test_what_is_complete_lacks_nothing() -> None:
    assert sentences(INPUTS) == []
    assert point.is_in_range(PROCEDURE, INPUTS)
    assert sentences(replace(INPUTS, readings=(*INPUTS.readings, cycle(None, None, None, None)))) == []


def test_what_is_missing_is_named() -> None:
    first = INPUTS.readings[0]
    begun = replace(INPUTS, standard=None, readings=(first, cycle("0.010", None, None, None)))
    assert sentences(begun) == [
        "A reference standard has not been chosen.",
        "Cycle 2 has 1 of 4 readings.",
        "1 of 3 cycles are complete.",
    ]
    assert sentences(replace(INPUTS, readings=())) == ["0 of 3 cycles are complete."]


def test_what_does_not_suit_is_named() -> None:
    standard = INPUTS.standard
    assert standard is not None
    assert sentences(replace(INPUTS, standard=replace(standard, drift=None))) == [
        "The record of the standard gives no drift."
    ]
    assert sentences(replace(INPUTS, standard=replace(standard, value=parse("5 kg")))) == [
        "The standard of 5\u202fkg is not of the nominal value 10\u202fkg."
    ]
    assert sentences(replace(INPUTS, nominal=parse("20 kg")))[0] == (
        "20\u202fkg lies outside the range of the procedure, 5\u202fkg to 10\u202fkg."
    )
    assert not point.is_in_range(PROCEDURE, replace(INPUTS, nominal=parse("20 kg")))
