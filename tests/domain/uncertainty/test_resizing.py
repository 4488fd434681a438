"""Budgets with another estimate or another standard uncertainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.domain.uncertainty.resizing import resized
from labcal.errors.design import FixedUncertaintyError

SHAPES = [
    Normal(2.0),
    StudentT(2.0),
    Rectangular(2.0),
    Triangular(2.0),
    Arcsine(2.0),
    Resolution(2.0),
    Trapezoidal(2.0, 0.3),
    CurvilinearTrapezoid(2.0, 0.5),
    CurvilinearTrapezoid(0.0, 0.0),
    Lognormal(0.5, 3.0),
    Empirical((1.0, 2.0, 4.0)),
]


@given(st.sampled_from(SHAPES), st.floats(1e-6, 1e6))
def test_the_shape_stays_and_u_is_the_one_asked_for(shape, standard):
    found = resized(shape, standard)
    assert type(found) is type(shape)
    assert found.standard_uncertainty == pytest.approx(standard, rel=1e-9)


def test_parameters_keep_their_proportions():
    trapezoid = resized(CurvilinearTrapezoid(2.0, 0.5), 3.0)
    assert trapezoid.half_width_uncertainty / trapezoid.half_width == pytest.approx(0.25, rel=1e-12)
    assert resized(Trapezoidal(2.0, 0.3), 3.0).beta == 0.3
    assert resized(Lognormal(0.5, 3.0), 1.0).mean == 3.0
    assert resized(Empirical((1.0, 2.0, 4.0)), 3.0).mean == pytest.approx(7 / 3, rel=1e-12)


def test_what_has_no_u_of_its_own():
    for shape in (Exponential(2.0), Gamma(3.0)):
        with pytest.raises(FixedUncertaintyError, match=shape.name):
            resized(shape, 1.0)
    assert resized(Empirical((1.0, 1.0)), 1.0) is None
