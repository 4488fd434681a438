"""Derivatives against the complex step, which has no error of difference (Squire and Trapp, 1998)."""

import cmath
import math
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labcal.domain.uncertainty import tape
from labcal.domain.uncertainty.derivatives import gradient
from labcal.domain.uncertainty.expression import parse
from labcal.errors.models import ModelValueError, NoDerivativeError

Function = Callable[[complex, complex], complex]

MODELS: list[tuple[str, Function]] = [
    ("a + b - a*b", lambda a, b: a + b - a * b),
    ("a/b", lambda a, b: a / b),
    ("a**b", lambda a, b: a**b),
    ("a**3 - b**-2", lambda a, b: a**3 - b**-2),
    ("sqrt(a*b)", lambda a, b: cmath.sqrt(a * b)),
    ("exp(-a/b)", lambda a, b: cmath.exp(-a / b)),
    ("log(a)*log10(b)", lambda a, b: cmath.log(a) * cmath.log(b) / math.log(10)),
    ("sin(a)*cos(b) + tan(a/9)", lambda a, b: cmath.sin(a) * cmath.cos(b) + cmath.tan(a / 9)),
    (
        "asin(a/9) + acos(b/9) + atan(a*b)",
        lambda a, b: cmath.asin(a / 9) + cmath.acos(b / 9) + cmath.atan(a * b),
    ),
    ("sinh(a) + cosh(b) + tanh(a - b)", lambda a, b: cmath.sinh(a) + cmath.cosh(b) + cmath.tanh(a - b)),
    ("-(a - b)**2/(a + b)", lambda a, b: -((a - b) ** 2) / (a + b)),
]


def of(model: str) -> tape.Tape:
    return tape.write(parse(model, frozenset({"a", "b"})), ["a", "b"])


@pytest.mark.parametrize(("model", "function"), MODELS)
@given(a=st.floats(0.5, 4), b=st.floats(0.5, 4))
def test_against_the_complex_step(model: str, function: Function, a: float, b: float) -> None:
    step = 1e-30
    value, slopes = gradient(of(model), [a, b])
    assert value == pytest.approx(complex(function(complex(a), complex(b))).real, rel=1e-13, abs=1e-13)
    by_a = function(complex(a, step), complex(b)).imag / step
    by_b = function(complex(a), complex(b, step)).imag / step
    assert slopes == pytest.approx([by_a, by_b], rel=1e-11, abs=1e-11)


@given(y=st.floats(-3, 3), x=st.floats(-3, 3))
def test_the_angle_of_two(y: float, x: float) -> None:
    assume(x * x + y * y > 0.01)
    _, slopes = gradient(of("atan2(a, b)"), [y, x])
    assert slopes == pytest.approx([x / (x * x + y * y), -y / (x * x + y * y)], rel=1e-12)


def test_pieces() -> None:
    assert gradient(of("abs(a) + 0*b"), [-2.0, 1.0])[1] == [-1.0, 0.0]
    assert gradient(of("max(a, 3*b, 1)"), [2.0, 1.0])[1] == [0.0, 3.0]
    assert gradient(of("min(a, b)"), [2.0, 1.0])[1] == [0.0, 1.0]
    assert gradient(of("(-2)**2 * a"), [2.0, 1.0])[1] == [4.0, 0.0]
    assert gradient(of("a**2"), [-2.0, 1.0]) == (4.0, [-4.0, 0.0])
    assert gradient(of("a**0"), [0.0, 1.0]) == (1.0, [0.0, 0.0])


@pytest.mark.parametrize(
    ("model", "estimates"),
    [("abs(a)", [0, 1]), ("sqrt(a)", [0, 1]), ("max(a, b)", [1, 1]), ("asin(a)", [1, 1]), ("a**b", [-2, 2])],
)
def test_corners_have_no_derivative(model: str, estimates: list[float]) -> None:
    with pytest.raises(NoDerivativeError, match="has no derivative at the estimates"):
        gradient(of(model), estimates)


def test_no_value_no_derivative() -> None:
    with pytest.raises(ModelValueError):
        gradient(of("1/(a - b)"), [1.0, 1.0])
