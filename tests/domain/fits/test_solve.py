"""Least squares, against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.fits.precise import exact
from labcal.domain.fits.solve import least_squares
from labcal.errors.fits import DependentColumnsError, FitRangeError


def test_of_hilbert_to_the_last_digit() -> None:
    """A Hilbert matrix of order 6, condition 1.5e7: all digits, where plain QR loses seven."""
    design = np.array([[1.0 / (row + column + 1) for column in range(6)] for row in range(6)])
    wanted = np.array([1.0, -2.0, 3.0, -4.0, 5.0, -6.0])
    rows = [[Fraction(one) for one in row] for row in design.tolist()]
    observed = [sum(a * Fraction(b) for a, b in zip(row, wanted.tolist(), strict=True)) for row in rows]
    high = np.array([float(one) for one in observed])
    low = np.array([float(one - Fraction(h)) for one, h in zip(observed, high.tolist(), strict=True)])
    right = exact(high) + exact(low)
    assert least_squares(exact(design), right).parameters == pytest.approx(wanted, rel=1e-15)


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=3, max_size=9))
def test_the_factor_gives_the_inverse(points: list[tuple[int, int]]) -> None:
    x, y = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    design = np.column_stack([np.ones_like(x), x])
    if np.all(x == x[0]):
        with pytest.raises(DependentColumnsError):
            least_squares(exact(design), exact(y))
        return
    found = least_squares(exact(design), exact(y))
    assert found.factor @ found.factor.T == pytest.approx(found.inverse, rel=1e-9, abs=1e-15)
    assert design.T @ found.residuals == pytest.approx(np.zeros(2), abs=1e-9)
    assert found.sum_of_squares == pytest.approx(found.residuals @ found.residuals, rel=1e-12, abs=1e-20)


def test_numbers_out_of_range() -> None:
    with pytest.raises(FitRangeError):
        least_squares(exact(np.array([[1.0], [np.inf]])), exact(np.ones(2)))
    with pytest.raises(FitRangeError):
        least_squares(exact(np.array([[1.0], [1.0]])), exact(np.array([1.0, np.nan])))
