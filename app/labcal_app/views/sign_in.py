"""Signing in: name and password, at one book."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.views.door import Door, DoorPage
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import Hint, LineField, PasswordField
from labcal_app.widgets.labels import IconLabel, Label, Panel, Short

TONES = {"pass": "pass", "conditional": "warn", "fail": "fail"}


class SignIn(DoorPage):
    """The form.

    Signals:
        asked: Name and password.
    """

    asked = Signal(str, str)

    def __init__(self, look: Look, text: Text, door: Door) -> None:
        super().__init__(look, text, door)
        self.begin(text(mark("Sign in")), text(mark("Your name stands on every record you make.")))
        self.name = LineField(look, Hint(text(mark("Name"))), door.person)
        self.password = PasswordField(look, Hint(text(mark("Password"))), text)
        self.enter = Button(look, text(mark("Sign in")), kind="primary")
        self.form.addWidget(self._book_card())
        self.form.addSpacing(look.space("xs"))
        for widget in (self.name, self.password):
            self.form.addWidget(widget)
        self.form.addSpacing(look.space("xs"))
        self.form.addWidget(self.enter)
        self.form.addLayout(self._facts())
        self.enter.clicked.connect(self._ask)
        self.name.line.returnPressed.connect(self._on_from_name)
        self.password.line.returnPressed.connect(self._ask)
        self.setFocusProxy(self.password if door.person else self.name)

    def refuse(self, sentence: str) -> None:
        """Say in one sentence why it did not work; the password is to be typed anew."""
        self.wait(waiting=False)
        self.password.set_value("")
        self.password.refuse(sentence)
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, *, waiting: bool) -> None:
        """Take no further words while the password is looked at."""
        for widget in (self.name, self.password, self.enter):
            widget.setEnabled(not waiting)

    def _on_from_name(self) -> None:
        self.password.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        self.name.refuse("" if self.name.value else self._text(mark("Your name is missing.")))
        self.password.refuse("" if self.password.value else self._text(mark("Your password is missing.")))
        first = next((field for field in (self.name, self.password) if field.refused), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wait(waiting=True)
        self.asked.emit(self.name.value, self.password.value)

    def _book_card(self) -> Panel:
        look = self._look
        card = Panel("card")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Short(look, self.door.book, "body", "text", 600))
        names.addWidget(Short(look, self.door.laboratory, "small", "text2"))
        self.change = Button(look, self._text(mark("Change")), small=True)
        self.change.clicked.connect(self.other_book)
        row = QHBoxLayout(card)
        row.setContentsMargins(look.space("l"), look.space("s"), look.space("m"), look.space("s"))
        row.setSpacing(look.space("m"))
        row.addWidget(IconLabel(look, "book-marked", "accent", 18))
        row.addLayout(names, 1)
        row.addWidget(self.change)
        card.setFixedHeight(54)
        return card

    def _facts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.space("xs") + 2)
        for state, told in self.door.facts:
            row.addWidget(IconLabel(self._look, state.value, TONES.get(state.value, "text2"), 14))
            row.addWidget(Label(self._look, told, "small", "text2"))
            row.addSpacing(self._look.space("s"))
        row.addStretch(1)
        return row
