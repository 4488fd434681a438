import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.budget import Budget, Component, Input, Output, compile_equation
from labcal.domain.uncertainty.distributions import Normal
from labcal.domain.uncertainty.implicit import solve
from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.errors.models import (
    DuplicateSymbolError,
    ModelDimensionError,
    ModelOrEquationError,
    ModelValueError,
    NoRootError,
    NoSlopeError,
)


def quantity(symbol: str, value: float, unit: str, u: float) -> Input:
    part = Component(name="", distribution=Normal(u), unit=unit)
    return Input(symbol=symbol, value=value, unit=unit, components=(part,))


def quadratic(a: float, b: float, start: float) -> Budget:
    """The positive root of y² + a y − b = 0, once implicit and once solved."""
    return Budget(
        outputs=(
            Output(symbol="y", equation="y**2 + a*y - b", unit="mm", start=start),
            Output(symbol="z", model="(sqrt(a**2 + 4*b) - a)/2", unit="mm"),
        ),
        inputs=(quantity("a", a, "mm", 0.1 * a), quantity("b", b, "mm^2", 0.05 * b)),
    )


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(0.5, 100))
def test_as_the_solved_model(a: float, b: float, start: float) -> None:
    results = evaluate_all(quadratic(a, b, start))
    implicit, explicit = results.outputs
    assert implicit.value == pytest.approx(explicit.value, rel=1e-12)
    assert implicit.standard_uncertainty == pytest.approx(explicit.standard_uncertainty, rel=1e-9)
    assert results.correlation[0][1] == pytest.approx(1.0)
    one, other = results.second_order
    assert one is not None
    assert other is not None
    assert one.standard_uncertainty == pytest.approx(other.standard_uncertainty, rel=1e-8)
    assert one.value == pytest.approx(other.value, rel=1e-8)


def test_kepler() -> None:
    """E − 0.9 sin E = 1: the solution is 1.8620868 (any table of Kepler's equation)."""
    steps = compile_equation("E - e*sin(E) - M", (("e", "1"), ("M", "1")), ("E", "1"))
    value, slopes = solve(steps, [0.9, 1.0], 1.0)
    assert value == pytest.approx(1.8620868, abs=2e-7)
    assert len(slopes) == 3


def test_a_step_into_nothing_is_halved() -> None:
    steps = compile_equation("log(y) - a", (("a", "1"),), ("y", "1"))
    assert solve(steps, [3.0], 1000.0)[0] == pytest.approx(20.0855369, abs=1e-7)


def test_refusals() -> None:
    inputs = (("a", "1"),)
    with pytest.raises(NoRootError, match="No solution of “y\\*\\*2 \\+ a”"):
        solve(compile_equation("y**2 + a", inputs, ("y", "1")), [1.0], 0.7)
    with pytest.raises(NoSlopeError):
        solve(compile_equation("y**2 + a", inputs, ("y", "1")), [1.0], 0.0)
    with pytest.raises(NoSlopeError):
        solve(compile_equation("a + 0*y", inputs, ("y", "1")), [1.0], 1.0)
    with pytest.raises(ModelValueError):
        solve(compile_equation("log(y) - a", inputs, ("y", "1")), [1.0], -1.0)
    with pytest.raises(DuplicateSymbolError):
        compile_equation("a - 1", inputs, ("a", "1"))
    with pytest.raises(ModelDimensionError):
        compile_equation("y - a", inputs, ("y", "mm"))
    with pytest.raises(ModelOrEquationError):
        Output(symbol="y", unit="1", model="a", equation="y - a")
    with pytest.raises(ModelOrEquationError):
        Output(symbol="y", unit="1")
