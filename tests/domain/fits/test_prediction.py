"""Prediction and inverse prediction."""

import math

import pytest

from labcal.domain.fits.linear import fit_linear, fit_polynomial
from labcal.domain.fits.prediction import inverse, predict, slope
from labcal.errors.fits import (
    FlatLineError,
    ManyVariablesError,
    NoInverseError,
    PlaceCountError,
    PointUncertaintyError,
    SeveralInversesError,
)

T = (1.521, 2.012, 2.512, 3.003, 3.507, 3.999, 4.513, 5.002, 5.503, 6.010, 6.511)
B = (-0.171, -0.169, -0.166, -0.159, -0.164, -0.165, -0.156, -0.157, -0.159, -0.161, -0.160)
LINE = fit_polynomial((1, 2, 3, 4, 5, 6), (3.3, 5.6, 7.1, 9.3, 10.7, 12.1), uy=(0.5,) * 6)
CURVE = fit_polynomial((0, 1, 2, 3, 4), (0, 1, 4, 9, 16), uy=(1,) * 5, degree=2)


def test_correction_at_30_degrees() -> None:
    """JCGM 100:2008, H.3.4: b(30 °C) = -0.1494 °C, u = 0.0041 °C, 9 degrees of freedom."""
    found = predict(fit_polynomial(T, B), [10.0])
    assert round(found.value, 4) == -0.1494
    assert round(found.standard_uncertainty, 4) == 0.0041
    assert found.dof == 9
    assert "outside the data" in str(found.warnings[0])


def test_inverse_of_28037() -> None:
    """ISO/TS 28037:2010, clause 11: y0 = 10.5, u = 0.5: x0 = 4.913, u = 0.322; exact y0: 0.151."""
    found = inverse(LINE, 10.5, standard_uncertainty=0.5)
    assert (round(found.value, 3), round(found.standard_uncertainty, 3)) == (4.913, 0.322)
    assert math.isinf(found.dof)
    assert not found.warnings
    assert inverse(LINE, 10.5).standard_uncertainty == pytest.approx(0.151, abs=5e-4)


def test_inverse_of_prediction() -> None:
    found = predict(LINE, [2.5])
    back = inverse(LINE, found.value)
    assert back.value == pytest.approx(2.5, rel=1e-14)
    assert back.standard_uncertainty == pytest.approx(
        found.standard_uncertainty / LINE.parameters[1], rel=1e-13
    )


def test_an_uncertain_place() -> None:
    exact, blurred = predict(LINE, [2.5]), predict(LINE, [2.5], standard_uncertainty=0.3)
    wanted = math.hypot(exact.standard_uncertainty, 0.3 * LINE.parameters[1])
    assert blurred.standard_uncertainty == pytest.approx(wanted, rel=1e-14)


def test_a_curve_is_inverted_within_its_data() -> None:
    found = inverse(CURVE, 6.25)
    assert found.value == pytest.approx(2.5, rel=1e-13)
    at = predict(CURVE, [2.5])
    assert found.standard_uncertainty == pytest.approx(at.standard_uncertainty / slope(CURVE, 2.5), rel=1e-12)
    assert inverse(CURVE, 16.0).value == pytest.approx(4.0, rel=1e-12)


def test_what_has_no_inverse_is_said() -> None:
    with pytest.raises(NoInverseError, match="does not reach y = 17"):
        inverse(CURVE, 17.0)
    both = fit_polynomial((-2, -1, 0, 1, 2), (4, 1, 0, 1, 4), uy=(1,) * 5, degree=2)
    with pytest.raises(SeveralInversesError, match="at more than one x: −1, 1"):
        inverse(both, 1.0)
    flat = fit_polynomial((1, 2, 3), (2, 2, 2), uy=(1,) * 3)
    with pytest.raises(FlatLineError, match="level"):
        inverse(flat, 2.0)
    plane = fit_linear([(0, 1, 0, 1), (0, 0, 1, 1)], (0, 1, 1, 2.5))
    with pytest.raises(ManyVariablesError, match="2 variables"):
        inverse(plane, 1.0)
    with pytest.raises(PlaceCountError, match="2 variables, and 1 numbers"):
        predict(plane, [1.0])
    with pytest.raises(PointUncertaintyError):
        inverse(LINE, 3.0, standard_uncertainty=-1.0)


def test_several_variables() -> None:
    plane = fit_linear([(0, 1, 0, 1, 2), (0, 0, 1, 1, 2)], (1, 3, 4, 6, 11), uy=(0.1,) * 5)
    assert plane.parameters == pytest.approx((1, 2, 3))
    found = predict(plane, [1.0, 1.0])
    assert found.value == pytest.approx(6.0)
    row = (1.0, 1.0, 1.0)
    variance = sum(a * b * plane.covariance[i][j] for i, a in enumerate(row) for j, b in enumerate(row))
    assert found.standard_uncertainty == pytest.approx(math.sqrt(variance), rel=1e-12)
