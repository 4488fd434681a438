"""First-order propagation of JCGM 100:2008, H.1, with effective degrees of freedom.

Medians of ratios within one run: a batch of 1000 points against a gradient written by hand in NumPy; one
evaluation against GTC, where it is installed.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.points import evaluate_points

POINTS = 1000
ROUNDS = 31
BUDGET = load_budget(resources.path("examples", "GUM-H1-lpu.toml"))
LENGTHS = np.linspace(50.0, 50.001, POINTS)


def by_hand() -> tuple[NDArray[np.float64], ...]:
    """The same batch, differentiated on paper; lengths in nanometres."""
    length, d, alpha, theta, dalpha, dtheta = LENGTHS * 1e6, 215.0, 11.5e-6, -0.1, 0.0, 0.0
    value = length + d - length * (dalpha * theta + alpha * dtheta)
    squares = (
        ((1 - dalpha * theta - alpha * dtheta) * 25.0) ** 2 + 0 * length,
        5.8**2 + 0 * length,
        3.9**2 + 0 * length,
        6.7**2 + 0 * length,
        (length * dtheta * 2e-6) ** 2 / 3,
        (length * dalpha * 0.2) ** 2,
        (length * dalpha * 0.5) ** 2 / 2,
        (length * theta * 1e-6) ** 2 / 3,
        (length * alpha * 0.05) ** 2 / 3,
    )
    variance = sum(squares)
    divisor = sum(
        square**2 / dof for square, dof in zip(squares, (18, 24, 5, 8, 0, 0, 0, 50, 2), strict=True) if dof
    )
    dof = variance**2 / divisor
    factor = stdtrit(np.maximum(np.floor(dof), 1.0), 0.995)
    return value, np.sqrt(variance), dof, factor * np.sqrt(variance)


def batch() -> tuple[NDArray[np.float64], ...]:
    """The public function on the same batch."""
    found = evaluate_points(BUDGET, {"l_s": LENGTHS})
    return found.value, found.standard_uncertainty, found.effective_dof, found.expanded_uncertainty


def with_gtc(gtc: Any) -> float:
    """One evaluation of the same budget by GTC."""
    length = gtc.ureal(50000623, 25, 18)
    d = gtc.ureal(215, 5.8, 24) + gtc.ureal(0, 3.9, 5) + gtc.ureal(0, 6.7, 8)
    alpha = gtc.ureal(11.5e-6, gtc.type_b.uniform(2e-6))
    theta = gtc.ureal(-0.1, 0.2) + gtc.ureal(0, gtc.type_b.arcsine(0.5))
    dalpha = gtc.ureal(0, gtc.type_b.uniform(1e-6), 50)
    dtheta = gtc.ureal(0, gtc.type_b.uniform(0.05), 2)
    result = length + d - length * (dalpha * theta + alpha * dtheta)
    return float(gtc.reporting.k_factor(int(result.df), 99) * result.u)


def seconds(run: Callable[[], object], repeat: int) -> float:
    """Return the time of one run, over ``repeat`` runs."""
    start = time.perf_counter()
    for _ in range(repeat):
        run()
    return (time.perf_counter() - start) / repeat


def ratio(one: Callable[[], object], other: Callable[[], object], repeat: int) -> tuple[float, float, float]:
    """Return the median of ratios of two runs, and the median time of each."""
    pairs = [(seconds(one, repeat), seconds(other, repeat)) for _ in range(ROUNDS)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )


def main() -> None:
    """Print each measure, and what it was to reach."""
    for ours, theirs in zip(batch(), by_hand(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    found, ours, theirs = ratio(batch, by_hand, 30)
    print(f"batch of {POINTS}, by hand in NumPy: {found:.2f} x (to reach: 2)")
    print(f"batch of {POINTS}: {ours * 1e6 / POINTS:.3f} µs a point")
    try:
        gtc = importlib.import_module("GTC")
    except ImportError:
        print("GTC is not installed: not compared")
        return
    found, one, theirs = ratio(lambda: evaluate(BUDGET), lambda: with_gtc(gtc), 20)
    print(f"one evaluation, GTC: {found:.2f} x (to reach: 1); {one * 1e6:.0f} µs, GTC {theirs * 1e6:.0f} µs")
    print(f"batch, GTC: {theirs / (ours / POINTS):.0f} times as fast (to reach: 10)")


if __name__ == "__main__":
    main()
