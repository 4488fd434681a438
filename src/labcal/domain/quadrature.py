"""Integrals of smooth positive functions to the last digits, by Gauss–Legendre rules on ever finer parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

NODES = 16
TOLERANCE = 1e-14
"""Of each part, relative to the whole."""
DEEPEST = 14


def integral(
    function: Callable[[float], float], ends: tuple[float, float], turns: Sequence[float] = ()
) -> float:
    """Return the integral of ``function`` between two finite ends.

    Args:
        function: Smooth, not negative.
        ends: Lower and upper.
        turns: Places near which it changes quickly; those outside ``ends`` play no part.
    """
    lower, upper = ends
    if not lower < upper:
        return 0.0
    places = [lower, *sorted({turn for turn in turns if lower < turn < upper}), upper]
    parts = [(left, right, _rule(function, left, right), 0) for left, right in pairwise(places)]
    rough = math.fsum(part[2] for part in parts)
    done = []
    while parts:
        left, right, coarse, depth = parts.pop()
        middle = (left + right) / 2
        halves = (_rule(function, left, middle), _rule(function, middle, right))
        fine = halves[0] + halves[1]
        if abs(fine - coarse) <= TOLERANCE * max(rough, fine) or depth >= DEEPEST:
            done.append(fine)
        else:
            parts += [(left, middle, halves[0], depth + 1), (middle, right, halves[1], depth + 1)]
    return math.fsum(done)


def _rule(function: Callable[[float], float], left: float, right: float) -> float:
    middle, half = (left + right) / 2, (right - left) / 2
    return half * math.fsum(weight * function(middle + half * node) for node, weight in _nodes())


@cache
def _nodes() -> tuple[tuple[float, float], ...]:
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return tuple(zip(nodes.tolist(), weights.tolist(), strict=True))
