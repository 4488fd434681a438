"""Fields to fill in: a label above, the control, and one sentence below where something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.choice import Choice
from labcal_app.widgets.labels import IconLabel, Label


class Hint(NamedTuple):
    """What a field says about itself.

    Attributes:
        label: Words above the field, and its accessible name.
        help: Sentence shown by F1.
        clause: Clause of a standard that asks for it, such as "ISO/IEC 17025:2017, 7.8.2.1".
        placeholder: Words in the empty field.
    """

    label: str
    help: str = ""
    clause: str = ""
    placeholder: str = ""


class Field(QWidget):
    """Label, control and sentence.

    Signals:
        changed: The person changed the value.
        left: The person left the field, or pressed Enter in it.
    """

    changed = Signal(str)
    left = Signal()

    def __init__(self, look: Look, hint: Hint, editor: QWidget) -> None:
        super().__init__()
        self._look, self.editor = look, editor
        self.label = Label(look, hint.label, "small", "text2", 500)
        self.note = Label(look, "", "small", "warn", 500)
        self.sentence = Label(look, "", "small", "fail").wrapped()
        self.sentence.setMinimumWidth(1)  # else a long word that was typed widens the form beyond its place
        self.sentence.hide()
        self.label.setBuddy(editor)
        editor.setAccessibleName(hint.label)
        explained = " ".join(part for part in (hint.help, f"({hint.clause})" if hint.clause else "") if part)
        editor.setWhatsThis(explained)
        self.setFocusProxy(editor)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.label)
        head.addStretch(1)
        head.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.space("xs"))
        self.head = head
        layout.addLayout(head)
        layout.addWidget(editor)
        layout.addWidget(self.sentence)

    def refuse(self, sentence: str) -> None:
        """Show what is wrong, in a sentence; empty takes it away."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        edge = "fail" if sentence else ""
        if self.editor.property("edge") != edge:
            self.editor.setProperty("edge", edge)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    @property
    def refused(self) -> bool:
        """Whether a sentence says what is wrong."""
        return bool(self.sentence.text())


class LineField(Field):
    """One line of words."""

    def __init__(self, look: Look, hint: Hint, value: str = "") -> None:
        self.line = QLineEdit(value)
        self.line.setPlaceholderText(hint.placeholder)
        self.line.setFont(look.font("body"))
        super().__init__(look, hint, self.line)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self.left)

    @property
    def value(self) -> str:
        """What stands in the field, without blanks around it."""
        return self.line.text().strip()

    def set_value(self, value: str) -> None:
        """Show ``value``."""
        self.line.setText(value)
        self.refuse("")

    def complete(self, choices: Sequence[str]) -> None:
        """Offer ``choices`` as one types, at once where one types already; any part of a word finds them."""
        known = self.line.completer()
        model = known.model() if known is not None else None
        if isinstance(model, QStringListModel):
            model.setStringList(list(choices))
            if self.line.hasFocus() and self.value:
                known.setCompletionPrefix(self.value)
                known.complete()
            return
        completer = QCompleter(QStringListModel(list(choices), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        popup.setProperty("role", "choices")
        popup.setFont(self._look.font("body"))
        completer.setPopup(popup)
        completer.activated.connect(self.changed)
        self.line.setCompleter(completer)

    def _edited(self, words: str) -> None:
        self.refuse("")
        self.changed.emit(words)


class PasswordField(LineField):
    """A password, with a warning where Caps Lock appears to be on.

    Qt does not tell the state of the key: a capital typed without Shift gives it away.
    """

    def __init__(self, look: Look, hint: Hint, text: Text) -> None:
        super().__init__(look, hint)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = IconLabel(look, "conditional", "warn", 14)
        self.sign.hide()
        self.head.insertWidget(2, self.sign)
        self._warning = text(mark("Caps Lock is on"))
        self.line.installEventFilter(self)

    @property
    def value(self) -> str:
        """The password, blanks and all."""
        return self.line.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._watch_capitals(event)
        elif event.type() == QEvent.Type.FocusOut:
            self._warn(on=False)
        return False

    def _watch_capitals(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._warn(on=False)
        elif letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._warn(on=letter.isupper() != shifted)

    def _warn(self, *, on: bool) -> None:
        self.note.setText(self._warning if on else "")
        self.sign.setVisible(on)


class ChoiceField(Field):
    """One of a few: ``choices`` are pairs of a value and the words shown for it."""

    def __init__(self, look: Look, hint: Hint, choices: Sequence[tuple[str, str]] = ()) -> None:
        self.choice = Choice(look)
        self.choice.view().setAccessibleName(hint.label)
        super().__init__(look, hint, self.choice)
        self.choice.setPlaceholderText(hint.placeholder)
        self.offer(choices)
        self.choice.activated.connect(self._chosen)

    @property
    def value(self) -> str:
        """The chosen value; empty where nothing is chosen."""
        value = self.choice.currentData()
        return value if isinstance(value, str) else ""

    def set_value(self, value: str) -> None:
        """Choose ``value``; nothing where it is not offered."""
        self.choice.setCurrentIndex(self.choice.findData(value))
        self.refuse("")

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices, and keep the value where it is among them."""
        kept = self.value
        self.choice.clear()
        for value, shown in choices:
            self.choice.addItem(shown, value)
        self.choice.setCurrentIndex(self.choice.findData(kept) if kept else -1)

    def _chosen(self, _index: int) -> None:
        self.refuse("")
        self.changed.emit(self.value)
        self.left.emit()


class WordsField(Field):
    """A few lines of words."""

    def __init__(self, look: Look, hint: Hint, lines: int = 3) -> None:
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(hint.placeholder)
        self.words.setFont(look.font("body"))
        self.words.setFixedHeight(lines * look.tokens.steps["body"].line + look.space("l"))
        super().__init__(look, hint, self.words)
        self.words.textChanged.connect(self._edited)

    @property
    def value(self) -> str:
        """What stands in the field, without blanks around it."""
        return self.words.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Show ``value``."""
        self.words.setPlainText(value)

    def _edited(self) -> None:
        self.refuse("")
        self.changed.emit(self.value)


AnyField = LineField | ChoiceField | WordsField
"""Any field that has a ``value``, ``set_value`` and ``refuse``."""
