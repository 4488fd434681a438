"""Drift: a line through three results or more, its band, and when the limits are left."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.drift import Observation, course, leaving, line_through, since_adjustment
from labcal.domain.job import Phase

FIRST = date(2020, 3, 1)


def seen(years, value, expanded=2.0, **rest):
    on = FIRST + timedelta(days=round(years * 365.25))
    told = {"lower": -10.0, "upper": 10.0, **rest}
    return Observation(on=on, value=value, expanded=expanded, standard=expanded / 2, unit="mg", **told)


def test_two_results_claim_nothing():
    found = course("10 kg", [seen(0, 1.0), seen(1, 2.0)], date(2030, 1, 1))
    assert (found.drift, found.due, found.line_leaves, found.band_leaves) == (None, None, None, None)
    assert str(found.why) == "2 of at least 3 results on different days: no line is laid through so few."


def test_three_results_of_one_day_are_one():
    assert course("10 kg", [seen(0, 1.0), seen(0, 2.0), seen(0, 3.0)]).drift is None


def test_the_line_is_that_of_the_normal_equations():
    """Slope, its uncertainty and the prediction by hand-written weighted least squares."""
    told = [seen(0, 1.0, 2.0), seen(1, 1.9, 2.4), seen(2, 3.2, 2.0), seen(4, 4.8, 3.0)]
    drift = line_through(told)
    x = np.array([(one.on - FIRST).days / 365.25 for one in told])
    y, w = np.array([one.value for one in told]), np.array([one.standard**-2 for one in told])
    design = np.vander(x, 2, increasing=True)
    covariance = np.linalg.inv(design.T @ (w[:, None] * design))
    parameters = covariance @ (design.T @ (w * y))
    assert drift.slope == pytest.approx(parameters[1], rel=1e-12)
    assert drift.slope_half_width == pytest.approx(2 * math.sqrt(covariance[1, 1]), rel=1e-12)
    on = FIRST + timedelta(days=2000)
    row = np.array([1.0, 2000 / 365.25])
    expected = drift.at(on)
    assert expected.value == pytest.approx(row @ parameters, rel=1e-12)
    wide = 2 * math.sqrt(row @ covariance @ row + told[-1].standard ** 2)
    assert expected.half_width == pytest.approx(wide, rel=1e-12)


def test_results_that_scatter_more_than_they_claim_widen_the_band():
    """One degree of freedom takes t = 13.97 (JCGM 100:2008, table G.2), and the Birge ratio."""
    told = [seen(0, 0.0, 0.2), seen(1, 3.0, 0.2), seen(2, 0.0, 0.2)]
    drift = line_through(told)
    assert drift.scatter == pytest.approx(math.sqrt(drift.fit.chi_squared))
    assert drift.factor == pytest.approx(13.97, abs=0.005)
    assert not drift.is_significant


def test_only_what_came_after_the_last_adjustment_makes_the_line():
    told = [
        seen(0, 8.0),
        seen(1, 9.0),
        seen(2, 9.8),
        seen(2, 0.1, phase=Phase.AS_LEFT),
        seen(3, 1.0),
    ]
    assert [one.value for one in since_adjustment(told)] == [0.1, 1.0]
    found = course("10 kg", told[::-1])
    assert found.drift is None
    assert "2 of at least 3 results since the last adjustment" in str(found.why)
    assert [one.phase for one in found.observations[2:4]] == [Phase.AS_FOUND, Phase.AS_LEFT]
    found = course("10 kg", [*told, seen(4, 2.0)])
    assert found.drift.slope == pytest.approx(0.95, abs=0.01)


def test_the_day_on_which_line_and_band_leave_the_limits():
    told = [seen(0, 0.0), seen(1, 1.0), seen(2, 2.0), seen(3, 3.0)]
    found = course("10 kg", told, FIRST + timedelta(days=round(4 * 365.25)))
    assert found.due.value == pytest.approx(4.0, abs=0.01)
    assert abs((found.line_leaves - FIRST).days - 3652) <= 3
    assert found.band_leaves < found.line_leaves
    before, after = (found.drift.at(found.band_leaves - timedelta(days=days)) for days in (1, 0))
    assert before.value + before.half_width <= 10 < after.value + after.half_width


def test_a_steady_item_and_one_without_limits_leave_nothing():
    steady = course("1 kg", [seen(year, 0.1, 0.2) for year in range(6)])
    assert (steady.line_leaves, steady.drift.is_significant) == (None, False)
    free = course("1 kg", [replace(seen(year, 5.0 * year), lower=None, upper=None) for year in range(4)])
    assert (free.line_leaves, free.band_leaves, free.limits) == (None, None, (None, None))


def test_a_due_day_that_is_past_foretells_nothing():
    assert course("1 kg", [seen(year, 0.1) for year in range(4)], FIRST).due is None


@given(
    st.floats(-3, 3),
    st.floats(-2, 2),
    st.lists(st.floats(0.1, 3), min_size=3, max_size=8),
)
def test_the_band_leaves_no_later_than_the_line(start, slope, half_widths):
    days = [round(year * 365.25) / 365.25 for year in range(len(half_widths))]
    told = [seen(year, start + slope * year, half) for year, half in zip(days, half_widths, strict=True)]
    drift = line_through(told)
    line, band = (leaving(drift, (-10.0, 10.0), band=one) for one in (False, True))
    assert line is None or (band is not None and band <= line)
    assert drift.slope == pytest.approx(slope, abs=1e-6)
