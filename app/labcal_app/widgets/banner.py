"""A sentence that wants attention, with the button that mends it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import IconLabel, Label, Panel

LOW, TALL = 34, 52
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
        self._look, self._tall = look, tall
        self.said = ("", "")
        self.icon = IconLabel(look, "fail", "fail", look.size("icon"))
        self.sentence = Label(look, "", "body").wrapped()
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.repair = Button(look, "", small=True)
        self.close_button = IconButton(look, "close", text(mark("Close")))
        if not closable:
            self.close_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("m"), look.space("xs"), look.space("s"), look.space("xs"))
        row.setSpacing(look.space("s"))
        row.addWidget(self.icon)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.repair)
        row.addWidget(self.close_button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(TALL if tall else LOW)
        self.repair.clicked.connect(self.repaired)
        self.close_button.clicked.connect(self._dismiss)
        look.changed.connect(self._write)
        self.hide()

    def say(self, state: State, sentence: str, more: str = "", repair: str = "") -> None:
        """Show ``sentence``; ``repair`` names the button, which is hidden where it is empty."""
        role, tone = ROLES.get(state, ("info", "info"))
        self.set_role(role)
        self.icon.show_icon(state.value, tone)
        self.said = (sentence, more)
        self._write()
        self.repair.rename(repair)
        self.repair.setVisible(bool(repair))
        self.setAccessibleName(f"{sentence} {more}".strip())
        self.show()

    def clear(self) -> None:
        """Take the sentence away."""
        self.said = ("", "")
        self._write()
        self.hide()

    def _write(self) -> None:
        """Set both sentences in one label, so that they break into lines together."""
        sentence, more = (escape(part) for part in self.said)
        lighter = self._look.colour("text2").name()
        between = "<br>" if self._tall else "&nbsp; "
        told = f'<span style="font-weight:{600 if self._tall else 500}">{sentence}</span>'
        if more:
            told += f'{between}<span style="color:{lighter}">{more}</span>'
        self.sentence.setText(told)

    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()


class MessageBar(Panel):
    """A banner across the window, with room around it, that takes no room while it has nothing to say."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self.banner = Banner(look, text, closable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, look.space("xs") + 2, 20, look.space("xs") + 2)
        row.addWidget(self.banner)
        self.banner.dismissed.connect(self.hide)
        self.hide()

    def say(self, state: State, sentence: str, repair: str = "") -> None:
        """Show ``sentence`` until it is closed or replaced; ``repair`` names the button."""
        self.banner.say(state, sentence, repair=repair)
        self.show()

    def clear(self) -> None:
        """Take the sentence away."""
        self.banner.clear()
        self.hide()
