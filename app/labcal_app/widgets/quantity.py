"""A quantity in one field: the value, with its unit lighter behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labcal_app.theme.look import Look
from labcal_app.widgets.fields import Hint, LineField
from labcal_app.widgets.labels import Label

Validator = Callable[[str], str | None]


class QuantityField(LineField):
    """A number with a unit.

    ``check`` gets what was typed and returns the sentence that says what is wrong, or None. The unit
    behind the value is the one that holds where none is typed.
    """

    def __init__(self, look: Look, hint: Hint, unit: str = "", check: Validator | None = None) -> None:
        super().__init__(look, hint)
        self._check = check
        self.line.setFont(look.font("body", use="number"))
        self.suffix = Label(look, unit, "body", "text3")
        self.suffix.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        holder = QWidget(self.line)
        holder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.suffix)
        self._holder = holder
        self.line.installEventFilter(self)
        self.left.connect(self.check)
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        """Show ``unit`` behind the value."""
        self.suffix.setText(unit)
        wide = self.suffix.sizeHint().width() + self._look.space("s") if unit else 0
        self.line.setTextMargins(0, 0, wide, 0)
        self.line.setAccessibleDescription(unit)
        self._place()

    def check(self) -> bool:
        """Ask the validator; show its sentence, and tell whether there was none."""
        sentence = self._check(self.value) if self._check is not None and self.value else None
        self.refuse(sentence or "")
        return sentence is None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return False

    def _place(self) -> None:
        wide = self.suffix.sizeHint().width()
        pad = self._look.space("m")
        left = pad if self._look.mirrored else self.line.width() - wide - pad
        self._holder.setGeometry(left, 0, wide, self.line.height())
