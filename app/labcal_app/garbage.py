"""Python's collector of cycles, kept on the screen's thread.

Left to itself it runs in whichever thread makes an object. In one that answers questions it would destroy
widgets there, which Qt does not allow: the program crashes, or the two threads wait for each other for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE = 1000
"""How often it is looked whether there is something to collect, in ms."""


class Garbage(QObject):
    """Collects cycles in the place of the automatic collector, between two events of the screen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Take over from the automatic collector."""
        gc.disable()
        self._timer.start(PAUSE)

    def collect(self) -> None:
        """Collect the oldest generation that has more new objects than its threshold; none where none has."""
        counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (found, most) in enumerate(counted) if found > most]
        if due:
            gc.collect(max(due))
