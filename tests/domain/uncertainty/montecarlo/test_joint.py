import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from labcal.domain.uncertainty.montecarlo.draws import generator
from labcal.domain.uncertainty.montecarlo.joint import Joint, draw_jointly, root

COUNT = 300_000


def drawn(joint: Joint):
    out = [np.empty(COUNT) for _ in joint.members]
    draw_jointly(joint, generator(3, 0), out, (np.empty(COUNT), np.empty(COUNT)))
    return np.array(out)


@given(arrays(float, (4, 3), elements=st.floats(-1, 1)))
def test_root_gives_back_the_matrix_even_where_it_is_singular(factors) -> None:
    covariance = factors @ factors.T + 1e-3 * np.diag([1, 1, 0, 0])
    spread = np.sqrt(np.diag(covariance))
    product = np.outer(spread, spread)
    coefficients = np.divide(covariance, product, out=np.zeros_like(product), where=product > 0)
    np.fill_diagonal(coefficients, 1.0)
    lower = root(coefficients, list(spread))
    assert lower is not None
    np.testing.assert_allclose(np.array(lower) @ np.array(lower).T, covariance, atol=1e-4 * np.max(product))
    assert np.allclose(np.triu(lower, 1), 0)


@pytest.mark.parametrize("coefficient", [1.0, -1.0, 0.0, 0.5])
def test_root_of_two(coefficient) -> None:
    lower = np.array(root(np.array([[1.0, coefficient], [coefficient, 1.0]]), [2.0, 3.0]))
    expected = np.array([[4.0, 6 * coefficient], [6 * coefficient, 9.0]])
    np.testing.assert_allclose(lower @ lower.T, expected, atol=1e-14)


def test_impossible_matrix_has_no_root() -> None:
    matrix = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    assert root(matrix, [1.0, 1.0, 1.0]) is None
    assert root(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.5], [0.0, 0.5, 1.0]]), [1.0] * 3) is None


def test_normal_draws_have_the_covariance() -> None:
    lower = root(np.array([[1.0, -0.6], [-0.6, 1.0]]), [2.0, 3.0])
    assert lower is not None
    found = np.cov(drawn(Joint((0, 1), lower)))
    np.testing.assert_allclose(found, [[4.0, -3.6], [-3.6, 9.0]], rtol=0.02)


def test_t_draws_share_one_chi_square() -> None:
    """JCGM 102:2011, 5.3.2: covariance ν/(ν − 2) times the scale; the members are dependent even at r = 0."""
    dof = 7.0
    values = drawn(Joint((0, 1), ((1.0, 0.0), (0.0, 1.0)), dof))
    np.testing.assert_allclose(np.cov(values), dof / (dof - 2) * np.eye(2), atol=0.02)
    squares = np.minimum(values**2, 50)
    assert np.corrcoef(squares)[0, 1] > 0.1
    assert math.isfinite(values.max())
