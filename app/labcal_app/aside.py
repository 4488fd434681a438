"""Work on files before anybody sits at a book: off the screen's thread, answered on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from labcal.errors import LabCalError
from labcal_app.toil import Report, Toil

T = TypeVar("T")


class Aside(QObject):
    """One piece of such work at a time.

    Signals:
        progressed: How much of how much is done; 0 of 0 where that is not known.
    """

    progressed = Signal(int, int)
    _settled = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._toil = Toil(self)
        self._toil.progressed.connect(self.progressed)
        self._settled.connect(self._settle)

    def run(
        self,
        function: Callable[[Report], T],
        then: Callable[[T], None],
        refused: Callable[[LabCalError], None],
    ) -> None:
        """Start ``function``; call ``then`` with what it gives, or ``refused`` with its failure."""
        future = self._toil.begin(function)
        future.add_done_callback(lambda done: self._settled.emit(then, refused, done))

    def close(self) -> None:
        """End what is under way."""
        self.blockSignals(True)
        self._toil.close()

    def _settle(
        self, then: Callable[[Any], None], refused: Callable[[LabCalError], None], future: Future[Any]
    ) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if isinstance(error, LabCalError):
            refused(error)
        else:
            then(future.result())
