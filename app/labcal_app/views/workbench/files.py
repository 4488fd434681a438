"""The questions about budget files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from labcal.text import Text, mark

ENDING = ".toml"


class BudgetDialogs:
    """Which budget to open, and where to save one; a test answers otherwise."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._kinds = text(mark("Budget files")) + f" (*{ENDING})"

    def existing(self, parent: QWidget) -> Path | None:
        """Return the budget file to open; None where the person thought better of it."""
        title = self._text(mark("Open a budget"))
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), self._kinds)
        return Path(chosen) if chosen else None

    def new(self, parent: QWidget, name: str) -> Path | None:
        """Return the file to save into; ``name`` is offered; None where the person thought better of it."""
        title = self._text(mark("Save the budget"))
        offered = str(Path.home() / f"{name}{ENDING}")
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, offered, self._kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(ENDING)
