"""Scales."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal_app.charts.axes import from_zero, round_step, symmetric


@pytest.mark.parametrize(
    ("span", "step"), [(1, "0.2"), (0.3, "0.05"), (1000, "200"), (0, "1"), (float("nan"), "1")]
)
def test_steps_are_round(span, step):
    assert round_step(span, 6) == Decimal(step)


@given(st.floats(min_value=1e-12, max_value=1e12))
def test_ticks_are_few_round_and_within(extreme):
    scale = symmetric(extreme, 100.0, 0.0)
    ticks = scale.ticks()
    assert 3 <= len(ticks) <= 12
    assert Decimal(0) in ticks
    assert all(scale.low * 1.001 <= float(tick) <= scale.high * 1.001 for tick in ticks)


def test_values_lie_where_they_belong():
    scale = from_zero(10.0, 0.0, 112.0)
    assert scale.at(0.0) == 0.0
    assert scale.at(10.0) == pytest.approx(100.0)
    assert from_zero(0.0, 0.0, 10.0).high > 0
