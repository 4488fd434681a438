"""The last place at which an expanded uncertainty crosses the one that is wanted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

LINEAR = 48
"""Places over the whole range at which the function is looked at first."""

DECADES = 9
"""Powers of ten below the upper end in which it is looked at too, five times in each."""

DOUBLINGS = 60
"""How often the upper end of the search is doubled at most."""

HALVINGS = 200
"""How often the place of a crossing is narrowed down at most; 60 reach the last bit of most."""

CLOSE = 1e-11
"""Relative difference from the bound at which a search on few evaluations ends."""

GOLDEN = 0.6180339887498949

Function = Callable[[float], float]

Place = tuple[float, float]
"""An argument, and the value of a function there."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a function is for the last time not above a bound.

    Attributes:
        place: The largest argument found at which it is not above; where there is none, that of its minimum.
        reached: Its value there.
    """

    place: float
    reached: float


def last_crossing(function: Function, bound: float, end: float) -> Crossing:
    """Return the largest x ≥ 0 with f(x) ≤ bound; where there is none, the smallest f that was found.

    The function is looked at in some 90 places; the minimum between two of them is searched, and the crossing
    after the last place that is not above is halved down to neighbouring numbers. A dip narrower than the
    distance of two places can be overlooked.

    Args:
        function: It exceeds every bound in the end.
        bound: Above 0.
        end: Where it is expected to be above the bound for good, above 0; doubled where it is not yet.
    """
    for _ in range(DOUBLINGS):
        if function(end) > bound:
            break
        end *= 2
    places = _places(end)
    values = [function(place) for place in places]
    last = max((number for number, value in enumerate(values) if value <= bound), default=None)
    for number in range(len(places) - 2, -1 if last is None else last, -1):
        left = max(number - 1, 0)
        if values[number] <= values[left] and values[number] <= values[number + 1]:
            low = _minimum(function, places[left], places[number + 1])
            if function(low) <= bound:
                return _halve(function, bound, low, places[number + 1])
    if last is not None:
        return _halve(function, bound, places[last], places[min(last + 1, len(places) - 1)])
    return _least(function, places, values)


def only_crossing(function: Function, bound: float, end: float) -> Crossing:
    """Return where a growing function meets a bound, in few evaluations; its value at 0 if that is above.

    Args:
        function: Close to √(a + b x²), as an expanded uncertainty is in one standard uncertainty.
        bound: Above 0.
        end: Where it is expected to be above the bound, above 0; doubled where it is not yet.
    """
    reached = function(0.0)
    if reached > bound:
        return Crossing(0.0, reached)
    low, high = (0.0, reached - bound), (end * end, function(end) - bound)
    for _ in range(DOUBLINGS):
        if high[1] > 0:
            break
        high = (4 * high[0], function(2 * math.sqrt(high[0])) - bound)
    place, found = _illinois(lambda square: function(math.sqrt(square)) - bound, low, high, CLOSE * bound)
    return Crossing(math.sqrt(place), found + bound)


def _illinois(function: Function, low: Place, high: Place, close: float) -> Place:
    """Return a root between a place below zero and one above, by false position that never sticks."""
    side = 0
    place = low
    for _ in range(HALVINGS):
        if abs(place[1]) <= close or high[0] == low[0]:
            break
        where = low[0] + (high[0] - low[0]) * low[1] / (low[1] - high[1])
        place = (where, function(where))
        if place[1] <= 0:
            low, high = place, (high[0], high[1] / 2 if side < 0 else high[1])
            side = -1
        else:
            low, high = (low[0], low[1] / 2 if side > 0 else low[1]), place
            side = 1
    return place


def _places(end: float) -> list[float]:
    """Return 0, places evenly spaced by their logarithms, and places evenly spaced."""
    powers = {end * 10 ** (-step / 5) for step in range(1, 5 * DECADES + 1)}
    return sorted({0.0, end} | powers | {end * step / LINEAR for step in range(1, LINEAR)})


def _halve(function: Function, bound: float, low: float, high: float) -> Crossing:
    """Return the crossing between ``low``, not above the bound, and ``high``, above it."""
    reached = function(low)
    for _ in range(HALVINGS):
        middle = low + (high - low) / 2
        if middle in {low, high}:
            break
        found = function(middle)
        if found <= bound:
            low, reached = middle, found
        else:
            high = middle
    return Crossing(low, reached)


def _least(function: Function, places: list[float], values: list[float]) -> Crossing:
    number = values.index(min(values))
    if number == 0 and values[0] <= values[1]:
        return Crossing(0.0, values[0])
    low = _minimum(function, places[max(number - 1, 0)], places[min(number + 1, len(places) - 1)])
    found = function(low)
    return Crossing(low, found) if found < values[number] else Crossing(places[number], values[number])


def _minimum(function: Function, low: float, high: float) -> float:
    """Return where the function is least between two places, by golden section."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    below, above = function(left), function(right)
    for _ in range(50):
        if below <= above:
            high, right, above = right, left, below
            left = high - GOLDEN * (high - low)
            below = function(left)
        else:
            low, left, below = left, right, above
            right = low + GOLDEN * (high - low)
            above = function(right)
    return left if below <= above else right
