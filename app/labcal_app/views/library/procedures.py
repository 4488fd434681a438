"""Leads from the list of procedures to a record, to the editor, and to files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from labcal.catalog.procedure_draft import ProcedureDraft
from labcal.errors import LabCalError
from labcal.services.files import read_words, write
from labcal.services.method_views import ProcedureRecord, procedure_as_draft
from labcal.services.plans import Basis, basis
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.library.page import LibraryPage
from labcal_app.views.procedures.editor import BEGUN, ProcedureEditor, Writing
from labcal_app.views.procedures.files import ProcedureDialogs
from labcal_app.views.procedures.listed import ProceduresTab
from labcal_app.views.procedures.record import ProcedurePage

NEW = "procedure new"


class ProcedureWays(QObject):
    """Shows list, record and editor in one page of the library.

    Attributes:
        dialogs: The questions about files, which a test answers otherwise.

    Signals:
        refused: The ``LabCalError`` that says why a file cannot be read or written.
    """

    refused = Signal(LabCalError)

    def __init__(self, look: Look, text: Text, desk: Desk, page: LibraryPage) -> None:
        super().__init__(page)
        self._text, self._desk, self._page = text, desk, page
        self.dialogs = ProcedureDialogs(text)
        self.list = ProceduresTab(look, text, desk)
        self.record = ProcedurePage(look, text, desk)
        self.editor = ProcedureEditor(look, text, desk)
        page.add_tab("procedures", text(mark("Procedures")), self.list, self.list.take, self.list.new)
        self._behind: Callable[[], object] = page.uncover
        self._wire()

    def open_procedure(self, name: str) -> None:
        """Show the record of a procedure."""
        self._page.cover(self.record)
        self.record.show_procedure(name)
        self.record.tabs.bar.setFocus()

    def begin_new(self) -> None:
        """Show the editor with a procedure that has to be written from nothing."""
        self._begin(Writing(place=NEW, draft=ProcedureDraft(self._begun())), self._page.uncover)

    def copy(self, record: ProcedureRecord) -> None:
        """Show the editor with a copy of a procedure, under a name that is to be chosen."""
        draft = procedure_as_draft(record.body).with_fields(id="", verified_by="")
        behind = partial(self.open_procedure, record.name)
        self._begin(Writing(place=f"procedure copy {record.name}", draft=draft), behind)

    def revise(self, record: ProcedureRecord) -> None:
        """Show the editor with the next version of a procedure, or with what waits for approval."""
        waiting = record.waiting
        mine = waiting is not None and waiting.value.by == self._desk.who
        body = waiting.value.body if waiting is not None and mine else record.body
        writing = Writing(
            place=f"procedure {record.name} {record.next_version}",
            draft=procedure_as_draft(body).with_fields(verified_by=""),
            version=record.next_version,
            is_new=record.next_version == 1,
            seen=waiting.version if waiting is not None and mine else 0,
            reason=waiting.value.reason if waiting is not None and mine else "",
        )
        self._begin(writing, partial(self.open_procedure, record.name))

    def take(self) -> None:
        """Ask for a file, and show the editor with what it says."""
        path = self.dialogs.existing(self._page)
        if path is None:
            return
        try:
            draft = procedure_as_draft(read_words(path))
        except LabCalError as error:
            self.refused.emit(error)
            return
        self._desk.ask(self, partial(basis, language=self._text.language), partial(self._take, draft))

    def _take(self, draft: ProcedureDraft, found: Basis) -> None:
        name = draft.text("id")
        version = found.next_version(name)
        writing = Writing(
            place=f"procedure file {name} {version}",
            draft=draft.with_fields(verified_by=""),
            version=version,
            is_new=version == 1,
        )
        self._behind = self._page.uncover
        self._show(writing, found)

    def _begin(self, writing: Writing, behind: Callable[[], object]) -> None:
        self._behind = behind
        question = partial(basis, language=self._text.language)
        self._desk.ask(self, question, lambda found: self._show(writing, found))

    def _show(self, writing: Writing, found: Basis) -> None:
        self._page.cover(self.editor)
        self.editor.begin(writing, found.limits)
        first = self.editor.sections[0].fields["id" if writing.is_new else "words.title"]
        first.editor.setFocus()

    def _begun(self) -> dict[str, str]:
        text = self._text
        unverified = mark("Not compared with the documents that it follows: unverified.")
        own = mark("The laboratory's own.")
        return {**BEGUN, "confidence": text(unverified), "source": text(own), "example.confidence": "high"}

    def _wire(self) -> None:
        self.list.opened.connect(self.open_procedure)
        self.list.new_wanted.connect(self.begin_new)
        self.list.import_wanted.connect(self.take)
        self.record.left.connect(self._page.uncover)
        self.record.copy_wanted.connect(self.copy)
        self.record.revise_wanted.connect(self.revise)
        self.editor.left.connect(self._go_behind)
        self.editor.handed_over.connect(self.open_procedure)
        for signal in (self.record.written, self.editor.written):
            signal.connect(self._save)

    def _go_behind(self) -> None:
        self._behind()

    def _save(self, body: str) -> None:
        name = procedure_as_draft(body).text("id").replace("/", "-")
        path = self.dialogs.new(self._page, name)
        if path is None:
            return
        try:
            write(path, body.encode())
        except LabCalError as error:
            self.refused.emit(error)
