import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty.montecarlo import intervals
from labcal.domain.uncertainty.montecarlo.tally import Tail

VALUES = st.lists(st.integers(-20, 20), min_size=12, max_size=80)
PROBABILITY = st.floats(0.05, 0.9)


def by_the_book(values: list[int], probability: float) -> tuple[tuple[float, float], float]:
    """JCGM 101:2008, 7.7.1 to 7.7.3, word by word: the symmetric interval, and the least width."""
    ordered = sorted(values)
    count = len(ordered)
    exact = probability * count
    steps = round(exact) if exact == int(exact) else int(exact + 0.5)
    rest = count - steps
    rank = rest // 2 if rest % 2 == 0 else (rest + 1) // 2
    widths = [ordered[r + steps] - ordered[r] for r in range(count - steps)]
    return (ordered[rank - 1], ordered[rank - 1 + steps]), min(widths)


@given(VALUES, PROBABILITY)
def test_intervals_from_the_tails_are_those_of_all_values(values, probability) -> None:
    symmetric, width = by_the_book(values, probability)
    array = np.sort(np.array(values, dtype=float))
    outside = array.size - intervals.enclosed(array.size, probability)
    low, high = array[:outside], array[array.size - outside :]
    assert intervals.symmetric(low, high) == symmetric
    left, right = intervals.shortest(low, high)
    assert right - left == width
    assert intervals.of_all(np.array(values, dtype=float), probability) == symmetric


@given(VALUES, st.integers(-20, 20), st.integers(1, 12))
def test_lowest_and_highest_values(values, limit, wanted) -> None:
    array = np.array(values, dtype=float)
    halves = (array[: array.size // 2], array[array.size // 2 :])
    ordered = np.sort(array)
    below = [Tail(half[half < limit], int(np.count_nonzero(half == limit))) for half in halves]
    above = [Tail(half[half > limit], int(np.count_nonzero(half == limit))) for half in halves]
    low, high = intervals.lowest(below, limit, wanted), intervals.highest(above, limit, wanted)
    enough_low, enough_high = np.sum(array <= limit) >= wanted, np.sum(array >= limit) >= wanted
    assert (low is not None) == enough_low
    assert (high is not None) == enough_high
    if low is not None:
        np.testing.assert_array_equal(low, ordered[:wanted])
    if high is not None:
        np.testing.assert_array_equal(high, ordered[array.size - wanted :])


@pytest.mark.parametrize(
    ("count", "probability", "steps"), [(1000, 0.95, 950), (999, 0.95, 949), (10, 0.999, 9)]
)
def test_number_of_steps(count, probability, steps) -> None:
    """JCGM 101:2008, 7.7.1: q = pM, or the whole part of pM + 1/2; at least one value lies outside."""
    assert intervals.enclosed(count, probability) == steps
