"""What stands where nothing is yet: it says what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import IconLabel, Label

ICON, WIDTH = 32, 380


class Empty(QWidget):
    """Icon, sentence, explanation, and the button for the first step.

    Signals:
        started: The button was pressed.
    """

    started = Signal()

    def __init__(self, look: Look, icon: str, title: str, more: str = "", action: str = "") -> None:
        super().__init__()
        self.title = Label(look, title, "section")
        self.more = Label(look, more, "body", "text2").wrapped()
        self.more.setFixedWidth(WIDTH)
        self.more.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        if not more:
            self.more.hide()
        self.action = Button(look, action)
        if not action:
            self.action.hide()
        self.action.clicked.connect(self.started)
        column = QVBoxLayout(self)
        column.setSpacing(look.space("s"))
        column.addStretch(2)
        for widget in (IconLabel(look, icon, "text3", ICON), self.title, self.more, self.action):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._fit()

    def say(self, title: str, more: str = "", action: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.action.rename(action)
        self.action.setVisible(bool(action))
        self._fit()

    def _fit(self) -> None:
        """Give the explanation the height of all its lines: centred, it would be told only of one."""
        self.more.setMinimumHeight(max(self.more.heightForWidth(WIDTH), 0))
