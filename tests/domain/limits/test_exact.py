"""Formulas of limits: exact, and refused where they are not."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.limits.condition import condition
from labcal.domain.limits.exact import decimal, formula, in_base, in_unit
from labcal.errors import LabCalError
from labcal.errors.limits import InexactFormulaError, NoComparisonError, ValuelessFormulaError
from labcal.errors.models import ComparisonDimensionError, ModelSyntaxError, ResultDimensionError

MASS = {"m": "kg", "e": "kg"}


def base(**figures: str) -> dict[str, Fraction]:
    return {symbol: in_base(Decimal(text.split()[0]), text.split()[1]) for symbol, text in figures.items()}


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("1.5*e", "g", "7.5"),
        ("0.1 %*m", "g", "2.5"),
        ("m/3", "g", "833.3333333333333333333333333333333"),
        ("-(e - m)", "g", "2495"),
        ("max(0.02 g, 0.05*e, 1 mg)", "g", "0.25"),
        ("min(e, m)^2/m", "g", "0.01"),
        ("abs(e - m)*2^-1", "g", "1247.5"),
    ],
)
def test_formulas(text: str, unit: str, found: str) -> None:
    value = formula(text, MASS, unit).value(base(m="2500 g", e="5 g"))
    assert in_unit(value, unit) == Decimal(found)


def test_temperatures_are_counted_from_their_own_zero() -> None:
    """IEC 60751, class A at −100 °C: 0.15 K + 0.002 · 100 K."""
    told = formula("0.15 K + 0.002*abs(t - 0 °C)", {"t": "°C"}, "K")
    assert in_unit(told.value({"t": in_base(Decimal(-100), "°C")}), "K") == Decimal("0.35")


def test_what_a_float_gets_wrong() -> None:
    """0.1 + 0.2 is 0.3, and 500 e of e = 0.1 g are 50 g."""
    assert in_unit(formula("0.1 g + 0.2 g", {}, "g").value({}), "g") == Decimal("0.3")
    assert condition("m <= 500*e", MASS).holds(base(m="50.0 g", e="0.1 g"))
    assert not condition("m <= 500*e", MASS).holds(base(m="50.0000000000000000000001 g", e="0.1 g"))


def test_a_figure_keeps_its_zeros() -> None:
    assert str(formula("5.0 mg", {}, "mg").written("mg")) == "5.0"
    assert str(formula("(0.50 g)", {}, "g").written("mg")) == "500"
    assert formula("e", MASS, "kg").written("kg") is None


@given(st.decimals(-1000, 1000, places=6), st.integers(-20, 20))
def test_decimals_come_back(number: Decimal, power: int) -> None:
    assert decimal(Fraction(number) * Fraction(10) ** power) == number.scaleb(power)


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 40))
def test_a_condition_is_what_whole_numbers_say(m: int, e: int, factor: int) -> None:
    values = base(m=f"{m} mg", e=f"{e} mg")
    assert condition(f"m <= {factor}*e", MASS).holds(values) is (m <= factor * e)
    assert condition(f"m > {factor}*e", MASS).holds(values) is (m > factor * e)
    assert condition("e < m <= 2*e and m >= e", MASS).holds(values) is (e < m <= 2 * e)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("sqrt(m*m)", InexactFormulaError),
        ("pi*m", InexactFormulaError),
        ("m^(1/2)*m^(1/2)", InexactFormulaError),
        ("m^13/m^12", InexactFormulaError),
        ("m*m", ResultDimensionError),
        ("x", ModelSyntaxError),
        ("__import__('os')", ModelSyntaxError),
        ("", ModelSyntaxError),
        ("5 µm", ResultDimensionError),
    ],
)
def test_refused_formulas(text: str, refused: type[LabCalError]) -> None:
    with pytest.raises(refused):
        formula(text, MASS, "g")


def test_refused_conditions() -> None:
    for text in ("m", "m <", "< m", "m <= e <", "m and e", ""):
        with pytest.raises(NoComparisonError, match="is not a condition"):
            condition(text, MASS)
    with pytest.raises(ComparisonDimensionError):
        condition("m < 5 s", MASS)
    with pytest.raises(ValuelessFormulaError, match="divides by 0"):
        formula("m*e/(e - e)", MASS, "g").value(base(m="1 g", e="1 g"))
