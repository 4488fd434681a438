"""Where a logarithmically concave function is not negligible, so that integrals end there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

FAR = 40.0
"""Standard deviations of the process beyond which there is nothing, unless a zone lies there."""

DROP = 42.0
"""Natural logarithm below the peak from where on a tail is left out: 6e-19 of it."""


def reach(
    height: Callable[[float], float], ends: tuple[float, float], centre: float, places: Sequence[float]
) -> tuple[float, float]:
    """Return the part of ``ends`` where a logarithmically concave function is not negligible."""
    far = FAR + max(ends[0] - centre, centre - ends[1], 0.0)
    low, high = max(ends[0], centre - far), min(ends[1], centre + far)
    if not low < high:
        return (0.0, 0.0)
    peak = _peak(height, low, high, [place for place in (*places, centre) if low < place < high])
    top = height(peak)
    if not math.isfinite(top):
        return (0.0, 0.0)
    return (_fallen(height, peak, low, top), _fallen(height, peak, high, top))


def _peak(height: Callable[[float], float], low: float, high: float, places: Sequence[float]) -> float:
    """Return where a concave function is highest, by thirds, from the best place that is known."""
    known = sorted({low, high, *places})
    best = max(range(len(known)), key=lambda place: height(known[place]))
    left, right = known[max(best - 1, 0)], known[min(best + 1, len(known) - 1)]
    for _ in range(90):
        one, other = left + (right - left) / 3, right - (right - left) / 3
        if height(one) < height(other):
            left = one
        else:
            right = other
    return (left + right) / 2


def _fallen(height: Callable[[float], float], peak: float, end: float, top: float) -> float:
    """Return the place between ``peak`` and ``end`` where the height has fallen by ``DROP``, or ``end``."""
    if height(end) >= top - DROP:
        return end
    inside, outside = peak, end
    for _ in range(60):
        middle = (inside + outside) / 2
        if height(middle) >= top - DROP:
            inside = middle
        else:
            outside = middle
    return outside
