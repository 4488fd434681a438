"""A form whose fields are kept as they are typed in, and brought back as they were typed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from labcal.services.drafts import PERSONAL
from labcal_app.drafts import keeper_of
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import Field, PasswordField


class Drafted(QObject):
    """Keeps what is typed into the fields of ``form``; passwords never.

    What the fields hold before anybody types names the draft: what was typed over one record never comes back
    over another.

    Attributes:
        personal: Whether it is about a person: such drafts die with anybody's details.

    Signals:
        brought_back: The fields show again what was typed before.
    """

    brought_back = Signal()

    def __init__(self, form: QWidget, place: str, about: Callable[[], str] = str) -> None:
        """Keep nothing yet; ``about`` tells of which record the form is, where empty fields do not."""
        super().__init__(form)
        self._form, self._place, self._about = form, place, about
        self._fields: list[Field] = []
        self._before: dict[str, str] = {}
        self._typed = self._settling = False
        self.personal = False
        form.installEventFilter(self)

    def watch(self, fields: Sequence[Field]) -> None:
        """Keep what is typed into ``fields`` as well, in an order that stays the same."""
        for field in fields:
            self._fields.append(field)
            if not isinstance(field, PasswordField):
                field.changed.connect(self._change)
                field.editor.installEventFilter(self)

    def finish(self) -> None:
        """Forget the draft: what was typed is saved, or dropped."""
        keeper = keeper_of(self._form)
        if keeper is not None and self._typed:
            keeper.drop(self._key())
        self._typed = False

    def discard(self) -> None:
        """Put back what stood in the fields before, and forget the draft."""
        self._fill(self._before)
        self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._form:
            QTimer.singleShot(0, self, self._look)
        elif event.type() == QEvent.Type.FocusIn and watched is not self._form:
            self._look()
        return False

    def _look(self) -> None:
        """See what stands in the fields before anybody types; bring back what was typed over it before."""
        keeper = keeper_of(self._form)
        if keeper is None or self._typed or self._settling:
            return
        if not keeper.ready:
            keeper.read.connect(self._read_later)
            return
        self._before = self._values()
        draft = keeper.at(self._key())
        if draft:
            self._typed = True
            self._fill(draft)
            self.brought_back.emit()
            keeper.brought_back.emit()

    def _read_later(self) -> None:
        if Shiboken.isValid(self._form) and self._form.isVisible():
            self._look()

    def _change(self, _value: str) -> None:
        keeper = keeper_of(self._form)
        if keeper is None or self._settling:
            return
        self._typed = True
        values = self._values()
        changed = {name: value for name, value in values.items() if value != self._before.get(name, "")}
        if changed:
            keeper.keep(self._key(), changed)
        else:
            keeper.drop(self._key())

    def _fill(self, values: Mapping[str, str]) -> None:
        """Show ``values``, and have each field tell that it changed, so that others follow it."""
        self._settling = True
        for number, field in enumerate(self._fields):
            words = values.get(str(number))
            setter = getattr(field, "set_value", None)
            if words is not None and setter is not None and words != getattr(field, "value", ""):
                setter(words)
                field.changed.emit(words)
        self._settling = False

    def _values(self) -> dict[str, str]:
        return {
            str(number): str(getattr(field, "value", ""))
            for number, field in enumerate(self._fields)
            if not isinstance(field, PasswordField)
        }

    def _key(self) -> str:
        """Return the name of the draft; days that are proposed anew each morning have no part in it."""
        kept = [
            self._before.get(str(number), "")
            for number, field in enumerate(self._fields)
            if not isinstance(field, DateField | PasswordField)
        ]
        kept.append(self._about())
        about = PERSONAL if self.personal else ""
        return f"{about}{self._place} {hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:16]}"
