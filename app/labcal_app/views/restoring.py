"""Restoring a backup: first what the book of today has beyond it, then a new book, never over another one."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.errors import LabCalError
from labcal.errors.keeping import LockedBackupError
from labcal.services.backups import Comparison, compare, describe, restore
from labcal.services.books import Book
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import shown_instant
from labcal_app.desk import Desk, Errand
from labcal_app.theme.look import Look
from labcal_app.toil import Report
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import Hint, PasswordField
from labcal_app.widgets.labels import Label

SHOWN = 12
"""Lines of the journal that are listed."""


class RestorePanel(QWidget):
    """Opens below the backups once a backup was chosen.

    Signals:
        restored: The path of the restored book, which is to be opened.
    """

    restored = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        super().__init__()
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._folder, self._file, self._book = Path.home(), Path(), Path()
        self.begin = Button(look, text(mark("Restore a backup…")), "history")
        self.banner = Banner(look, text, closable=True)
        self.passphrase = PasswordField(look, Hint(text(mark("Passphrase of the backup"))), text)
        self.unlock = Button(look, text(mark("Unlock")), "check")
        self.told = Label(look, "", "body").wrapped()
        self.lines = Label(look, "", "small", "text2").wrapped()
        self.restore = Button(look, text(mark("Restore as a new book…")), "history", "primary")
        self.leave = Button(look, text(mark("Cancel")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("s"))
        foot = QHBoxLayout()
        for button in (self.unlock, self.restore, self.leave):
            foot.addWidget(button)
        foot.addStretch(1)
        for widget in (self.banner, self.passphrase, self.told, self.lines):
            column.addWidget(widget)
        column.addLayout(foot)
        self.begin.clicked.connect(self._choose)
        self.unlock.clicked.connect(self._look_at)
        self.passphrase.line.returnPressed.connect(self._look_at)
        self.restore.clicked.connect(self._restore)
        self.leave.clicked.connect(self._close)
        self.banner.repaired.connect(lambda: self.restored.emit(str(self._book)))
        self._close()

    def look_in(self, folder: Path) -> None:
        """Begin to look for backups in ``folder``."""
        self._folder = folder

    def _choose(self) -> None:
        chosen = self._dialogs.backup(self, self._folder)
        if chosen is not None:
            self._close()
            self._file = chosen
            self._look_at()

    def _look_at(self) -> None:
        """Open the backup, and hold it against the book, off the screen's thread."""
        function = partial(_compared, path=self._file, passphrase=self.passphrase.value or None)
        errand = Errand(title=mark("Look at the backup"), then=self._show, refused=self._refuse)
        self._desk.toil(errand, function)

    def _show(self, found: Comparison) -> None:
        text, backup, since = self._text, found.backup, found.since
        holds = mark(
            "The backup was made on {instant}: {laboratory}, {entries} journal entries, "
            "{certificates} certificates."
        )
        told = [
            text(
                holds,
                instant=shown_instant(datetime.fromisoformat(backup.made_at).astimezone(), text),
                laboratory=backup.laboratory or "—",
                entries=backup.entry,
                certificates=backup.certificates,
            )
        ]
        if not found.related:
            told.append(text(mark("It is of another book, or of another course of this one.")))
        elif since.total:
            more = mark(
                "It lacks {count} journal entries of this book; certificates among them: {certificates}."
            )
            told.append(text(more, count=since.total, certificates=", ".join(since.certificates) or "—"))
        else:
            told.append(text(mark("This book has nothing that it lacks.")))
        self.told.setText(" ".join(told))
        lines = [
            " · ".join((shown_instant(line.at.astimezone(), text), line.person, text(line.command)))
            for line in since.lines[:SHOWN]
        ]
        if since.total > SHOWN:
            lines.append(text(mark("… and {count} more"), count=since.total - SHOWN))
        self.lines.setText("\n".join(lines))
        for widget, seen in self._parts(locked=False):
            widget.setVisible(seen)

    def _restore(self) -> None:
        name = self._file.name.removesuffix(".labcal-backup")
        book = self._dialogs.restored(self, self._file.with_name(f"{name}-restored.labcal"))
        if book is None:
            return
        function = partial(_restored, path=self._file, target=book, passphrase=self.passphrase.value or None)
        self._desk.toil(Errand(title=mark("Restore"), then=self._done, refused=self._refuse), function)

    def _done(self, book: Path) -> None:
        self._close()
        self._book = book
        told = mark("The restored book is {path}; the book that is open stays as it is.")
        self.show()
        self.banner.say(State.PASS, self._text(told, path=book), repair=self._text(mark("Open it")))

    def _refuse(self, error: LabCalError) -> None:
        self.show()
        if isinstance(error, LockedBackupError):
            for widget, seen in self._parts(locked=True):
                widget.setVisible(seen)
            self.passphrase.editor.setFocus()
            return
        if self.passphrase.isVisible():
            self.passphrase.refuse(error.shown(self._text))
        else:
            self.banner.say(State.FAIL, error.shown(self._text))

    def _parts(self, *, locked: bool) -> list[tuple[QWidget, bool]]:
        """Return each part with whether it is to be seen; the panel itself opens with them."""
        self.show()
        shown = ((self.told, not locked), (self.lines, not locked), (self.restore, not locked))
        return [*shown, (self.passphrase, locked), (self.unlock, locked), (self.leave, True)]

    def _close(self) -> None:
        self.passphrase.set_value("")
        self.banner.clear()
        for widget, _seen in self._parts(locked=True):
            widget.hide()
        self.hide()


def _compared(book: Book, _report: Report, path: Path, passphrase: str | None) -> Comparison:
    return compare(describe(path, passphrase), book.path)


def _restored(_book: Book, report: Report, path: Path, target: Path, passphrase: str | None) -> Path:
    restore(path, target, passphrase, report)
    return target
