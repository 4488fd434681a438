"""Backups that the laboratory's rule wants while people work: asked for at the start, then now and then."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from labcal.domain.backup_rule import Moment
from labcal.errors import LabCalError
from labcal.errors.keeping import CancelledError
from labcal.services.backup_rules import back_up_now, backup_is_due
from labcal.services.books import Book
from labcal.text import mark
from labcal_app.desk import Desk, Errand
from labcal_app.toil import Report
from labcal_app.window import Frame

SETTLE, EVERY = 5_000, 300_000
"""When it is first asked whether a backup is due, and how often then, in ms."""


class Keeping(QObject):
    """Makes the backups that are due while a person sits at the window."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        super().__init__(frame)
        self._desk, self._frame = desk, frame
        self._moment = Moment.START
        self._at_work = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        self._timer.start(SETTLE)

    def ask(self) -> None:
        """Ask, off the screen's thread, whether a backup is due now; make it where one is."""
        self._timer.start(EVERY)
        if not self._at_work:
            self._desk.fetch(self, partial(backup_is_due, moment=self._moment), self._answer)
            self._moment = Moment.DURING

    def _answer(self, due: bool) -> None:
        if due:
            self._at_work = True
            errand = Errand(title=mark("Back up"), then=self._made, refused=self._hindered)
            self._desk.toil(errand, _back_up)

    def _made(self, _path: Path) -> None:
        self._at_work = False

    def _hindered(self, error: LabCalError) -> None:
        self._at_work = False
        if not isinstance(error, CancelledError):
            self._frame.refuse(error)


def _back_up(book: Book, report: Report) -> Path:
    return back_up_now(book, report)
