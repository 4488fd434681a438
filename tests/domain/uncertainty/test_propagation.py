import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.propagation import Contribution, combined_standard_uncertainty, effective_dof

AMOUNTS = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=8)


def test_welch_satterthwaite() -> None:
    """JCGM 100:2008, H.1.6: (32 nm)⁴/((25 nm)⁴/18 + (9.7 nm)⁴/25.6 + (2.9 nm)⁴/50 + (16.6 nm)⁴/2) = 16.7."""
    lines = [Contribution(25, 18), Contribution(9.7, 25.6), Contribution(2.9, 50), Contribution(16.6, 2)]
    assert round(combined_standard_uncertainty(lines)) == 32
    assert round(effective_dof(lines), 1) == 16.8
    assert math.floor(effective_dof(lines)) == 16


def test_without_finite_degrees_of_freedom_they_are_infinite() -> None:
    assert effective_dof([Contribution(1, math.inf)]) == math.inf
    assert effective_dof([Contribution(0, 3)]) == math.inf
    assert effective_dof([]) == math.inf


@given(AMOUNTS, st.floats(1, 100), st.sampled_from([1e-90, 1e-3, 1e90]))
def test_scale_and_bounds(amounts: list[float], dof: float, scale: float) -> None:
    lines = [Contribution(amount, dof) for amount in amounts]
    scaled = [Contribution(amount * scale, dof) for amount in amounts]
    assert effective_dof(scaled) == pytest.approx(effective_dof(lines), rel=1e-9)
    assert dof * (1 - 1e-9) <= effective_dof(lines) <= len(lines) * dof * (1 + 1e-9)
