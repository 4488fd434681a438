import cmath
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty import expression, tape
from labcal.domain.uncertainty.curvatures import CURVATURES
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.second_derivatives import hessian
from labcal.errors.models import NoDerivativeError

STEP = 1e-20
MODELS: list[tuple[str, Callable[..., complex]]] = [
    ("a*b", lambda a, b: a * b),
    ("a/b", lambda a, b: a / b),
    ("a**b", lambda a, b: a**b),
    ("a**3*b", lambda a, b: a**3 * b),
    ("sqrt(a*b)", lambda a, b: cmath.sqrt(a * b)),
    ("exp(a*b)", lambda a, b: cmath.exp(a * b)),
    ("log(a + b)", lambda a, b: cmath.log(a + b)),
    ("log10(a*b + 1)", lambda a, b: cmath.log10(a * b + 1)),
    ("sin(a)*cos(b)", lambda a, b: cmath.sin(a) * cmath.cos(b)),
    ("tan(a/b)", lambda a, b: cmath.tan(a / b)),
    ("asin(a/4)*b", lambda a, b: cmath.asin(a / 4) * b),
    ("acos(a/4)*b", lambda a, b: cmath.acos(a / 4) * b),
    ("atan(a*b)", lambda a, b: cmath.atan(a * b)),
    ("atan2(a, b)", lambda a, b: cmath.atan(a / b)),
    ("sinh(a)*cosh(b)", lambda a, b: cmath.sinh(a) * cmath.cosh(b)),
    ("tanh(a*b)", lambda a, b: cmath.tanh(a * b)),
    ("-(a - b)**2", lambda a, b: -((a - b) ** 2)),
    ("max(a*a, 0.1*b)", lambda a, b: a * a),
    ("abs(-a*b)", lambda a, b: a * b),
]


def tape_of(model: str) -> tape.Tape:
    return tape.write(expression.parse(model, frozenset("ab")), "ab")


@pytest.mark.parametrize(("model", "complex_model"), MODELS, ids=[model for model, _ in MODELS])
def test_beside_the_complex_step(model: str, complex_model: Callable[..., complex]) -> None:
    """The complex step is exact for first derivatives; its differences check the second ones to 1e-6."""
    at = (1.3, 1.7)
    gradient, second = hessian(tape_of(model), at, [0, 1])

    def slope(i: int, a: float, b: float) -> float:
        return complex_model(a + 1j * STEP * (i == 0), b + 1j * STEP * (i == 1)).imag / STEP

    h = 1e-5
    for i in range(2):
        assert gradient[i] == pytest.approx(slope(i, *at), rel=1e-12, abs=1e-14)
        for j in range(2):
            up = [x + h * (number == j) for number, x in enumerate(at)]
            down = [x - h * (number == j) for number, x in enumerate(at)]
            difference = (slope(i, *up) - slope(i, *down)) / (2 * h)
            assert second[i, j] == pytest.approx(difference, rel=1e-6, abs=1e-7)
    assert np.array_equal(second, second.T)


def test_every_function_has_a_curvature() -> None:
    assert set(CURVATURES) == set(FUNCTIONS)


def test_powers_of_zero() -> None:
    """x² and x³ at 0 have second derivatives 2 and 0; the square root has none."""
    assert hessian(tape_of("a**2"), (0.0, 1.0), [0])[1] == pytest.approx(2.0)
    assert hessian(tape_of("a**3"), (0.0, 1.0), [0])[1] == pytest.approx(0.0)
    assert hessian(tape_of("a**1"), (0.0, 1.0), [0])[1] == pytest.approx(0.0)
    with pytest.raises(NoDerivativeError, match=r"sqrt\(a\)"):
        hessian(tape_of("sqrt(a)"), (0.0, 1.0), [0])


def test_what_does_not_depend_on_an_input_is_zero() -> None:
    gradient, second = hessian(tape_of("b**2 + pi"), (1.0, 2.0), [0])
    assert not gradient.any()
    assert not second.any()


def test_a_long_chain_keeps_little_in_memory() -> None:
    """Steps that are used up are let go: 2000 products of 60 inputs take a moment."""
    symbols = [f"x{number}" for number in range(60)]
    model = "*".join(symbols * 30)
    steps = tape.write(expression.parse(model, frozenset(symbols)), symbols)
    gradient, second = hessian(steps, [1.0] * 60, list(range(60)))
    assert gradient == pytest.approx([30.0] * 60)
    assert second[0, 0] == pytest.approx(30 * 29)
    assert second[0, 1] == pytest.approx(900)


@given(st.floats(0.2, 3), st.floats(0.2, 3))
def test_euler(a: float, b: float) -> None:
    """For a homogeneous function of degree 2, xᵀHx is twice its value."""
    gradient, second = hessian(tape_of("a**3/b + a*b"), (a, b), [0, 1])
    x = np.array((a, b))
    value = a**3 / b + a * b
    assert gradient @ x == pytest.approx(2 * value)
    assert x @ second @ x == pytest.approx(2 * value)
    assert math.isfinite(value)
