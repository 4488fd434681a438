import threading
import time

import pytest

from labcal.domain.uncertainty.montecarlo import threads


@pytest.mark.parametrize("number", [1, 2, 4])
def test_order_is_that_of_the_blocks(number) -> None:
    def work(block: int, place: list[int]) -> int:
        time.sleep(0.001 * (block % 3))
        place.append(block)
        return block * block

    assert list(threads.in_order(work, range(20), list, number)) == [block * block for block in range(20)]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_failure_shows_when_its_block_is_due(number) -> None:
    def work(block: int, _: object) -> int:
        if block == 5:
            raise ArithmeticError(block)
        return block

    asked = threads.in_order(work, range(10), object, number)
    before = [next(asked) for _ in range(5)]
    with pytest.raises(ArithmeticError):
        next(asked)
    assert before == [0, 1, 2, 3, 4]


def test_whoever_stops_asking_stops_the_work() -> None:
    done = []
    asked = threads.in_order(lambda block, _: done.append(block), range(1000), object, 2)
    next(asked)
    asked.close()
    assert len(done) <= 1 + 2 * threads.AHEAD
    assert all(not thread.name.startswith("ThreadPool") for thread in threading.enumerate())


def test_no_two_work_at_one_place() -> None:
    class Place:
        def __init__(self) -> None:
            self.lock = threading.Lock()

    def work(_: int, place: Place) -> bool:
        free = place.lock.acquire(blocking=False)
        time.sleep(0.001)
        place.lock.release()
        return free

    assert all(threads.in_order(work, range(30), Place, 4))


def test_number_of_threads() -> None:
    assert threads.count(4, 2) == 2
    assert threads.count(4, 100) == 4
    assert threads.count(None, 1) == 1
