"""A form over one record: new or present, kept as typed where somebody else changed the record meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal

from labcal.errors import LabCalError
from labcal.errors.records import StaleError
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.forms.beside import WIDTH, Form
from labcal_app.forms.entries import Entries, Entry
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button


class RecordForm(Form):
    """The entries of a record.

    Attributes:
        seen: The version that was shown; 0 for a new record.
        key: Of the record; None for a new one.

    Signals:
        asked_theirs: Somebody changed the record: what it holds now is wanted, for ``show_theirs``.
    """

    asked_theirs = Signal()

    def __init__(self, look: Look, text: Text, entries: tuple[Entry, ...], action: str = "") -> None:
        super().__init__(look, text, "", action or text(mark("Save")))
        self.seen = 0
        self.key: int | str | None = None
        self._before: list[str] = []
        self._theirs: tuple[int, Mapping[str, Any]] | None = None
        self.stale = Banner(look, text, tall=True)
        self.add(self.stale)
        self.mine = Button(look, text(mark("Keep mine")), small=True)
        self.theirs = Button(look, text(mark("Take theirs")), small=True)
        self._choices = [self.mine, self.theirs]
        for button in self._choices:
            self.add(button)
        self.entries = Entries(look, text, self, entries)
        self.mine.clicked.connect(self._keep_mine)
        self.theirs.clicked.connect(self._take_theirs)
        self._settle()

    def wide(self) -> RecordForm:
        """Let the form be as wide as its place, up to twice a column."""
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(2 * WIDTH)
        self.close_button.hide()
        return self

    def begin_new(self, told: Mapping[str, Any]) -> None:
        """Show a new record with the values proposed in ``told``."""
        self._show(None, 0, told)

    def show_record(self, key: int | str | None, seen: int, told: Mapping[str, Any]) -> None:
        """Show a record to be edited, as version ``seen`` has it."""
        self._show(key, seen, told)

    @property
    def typed(self) -> bool:
        """Whether anything differs from what was shown."""
        return self._values() != self._before

    def refuse(self, why: LabCalError | str) -> None:
        """Say why it did not work; where somebody else changed the record, ask what it holds now."""
        if isinstance(why, StaleError):
            super().refuse("")
            called = {entry.name: self._text(entry.label) for entry in self.entries.entries}
            self.stale.say(
                State.CONDITIONAL, why.shown(self._text, called), self._text(mark("What you typed is kept."))
            )
            self.asked_theirs.emit()
            return
        super().refuse(why)

    def show_theirs(self, seen: int, told: Mapping[str, Any]) -> None:
        """Say beside each field what the record holds now where it differs from what was typed."""
        self._theirs = (seen, told)
        for entry in self.entries.entries:
            place = self.entries.fields[entry.name]
            theirs, mine = told.get(entry.name), self.entries.value(entry)
            shown = self.entries.shown(theirs) or "—"
            place.note.setText(self._text(mark("now: {value}"), value=shown) if theirs != mine else "")
        for button in self._choices:
            button.show()
        self.wait(waiting=True)

    def clear(self) -> None:
        """Empty all fields."""
        super().clear()
        self._settle()

    def _show(self, key: int | str | None, seen: int, told: Mapping[str, Any]) -> None:
        self.key, self.seen = key, seen
        self.refuse("")
        self.entries.fill(told)
        self._before = self._values()
        self._settle()

    def _values(self) -> list[str]:
        return [self.entries.fields[entry.name].value for entry in self.entries.entries]

    def _keep_mine(self) -> None:
        """Save what was typed over what the other one wrote: it was seen now."""
        if self._theirs is not None:
            self.seen = self._theirs[0]
        self._settle()
        self.submit()

    def _take_theirs(self) -> None:
        if self._theirs is not None:
            self._show(self.key, *self._theirs)

    def _settle(self) -> None:
        self._theirs = None
        self.stale.clear()
        for place in self.entries.fields.values():
            place.note.setText("")
        for button in self._choices:
            button.hide()
        self.wait(waiting=False)
