import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from labcal.domain.uncertainty.montecarlo import tally
from labcal.domain.uncertainty.montecarlo.tally import BINS, Total, correlation, gauge

BLOCKS = arrays(float, (2, 3, 50), elements=st.floats(-1e6, 1e6, width=32))


def kept(results, gauges):
    size = results[0].size
    copies = [result.copy() for result in results]
    return tally.tally(copies, gauges, np.empty(size), np.empty(size, np.intp))


@given(BLOCKS)
def test_sums_of_blocks_are_those_of_all_draws(blocks) -> None:
    gauges = [gauge(result, 0.1) for result in blocks[0]]
    total = Total()
    for block in blocks:
        total.add(kept(list(block), gauges))
    joined = np.concatenate(blocks, axis=1)
    centres = np.array([by.centre for by in gauges])
    scale = np.max(np.abs(joined)) + 1e-30
    np.testing.assert_allclose(centres + total.means(), joined.mean(axis=1), atol=1e-12 * scale)
    np.testing.assert_allclose(total.covariance(), np.cov(joined), atol=1e-10 * scale**2)
    assert total.counts.sum() == joined.size
    assert np.all(np.diag(total.covariance()) >= 0)


@given(BLOCKS)
def test_counts_and_tails_are_exact(blocks) -> None:
    result = blocks[0][0]
    by = gauge(result, 0.1)
    one = kept([result], [by])
    assert one.counts[0][0] == np.sum(result < by.left)
    np.testing.assert_array_equal(one.lower[0].values, result[result < by.low])
    np.testing.assert_array_equal(one.upper[0].values, result[result > by.high])
    assert one.lower[0].at_limit == np.sum(result == by.low)


def test_no_digits_are_lost_beside_a_large_value() -> None:
    """One part in 1e12: a one-pass variance has none of its digits left."""
    draws = 1e6 + 1e-6 * np.random.default_rng(1).standard_normal(10_000)
    total = Total()
    total.add(kept([draws], [gauge(draws, 0.05)]))
    assert total.covariance()[0, 0] == pytest.approx(draws.var(ddof=1), rel=1e-9)


def test_constant_result() -> None:
    by = gauge(np.full(100, 5.0), 0.05)
    one = kept([np.full(100, 5.0)], [by])
    assert one.counts.sum() == 100
    assert one.counts[0][1:-1].sum() == 100
    assert by.edges.size == BINS + 1


def test_correlation_beside_a_constant_is_zero() -> None:
    found = correlation(np.array([[4.0, 0.0], [0.0, 0.0]]))
    np.testing.assert_array_equal(found, np.eye(2))
