"""Published fits, at the digits printed; and what changes of units and of order may not change."""

import csv
import math
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.fits.fit import Method
from labcal.domain.fits.linear import fit_linear, fit_polynomial
from labcal.domain.fits.prediction import inverse, predict
from labcal.errors.fits import (
    DegreeError,
    DependentColumnsError,
    FitRangeError,
    PointUncertaintyError,
    TooFewPointsError,
    UnequalColumnsError,
)
from labcal.resources import path

NORRIS = ((-0.262323073774029, 1.00211681802045), (0.232818234301152, 0.429796848199937e-03))
PONTIUS = (
    (0.673565789473684e-03, 0.732059160401003e-06, -0.316081871345029e-14),
    (0.107938612033077e-03, 0.157817399981659e-09, 0.486652849992036e-16),
)
LONGLEY = (
    (
        -3482258.63459582,
        15.0618722713733,
        -0.358191792925910e-01,
        -2.02022980381683,
        -1.03322686717359,
        -0.511041056535807e-01,
        1829.15146461355,
    ),
    (
        890420.383607373,
        84.9149257747669,
        0.334910077722432e-01,
        0.488399681651699,
        0.214274163161675,
        0.226073200069370,
        455.478499142212,
    ),
)
FILIP = (
    (
        -1467.48961422980,
        -2772.17959193342,
        -2316.37108160893,
        -1127.97394098372,
        -354.478233703349,
        -75.1242017393757,
        -10.8753180355343,
        -1.06221498588947,
        -0.670191154593408e-01,
        -0.246781078275479e-02,
        -0.402962525080404e-04,
    ),
    (
        298.084530995537,
        559.779865474950,
        466.477572127796,
        227.204274477751,
        71.6478660875927,
        15.2897178747400,
        2.23691159816033,
        0.221624321934227,
        0.142363763154724e-01,
        0.535617408889821e-03,
        0.896632837373868e-05,
    ),
)


def data(name: str) -> dict[str, list[Decimal]]:
    """Return the columns of an example that ships."""
    file: Path = path("examples", f"{name}.csv")
    names, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    return {name: [Decimal(row[place]) for row in rows] for place, name in enumerate(names)}


def digits(found: tuple[float, ...], certified: tuple[float, ...]) -> float:
    """Return the least number of digits that agree (log relative error), at most 15."""
    return min(
        15.0 if one == other else -math.log10(abs(one - other) / abs(other))
        for one, other in zip(found, certified, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "certified", "s", "least"),
    [
        ("StRD-Norris", NORRIS, 0.884796396144373, 14),
        ("StRD-Pontius", PONTIUS, 0.205177424076185e-03, 14),
        ("StRD-Filip", FILIP, 0.334801051324544e-02, 13),
    ],
)
def test_polynomials_of_nist(
    name: str, certified: tuple[tuple[float, ...], ...], s: float, least: int
) -> None:
    """NIST Statistical Reference Datasets, certified values; normal equations fail on Filip."""
    columns = data(name)
    fit = fit_polynomial(columns["x"], columns["y"], degree=len(certified[0]) - 1)
    assert digits(fit.parameters, certified[0]) >= least
    assert digits(fit.standard_uncertainties, certified[1]) >= min(least, 13)
    assert fit.residual_standard_deviation == pytest.approx(s, rel=1e-13)


def test_pontius_from_floats() -> None:
    """The same from numbers that were rounded to doubles before: 13 digits of 15."""
    columns = {name: [float(one) for one in column] for name, column in data("StRD-Pontius").items()}
    assert digits(fit_polynomial(columns["x"], columns["y"], degree=2).parameters, PONTIUS[0]) >= 13


def test_longley() -> None:
    """NIST StRD Longley: 14 digits, where normal equations reach 7."""
    columns = data("StRD-Longley")
    fit = fit_linear([columns[f"x{number}"] for number in range(1, 7)], columns["y"])
    assert digits(fit.parameters, LONGLEY[0]) >= 14
    assert digits(fit.standard_uncertainties, LONGLEY[1]) >= 14
    assert fit.residual_standard_deviation == pytest.approx(304.854073561965, rel=1e-13)
    assert fit.dof == 9


@pytest.mark.parametrize("number", [1, 3, 4])
def test_wampler(number: int) -> None:
    """NIST StRD Wampler: all six parameters are 1."""
    columns = data(f"StRD-Wampler{number}")
    fit = fit_polynomial(columns["x"], columns["y"], degree=5)
    assert fit.parameters == pytest.approx((1.0,) * 6, rel=1e-14)


def test_through_the_origin() -> None:
    """NIST StRD NoInt1: y = 2.07438016528926 x, u = 0.0165289256198347, s = 3.56753034006338."""
    x = list(range(60, 71))
    fit = fit_linear([x], [one + 70 for one in x], intercept=False)
    assert fit.parameters[0] == pytest.approx(2.07438016528926, rel=1e-14)
    assert fit.standard_uncertainties[0] == pytest.approx(0.0165289256198347, rel=1e-13)
    assert fit.residual_standard_deviation == pytest.approx(3.56753034006338, rel=1e-13)
    assert predict(fit, [0.0]).standard_uncertainty == 0
    assert inverse(fit, 2.07438016528926).value == pytest.approx(1.0, rel=1e-14)


@pytest.mark.parametrize(
    ("case", "printed"),
    [
        ("equal", (1.867, 1.757, 0.465, 0.120, -0.050, 1.665)),
        ("unequal", (0.885, 2.057, 0.530, 0.178, -0.082, 4.131)),
    ],
)
def test_lines_of_28037(case: str, printed: tuple[float, ...]) -> None:
    """ISO/TS 28037:2010, clause 6, examples: a, b, u(a), u(b), cov(a, b), chi-squared, as printed."""
    columns = data(f"ISO28037-6-{case}")
    fit = fit_polynomial(columns["x"], columns["y"], uy=columns["u"])
    found = (*fit.parameters, *fit.standard_uncertainties, fit.covariance[0][1], fit.chi_squared)
    assert [round(float(one or 0), 3) for one in found] == [pytest.approx(one, abs=6e-4) for one in printed]
    assert fit.method is Method.WEIGHTED
    assert fit.chi_squared_limit == pytest.approx(9.488, abs=5e-4)
    assert not fit.warnings


def test_gum_h3() -> None:
    """JCGM 100:2008, H.3.3: -0.1712(29), 0.00218(67), r = -0.930, s = 0.0035, 9 degrees of freedom."""
    columns = data("GUM-H3")
    fit = fit_polynomial(columns["t - 20"], columns["correction"])
    assert [round(one, 4) for one in fit.parameters] == [-0.1712, 0.0022]
    assert fit.parameters[1] == pytest.approx(0.00218, abs=5e-6)
    assert fit.standard_uncertainties == pytest.approx((0.0029, 0.00067), abs=5e-5)
    assert fit.correlation[0][1] == pytest.approx(-0.930, abs=5e-4)
    assert round(fit.residual_standard_deviation or 0, 4) == 0.0035
    assert (fit.dof, fit.chi_squared, fit.chi_squared_limit, fit.chi_squared_probability) == (
        9,
        None,
        None,
        None,
    )


def test_data_that_do_not_fit_are_said() -> None:
    fit = fit_polynomial([1, 2, 3, 4], [1, 5, 2, 9], uy=[0.1] * 4)
    assert "do not agree" in str(fit.warnings[0])
    assert fit.chi_squared_probability is not None
    assert fit.chi_squared_probability < 1e-10


def test_exact_weights_make_as_many_parameters_as_points_possible() -> None:
    fit = fit_polynomial([1, 2], [3, 5], uy=[1, 1])
    assert fit.parameters == pytest.approx((1, 2))
    assert (fit.dof, fit.residual_standard_deviation, fit.chi_squared_limit) == (0, None, None)


points = st.lists(
    st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 20)),
    min_size=5,
    max_size=12,
    unique_by=lambda point: point[0],
)


@settings(max_examples=20)
@given(points, st.integers(-50, 50), st.integers(1, 9), st.integers(-50, 50), st.integers(1, 9))
def test_affine_changes(drawn: list[tuple[int, int, int]], dx: int, sx: int, dy: int, sy: int) -> None:
    """Other units and zeros of x and y change the parameters as algebra says, and no prediction at all."""
    x, y, u = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    one = fit_polynomial(x, y, uy=u)
    other = fit_polynomial(sx * x + dx, sy * y + dy, uy=sy * u)
    assert other.parameters[1] == pytest.approx(one.parameters[1] * sy / sx, rel=1e-9, abs=1e-9)
    assert other.chi_squared == pytest.approx(one.chi_squared, rel=1e-9, abs=1e-9)
    for place in (-3.0, 0.0, 7.5):
        first, second = predict(one, [place]), predict(other, [sx * place + dx])
        assert second.value == pytest.approx(sy * first.value + dy, rel=1e-9, abs=1e-7)
        assert second.standard_uncertainty == pytest.approx(sy * first.standard_uncertainty, rel=1e-9)


@settings(max_examples=20)
@given(points, st.randoms(use_true_random=False))
def test_order_of_points(drawn: list[tuple[int, int, int]], order: object) -> None:
    shuffled = list(drawn)
    order.shuffle(shuffled)
    fits = [
        fit_polynomial(*zip(*((x, y) for x, y, _ in rows), strict=True), uy=[u for *_, u in rows], degree=2)
        for rows in (drawn, shuffled)
    ]
    assert fits[0].parameters == pytest.approx(fits[1].parameters, rel=1e-12, abs=1e-13)
    assert fits[0].covariance[2] == pytest.approx(fits[1].covariance[2], rel=1e-12)


@settings(max_examples=20)
@given(points)
def test_equal_weights_are_no_weights(drawn: list[tuple[int, int, int]]) -> None:
    x, y, _ = zip(*drawn, strict=True)
    plain, weighted = fit_polynomial(x, y), fit_polynomial(x, y, uy=[0.7] * len(x))
    assert plain.parameters == pytest.approx(weighted.parameters, rel=1e-12, abs=1e-12)
    s = plain.residual_standard_deviation or 0.0
    assert weighted.residual_standard_deviation == pytest.approx(s, rel=1e-10, abs=1e-12)
    scaled = [one / 0.7 * s for one in weighted.standard_uncertainties]
    assert plain.standard_uncertainties == pytest.approx(scaled, rel=1e-9, abs=1e-12)
    assert sum(plain.residuals) == pytest.approx(0, abs=1e-8)


def test_what_cannot_be_fitted_is_said() -> None:
    with pytest.raises(DegreeError, match="from 1 to 20, not 0"):
        fit_polynomial([1, 2, 3], [1, 2, 3], degree=0)
    with pytest.raises(TooFewPointsError, match="2 parameters needs at least 3 points; there are 2"):
        fit_polynomial([1, 2], [1, 2])
    with pytest.raises(UnequalColumnsError, match="3, 2 numbers"):
        fit_polynomial([1, 2, 3], [1, 2])
    with pytest.raises(DependentColumnsError):
        fit_polynomial([2, 2, 2], [1, 2, 3])
    with pytest.raises(DependentColumnsError):
        fit_polynomial([0, 0, 0], [1, 2, 3])
    with pytest.raises(DependentColumnsError):
        fit_linear([[1, 2, 3, 4], [2, 4, 6, 8]], [1, 2, 3, 5])
    for wrong in (0, -1, math.nan, math.inf):
        with pytest.raises(PointUncertaintyError, match="of point 2"):
            fit_polynomial([1, 2, 3], [1, 2, 3], uy=[1, wrong, 1])
    with pytest.raises(FitRangeError):
        fit_polynomial([1, 2, 3], [1e308, -1e308, 1e308], uy=[1e-300, 1, 1])
