"""Steps that a page takes back by itself, before anything of it is in the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from labcal.text import Phrase

KEPT = 200
"""Steps that are kept."""


class Step(NamedTuple):
    """One step: how things were on its other side, and what it is called."""

    other: Any
    title: Phrase


class Steps(QObject):
    """What was done on one page, last step last.

    Signals:
        changed: Another step can be taken back, or brought back.
    """

    changed = Signal()

    def __init__(self, present: Callable[[], Any], show: Callable[[Any], None], parent: QObject) -> None:
        """Keep steps; ``present`` tells how things are, ``show`` makes them as they were."""
        super().__init__(parent)
        self._present, self._show = present, show
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._joins = ""

    @property
    def undo_title(self) -> Phrase | None:
        """What would be taken back; None where nothing is."""
        return self._done[-1].title if self._done else None

    @property
    def redo_title(self) -> Phrase | None:
        """What would be brought back; None where nothing is."""
        return self._undone[-1].title if self._undone else None

    def keep(self, before: Any, title: Phrase, joins: str = "") -> None:
        """Keep how things were before a step; neighbours that bear the same ``joins`` are one step."""
        if not (joins and joins == self._joins and self._done):
            self._done = [*self._done, Step(before, title)][-KEPT:]
        self._joins = joins
        self._undone.clear()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self._move(self._done, self._undone)

    def redo(self) -> None:
        """Bring back what was taken back last."""
        self._move(self._undone, self._done)

    def _move(self, taken: list[Step], given: list[Step]) -> None:
        if not taken:
            return
        step = taken.pop()
        given.append(Step(self._present(), step.title))
        self._joins = ""
        self._show(step.other)
        self.changed.emit()
