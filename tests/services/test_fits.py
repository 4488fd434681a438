"""Fits and analyses of variance from files."""

import json
from decimal import Decimal

import pytest

from labcal.catalog.expected import examples_folder
from labcal.errors.fits import PlaceCountError
from labcal.errors.tables import MissingColumnError
from labcal.services.fits import FitOrder, VarianceOrder, analyse_file, analysis_json, fit_file
from labcal.text import Text

ENGLISH = Text("en")
UNEQUAL = examples_folder() / "ISO28037-6-unequal.csv"
LONGLEY = examples_folder() / "StRD-Longley.csv"


def test_keys_of_a_fit() -> None:
    """FORMATS: what ``labcal fit`` prints; ISO/TS 28037:2010, clause 11: x0 = 4.674, u = 0.533."""
    order = FitOrder(
        file=UNEQUAL,
        x=("x",),
        y="y",
        uy="u",
        predict=(Decimal(3),),
        inverse=Decimal("10.5"),
        inverse_uncertainty=Decimal(1),
    )
    told = fit_file(order).as_json(ENGLISH)
    assert list(told)[:8] == [
        "parameters",
        "standard_uncertainties",
        "covariance",
        "residual_standard_deviation",
        "dof",
        "chi_squared",
        "prediction",
        "inverse",
    ]
    assert told["prediction"].keys() == {"x", "value", "standard_uncertainty"}
    assert told["inverse"].keys() == {"y", "value", "standard_uncertainty"}
    assert told["inverse"]["value"] == pytest.approx(4.674, abs=5e-4)
    assert told["inverse"]["standard_uncertainty"] == pytest.approx(0.533, abs=5e-4)
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_what_was_not_asked_is_null() -> None:
    told = fit_file(FitOrder(file=UNEQUAL, x=("x",), y="y")).as_json(ENGLISH)
    assert (told["prediction"], told["inverse"], told["chi_squared"]) == (None, None, None)


def test_several_variables() -> None:
    names = tuple(f"x{number}" for number in range(1, 7))
    place = tuple(Decimal(one) for one in ("100", "400000", "3000", "2500", "117000", "1955"))
    told = fit_file(FitOrder(file=LONGLEY, x=names, y="y", predict=place)).as_json(ENGLISH)
    assert told["prediction"]["x"] == [float(one) for one in place]
    with pytest.raises(PlaceCountError):
        fit_file(FitOrder(file=LONGLEY, x=names, y="y", predict=place[:2]))


def test_exact_y_with_uncertain_x() -> None:
    order = FitOrder(file=examples_folder() / "York2004-Pearson.csv", x=("x",), y="y", ux="ux")
    found = fit_file(order)
    assert "York" in found.fit.method.value
    assert found.fit.parameters[1] < 0


def test_analysis() -> None:
    order = VarianceOrder(file=examples_folder() / "GUM-H5.csv", group="day", value="voltage")
    told = analysis_json(analyse_file(order), ENGLISH)
    assert set(told) == {
        "ss_between",
        "ss_within",
        "ms_between",
        "ms_within",
        "dof_between",
        "dof_within",
        "f",
        "f_critical",
        "p_value",
        "between_standard_deviation",
        "within_standard_deviation",
        "mean",
        "standard_uncertainty",
        "dof",
        "warnings",
    }
    with pytest.raises(MissingColumnError):
        analyse_file(VarianceOrder(file=order.file, group="week", value="voltage"))
