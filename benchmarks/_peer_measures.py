"""GUM H.1 by GTC and by MetroloPy; run by ``peers.py`` in the environment that holds them, not LabCal."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable
from typing import Any

TRIALS = 1_000_000


def with_gtc(gtc: Any) -> Any:
    """Return the length, in nanometres, with its degrees of freedom and k at hand."""
    length = gtc.ureal(50000623, 25, 18)
    d = gtc.ureal(215, 5.8, 24) + gtc.ureal(0, 3.9, 5) + gtc.ureal(0, 6.7, 8)
    alpha = gtc.ureal(11.5e-6, gtc.type_b.uniform(2e-6))
    theta = gtc.ureal(-0.1, 0.2) + gtc.ureal(0, gtc.type_b.arcsine(0.5))
    dalpha = gtc.ureal(0, gtc.type_b.uniform(1e-6), 50)
    dtheta = gtc.ureal(0, gtc.type_b.uniform(0.05), 2)
    return length + d - length * (dalpha * theta + alpha * dtheta)


def gtc_results(gtc: Any) -> tuple[float, float]:
    """Return u and U at 99 %."""
    result = with_gtc(gtc)
    return float(result.u), float(gtc.reporting.k_factor(int(result.df), 99) * result.u)


def with_metrolopy(metrolopy: Any) -> Any:
    """Return the length as a gummy, in nanometres."""
    gummy = metrolopy.gummy
    uniform, arcsine = metrolopy.UniformDist, metrolopy.ArcSinDist
    length = gummy(50000623, u=25, dof=18)
    d = gummy(215, u=5.8, dof=24) + gummy(0, u=3.9, dof=5) + gummy(0, u=6.7, dof=8)
    alpha = gummy(uniform(center=11.5e-6, half_width=2e-6))
    theta = gummy(-0.1, u=0.2) + gummy(arcsine(center=0, half_width=0.5))
    dalpha = gummy(uniform(center=0, half_width=1e-6))
    dtheta = gummy(uniform(center=0, half_width=0.05))
    return length + d - length * (dalpha * theta + alpha * dtheta)


def metrolopy_results(metrolopy: Any) -> tuple[float, float]:
    """Return u and degrees of freedom."""
    result = with_metrolopy(metrolopy)
    return float(result.u), float(result.dof)


def trials(metrolopy: Any) -> tuple[float, float]:
    """Return mean and u by Monte Carlo."""
    result = with_metrolopy(metrolopy)
    result.sim(n=TRIALS)
    return float(result.xsim), float(result.usim)


def least(work: Callable[[], object], repeat: int) -> float:
    """Return the least time of a piece of work over three rounds, in seconds."""
    work()
    found = []
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(repeat):
            work()
        found.append((time.perf_counter() - begun) / repeat)
    return min(found)


def main() -> None:
    """Print times and results as one JSON object."""
    gtc, metrolopy = importlib.import_module("GTC"), importlib.import_module("metrolopy")
    told = {
        "gtc: u": gtc_results(gtc)[0],
        "metrolopy: u": metrolopy_results(metrolopy)[0],
        "gtc: one": least(lambda: gtc_results(gtc), 200),
        "metrolopy: one": least(lambda: metrolopy_results(metrolopy), 50),
        "metrolopy: trials": least(lambda: trials(metrolopy), 1),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
