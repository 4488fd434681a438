"""What stands below the thing it is about: a hint, a sentence that says what is wrong, or a question."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import IconLabel, Label, Panel, Short

HEIGHT = 34


class Question(NamedTuple):
    """A question for one line of words: the sentence, the button, and what the field is called."""

    sentence: str
    action: str
    field: str


class ReasonLine(QLineEdit):
    """One line of words; Escape gives up.

    Signals:
        dropped: Escape was pressed.
    """

    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class ReasonBar(Panel):
    """Asks for a reason in place: Enter gives it, Escape drops the question. Never modal.

    Signals:
        given: The reason, without blanks around it; never empty.
        dropped: The person gave up.
    """

    given = Signal(str)
    dropped = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("warn")
        self._text = text
        self.sentence = Short(look, "", "body", "text", 500)
        self.line = ReasonLine()
        self.line.setFont(look.font("body"))
        self.line.setMinimumWidth(180)
        self.confirm = Button(look, "", small=True)
        self.cancel = Button(look, text(mark("Cancel")), kind="quiet", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("m"), 0, look.space("s"), 0)
        row.setSpacing(look.space("s"))
        row.addWidget(IconLabel(look, "conditional", "warn"))
        row.addWidget(self.sentence)
        row.addWidget(self.line, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.cancel)
        self.setFixedHeight(HEIGHT + 4)
        self.line.returnPressed.connect(self._give)
        self.line.dropped.connect(self.dropped)
        self.confirm.clicked.connect(self._give)
        self.cancel.clicked.connect(self.dropped)

    def ask(self, question: Question) -> None:
        """Ask, with the field empty and the focus in it."""
        self.sentence.setText(question.sentence)
        self.confirm.rename(question.action)
        self.line.clear()
        self.line.setAccessibleName(question.field)
        self.line.setAccessibleDescription(question.sentence)
        self.line.setPlaceholderText(question.field)
        QTimer.singleShot(0, self.line, self._focus)

    def _focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if reason := self.line.text().strip():
            self.given.emit(reason)
        else:
            self._focus()


class Notice(QStackedWidget):
    """A hint, until there is a sentence or a question.

    Signals:
        repaired: The button of the sentence was pressed.
        given: The answer to the question.
        dropped: The question was dropped.
    """

    repaired = Signal()
    given = Signal(str)
    dropped = Signal()

    def __init__(self, look: Look, text: Text, hint: str = "") -> None:
        super().__init__()
        self.hint = Label(look, hint, "small", "text3")
        self.banner = Banner(look, text)
        self.reason = ReasonBar(look, text)
        for widget in (self.hint, self.banner, self.reason):
            self.addWidget(_held(widget))
        self.setFixedHeight(HEIGHT + 6)
        self.banner.repaired.connect(self.repaired)
        self.reason.given.connect(self.given)
        self.reason.dropped.connect(self.dropped)
        self.setCurrentIndex(0)

    @property
    def asking(self) -> bool:
        """Whether a question stands."""
        return self.currentIndex() == 2

    def tell(self, hint: str) -> None:
        """Show the hint, in the place of anything else."""
        self.hint.setText(hint)
        self.setCurrentIndex(0)

    def say(self, state: State, sentence: str, repair: str = "") -> None:
        """Show a sentence; ``repair`` names the button."""
        self.banner.say(state, sentence, repair=repair)
        self.setCurrentIndex(1)

    def ask(self, question: Question) -> None:
        """Ask for one line of words."""
        if not (self.asking and self.reason.sentence.text() == question.sentence):
            self.reason.ask(question)
        self.setCurrentIndex(2)


def _held(widget: QWidget) -> QWidget:
    """Keep ``widget`` at its own height in the middle of its place."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1, Qt.AlignmentFlag.AlignVCenter)
    return holder
