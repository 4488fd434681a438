import pytest

from labcal.domain.uncertainty import tape
from labcal.domain.uncertainty.expression import parse
from labcal.errors.models import DivisionByZeroError, ModelValueError


def written(model: str, *symbols: str) -> tape.Tape:
    return tape.write(parse(model, frozenset(symbols)), symbols)


def test_steps_use_earlier_ones_only() -> None:
    steps = written("a*b + sin(a)", "a", "b").steps
    assert [step.function for step in steps] == ["input", "input", "multiply", "input", "sin", "add"]
    assert all(used < number for number, step in enumerate(steps) for used in step.arguments)


def test_what_has_no_value_is_refused_with_its_place() -> None:
    with pytest.raises(DivisionByZeroError, match=r"“\(1/a\)” divides by zero at the estimates"):
        tape.values(written("2 + (1/a)", "a"), [0.0])
    for model, estimate in (
        ("log(a)", -1.0),
        ("sqrt(a)", -1.0),
        ("exp(a)", 1e6),
        ("a**0.5", -2.0),
        ("a*a", 1e300),
    ):
        with pytest.raises(ModelValueError, match="has no value at the estimates"):
            tape.values(written(model, "a"), [estimate])
