"""A budget that is evaluated, as those see it who only look at it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from labcal.services.workbench import Checked


class Evaluated(QObject):
    """A budget with its results.

    Attributes:
        checked: The budget, and what became of it.
        output: Which of its outputs is looked at.

    Signals:
        changed: The budget is another one now.
        shown: Another of its outputs is looked at.
    """

    changed = Signal()
    shown = Signal()

    def __init__(self, checked: Checked, parent: QObject) -> None:
        super().__init__(parent)
        self.checked, self.output = checked, 0

    def take(self, checked: Checked) -> None:
        """Take another budget."""
        self.checked = checked
        self.changed.emit()
