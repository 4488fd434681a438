"""The line at the foot of the window: what is kept, what can be undone, who and where."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from labcal.text import Phrase, Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import IconLabel, Label, Panel, Short, hairline

SLOW = 500
"""Work that takes longer, in ms, shows itself."""
TONES = {State.PASS: "pass", State.INFO: "info", State.CONDITIONAL: "warn", State.FAIL: "fail"}


class StatusBar(Panel):
    """Message at the start, undo beside it, person and book at the end."""

    def __init__(self, look: Look, text: Text, who: str, book: str) -> None:
        super().__init__("status")
        self._text = text
        self.icon = IconLabel(look, "pass", "pass", 14)
        self.message = Short(look, text(mark("All changes kept")), "small", "text2")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(72)
        self.progress.setAccessibleName(text(mark("Progress")))
        self.progress.hide()
        self.cancel = Button(look, text(mark("Cancel")), "", "quiet", small=True)
        self.cancel.hide()
        self.undo = Button(look, "", "undo", "quiet", small=True)
        self.undo.hide()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW)
        self._slow.timeout.connect(self._show_progress)
        self._doing = ""
        self.setFixedHeight(look.size("status"))
        self._build(look, who, book)

    def busy(self, at_work: bool, title: str) -> None:
        """Show, after half a second, that ``title`` (marked words) is being done; then that all is kept."""
        self._doing = self._text(title) if title else ""
        if at_work:
            self._slow.start()
        else:
            self._slow.stop()
            self.progress.hide()
            self.progress.setRange(0, 0)
            self.cancel.hide()
            self.say(State.PASS, self._text(mark("All changes kept")))

    def progressed(self, done: int, total: int) -> None:
        """Show how much of how much of the long work is done, with the button that ends it."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.cancel.setVisible(self.progress.isVisible())

    def say(self, state: State, words: str) -> None:
        """Show ``words`` until something else happens."""
        self.icon.show_icon(state.value, TONES.get(state, "text2"))
        self.message.setText(words)

    def offer_undo(self, title: str | Phrase) -> None:
        """Offer to undo ``title`` (marked words); empty offers nothing."""
        self.undo.setVisible(bool(title))
        if title:
            self.undo.rename(self._text(mark("Undo “{command}”"), command=self._text(title)) + "  Ctrl+Z")

    def _show_progress(self) -> None:
        self.progress.show()
        self.say(State.WAITING, self._text(mark("{command} …"), command=self._doing))

    def _build(self, look: Look, who: str, book: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("l"), 1, look.space("l"), 0)
        row.setSpacing(look.space("s"))
        for widget in (
            self.icon,
            self.message,
            self.progress,
            self.cancel,
            hairline(upright=True),
            self.undo,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Label(look, who, "small", "text2", 600))
        row.addWidget(Label(look, "·", "small", "text3"))
        row.addWidget(IconLabel(look, "book-marked", "text2", 14))
        row.addWidget(Label(look, book, "small", "text2"))
