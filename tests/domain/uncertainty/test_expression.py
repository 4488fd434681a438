import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty import tape
from labcal.domain.uncertainty.expression import Operation, parse
from labcal.errors.models import (
    ArgumentCountError,
    MissingOperatorError,
    ModelEndError,
    ModelSyntaxError,
    ModelTooDeepError,
    ModelTooLongError,
    UnknownFunctionError,
    UnknownSymbolError,
)
from labcal.errors.quantities import UnknownUnitError


def value(model: str, **inputs: float) -> float:
    symbols = list(inputs)
    return tape.values(tape.write(parse(model, frozenset(symbols)), symbols), list(inputs.values()))[-1]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("1 + 2*3", 7),
        ("(1 + 2)*3", 9),
        ("2 - 3 - 4", -5),
        ("16/4/2", 2),
        ("2**3**2", 512),
        ("2^3", 8),
        ("-2**2", -4),
        ("2**-1", 0.5),
        ("--3", 3),
        ("+3 − 1", 2),
        ("2·3×4", 24),
        ("1.5e3", 1500),
        (".5 + 5.", 5.5),
        ("pi", math.pi),
        ("arcsin(1)", math.pi / 2),
        ("arctan2(1, 1)", math.pi / 4),
        ("max(1, 2, 3) - min(4, 5)", -1),
        ("log(exp(2))", 2),
        ("sqrt(abs(-9))", 3),
    ],
)
def test_arithmetic(model: str, expected: float) -> None:
    assert value(model) == pytest.approx(expected, abs=1e-15, rel=1e-15)


def test_a_number_with_a_unit_is_a_quantity() -> None:
    assert value("8000 kg/m^3") == 8000
    assert value("2 mm*x", x=3) == pytest.approx(0.006)
    assert value("5 m/t", t=2) == 2.5
    assert value("t/(1 K) - 273.15", t=293.15) == pytest.approx(20)
    assert value("20 °C") == 293.15
    assert value("5 %") == 0.05
    assert value("3 m² / 1 m2") == 3


def test_greek_and_subscripts_are_names() -> None:
    assert value("δm_C + Δ2", δm_C=1, Δ2=2) == 3


def test_a_node_knows_its_place() -> None:
    read = parse("l_s + d*(a + b)", frozenset({"l_s", "d", "a", "b"}))
    assert isinstance(read.root, Operation)
    assert read.place(read.root) == "l_s + d*(a + b)"
    assert read.place(read.root.arguments[1]) == "d*(a + b)"


@pytest.mark.parametrize(
    ("model", "refusal", "sentence"),
    [
        ("", ModelEndError, "The model ends where"),
        ("a +", ModelEndError, "The model ends where"),
        ("(a", ModelEndError, "The model ends where"),
        ("a + z", UnknownSymbolError, "“z” at character 5 of the model is not the symbol of an input."),
        ("a)", ModelSyntaxError, "“)” is not expected at character 2"),
        ("a b", ModelSyntaxError, "“b” is not expected at character"),
        ("a $ b", ModelSyntaxError, "“$” is not expected at character 3"),
        ("2 a", MissingOperatorError, "Between “2” and “a” at character 2"),
        ("2 zork", UnknownUnitError, "“zork” is not a unit"),
        ("eval(a)", UnknownFunctionError, "“eval” at character 1 is not a function"),
        ("__import__(a)", UnknownFunctionError, "“__import__”"),
        ("sin(a, b)", ArgumentCountError, "“sin(a, b)” has 2 arguments; sin takes 1."),
        ("atan2(a)", ArgumentCountError, "takes 2."),
        ("max(a)", ArgumentCountError, "takes ≥ 2."),
        ("a.b", ModelSyntaxError, "“.” is not expected"),
        ("1e999", ModelSyntaxError, "“1e999” is not expected"),
        ("1e-99999999999", ModelSyntaxError, "“1e-99999999999” is not expected"),
        ("1e" + "9" * 30, ModelSyntaxError, "is not expected"),
        ("9" * 300, ModelSyntaxError, "is not expected"),
    ],
)
def test_refusals_name_the_place(model: str, refusal: type[Exception], sentence: str) -> None:
    with pytest.raises(refusal) as refused:
        parse(model, frozenset({"a", "b"}))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "model", ["(" * 10_000 + "a", "-" * 10_000 + "a", "a" + "**a" * 5_000, "sin(" * 4_000]
)
def test_depth_is_bounded(model: str) -> None:
    with pytest.raises(ModelTooDeepError):
        parse(model, frozenset({"a"}))


def test_length_is_bounded_and_long_sums_are_fine() -> None:
    with pytest.raises(ModelTooLongError):
        parse("a+" * 20_000 + "a", frozenset({"a"}))
    assert value("a" + "+a" * 5_000, a=1.0) == 5_001


@given(st.text(alphabet="ab12.e+-*/^() ,sinmax°Kµ²", max_size=30))
def test_any_text_is_read_or_refused(model: str) -> None:
    try:
        steps = tape.write(parse(model, frozenset({"a", "b"})), ["a", "b"])
    except (ModelSyntaxError, UnknownUnitError):
        return
    assert steps.steps
