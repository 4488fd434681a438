"""Blocks worked on side by side, and handed back in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

Place = TypeVar("Place")
Found = TypeVar("Found")

AHEAD = 2
"""Blocks that each thread may be ahead of the one that is wanted next."""


def count(asked: int | None, blocks: int) -> int:
    """Return how many threads are of use: as many as were asked for or as there are, but not idle ones."""
    return max(1, min(asked or os.cpu_count() or 1, blocks))


def in_order(
    work: Callable[[int, Place], Found], blocks: range, make_place: Callable[[], Place], threads: int
) -> Iterator[Found]:
    """Give what ``work`` finds for each block, in the order of the blocks.

    Whoever stops asking stops the work. A failure shows when its block is due.

    Args:
        work: Works on the block of that number, at a place.
        blocks: Numbers of the blocks.
        make_place: Makes a place to work at, such as arrays; there is one a thread.
        threads: How many work side by side; 1 means the thread of the caller.
    """
    if threads == 1:
        place = make_place()
        yield from (work(block, place) for block in blocks)
    else:
        yield from _side_by_side(work, blocks, [make_place() for _ in range(threads)])


def _side_by_side(
    work: Callable[[int, Place], Found], blocks: range, all_places: list[Place]
) -> Iterator[Found]:
    places: SimpleQueue[Place] = SimpleQueue()
    for place in all_places:
        places.put(place)

    def at_a_place(block: int) -> Found:
        place = places.get()
        try:
            return work(block, place)
        finally:
            places.put(place)

    waiting: deque[Future[Found]] = deque()
    following = iter(blocks)
    with ThreadPoolExecutor(len(all_places)) as pool:
        try:
            ahead = islice(following, AHEAD * len(all_places))
            waiting.extend(pool.submit(at_a_place, block) for block in ahead)
            while waiting:
                found = waiting.popleft().result()
                waiting.extend(pool.submit(at_a_place, block) for block in islice(following, 1))
                yield found
        finally:
            for future in waiting:
                future.cancel()
