"""The one modal dialog: whoever signs proves to be there, by the password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import Hint, PasswordField
from labcal_app.widgets.labels import IconLabel, Label

WIDTH = 440


class SigningDialog(QDialog):
    """Says what is signed, and asks for the password; Enter signs, Escape leaves all as it was.

    Signals:
        signed: The password that was typed; whoever asked calls ``refuse`` or ``finish``.
    """

    signed = Signal(str)

    def __init__(self, look: Look, text: Text, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, text
        self.setWindowTitle(text(mark("Sign")))
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = Label(look, text(mark("Your signature")), "section")
        self.sentence = Label(look, sentence, "body", "text2").wrapped()
        hint = Hint(
            text(mark("Password")),
            text(mark("Your password proves that it is you who signs; nobody else can use your key.")),
            "ISO/IEC 17025:2017, 7.8.2.1 o",
        )
        self.password = PasswordField(look, hint, text)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(text(mark("Signing")))
        self.progress.hide()
        self.cancel = Button(look, text(mark("Cancel")))
        self.sign = Button(look, text(mark("Sign")), "sign", "primary")
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.sign.clicked.connect(self._sign)
        self.password.changed.connect(self._offer)
        self._offer()
        self.password.line.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why it was not signed, and let the person try again."""
        self._wait(waiting=False)
        self.password.refuse(sentence)
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.line.selectAll()

    def finish(self) -> None:
        """Close: it is signed."""
        self._wait(waiting=False)
        self.accept()

    def reject(self) -> None:
        if self.progress.isHidden():
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._sign()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look = self._look
        head = QHBoxLayout()
        head.setSpacing(look.space("s"))
        head.addWidget(IconLabel(look, "sign", "accent", 18))
        head.addWidget(self.title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("s"))
        buttons.addStretch(1)
        for button in (self.cancel, self.sign):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space("xl"), look.space("xl"), look.space("xl"), look.space("l"))
        column.setSpacing(look.space("m"))
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.password)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def _offer(self) -> None:
        self.sign.setEnabled(bool(self.password.value) and self.progress.isHidden())

    def _sign(self) -> None:
        if self.sign.isEnabled():
            self._wait(waiting=True)
            self.signed.emit(self.password.value)

    def _wait(self, *, waiting: bool) -> None:
        self.progress.setVisible(waiting)
        self.password.editor.setEnabled(not waiting)
        self.cancel.setEnabled(not waiting)
        self._offer()
