"""A received job begun as the earlier one of its instrument was, in one press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.person import PersonName
from labcal.services.copying import CopyJob, EarlierJob, LeftOut
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.opening import OpeningFields
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Label


class AsBefore(QWidget):
    """Shows only where an earlier job exists whose procedure is in force.

    Signals:
        begun: The job is open.
        left_out: What of the earlier job was not taken over, and why, in sentences.
    """

    begun = Signal()
    left_out = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, opening: OpeningFields) -> None:
        """Make the button; where a mentor is needed, ``opening`` asks for one."""
        super().__init__()
        self._text, self._desk, self._opening = text, desk, opening
        self._shown: Worksheet | None = None
        self.button = Button(look, "", "history")
        self.note = Label(look, "", "small", "text2").wrapped()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addWidget(self.button)
        column.addWidget(self.note)
        self.button.clicked.connect(self._begin)
        self.hide()

    def show_sheet(self, shown: Worksheet) -> None:
        """Offer the earlier job of the instrument, where there is one."""
        self._shown = shown
        earlier = shown.earlier
        self.setVisible(earlier is not None)
        if earlier is not None:
            text = self._text
            self.button.rename(text(mark("Begin as job {job}"), job=earlier.job))
            told = mark(
                "Takes over procedure, class, standards and points of the last job of this instrument; "
                "no reading."
            )
            self.note.setText(text(told))

    def _begin(self) -> None:
        earlier = self._shown.earlier if self._shown else None
        if self._shown is None or earlier is None:
            return
        self._opening.procedure.set_value(earlier.procedure)
        way = self._opening.way
        if self._opening.obstacle or way is None:
            return
        mentor = None if way.alone else PersonName(self._opening.mentor.value)
        job = self._shown.sheet.job.number
        command = CopyJob(job=job, earlier=earlier.job, mentor=mentor)
        self._desk.run(command, partial(self._done, earlier))

    def _done(self, earlier: EarlierJob, left_out: tuple[LeftOut, ...]) -> None:
        self.begun.emit()
        if left_out:
            told = self._text(mark("Not taken over from job {job}:"), job=earlier.job)
            self.left_out.emit(" ".join([told, *(self._text(one.why) for one in left_out)]))
