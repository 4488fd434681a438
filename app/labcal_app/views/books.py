"""Choosing a book, where none is open yet or the one that was wanted cannot be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from labcal.errors import LabCalError
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

    def restored(self, parent: QWidget, proposed: Path) -> Path | None:
        """Return where a restored book is to lie; None where the person thought better of it."""
        title = self._text(mark("Restore as a new book"))
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), self._kinds)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget) -> Path | None:
        """Return the folder to save into; None where the person thought better of it."""
        title = self._text(mark("Save what can be read in"))
        chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
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
        restore_wanted: A backup, and the damaged book in whose place it is wanted.
        salvage_wanted: The damaged book of which is to be saved what can be read.
    """

    chosen = Signal(str)
    restore_wanted = Signal(object, object)
    salvage_wanted = Signal(object)

    def __init__(self, look: Look, text: Text, door: Door, recent: Sequence[str] = ()) -> None:
        super().__init__(look, text, door)
        self.begin(text(mark("Open a book")), text(mark("A book holds everything of one laboratory.")))
        self.banner = Banner(look, text)
        self.form.addWidget(self.banner)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text(mark("Progress")))
        self.restore = Button(look, text(mark("Restore the newest backup…")), "history", "primary")
        self.salvage = Button(look, text(mark("Save what can be read…")), "folder-open")
        self._damaged, self._backup = Path(), Path()
        for part in (self.bar, self.restore, self.salvage):
            part.hide()
            self.form.addWidget(part)
        self.restore.clicked.connect(lambda: self.restore_wanted.emit(self._backup, self._damaged))
        self.salvage.clicked.connect(lambda: self.salvage_wanted.emit(self._damaged))
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

    def refuse_error(self, error: LabCalError) -> None:
        """Say in one sentence what hindered the work on a file."""
        self.bar.hide()
        self.refuse(error.shown(self._text))

    def tell(self, state: State, sentence: str) -> None:
        """Say what is being done, or was done."""
        self.bar.hide()
        self.banner.say(state, sentence)

    def progressed(self, done: int, total: int) -> None:
        """Show how much of how much is done."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()

    def offer_rescue(self, book: Path, backup: Path | None) -> None:
        """Offer the newest good ``backup`` of a damaged ``book``, and to save what can be read of it."""
        self._damaged, self._backup = book, backup or Path()
        self.restore.setVisible(backup is not None)
        self.open.choose_kind("primary" if backup is None else "secondary")
        self.salvage.show()

    def _recent(self, recent: Sequence[str]) -> Card:
        card = Card(self._look, self._text(mark("Opened before")))
        for known in recent:
            path = Path(known)
            row = CardRow(self._look, "book", TwoLines(path.name, str(path.parent)))
            row.pressed.connect(partial(self.chosen.emit, known))
            self.rows.append(row)
            card.add(row)
        return card
