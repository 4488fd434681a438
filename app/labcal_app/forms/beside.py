"""What stands beside a list: the facts of the chosen record, or a form to fill in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.forms.drafted import Drafted
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.fields import Field
from labcal_app.widgets.labels import Label, Panel, Short, hairline
from labcal_app.widgets.quantity import QuantityField

F = TypeVar("F", bound=Field)
WIDTH = 340


class Beside(Panel):
    """A column with a title, a body that scrolls, and a foot of buttons."""

    def __init__(self, look: Look, title: str = "", note: str = "", width: int = WIDTH) -> None:
        super().__init__("facts")
        self._look = look
        self.setFixedWidth(width)
        self.title, self.note = Short(look, title, "section"), Short(look, note, "small", "text2")
        self.head, self.body, self.foot = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.foot_panel = Panel("foot")
        self._build()
        self.say(title, note)

    def say(self, title: str, note: str = "") -> None:
        """Show another title, and a quiet word below it."""
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def add(self, widget: QWidget) -> QWidget:
        """Put ``widget`` below what is there."""
        self.body.insertWidget(self.body.count() - 1, widget)
        return widget

    def head_button(self, words: str, icon: str) -> Button:
        """Put a small button beside the title."""
        button = Button(self._look, words, icon, small=True)
        self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def section(self, title: str) -> SectionTitle:
        """Put a title with a hairline above it below what is there."""
        self.add(hairline())
        found = SectionTitle(self._look, title)
        self.add(found)
        return found

    def _build(self) -> None:
        look = self._look
        inset = look.space("l")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.note)
        self.head.setContentsMargins(inset, look.space("m"), look.space("s"), look.space("s"))
        self.head.addLayout(names, 1)
        inside = Panel("surface")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(inset, look.space("xs"), inset, look.space("m"))
        self.body.setSpacing(look.space("s") + 2)
        self.body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.foot = QHBoxLayout(self.foot_panel)
        self.foot.setContentsMargins(inset, look.space("s"), inset, look.space("s"))
        self.foot.setSpacing(look.space("s"))
        self.foot_panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.area, 1)
        column.addWidget(self.foot_panel)


class Form(Beside):
    """Fields one below the other, what is wrong beside each, and a button that keeps them.

    Signals:
        submitted: The button was pressed, or Enter in the last field, and nothing obligatory is missing.
        dismissed: The form is no longer wanted.
    """

    submitted = Signal()
    dismissed = Signal()

    def __init__(self, look: Look, text: Text, title: str, action: str) -> None:
        super().__init__(look, title)
        self._text = text
        self.fields: list[Field] = []
        self._needed: list[Field] = []
        self.close_button = IconButton(look, "close", text(mark("Close")))
        self.close_button.clicked.connect(self.dismissed)
        self.head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.wrong = Label(look, "", "small", "fail", 500).wrapped()
        self.wrong.hide()
        self.keep = Button(look, action, kind="primary")
        self.keep.clicked.connect(self.submit)
        self.foot.addWidget(self.keep)
        self.foot.addStretch(1)
        self._place_wrong()
        self.foot_panel.show()
        self.back_again = Banner(look, text)
        self.back_again.hide()
        self.body.insertWidget(0, self.back_again)
        self.drafted = Drafted(self, type(self).__name__, self.note.text)
        self.drafted.brought_back.connect(self._tell_draft)
        self.back_again.repaired.connect(self._discard_draft)

    def _place_wrong(self) -> None:
        """Put the place of what is wrong above the button."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            holder = QVBoxLayout()
            holder.setContentsMargins(self._look.space("l"), 0, self._look.space("l"), self._look.space("s"))
            holder.addWidget(self.wrong)
            layout.insertLayout(layout.count() - 1, holder)

    def field(self, field: F, *, needed: bool = False) -> F:
        """Put ``field`` below what is there; a ``needed`` one may not stay empty."""
        self.add(field)
        return self._known(field, needed)

    def pair(self, one: F, other: Field, *, needed: bool = False) -> F:
        """Put two fields side by side; the first is given back."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.space("m"))
        for field in (one, other):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.add(holder)
        self._known(one, needed)
        self._known(other, needed)
        return one

    def need(self, field: Field) -> None:
        """Let ``field``, which stands here already, no longer stay empty."""
        self._needed.append(field)

    def submit(self) -> None:
        """Say what is missing, or hand over."""
        self.refuse("")
        missing = self._text(mark("This is missing."))
        for field in self._needed:
            if not _value(field):
                field.refuse(missing)
        first = next((field for field in self.fields if field.isVisibleTo(self) and field.refused), None)
        if first is not None:
            self.go(first)
            return
        self.submitted.emit()

    def go(self, field: Field) -> None:
        """Bring ``field`` into view, with the keyboard in it."""
        self.area.ensureWidgetVisible(field)
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, why: LabCalError | str) -> None:
        """Say above the button why it did not work; an empty word takes it away."""
        self.wait(waiting=False)
        sentence = why if isinstance(why, str) else why.shown(self._text)
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def wait(self, *, waiting: bool) -> None:
        """Take nothing while the book is asked."""
        self.keep.setEnabled(not waiting)

    def clear(self) -> None:
        """Empty all fields: what stood in them is saved, or no longer wanted."""
        self.drafted.finish()
        self.back_again.clear()
        self.refuse("")
        for field in self.fields:
            setter: Callable[[str], None] | None = getattr(field, "set_value", None)
            if setter is not None:
                setter("")
                field.refuse("")

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        first = next((field for field in self.fields if field.isVisibleTo(self)), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def quantity(self, field: QuantityField, *, half_width: bool = False) -> QuantityValue | None:
        """Return what a field of quantity holds; None where it is empty, or refused beside it."""
        if not field.value:
            return None
        try:
            unit = field.suffix.text() or None
            return parse_half_width(field.value, unit) if half_width else parse(field.value, unit)
        except LabCalError as error:
            field.refuse(error.shown(self._text))
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on()
        else:
            super().keyPressEvent(event)

    def _on(self) -> None:
        """Go from a field to the next one; from the last one hand over; press the button one is on."""
        here = self.focusWidget()
        if isinstance(here, QAbstractButton) and here.hasFocus():
            here.click()
            return
        shown = [field for field in self.fields if field.isVisibleTo(self)]
        place = next((at for at, field in enumerate(shown) if field.editor.hasFocus()), len(shown) - 1)
        if place + 1 < len(shown):
            self.go(shown[place + 1])
        else:
            self.submit()

    def _tell_draft(self) -> None:
        told, discard = self._text(mark("What you were typing is back.")), self._text(mark("Discard"))
        self.back_again.say(State.INFO, told, repair=discard)

    def _discard_draft(self) -> None:
        self.drafted.discard()
        self.back_again.clear()

    def _known(self, field: F, needed: bool) -> F:
        self.fields.append(field)
        self.drafted.watch([field])
        if needed:
            self._needed.append(field)
        return field


class SideStack(QStackedWidget):
    """The places beside a list: the facts first, and the forms that take their turn."""

    def __init__(self, facts: QWidget, width: int = WIDTH) -> None:
        super().__init__()
        self._from: QWidget | None = None
        self.setFixedWidth(width)
        self.addWidget(facts)

    def open(self, form: Form) -> None:
        """Show ``form``, with the keyboard in its first field."""
        here = QApplication.focusWidget()
        if here is not None and not self.isAncestorOf(here):
            self._from = here
        if self.indexOf(form) < 0:
            self.addWidget(form)
            form.dismissed.connect(self.back)
        self.setCurrentWidget(form)
        form.begin()

    def back(self) -> None:
        """Show the facts again, with the keyboard where the form took it from."""
        self.setCurrentIndex(0)
        if self._from is not None and Shiboken.isValid(self._from) and self._from.isVisible():
            self._from.setFocus(Qt.FocusReason.OtherFocusReason)


def _value(field: Field) -> str:
    return str(getattr(field, "value", ""))


def quantity_check(text: Text, unit: str = "", *, half_width: bool = False) -> Callable[[str], str | None]:
    """Return what tells a field of quantity in a sentence why it cannot be taken."""

    def check(typed: str) -> str | None:
        try:
            parse_half_width(typed, unit or None) if half_width else parse(typed, unit or None)
        except LabCalError as error:
            return error.shown(text)
        return None

    return check
