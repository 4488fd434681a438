"""Choosing a book, where none is open yet or the one that was wanted cannot be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from labcal.text import Text, mark
from labcal_app.cells import State, TwoLines
from labcal_app.theme.look import Look
from labcal_app.views.door import Door, DoorPage
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow

ENDING = ".labcal"


class BookDialogs:
    """The two questions about books; a test answers them otherwise."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._kinds = text(mark("LabCal books")) + f" (*{ENDING})"

    def existing(self, parent: QWidget) -> Path | None:
        """Return the book to open; None where the person thought better of it."""
        title = self._text(mark("Open a book"))
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), self._kinds)
        return Path(chosen) if chosen else None

    def new(self, parent: QWidget) -> Path | None:
        """Return where a new book is to lie; None where the person thought better of it."""
        title, proposed = self._text(mark("Begin a new book")), Path.home() / f"laboratory{ENDING}"
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), self._kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(ENDING)


class Chooser(DoorPage):
    """The books one had open before, another, or a new one; and why the last one did not open.

    Signals:
        chosen: The path of a book.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, text: Text, door: Door, recent: Sequence[str] = ()) -> None:
        super().__init__(look, text, door)
        self.begin(text(mark("Open a book")), text(mark("A book holds everything of one laboratory.")))
        self.banner = Banner(look, text)
        self.form.addWidget(self.banner)
        self.rows: list[CardRow] = []
        if recent:
            self.form.addWidget(self._recent(recent))
        self.open = Button(look, text(mark("Open a book…")), "folder-open", "primary")
        self.found = Button(look, text(mark("Begin a new book…")), "new")
        self.open.clicked.connect(self.other_book)
        self.found.clicked.connect(self.new_book)
        self.form.addWidget(self.open)
        self.form.addWidget(self.found)
        for link in (self.other, self.new):
            link.hide()
        self.setFocusProxy(self.open)

    def refuse(self, sentence: str) -> None:
        """Say in one sentence why a book did not open."""
        self.banner.say(State.FAIL, sentence)

    def _recent(self, recent: Sequence[str]) -> Card:
        card = Card(self._look, self._text(mark("Opened before")))
        for known in recent:
            path = Path(known)
            row = CardRow(self._look, "book", TwoLines(path.name, str(path.parent)))
            row.pressed.connect(partial(self.chosen.emit, known))
            self.rows.append(row)
            card.add(row)
        return card
