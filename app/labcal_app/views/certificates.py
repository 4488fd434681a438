"""Certificates: what was issued and what waits for its signature, with its pages and what verifying finds."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from labcal.domain.certificate import CertificateNumber, Status
from labcal.domain.conformity import Outcome
from labcal.domain.job import JobNumber
from labcal.domain.person import PersonName
from labcal.services.books import Book
from labcal.services.certificates import LANGUAGE, preview
from labcal.services.lists import STATUSES, shelf_page, years_known
from labcal.services.viewing import ShelfLine, save_files, view_file, view_issued
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk, Errand
from labcal_app.models.paged import PagedModel, PagedSource
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.after_issue import AmendForm, WithdrawForm
from labcal_app.views.files import FileDialogs
from labcal_app.views.reader import Reader, Shown, drafted, pictured
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.list_page import ListPage, ListWords, customer_of
from labcal_app.widgets.narrow import shown_choices

NARROW, WIDE = 430, 556
OUTCOMES = {
    Outcome.PASS.value: (State.PASS, mark("Pass")),
    Outcome.CONDITIONAL_PASS.value: (State.CONDITIONAL, mark("Conditional")),
    Outcome.CONDITIONAL_FAIL.value: (State.CONDITIONAL, mark("Conditional")),
    Outcome.FAIL.value: (State.FAIL, mark("Fail")),
}
"""How each outcome of a statement of conformity is shown; any other makes no statement."""


def result_chip(line: ShelfLine, text: Text) -> Chip:
    """Return what the list says of the result."""
    if line.status is None:
        return Chip(State.INFO, text(mark("To sign")))
    if line.status is Status.VOID:
        return Chip(State.STOPPED, text(mark("Void")))
    if line.status is Status.SAMPLE:
        return Chip(State.STOPPED, text(mark("Sample")))
    if line.status is Status.RESERVED:
        return Chip(State.WAITING, text(mark("Reserved")))
    state, word = OUTCOMES.get(line.outcome, (State.NONE, mark("No statement")))
    return Chip(state, text(word))


def columns(text: Text) -> tuple[Column[ShelfLine], ...]:
    """Return the columns of the list."""
    return (
        Column[ShelfLine](
            title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=124, order="number"
        ),
        Column[ShelfLine](
            title=mark("Item and customer"),
            value=lambda line: TwoLines(_named(line, text), line.customer),
            kind=Kind.TWO_LINES,
            grows=True,
            order="item",
        ),
        Column[ShelfLine](
            title=mark("Result"), value=lambda line: result_chip(line, text), kind=Kind.CHIP, width=122
        ),
        Column[ShelfLine](
            title=mark("Issued"),
            value=lambda line: shown_date(line.issued_on, text) if line.issued_on else "—",
            kind=Kind.DATE,
            width=104,
            order="issued",
        ),
        Column[ShelfLine](title=mark("Lang."), value=lambda line: line.language, width=52, tone="text2"),
    )


def _named(line: ShelfLine, text: Text) -> str:
    return (
        text(mark("{item}, No. {serial}"), item=line.item, serial=line.serial) if line.serial else line.item
    )


SHELF = PagedSource[ShelfLine](
    question=shelf_page,
    shows=frozenset({"certificate", "job", "result"}),
    key=lambda line: line.number,
)


class CertificatesPage(ListPage):
    """The list, and the chosen one's pages at the end.

    Signals:
        job_wanted: The number of the job that a certificate belongs to.
    """

    job_wanted = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        model = PagedModel[ShelfLine](text, columns(text), SHELF, desk)
        words = ListWords(
            title=text(mark("Certificates")),
            filter=text(mark("Filter: number, item, customer, serial")),
            empty=text(mark("No certificate yet.")),
            empty_more=text(mark("A certificate is issued from its job, once that is measured and checked.")),
            icon="certificates",
        )
        super().__init__(look, text, model, words)
        model.setParent(self)
        self._look, self._desk, self._dialogs = look, desk, dialogs or FileDialogs(text)
        self._words_of = text
        self._expected = ""
        self.reader = Reader(look, text)
        self.reader.setFixedWidth(NARROW)
        self.side.addWidget(self.reader)
        self.verify = Button(look, text(mark("Verify a file…")), "shield-check")
        self.head.add(self.verify)
        self.verify.clicked.connect(self._verify)
        self.reader.save.clicked.connect(self._save)
        self.reader.job.clicked.connect(self._open_job)
        self.amending, self.withdrawing = AmendForm(look, text), WithdrawForm(look, text)
        self._forms()
        self.table.chosen.connect(self._chosen)
        self.begin_with_first()
        self.narrow_by("status", text(mark("State")), shown_choices(STATUSES, text))
        years = self.narrow_by("year", text(mark("Year")))
        desk.ask(years, years_known, lambda known: years.offer([(year, year) for year in known]))
        self.narrow_by("customer", text(mark("Customer"))).offer_what(lambda: customer_of(self))
        model.read_from(desk)

    def open_certificate(self, number: str) -> None:
        """Choose the certificate ``number``, now or as soon as the list knows it."""
        self.want(number)

    def preview(self, job: str) -> None:
        """Show the draft of a job that waits for its signature."""
        self.open_certificate(job)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() + self._look.size("nav") >= self._look.tokens.wide
        self.reader.setFixedWidth(WIDE if wide else NARROW)

    def _read(self, shown: Shown) -> None:
        """Show what was asked for last; the pages of what one has left meanwhile are dropped."""
        if shown.name == self._expected:
            self.reader.read(shown)

    def _chosen(self, key: object) -> None:
        if str(key) != self._expected:
            self._back_to_pages()
        line = self.table.current
        self._expected = str(key)
        if not isinstance(line, ShelfLine) or line.number != key:
            self.reader.show_nothing()
            return
        self.reader.language.setText(line.language)
        if line.status is None:
            look_up = partial(_draft, job=JobNumber(line.job), who=self._desk.who, text=Text(LANGUAGE))
            self._desk.fetch(self.reader, look_up, self._read)
        elif line.status is Status.ISSUED:
            look_up = partial(_issued, number=CertificateNumber(line.number))
            self._desk.fetch(self.reader, look_up, self._read)
        elif line.status is Status.SAMPLE:
            self.reader.show_nothing()
            told = self._words_of(mark("A sample: never signed, nothing that anyone may rely on."))
            self.reader.banner.say(State.INFO, told)
        else:
            self.reader.show_nothing()
            told = line.why or self._words_of(
                mark("The number is taken, and nothing is issued under it yet.")
            )
            self.reader.banner.say(State.FAIL if line.status is Status.VOID else State.INFO, told)

    def _forms(self) -> None:
        """Put the forms where the pages are, one of them shown while it is filled in."""
        for form, button in ((self.amending, self.reader.amend), (self.withdrawing, self.reader.withdraw)):
            form.hide()
            self.side.addWidget(form)
            button.clicked.connect(partial(self._ask, form))
            form.dismissed.connect(self._back_to_pages)
            form.submitted.connect(partial(self._submit, form))

    def _ask(self, form: AmendForm | WithdrawForm) -> None:
        form.clear()
        form.say(form.title.text(), self._expected)
        self.reader.hide()
        form.show()
        form.go(form.fields[0])

    def _submit(self, form: AmendForm | WithdrawForm) -> None:
        form.wait(waiting=True)
        command = form.command(CertificateNumber(self._expected))
        self._desk.run(command, lambda _none: self._settled(command.certificate), form.refuse)

    def _settled(self, number: CertificateNumber) -> None:
        self._back_to_pages()
        self._desk.fetch(self.reader, partial(_issued, number=number), self._read)

    def _back_to_pages(self) -> None:
        for form in (self.amending, self.withdrawing):
            form.wait(waiting=False)
            form.hide()
        self.reader.show()

    def _verify(self) -> None:
        path = self._dialogs.file(self)
        if path is not None:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Verify the file at ``path`` and show what is found of it."""
        self.table.clearSelection()
        self.reader.language.setText("")
        self._expected = path.name
        self.reader.show_nothing()
        self._desk.fetch(self.reader, partial(_outside, path=path), self._read)

    def _save(self) -> None:
        shown, folder = self.reader.shown, self._dialogs.folder(self)
        if shown is None or folder is None:
            return
        errand = Errand(title=mark("Save certificate"), then=self._saved)
        number = CertificateNumber(shown.name)
        self._desk.work(errand, lambda book, _who: save_files(book, number, folder))

    def _saved(self, paths: tuple[Path, ...]) -> None:
        names = ", ".join(path.name for path in paths)
        told = self._words_of(mark("Saved in {folder}: {names}"), folder=paths[0].parent, names=names)
        self.reader.banner.say(State.PASS, told)

    def _open_job(self) -> None:
        line = self.table.current
        if isinstance(line, ShelfLine):
            self.job_wanted.emit(line.job)


def _draft(book: Book, job: JobNumber, who: PersonName, text: Text) -> Shown:
    with book.read() as records:
        pdf = preview(records, job, who, text)
    return drafted(job, pdf)


def _issued(book: Book, number: CertificateNumber) -> Shown:
    return pictured(view_issued(book, number), issued=True)


def _outside(book: Book, path: Path) -> Shown:
    return pictured(view_file(book, path), issued=False)
