"""A tab of a record: a table of what belongs to it, and a form beside it to add one or change the chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.subject import Subject
from labcal.errors import LabCalError
from labcal.services.perform import Command
from labcal.text import Text, mark
from labcal_app.desk import Desk, Question
from labcal_app.forms.beside import SideStack
from labcal_app.forms.entries import Entry
from labcal_app.forms.record import RecordForm
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table

L = TypeVar("L")


@dataclass(frozen=True, kw_only=True)
class Shelf(Generic[L]):
    """What a tab shows and how it is changed.

    Attributes:
        title: Marked words of the tab.
        icon: Of the empty tab.
        empty: Marked sentence of the empty tab.
        columns: Of the table, in the language of a text.
        question: Gives the lines of a record, from the records and ``subject``.
        shows: The tables that the lines are read from.
        key: What stays the same of a line.
        version: The version that a line shows.
        entries: Of the form; none where nothing can be added.
        add: Marked words of the button that adds one.
        value: Of a line, the values of the form by name.
        made: The command that adds what was filled in.
        edited: The command that changes a line, ``seen`` as it was; None where lines are never edited.
        proposed: The values that a new one begins with.
        barred: Whether there are buttons above the table though nothing can be added by a form.
    """

    title: str
    icon: str
    empty: str
    columns: Callable[[Text], Sequence[Column[L]]]
    question: Callable[..., Sequence[L]]
    shows: frozenset[str]
    key: Callable[[L], Any]
    version: Callable[[L], int]
    entries: tuple[Entry, ...] = ()
    add: str = ""
    value: Callable[[L], Mapping[str, Any]] = lambda _line: {}
    made: Callable[[Subject, dict[str, Any]], Command[Any]] | None = None
    edited: Callable[[Subject, L, int, dict[str, Any]], Command[Any]] | None = None
    proposed: Mapping[str, Any] | None = None
    barred: bool = False


class ShelfTab(Panel):
    """The table and its form."""

    def __init__(self, look: Look, text: Text, desk: Desk, shelf: Shelf[Any]) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self.shelf = look, text, desk, shelf
        self.subject: Subject | None = None
        self.model = TableModel[Any](text, tuple(shelf.columns(text)), shelf.key, self)
        self.table = Table(look, text, self.model, text(shelf.title)).sortable()
        self.empty = Empty(look, shelf.icon, text(shelf.empty))
        self.add = Button(look, text(shelf.add), "new") if shelf.made else None
        self.edit = Button(look, text(mark("Edit")), "pen-line") if shelf.edited else None
        self.form = RecordForm(look, text, shelf.entries) if shelf.entries else None
        self.bar = QHBoxLayout()
        self.side = SideStack(QWidget())
        self._editing: Any = None
        self._lay_out()
        self._wire()

    def show_subject(self, subject: Subject) -> None:
        """Show what belongs to a record."""
        if subject != self.subject:
            self.subject = subject
            self._close()
            self.model.show_lines([])
        self.reload()

    def reload(self) -> None:
        """Ask the book again."""
        if self.subject is not None:
            self._desk.ask(self, self._question(self.subject), self.model.show_lines)
            if self.form is not None and any(entry.offered for entry in self.shelf.entries):
                self._desk.ask(self.form, self.form.entries.asked, self.form.entries.offer_all)

    def _question(self, subject: Subject) -> Question[Sequence[Any]]:
        return lambda records: self.shelf.question(records, subject)

    def _lay_out(self) -> None:
        look, left = self._look, QVBoxLayout()
        self.bar.setSpacing(look.space("s"))
        if self.add is not None or self.shelf.barred:
            self.bar.setContentsMargins(look.space("l"), look.space("s"), look.space("l"), look.space("s"))
        for button in (self.add, self.edit):
            if button is not None:
                self.bar.addWidget(button)
        self.bar.addStretch(1)
        left.setSpacing(0)
        left.addLayout(self.bar)
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.side.hide()
        self._tell()

    def _wire(self) -> None:
        for signal in (self.model.modelReset, self.model.arrived):
            signal.connect(self._tell)
        self.side.currentChanged.connect(lambda place: self.side.setVisible(place > 0))
        self._desk.changed.connect(self._changed)
        self.table.chosen.connect(lambda _key: self._tell())
        if self.form is not None:
            self.form.submitted.connect(self._submit)
            self.form.asked_theirs.connect(self._ask_theirs)
        if self.add is not None:
            self.add.clicked.connect(self._begin)
        if self.edit is not None:
            self.edit.clicked.connect(self._edit)
            self.table.opened.connect(lambda _key: self._edit())

    def _changed(self, tables: frozenset[str]) -> None:
        if self.shelf.shows & tables and self.isVisible():
            self.reload()

    def _tell(self) -> None:
        """Show the table, or the sentence of an empty one; offer what can be done."""
        some = self.model.rowCount() > 0
        self.table.setVisible(some)
        self.empty.setVisible(not some)
        if self.edit is not None:
            self.edit.setVisible(some)
            self.edit.setEnabled(self.table.current is not None)

    def _begin(self) -> None:
        if self.form is not None:
            self._editing = None
            self.form.say(self._text(self.shelf.add), self._about())
            self.form.begin_new(self.shelf.proposed or {})
            self._open(self.form)

    def _edit(self) -> None:
        line = self.table.current
        if self.form is not None and line is not None and self.shelf.edited is not None:
            self._editing = line
            self.form.say(self._text(mark("Edit")), self._about())
            self.form.show_record(self.shelf.key(line), self.shelf.version(line), self.shelf.value(line))
            self._open(self.form)

    def _open(self, form: RecordForm) -> None:
        self.side.show()
        self.side.open(form)

    def _about(self) -> str:
        title = self._text(self.shelf.title)
        number = self.subject.number if self.subject and not self.subject.number.isdecimal() else ""
        return f"{number} · {title}" if number else title

    def _submit(self) -> None:
        form, subject = self.form, self.subject
        told = form.entries.told() if form is not None else None
        if form is None or subject is None or told is None:
            return
        command = self._command(subject, form, told)
        if command is not None:
            form.wait(waiting=True)
            self._desk.run(command, lambda _value: self._close(), self._refused)

    def _command(self, subject: Subject, form: RecordForm, told: dict[str, Any]) -> Command[Any] | None:
        if self._editing is None:
            return self.shelf.made(subject, told) if self.shelf.made else None
        return self.shelf.edited(subject, self._editing, form.seen, told) if self.shelf.edited else None

    def _refused(self, error: LabCalError) -> None:
        if self.form is not None:
            self.form.refuse(error)

    def _ask_theirs(self) -> None:
        if self.subject is not None and self.form is not None:
            self._desk.ask(self.form, self._question(self.subject), self._theirs)

    def _theirs(self, lines: Sequence[Any]) -> None:
        form = self.form
        line = next((one for one in lines if form is not None and self.shelf.key(one) == form.key), None)
        if form is not None and line is not None:
            form.show_theirs(self.shelf.version(line), self.shelf.value(line))

    def _close(self) -> None:
        if self.form is not None:
            self.form.clear()
        self.side.back()
        self.side.hide()


def values_of(value: Any) -> dict[str, Any]:
    """Return the fields of a record by name."""
    return {one.name: getattr(value, one.name) for one in fields(value)} if is_dataclass(value) else {}


def kept_key(line: Any) -> int:
    """Return the key of a kept value."""
    return int(line.key)


def kept_version(line: Any) -> int:
    """Return the version of a kept value."""
    return int(line.version)


def kept_values(line: Any) -> dict[str, Any]:
    """Return the fields of a kept value by name."""
    return values_of(line.value)
