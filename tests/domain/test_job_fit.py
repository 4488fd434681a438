"""Coefficients of a whole job, beside a computation by NumPy alone."""

from dataclasses import replace

import numpy as np
import pytest

from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import evaluate_point
from labcal.domain.job_fit import fit_of
from labcal.errors.fits import TooFewPointsError

NAME = "temperature/resistance-thermometer"
PROCEDURE = load_procedure(NAME)
RESULTS = [evaluate_point(PROCEDURE, inputs) for inputs in load_example(NAME).points]


def test_callendar_van_dusen_beside_numpy() -> None:
    """Weighted least squares by the normal equations, and u of A and B by GUM (13)."""
    fit = fit_of(PROCEDURE, RESULTS)
    assert fit is not None
    t = np.array([float(one.nominal.value) for one in RESULTS])
    resistance = np.array([one.evaluation.value for one in RESULTS])
    u = np.array([one.evaluation.standard_uncertainty for one in RESULTS])
    design = np.vander(t / 100, 3, increasing=True) / u[:, None]
    covariance = np.linalg.inv(design.T @ design)
    a = covariance @ design.T @ (resistance / u)
    scale = np.diag([1, 1e-2, 1e-4])
    a, covariance = scale @ a, scale @ covariance @ scale
    jacobian = np.array([[1, 0, 0], [-a[1] / a[0] ** 2, 1 / a[0], 0], [-a[2] / a[0] ** 2, 0, 1 / a[0]]])
    spread = np.sqrt(np.diag(jacobian @ covariance @ jacobian.T))
    found = {one.symbol: one for one in fit.coefficients}
    for symbol, value, own in zip(("R_0", "A", "B"), (a[0], a[1] / a[0], a[2] / a[0]), spread, strict=True):
        assert found[symbol].value == pytest.approx(value, rel=1e-9)
        assert found[symbol].standard_uncertainty == pytest.approx(own, rel=1e-8)
    assert fit.dof == 2
    assert [row[number] for number, row in enumerate(fit.correlation)] == pytest.approx([1, 1, 1])


def test_the_thermometer_that_the_readings_were_made_from() -> None:
    """100.012 Ω, 3.90815e-3/K and -5.782e-7/K², and a correction of the standard of 1 mK to 3 mK."""
    fit = fit_of(PROCEDURE, RESULTS)
    assert fit is not None
    for one, true in zip(fit.coefficients, (100.012, 3.90815e-3, -5.782e-7), strict=True):
        assert abs(one.value - true) < 2 * one.standard_uncertainty


def test_what_has_no_fit_and_what_has_too_few_points() -> None:
    assert fit_of(replace(PROCEDURE, fit=None), RESULTS) is None
    with pytest.raises(TooFewPointsError):
        fit_of(PROCEDURE, RESULTS[:2])
