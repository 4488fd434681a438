import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty import expression, implicit, tape
from labcal.domain.uncertainty.montecarlo import roots
from labcal.domain.uncertainty.montecarlo.roots import Equation


def equation(text: str, start: float) -> Equation:
    return Equation(tape.write(expression.parse(text, frozenset("axy")), ("a", "x", "y")), text, start)


def solved(made: Equation, a, x):
    out = np.empty(len(x))
    lost = roots.solve(made, [np.asarray(a, float), np.asarray(x, float)], out)
    return out, lost


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_cubic_has_one_root(values) -> None:
    out, lost = solved(equation("y**3 + y - x", 0.0), np.empty(0), values)
    assert lost == 0
    np.testing.assert_allclose(out**3 + out, values, atol=1e-10)


@given(st.floats(0.5, 3), st.floats(0.5, 3))
def test_same_root_as_one_by_one(a, x) -> None:
    made = equation("exp(a*y) + y - x", 0.1)
    out, lost = solved(made, [a], [x])
    exact, _ = implicit.solve(made.tape, [a, x], 0.1)
    assert lost == 0
    assert out[0] == pytest.approx(exact, rel=1e-12, abs=1e-14)


def test_draws_without_a_root_are_counted() -> None:
    out, lost = solved(equation("y**2 - x", 1.0), np.empty(0), [4.0, -1.0, 2.0, -0.1])
    assert lost == 2
    np.testing.assert_allclose(out[[0, 2]], [2.0, np.sqrt(2.0)])
    assert not np.isfinite(out[[1, 3]]).any()


def test_steps_to_where_there_is_no_value_are_halved() -> None:
    out, lost = solved(equation("log(y) - x", 50.0), np.empty(0), [0.0, -3.0, 2.0])
    assert lost == 0
    np.testing.assert_allclose(out, np.exp([0.0, -3.0, 2.0]), rtol=1e-12)


def test_equation_without_slope_has_no_root() -> None:
    _, lost = solved(equation("x - 1 + 0*y", 1.0), np.empty(0), [2.0, 3.0])
    assert lost == 2
