"""The questions about files of procedures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from labcal.text import Text, mark

ENDING = ".toml"


class ProcedureDialogs:
    """Which file to take a procedure from, and where to save one; a test answers otherwise."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._kinds = text(mark("Procedures")) + f" (*{ENDING})"

    def existing(self, parent: QWidget) -> Path | None:
        """Return the file to read; None where the person thought better of it."""
        title = self._text(mark("Take a procedure from a file"))
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), self._kinds)
        return Path(chosen) if chosen else None

    def new(self, parent: QWidget, name: str) -> Path | None:
        """Return the file to save into; ``name`` is offered; None where the person thought better of it."""
        title = self._text(mark("Save the procedure"))
        offered = str(Path.home() / f"{name}{ENDING}")
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, offered, self._kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(ENDING)
