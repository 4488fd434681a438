"""Tables of limits: what they ask, what they give, and how they refuse; customers' own specifications."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.limits import load_limits
from labcal.domain.limits.table import Provenance, Stage
from labcal.domain.limits.tolerance import Of, Part, Tolerance, specification
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.limits import (
    CrossedLimitError,
    MissingFigureError,
    MissingGradeError,
    NoLimitAtStageError,
    NoLimitOfGradeError,
    NominalNotInTableError,
    PartlessToleranceError,
    RelativePartError,
    UnknownFigureError,
    UnknownGradeError,
)
from labcal.errors.models import ResultDimensionError
from labcal.errors.quantities import UnitMismatchError

OWN = Provenance(clause="order 17", edition="2026", source="customer", confidence="as ordered")
SCALE = load_limits("r76-1-2006")


def own(tolerance: Tolerance, unit: str = "V"):
    return specification(tolerance, name="own", title="Customer’s specification", unit=unit, told=OWN)


def test_what_a_table_asks() -> None:
    heat = load_limits("r75-1-2002")
    assert [one.symbol for one in heat.needed("sensor pair")] == ["dT", "dT_min"]
    assert [one.symbol for one in heat.needed("flow sensor 2")] == ["q", "q_p"]
    assert heat.limits({"dT": parse("30 K"), "dT_min": parse("3 K")}, "sensor pair").upper == Decimal("0.8")
    assert load_limits("r111-1-2004").goes_by_nominal
    assert not SCALE.goes_by_nominal


def test_limits_are_in_the_unit_of_the_load_as_keyed() -> None:
    found = SCALE.limits({"m": parse("2.5 kg"), "e": parse("5 g")}, "III")
    assert (found.upper, found.unit, found.clause) == (
        Decimal("0.0025"),
        "kg",
        "3.5.1, table 6; 3.5.2",
    )


def test_a_default_can_be_said_otherwise() -> None:
    """OIML R 60: p_LC is 0.7 unless it is declared."""
    cell = load_limits("r60-1-2021")
    figures = {"m": parse("3000 g"), "v": parse("1 g")}
    assert cell.limits(figures, "C").upper == Decimal("1.05")
    assert cell.limits({**figures, "p": parse("0.5")}, "C").upper == Decimal("0.75")


@given(st.integers(0, 20000), st.sampled_from(["III", "II"]))
def test_a_load_in_another_unit_has_the_same_limits(grams: int, grade: str) -> None:
    e = parse("2 g")
    one = SCALE.limits({"m": parse(f"{grams} g"), "e": e}, grade)
    other = SCALE.limits({"m": parse(f"{Decimal(grams) / 1000:f} kg"), "e": e}, grade)
    assert one.upper is not None
    assert other.upper is not None
    assert one.upper == other.upper * 1000
    assert one.upper % 1 == 0


def test_refusals() -> None:
    figures = {"m": parse("1 kg"), "e": parse("1 g")}
    with pytest.raises(MissingGradeError, match="by class, and the item has none; its classes are I, II"):
        SCALE.limits(figures)
    with pytest.raises(UnknownGradeError):
        SCALE.limits(figures, "V")
    with pytest.raises(MissingFigureError, match="needs a value of “e”"):
        SCALE.limits({"m": parse("1 kg")}, "III")
    with pytest.raises(UnknownFigureError, match="knows no “x”; its limits go by m, e"):
        SCALE.limits({**figures, "x": parse("1")}, "III")
    with pytest.raises(UnitMismatchError):
        SCALE.limits({"m": parse("1 m"), "e": parse("1 g")}, "III")
    with pytest.raises(NoLimitOfGradeError, match="no limit of class III for m = 11\u202fkg, e = 1\u202fg"):
        SCALE.limits({"m": parse("11 kg"), "e": parse("1 g")}, "III")
    with pytest.raises(NominalNotInTableError):
        load_limits("iso1042-1998").limit(parse("30 mL"), "A")
    water = {symbol: parse(f"{q} m³/h") for symbol, q in (("Q", 9), ("Q1", 1), ("Q2", 2), ("Q4", 8))}
    with pytest.raises(NoLimitOfGradeError):
        load_limits("r49-1-2024").limits({"V": parse("100 L"), **water}, "2")
    with pytest.raises(CrossedLimitError):
        own(Tolerance(plus=(Part(parse("-1 V")),))).limits({"x": parse("1 V")})


def test_no_limits_outside_their_stage() -> None:
    """The French order has limits in service alone."""
    table = load_limits("electricity-2013")
    assert table.limits({"W": parse("100 kW*h")}, "B", Stage.IN_SERVICE).upper == Decimal("4.5")
    with pytest.raises(NoLimitAtStageError, match="no limits at this stage: initial verification"):
        table.limits({"W": parse("100 kW*h")}, "B")


def test_a_customers_specification() -> None:
    """0.1 % of the reading, 0.05 % of the range and 2 mV."""
    table = own(
        Tolerance(
            plus=(
                Part(parse("0.1 %"), Of.READING),
                Part(parse("0.05 %"), Of.RANGE),
                Part(parse("2 mV")),
            )
        )
    )
    assert [one.symbol for one in table.asked] == ["x", "range"]
    found = table.limits({"x": parse("-5 V"), "range": parse("20 V")})
    assert (found.lower, found.upper, found.unit) == (Decimal("-0.017"), Decimal("0.017"), "V")
    assert (found.specification, found.clause, found.verified) == (
        "Customer’s specification",
        "order 17",
        False,
    )


def test_uneven_and_one_sided_specifications() -> None:
    uneven = own(Tolerance(plus=(Part(parse("1 V")),), minus=(Part(parse("2 V")),)))
    assert uneven.limit(parse("10 V"), "").lower == -2
    upper = own(Tolerance(plus=(Part(parse("1 V")),), minus=()))
    assert upper.limit(parse("10 V"), "").lower is None
    with pytest.raises(PartlessToleranceError):
        own(Tolerance(plus=()))
    with pytest.raises(RelativePartError, match="cannot be a share"):
        own(Tolerance(plus=(Part(parse("1 V"), Of.READING),)))
    with pytest.raises(ResultDimensionError):
        own(Tolerance(plus=(Part(parse("1 A")),)))


def test_a_specification_in_degrees_celsius() -> None:
    """0.5 % of the reading in °C and 0.1 % of the span, in K; 273.15 K play no part."""
    table = own(Tolerance(plus=(Part(parse("0.5 %"), Of.READING), Part(parse("0.1 %"), Of.SPAN))), unit="°C")
    found = table.limits({"x": parse("-20 °C"), "span": QuantityValue("200", "K")})
    assert (found.upper, found.unit) == (Decimal("0.3"), "K")
    assert table.limits({"x": parse("-20 °C"), "span": parse("200 °C")}).upper == Decimal("0.3")
