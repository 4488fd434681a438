"""Long work beside commands and questions, one at a time: it tells how far it is, and can be ended."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from labcal.errors.keeping import CancelledError

Report = Callable[[int, int], None]
"""Told how much of how much is done; raises ``CancelledError`` where the work is no longer wanted."""


class Toil(QObject):
    """The thread of the long work of one desk.

    Signals:
        progressed: How much of how much is done, at each hundredth.
    """

    progressed = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="toil")
        self._stop = Event()

    def begin(self, function: Callable[[Report], Any]) -> Future[Any]:
        """Start ``function``, once what was begun before is done."""
        return self._pool.submit(self._run, function)

    def cancel(self) -> None:
        """Have what is under way end at its next report."""
        self._stop.set()

    def close(self) -> None:
        """End what is under way, and begin nothing any longer."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    def _run(self, function: Callable[[Report], Any]) -> Any:
        self._stop.clear()
        shown = -1

        def report(done: int, total: int) -> None:
            nonlocal shown
            if self._stop.is_set():
                raise CancelledError
            share = 100 * done // total if total else 0
            if share != shown:
                shown = share
                self.progressed.emit(done * 100 // max(total, 1), 100 if total else 0)

        return function(report)
