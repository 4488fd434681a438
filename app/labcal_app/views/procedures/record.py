"""The record of a procedure: what it says, its worked example, its versions, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain.validation import Examined
from labcal.services.method_views import (
    ProcedureRecord,
    Standing,
    differences_from,
    procedure_as_draft,
    procedure_record,
    worked_example,
)
from labcal.services.methods import DropProcedure
from labcal.services.personal import shown_name
from labcal.services.procedures import AdoptProcedure
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.forms.beside import Beside, Form, SideStack
from labcal_app.theme.look import Look
from labcal_app.views.procedures.contents import SectionShown
from labcal_app.views.procedures.findings import ExampleTab
from labcal_app.views.procedures.forms import ApproveForm, CompareForm, WithdrawForm
from labcal_app.views.procedures.layout import SECTIONS
from labcal_app.views.procedures.listed import standing_words
from labcal_app.views.procedures.versions import VersionsTab
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.tabs import Tabs

SHOWS = frozenset({"procedure", "written_procedure", "comparison"})


class ProcedurePage(Panel):
    """Head, tabs, and beside them what is known and what can be done.

    Signals:
        left: The list is wanted again.
        copy_wanted: The ``ProcedureRecord`` is to be copied into a new procedure.
        revise_wanted: The ``ProcedureRecord`` is to be revised, or what waits to be changed.
        written: The text of the procedure, wanted as a file.
    """

    left = Signal()
    copy_wanted = Signal(object)
    revise_wanted = Signal(object)
    written = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self.record: ProcedureRecord | None = None
        self._name, self._edition = "", 0
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head, self.tabs = RecordHead(look), Tabs(look)
        self.save = Button(look, text(mark("Save as a file")), "export")
        self.copy = Button(look, text(mark("Copy")), "copy")
        self.revise = Button(look, text(mark("Revise")), "pen-line", "primary")
        self.banner = Banner(look, text, tall=True)
        self.sections = [SectionShown(look, text, section) for section in SECTIONS]
        self.example, self.versions = ExampleTab(look, text), VersionsTab(look, text)
        self.facts, self.told = Beside(look), Facts(look)
        self.forms = SideStack(self.facts)
        self.approve_form, self.withdraw_form = ApproveForm(look, text), WithdrawForm(look, text)
        self.compare_form = CompareForm(look, text)
        self._make_actions()
        self._lay_out()
        self._wire()

    def show_procedure(self, name: str, edition: int = 0) -> None:
        """Show a procedure: the version that the list shows, or the one asked for."""
        if name != self._name:
            self.record = None
            self.tabs.bar.choose(0)
            self.forms.back()
            self._offer_nothing()
        self._name, self._edition = name, edition
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_actions(self) -> None:
        look, text = self._look, self._text
        self.approve = Button(look, text(mark("Approve")), "circle-check", "primary")
        self.look_at = Button(look, text(mark("Look at it")), "eye")
        self.drop = Button(look, text(mark("Drop")), "trash-2")
        self.adopt = Button(look, text(mark("Adopt procedure")), "circle-check")
        self.compare = Button(look, text(mark("Compared with its document")), "clipboard-check")
        self.withdraw = Button(look, text(mark("Withdraw")), "circle-minus")

    @property
    def _actions(self) -> tuple[Button, ...]:
        beside = (self.approve, self.look_at, self.drop, self.adopt, self.compare, self.withdraw)
        return (*beside, self.copy, self.revise)

    def _offer_nothing(self) -> None:
        """Offer nothing as long as it is not known what is shown."""
        for button in self._actions:
            button.hide()

    def _lay_out(self) -> None:
        text = self._text
        self.head.lead(self.back)
        for button in (self.save, self.copy, self.revise):
            self.head.add(button)
        for view in self.sections[:-1]:
            self.tabs.add(text(view.section.title), view)
        holder = self.sections[-1]
        holder.column.insertWidget(0, self.example)
        self.tabs.add(text(holder.section.title), holder)
        self.tabs.add(text(mark("Versions")), self.versions)
        self.facts.add(self.told)
        for button in self._actions[:-2]:
            self.facts.add(button)
        self._offer_nothing()
        work = QVBoxLayout()
        work.setSpacing(0)
        work.addWidget(self.banner)
        work.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(work, 1)
        row.addWidget(self.forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self.record))
        self.revise.clicked.connect(lambda: self.revise_wanted.emit(self.record))
        self.save.clicked.connect(self._save)
        self.look_at.clicked.connect(self._look_at_waiting)
        self.drop.clicked.connect(self._drop)
        self.adopt.clicked.connect(self._adopt)
        self.versions.wanted.connect(lambda edition: self.show_procedure(self._name, edition))
        for button, form in (
            (self.approve, self.approve_form),
            (self.withdraw, self.withdraw_form),
            (self.compare, self.compare_form),
        ):
            button.clicked.connect(partial(self._open, form))
            form.submitted.connect(partial(self._run, form))
        self._desk.changed.connect(self._changed)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables and self._name and self.isVisible():
            self._ask()

    def _ask(self) -> None:
        question = partial(
            procedure_record,
            name=self._name,
            edition=self._edition,
            who=self._desk.who,
            language=self._text.language,
        )
        self._desk.ask(self, question, self._show)

    def _show(self, record: ProcedureRecord) -> None:
        if self.record is not None and _waits(self.record) != _waits(record):
            self.approve_form.clear()
            self.forms.back()  # what was about to be approved is another text now
        self.record = record
        text, line = self._text, record.version
        self.head.title.setText(record.name)
        version = text(mark("version {version}"), version=line.edition)
        self.head.name.setText(f"{version} · {record.words.title}")
        draft = procedure_as_draft(record.body)
        for view in self.sections:
            view.show_draft(draft)
        self.versions.show_versions(record)
        self._compare_versions(record)
        self._say_waiting(record)
        self.facts.say(text(standing_words(line.standing)).capitalize(), version)
        self.told.show_facts(self._facts(record))
        self._offer(record)
        body, language = record.body, text.language
        self.example.wait()
        self._desk.fetch(self, lambda _book: (body, worked_example(body, language)), self._show_example)

    def _show_example(self, answer: tuple[str, Examined | None]) -> None:
        body, found = answer
        if self.record is not None and body == self.record.body:
            self.example.show_examined(found)

    def _compare_versions(self, record: ProcedureRecord) -> None:
        """Show what the version on the screen says otherwise than the one before it."""
        before = next((line.edition for line in record.versions if line.edition < record.version.edition), 0)
        if not before:
            self.versions.show_differences([], 0)
            return
        question = partial(differences_from, name=record.name, edition=before, body=record.body)
        self._desk.ask(self.versions, question, lambda told: self.versions.show_differences(told, before))

    def _say_waiting(self, record: ProcedureRecord) -> None:
        waiting, text = record.waiting, self._text
        if waiting is None:
            self.banner.clear()
            return
        told = mark("Version {version}, written by {by}, waits for approval.")
        by = shown_name(waiting.value.by, text)
        sentence = text(told, version=waiting.value.edition, by=by)
        self.banner.say(State.CONDITIONAL, sentence, waiting.value.reason)

    def _facts(self, record: ProcedureRecord) -> list[tuple[str, str]]:
        text, line = self._text, record.version
        since = shown_date(line.since, text) if line.since else ""
        until = shown_date(line.until, text) if line.until else ""
        told = [
            (text(mark("In force since")), since),
            (text(mark("In force until")), until),
            (text(mark("Written by")), shown_name(line.written_by, text) if line.written_by else ""),
            (text(mark("Approved by")), shown_name(line.approved_by, text) if line.approved_by else ""),
            (text(mark("Reason")), line.reason),
            (text(mark("Origin")), text(mark("comes with LabCal") if record.ships else mark("our own"))),
            (text(mark("Compared with its document")), self._compared(record)),
        ]
        return [(label, value) for label, value in told if value]

    def _compared(self, record: ProcedureRecord) -> str:
        if not record.comparisons:
            unverified = self._text(mark("unverified"))
            return shown_name(record.verified, self._text) if record.verified else unverified
        last, text = record.comparisons[-1], self._text
        told = mark("{document}, by {by} on {day}")
        by, day = shown_name(last.by, text), shown_date(last.on, text)
        shown = text(told, document=last.document, by=by, day=day)
        return shown if last.agrees else f"{text(mark('unverified'))}: {last.remark} ({shown})"

    def _offer(self, record: ProcedureRecord) -> None:
        """Offer what this person can do with what is shown."""
        waiting, line = record.waiting, record.version
        is_own_waiting = waiting is not None and waiting.value.by == self._desk.who
        shows_waiting = line.standing is Standing.WAITING
        self.approve.setVisible(record.may_approve and shows_waiting)
        self.look_at.setVisible(waiting is not None and not shows_waiting)
        self.drop.setVisible(waiting is not None and (is_own_waiting or record.may_keep))
        self.adopt.setVisible(record.may_keep and line.standing is Standing.SHIPPED)
        self.withdraw.setVisible(record.may_keep and line.standing in (Standing.IN_FORCE, Standing.LATER))
        self.compare.setVisible(record.may_keep)
        self.copy.setVisible(record.may_write)
        self.revise.setVisible(record.may_write and (waiting is None or is_own_waiting))
        change = mark("Change what waits") if is_own_waiting else mark("Revise")
        self.revise.rename(self._text(change))

    def _look_at_waiting(self) -> None:
        if self.record is not None and self.record.waiting is not None:
            self.show_procedure(self._name, self.record.waiting.value.edition)

    def _save(self) -> None:
        if self.record is not None:
            self.written.emit(self.record.body)

    def _drop(self) -> None:
        if self.record is not None and self.record.waiting is not None:
            self._edition = 0
            self._desk.run(DropProcedure(procedure=self._name, seen=self.record.waiting.version))

    def _adopt(self) -> None:
        if self.record is not None:
            self._desk.run(AdoptProcedure(body=self.record.body))

    def _open(self, form: Form) -> None:
        form.say(form.title.text(), self._name)
        if form is self.approve_form:
            self.tabs.bar.choose(len(self.sections) - 1)  # what the example gives is looked at first
        self.forms.open(form)

    def _run(self, form: ApproveForm | WithdrawForm | CompareForm) -> None:
        command = form.command(self.record) if self.record is not None else None
        if command is not None:
            form.wait(waiting=True)
            self._desk.run(command, lambda _value: self._done(form), form.refuse)

    def _done(self, form: Form) -> None:
        form.clear()
        self.forms.back()
        self._edition = 0
        self._ask()


def _waits(record: ProcedureRecord) -> int:
    """Return the journal line that wrote what waits for approval; 0 where nothing does."""
    return record.waiting.version if record.waiting is not None else 0
