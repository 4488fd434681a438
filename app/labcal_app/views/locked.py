"""What covers the window while nobody is there: the password of who sits here, or someone else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import Hint, PasswordField
from labcal_app.widgets.labels import IconLabel, Label, Panel

WIDTH = 384


class LockedPage(Panel):
    """Covers everything; nothing of the work is seen.

    Signals:
        asked: The password that was typed.
        other_wanted: Someone else is to sign in.
    """

    asked = Signal(str)
    other_wanted = Signal()

    def __init__(self, look: Look, text: Text, person: str) -> None:
        super().__init__("surface")
        self._look, self._text = look, text
        self.password = PasswordField(look, Hint(text(mark("Password"))), text)
        self.enter = Button(look, text(mark("Go on working")), "log-in", "primary")
        self.other = Button(look, text(mark("Someone else signs in")), kind="link")
        told = text(
            mark("{person} is signed in, and what was typed is kept. The password shows it again."),
            person=person,
        )
        inside = QVBoxLayout()
        inside.setSpacing(look.space("m"))
        head = QHBoxLayout()
        head.setSpacing(look.space("s"))
        head.addWidget(IconLabel(look, "lock", "accent", 22))
        head.addWidget(Label(look, text(mark("The screen is locked")), "display"))
        head.addStretch(1)
        inside.addLayout(head)
        sentence = Label(look, told, "body", "text2").wrapped()
        sentence.setMinimumHeight(sentence.heightForWidth(WIDTH))
        inside.addWidget(sentence)
        for widget in (self.password, self.enter):
            inside.addWidget(widget)
        inside.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeading)
        self._centre(inside)
        self.enter.clicked.connect(self._ask)
        self.password.line.returnPressed.connect(self._ask)
        self.other.clicked.connect(self.other_wanted)
        self.setFocusProxy(self.password)

    def begin(self) -> None:
        """Put the keyboard into the field."""
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why it did not work; the password is to be typed anew."""
        self._wait(waiting=False)
        self.password.set_value("")
        self.password.refuse(sentence)
        self.begin()

    def _centre(self, inside: QVBoxLayout) -> None:
        holder = Panel("surface")
        holder.setFixedWidth(WIDTH)
        inside.setContentsMargins(2, 4, 2, 4)
        holder.setLayout(inside)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)

    def _wait(self, *, waiting: bool) -> None:
        for widget in (self.password, self.enter):
            widget.setEnabled(not waiting)

    def _ask(self) -> None:
        if not self.password.value:
            self.password.refuse(self._text(mark("Your password is missing.")))
            self.begin()
            return
        self._wait(waiting=True)
        self.asked.emit(self.password.value)
