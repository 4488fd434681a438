"""A sentence that wants attention, with the button that mends it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import IconLabel, Label, Panel

ROLES = {
    State.FAIL: ("fail", "fail"),
    State.STOPPED: ("fail", "fail"),
    State.CONDITIONAL: ("warn", "warn"),
    State.EXPIRING: ("warn", "warn"),
    State.PASS: ("pass", "pass"),
    State.INFO: ("info", "info"),
}


class Banner(Panel):
    """One sentence on a soft ground; hidden until it has something to say.

    Signals:
        repaired: The button was pressed.
        dismissed: The cross was pressed.
    """

    repaired = Signal()
    dismissed = Signal()

    def __init__(self, look: Look, text: Text, *, closable: bool = False, tall: bool = False) -> None:
        """Make an empty banner; ``tall`` puts the second sentence below the first, as an alert."""
        super().__init__("fail")
        self._look = look
        self.icon = IconLabel(look, "fail", "fail", look.size("icon"))
        self.sentence = Label(look, "", "body", "text", 600 if tall else 500)
        self.more = Label(look, "", "small", "text2")
        self.repair = Button(look, "", small=True)
        self.close_button = IconButton(look, "close", text(mark("Close")))
        self.close_button.setVisible(closable)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("m"), look.space("xs"), look.space("s"), look.space("xs"))
        row.setSpacing(look.space("s"))
        row.addWidget(self.icon)
        if tall:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(self.sentence)
            column.addWidget(self.more)
            row.addLayout(column, 1)
        else:
            row.addWidget(self.sentence)
            row.addWidget(self.more)
            row.addStretch(1)
        row.addWidget(self.repair)
        row.addWidget(self.close_button)
        self.setFixedHeight(52 if tall else 34)
        self.repair.clicked.connect(self.repaired)
        self.close_button.clicked.connect(self._dismiss)
        self.hide()

    def say(self, state: State, sentence: str, more: str = "", repair: str = "") -> None:
        """Show ``sentence``; ``repair`` names the button, which is hidden where it is empty."""
        role, tone = ROLES.get(state, ("info", "info"))
        self.set_role(role)
        self.icon.show_icon(state.value, tone)
        self.sentence.setText(sentence)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.repair.rename(repair)
        self.repair.setVisible(bool(repair))
        self.setAccessibleName(f"{sentence} {more}".strip())
        self.show()

    def clear(self) -> None:
        """Take the sentence away."""
        self.sentence.setText("")
        self.hide()

    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()
