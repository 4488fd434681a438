"""The first tab of a record: what its plate says, as a form that is saved by its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from labcal.domain.kept import Kept
from labcal.domain.subject import Subject
from labcal.errors import LabCalError
from labcal.services.perform import Command
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.forms.entries import Entry
from labcal_app.forms.record import RecordForm
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel


@dataclass(frozen=True, kw_only=True)
class Plate:
    """What the form shows and how it is saved.

    Attributes:
        question: Gives the record, kept, from the records and ``subject``.
        shows: The tables that it is read from.
        entries: Of the form.
        values: Of the record, the values of the form by name.
        edited: The command that changes the record, ``seen`` as it was.
        name: Of the record, for the head of the page.
    """

    question: Callable[..., Any]
    shows: frozenset[str]
    entries: tuple[Entry, ...]
    values: Callable[[Any], Mapping[str, Any]]
    edited: Callable[[Subject, int, dict[str, Any]], Command[Any]]
    name: Callable[[Any], str]


class PlateTab(Panel):
    """The form.

    Signals:
        named: What the record is called.
    """

    named = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, plate: Plate) -> None:
        super().__init__("surface")
        self._text, self._desk, self.plate = text, desk, plate
        self.subject: Subject | None = None
        self._saving = False
        self.form = RecordForm(look, text, plate.entries).wide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.form, 1)
        row.addStretch(0)
        self.form.submitted.connect(self._submit)
        self.form.asked_theirs.connect(lambda: self._ask(self._theirs))
        desk.changed.connect(self._changed)

    def show_subject(self, subject: Subject) -> None:
        """Show a record as it stands, whatever was typed over another one."""
        self.subject = subject
        self._ask(self._show)

    def _ask(self, then: Callable[[Kept[Any]], None]) -> None:
        subject = self.subject
        if subject is None:
            return

        def shown(told: tuple[Mapping[str, list[tuple[str, str]]], Kept[Any]]) -> None:
            self.form.entries.offer_all(told[0])
            then(told[1])

        entries = self.form.entries
        self._desk.ask(
            self, lambda records: (entries.asked(records), self.plate.question(records, subject)), shown
        )

    def _changed(self, tables: frozenset[str]) -> None:
        """Follow the book, unless something is typed here: that is kept until it is saved."""
        if self.plate.shows & tables and self.isVisible() and not self._saving and not self.form.typed:
            self._ask(self._show)

    def _show(self, kept: Kept[Any]) -> None:
        if self.subject is None:
            return
        name = self.plate.name(kept.value)
        number = self.subject.number
        self.form.say(name, "" if number.isdecimal() else number)
        self.form.show_record(self.subject.number, kept.version, self.plate.values(kept.value))
        self.named.emit(name)

    def _theirs(self, kept: Kept[Any]) -> None:
        self.form.show_theirs(kept.version, self.plate.values(kept.value))

    def _submit(self) -> None:
        told = self.form.entries.told()
        if told is None or self.subject is None:
            return
        self._saving = True
        self.form.wait(waiting=True)
        command = self.plate.edited(self.subject, self.form.seen, told)
        self._desk.run(command, lambda _none: self._saved(), self._refused)

    def _saved(self) -> None:
        self._saving = False
        self.form.drafted.finish()
        self._ask(self._show)

    def _refused(self, error: LabCalError) -> None:
        self._saving = False
        self.form.refuse(error)
