"""A second process that works out the lots of jobs while this one writes them."""

from __future__ import annotations

import signal
from collections.abc import Generator, Iterator
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import current_thread, main_thread

from labcal.services.large.lots import Lot
from labcal.services.large.plan import BATCH
from labcal.services.large.work import Workshop


def runs(jobs: int) -> Iterator[range]:
    """Yield the jobs of each lot."""
    for start in range(0, jobs, BATCH):
        yield range(start, min(jobs, start + BATCH))


def lots(shop: Workshop) -> Generator[Lot]:
    """Yield every lot in order; more than one is worked out beside, one lot ahead.

    Raises:
        EOFError: The other process ended before its work was done.
    """
    if shop.size.jobs <= BATCH:
        yield from map(shop.lot, runs(shop.size.jobs))
        return
    process = get_context("spawn")
    here, there = process.Pipe(duplex=False)
    other = process.Process(target=_work, args=(shop, there), daemon=True)
    _start(other)
    there.close()
    try:
        with closing(here):
            for _ in runs(shop.size.jobs):
                yield here.recv()
    finally:
        other.terminate()
        other.join()


def _start(other: BaseProcess) -> None:
    """Start the other process so that an interruption from the keyboard never reaches it."""
    if current_thread() is not main_thread():
        other.start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        other.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _work(shop: Workshop, out: Connection) -> None:
    """Send every lot; an interruption is for the other process, which then ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for run in runs(shop.size.jobs):
        out.send(shop.lot(run))
