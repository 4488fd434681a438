import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.covariance import covariances
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Normal, Rectangular, StudentT
from labcal.domain.uncertainty.first_order import evaluate, evaluate_output
from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.errors.models import (
    CorrelatedSymbolError,
    CorrelationMatrixError,
    CorrelationRangeError,
    CorrelationWithItselfError,
    RepeatedCorrelationError,
    SimultaneousReadingsError,
)

READINGS = {
    "V": ("V", (5.007, 4.994, 5.005, 4.990, 4.999)),
    "I": ("A", (0.019663, 0.019639, 0.019640, 0.019685, 0.019678)),
    "phi": ("rad", (1.0456, 1.0438, 1.0468, 1.0428, 1.0433)),
}
IMPEDANCE = (
    Output(symbol="R", model="V/I*cos(phi)", unit="ohm"),
    Output(symbol="X", model="V/I*sin(phi)", unit="ohm"),
    Output(symbol="Z", model="V/I", unit="ohm"),
)


def read(symbol: str, together: str = "sets") -> Input:
    unit, readings = READINGS[symbol]
    found = type_a.from_readings(readings)
    part = Component(name="", distribution=StudentT(found.standard_uncertainty), unit=unit, dof=found.dof)
    return Input(
        symbol=symbol,
        value=found.mean,
        unit=unit,
        components=(part,),
        readings=readings,
        simultaneous=together,
    )


def quantity(symbol: str, value: float, u: float, dof: float = math.inf) -> Input:
    part = Component(name="", distribution=Normal(u), unit="1", dof=dof)
    return Input(symbol=symbol, value=value, unit="1", components=(part,))


def budget(model: str, *inputs: Input, correlations: tuple[Correlation, ...] = ()) -> Budget:
    outputs = (Output(symbol="y", model=model, unit="1"),)
    coverage = Coverage(probability=0.95)
    return Budget(outputs=outputs, inputs=inputs, correlations=correlations, coverage=coverage)


def test_impedance_of_gum_h2() -> None:
    """JCGM 100:2008, H.2, tables H.3 and H.4: u = 0.071, 0.295, 0.236 Ω; r = −0.588, −0.485, 0.993; ν = 4.

    u(X) is 0.2956 Ω unrounded. By the Welch-Satterthwaite formula, which is for independent inputs, ν of R
    would be 0.126.
    """
    results = evaluate_all(
        Budget(
            outputs=IMPEDANCE,
            inputs=tuple(read(symbol) for symbol in READINGS),
            coverage=Coverage(probability=0.95),
        )
    )
    values = [found.value for found in results.outputs]
    assert values == pytest.approx([127.732, 219.847, 254.260], abs=5e-4)
    spreads = [found.standard_uncertainty for found in results.outputs]
    assert spreads == pytest.approx([0.0711, 0.2956, 0.2363], abs=5e-5)
    assert [found.effective_dof for found in results.outputs] == [4, 4, 4]
    assert [round(found.coverage_factor, 3) for found in results.outputs] == [2.776] * 3
    pairs = ((0, 1, -0.588), (0, 2, -0.485), (1, 2, 0.993))
    for i, j, printed in pairs:
        assert round(results.correlation[i][j], 3) == printed
        assert results.covariance[i][j] == results.covariance[j][i]


def test_a_further_component_of_simultaneous_readings_stands_alone() -> None:
    further = Component(name="", distribution=Rectangular(0.01), unit="V", dof=8)
    inputs = tuple(read(symbol) for symbol in READINGS)
    inputs = (replace(inputs[0], components=(*inputs[0].components, further)), *inputs[1:])
    found = evaluate(Budget(outputs=IMPEDANCE[2:], inputs=inputs, coverage=Coverage(probability=0.95)))
    alone = found.lines[1].contribution
    together = 0.23633613
    assert found.standard_uncertainty == pytest.approx(math.hypot(together, alone), rel=1e-6)
    dof = found.standard_uncertainty**4 / (together**4 / 4 + alone**4 / 8)
    assert found.effective_dof == pytest.approx(dof, rel=1e-6)


def test_coefficients_leave_degrees_of_freedom_undefined() -> None:
    correlations = (Correlation("a", "b", 0.5),)
    pair = budget("a + b", quantity("a", 1, 0.1, 5), quantity("b", 1, 0.1), correlations=correlations)
    found = evaluate(pair)
    assert math.isnan(found.effective_dof)
    assert math.isnan(found.expanded_uncertainty)
    assert "k has to be chosen" in str(found.warnings[0])
    chosen = evaluate(replace(pair, coverage=Coverage(k=2)))
    assert chosen.expanded_uncertainty == pytest.approx(2 * 0.1 * math.sqrt(3))
    assert chosen.warnings
    only = evaluate(replace(pair, outputs=(Output(symbol="y", model="a + 0*b", unit="1"),)))
    assert only.effective_dof == 5


def test_ten_resistors_of_gum_5_2_2() -> None:
    """JCGM 100:2008, 5.2.2, example: ten equal resistors with r = 1: u_c = 1 Ω, not 0.32 Ω."""
    symbols = [f"R{number}" for number in range(10)]
    inputs = [quantity(symbol, 1000, 0.1) for symbol in symbols]
    every = tuple(
        Correlation(one, other, 1.0) for number, one in enumerate(symbols) for other in symbols[number + 1 :]
    )
    model = "+".join(symbols)
    assert evaluate(budget(model, *inputs, correlations=every)).standard_uncertainty == pytest.approx(1.0)
    assert round(evaluate(budget(model, *inputs)).standard_uncertainty, 2) == 0.32


def test_contributions_that_cancel_are_warned_of() -> None:
    pair = (quantity("a", 1, 0.1), quantity("b", 1, 0.1))
    found = evaluate(budget("a - b", *pair, correlations=(Correlation("a", "b", 1.0),)))
    assert found.standard_uncertainty == 0
    assert "cancel each other" in str(found.warnings[0])


def test_a_matrix_that_contradicts_itself_is_refused() -> None:
    """r = 0.9, 0.9, −0.9 has the eigenvalue 1 − 1.8 = −0.8."""
    inputs = [quantity(symbol, 1, 0.1) for symbol in "abc"]
    correlations = (Correlation("a", "b", 0.9), Correlation("b", "c", 0.9), Correlation("a", "c", -0.9))
    with pytest.raises(CorrelationMatrixError, match="smallest eigenvalue is -0\\.8"):
        evaluate(budget("a+b+c", *inputs, correlations=correlations))


def test_refusals() -> None:
    pair = (quantity("a", 1, 0.1), quantity("b", 1, 0.1))
    with pytest.raises(CorrelationRangeError, match="is 1\\.2"):
        Correlation("a", "b", 1.2)
    with pytest.raises(CorrelationRangeError):
        Correlation("a", "b", math.nan)
    with pytest.raises(CorrelationWithItselfError):
        Correlation("a", "a", 1)
    with pytest.raises(CorrelatedSymbolError, match="“c”"):
        budget("a", *pair, correlations=(Correlation("a", "c", 0.1),))
    with pytest.raises(RepeatedCorrelationError):
        budget("a", *pair, correlations=(Correlation("a", "b", 0.1), Correlation("b", "a", 0.1)))
    voltage, current = read("V"), read("I")
    with pytest.raises(RepeatedCorrelationError):
        Budget(outputs=IMPEDANCE[2:], inputs=(voltage, current), correlations=(Correlation("V", "I", 0.1),))
    with pytest.raises(SimultaneousReadingsError, match="“V” has 5 and “I” has 4"):
        Budget(outputs=IMPEDANCE[2:], inputs=(voltage, replace(current, readings=current.readings[1:])))


@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 6)), min_size=6, max_size=6), st.integers(0, 5))
def test_as_a_matrix_product(numbers: list[float], turn: int) -> None:
    """u² = gᵀ V g, whatever the order of the inputs; V is made positive semidefinite from a factor."""
    factor = np.array([[1.0, 0, 0], [numbers[0], 1.0, 0], [numbers[1], numbers[2], 1.0]])
    matrix = factor @ factor.T
    spreads = np.sqrt(np.diag(matrix))
    inputs = [quantity(symbol, 1, u) for symbol, u in zip("abc", spreads, strict=True)]
    correlations = tuple(
        Correlation("abc"[i], "abc"[j], float(np.clip(matrix[i, j] / (spreads[i] * spreads[j]), -1, 1)))
        for i, j in ((0, 1), (0, 2), (1, 2))
    )
    weights = np.array(numbers[3:])
    model = " + ".join(f"({weight!r})*{symbol}" for weight, symbol in zip(numbers[3:], "abc", strict=True))
    turned = inputs[turn % 3 :] + inputs[: turn % 3]
    found = evaluate(budget(model, *turned, correlations=correlations))
    wanted = math.sqrt(max(weights @ matrix @ weights, 0))
    assert found.standard_uncertainty == pytest.approx(wanted, rel=1e-9, abs=1e-6)


def test_no_correlation_shares_nothing() -> None:
    whole = budget("a", quantity("a", 1, 0.1), read("phi", ""))
    common = covariances(whole)
    assert not common.pairs
    assert common.totals[0] == 0.1
    assert evaluate_output(whole, whole.outputs[0], common) == evaluate(whole)
