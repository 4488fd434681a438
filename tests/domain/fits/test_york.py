"""Lines with uncertainties in x and in y."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.fits.fit import Method
from labcal.domain.fits.linear import fit_polynomial
from labcal.domain.fits.prediction import inverse, predict
from labcal.domain.fits.york import fit_york
from labcal.errors.fits import (
    DependentColumnsError,
    PointUncertaintyError,
    TooFewPointsError,
    UnequalColumnsError,
    UnsettledFitError,
)

X = np.array([0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4])
Y = np.array([5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5])
UX = 1 / np.sqrt(np.array([1000, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1]))
UY = 1 / np.sqrt(np.array([1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500]))


def test_pearsons_data_with_yorks_weights() -> None:
    """York et al. (2004), table II: a = 5.47991022, b = -0.480533407, u(a) 0.29497, u(b) 0.057985."""
    fit = fit_york(X, Y, ux=UX, uy=UY)
    assert fit.parameters == pytest.approx((5.47991022403, -0.48053340745), rel=1e-11)
    assert fit.standard_uncertainties == pytest.approx((0.294970735, 0.0579850090), rel=2e-9)
    assert (fit.chi_squared or 0) / fit.dof == pytest.approx(1.483294149, rel=1e-9)
    assert fit.method is Method.YORK
    assert "York (2004)" in fit.method.value


def test_the_formula_of_u_is_yorks_not_kalantars() -> None:
    """A. H. Kalantar (1992) has 0.29193 and 0.057617 for the same line: another formula, not an
    error; LabCal says whose it is."""
    fit = fit_york(X, Y, ux=UX, uy=UY)
    assert fit.standard_uncertainties[0] != pytest.approx(0.29193, abs=1e-3)
    assert fit.standard_uncertainties[1] != pytest.approx(0.057617, abs=1e-4)


def test_line_of_28037_clause_7() -> None:
    """ISO/TS 28037:2010, clause 7: a 0.5788, b 2.1597, u 0.4764 and 0.1355, cov -0.0577, χ² 2.743."""
    x, y = (1.2, 1.9, 2.9, 4.0, 4.7, 5.9), (3.4, 4.4, 7.2, 8.5, 10.8, 13.5)
    fit = fit_york(x, y, ux=(0.2,) * 6, uy=(0.2, 0.2, 0.2, 0.4, 0.4, 0.4))
    found = (*fit.parameters, *fit.standard_uncertainties, fit.covariance[0][1])
    assert [round(one, 4) for one in found] == [0.5788, 2.1597, 0.4764, 0.1355, -0.0577]
    assert round(fit.chi_squared or 0.0, 3) == 2.743


def test_exact_x_is_the_weighted_line() -> None:
    york = fit_york(X, Y, ux=0 * UX, uy=UY)
    weighted = fit_polynomial(X, Y, uy=UY)
    assert york.parameters == pytest.approx(weighted.parameters, rel=1e-12)
    assert york.covariance[0] == pytest.approx(weighted.covariance[0], rel=1e-11)
    assert york.covariance[1] == pytest.approx(weighted.covariance[1], rel=1e-11)
    assert york.chi_squared == pytest.approx(weighted.chi_squared, rel=1e-11)


def test_exact_y_is_the_weighted_line_the_other_way_round() -> None:
    york, weighted = fit_york(X, Y, ux=UX, uy=0 * UY), fit_polynomial(Y, X, uy=UX)
    assert york.parameters[1] == pytest.approx(1 / weighted.parameters[1], rel=1e-11)


def test_the_axes_may_be_exchanged() -> None:
    """York et al. (2004), III: b becomes 1/b, and x at y = 0 the new intercept."""
    one, other = fit_york(X, Y, ux=UX, uy=UY), fit_york(Y, X, ux=UY, uy=UX)
    assert other.parameters[1] == pytest.approx(1 / one.parameters[1], rel=1e-10)
    crossing = inverse(one, 0.0)
    assert other.parameters[0] == pytest.approx(crossing.value, rel=1e-10)
    assert other.standard_uncertainties[0] == pytest.approx(crossing.standard_uncertainty, rel=1e-8)
    assert other.chi_squared == pytest.approx(one.chi_squared, rel=1e-10)


@settings(max_examples=20)
@given(st.integers(-9, 9), st.integers(1, 9), st.integers(-9, 9), st.integers(1, 9))
def test_affine_changes(dx: int, sx: int, dy: int, sy: int) -> None:
    one = fit_york(X, Y, ux=UX, uy=UY)
    other = fit_york(sx * X + dx, sy * Y + dy, ux=sx * UX, uy=sy * UY)
    assert other.parameters[1] == pytest.approx(one.parameters[1] * sy / sx, rel=1e-9)
    first, second = predict(one, [3.0]), predict(other, [sx * 3.0 + dx])
    assert second.value == pytest.approx(sy * first.value + dy, rel=1e-9, abs=1e-9)
    assert second.standard_uncertainty == pytest.approx(sy * first.standard_uncertainty, rel=1e-9)


@settings(max_examples=20)
@given(st.permutations(range(10)))
def test_order_of_points(order: list[int]) -> None:
    one, other = fit_york(X, Y, ux=UX, uy=UY), fit_york(X[order], Y[order], ux=UX[order], uy=UY[order])
    assert other.parameters == pytest.approx(one.parameters, rel=1e-12)
    assert other.covariance[0] == pytest.approx(one.covariance[0], rel=1e-11)


def test_a_large_common_part_costs_no_digits() -> None:
    one, other = fit_york(X, Y, ux=UX, uy=UY), fit_york(X + 2**20, Y + 2**20, ux=UX, uy=UY)
    assert other.parameters[1] == pytest.approx(one.parameters[1], rel=1e-8)
    assert other.standard_uncertainties[1] == pytest.approx(one.standard_uncertainties[1], rel=1e-8)


def test_what_cannot_be_fitted_is_said() -> None:
    with pytest.raises(UnequalColumnsError):
        fit_york([1, 2, 3], [1, 2, 3], ux=[1, 1], uy=[1, 1, 1])
    with pytest.raises(TooFewPointsError):
        fit_york([1], [1], ux=[1], uy=[1])
    with pytest.raises(DependentColumnsError):
        fit_york([1, 1, 1], [1, 2, 3], ux=[1, 1, 1], uy=[1, 1, 1])
    with pytest.raises(PointUncertaintyError, match="point 3 is 0"):
        fit_york([1, 2, 3], [1, 2, 3], ux=[1, 1, 0], uy=[1, 1, 0])
    with pytest.raises(PointUncertaintyError, match="point 1"):
        fit_york([1, 2, 3], [1, 2, 3], ux=[-1, 1, 1], uy=[1, 1, 1])
    with pytest.raises(PointUncertaintyError):
        fit_york([1, 2, 3], [1, 2, 3], ux=[math.nan, 1, 1], uy=[1, 1, 1])
    with pytest.raises(UnsettledFitError):
        fit_york([1, 2, 3], [1, 1, 1], ux=[1, 1, 1], uy=[0, 0, 0])
