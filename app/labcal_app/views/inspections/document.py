"""The document of a verification: seen before it is signed, then numbered, signed, printed at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.certificate import CertificateNumber
from labcal.domain.verification import Decision, VerificationNumber, VerificationState
from labcal.services.books import Book
from labcal.services.certificates import files_of
from labcal.services.verification_documents import preview_document
from labcal.services.verification_sheet import VerificationSheet
from labcal.services.viewing import save_files
from labcal.text import Text, languages, mark
from labcal_app.cells import State
from labcal_app.desk import Desk, Errand
from labcal_app.pictures import pages_of
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.choice import Choice
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.pages import Pages

WIDE = 760


class DocumentPanel(Panel):
    """The pages as they would be issued now; once issued, the issued ones.

    Signals:
        sign_wanted: The language that the document is to be signed in.
        certificate_wanted: The number of the document, to be opened among the certificates.
    """

    sign_wanted = Signal(str)
    certificate_wanted = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None) -> None:
        super().__init__("sunken")
        self._text, self._desk, self._dialogs = text, desk, dialogs or FileDialogs(text)
        self._number, self._document = VerificationNumber(""), ""
        self._pdf = b""
        self.pages = Pages(look, text)
        self.banner = Banner(look, text)
        self.language = Choice(look)
        self.language.setAccessibleName(text(mark("Language of the document")))
        for known in languages():
            self.language.addItem(known, known)
        self.language.setCurrentIndex(max(self.language.findData(text.language), 0))
        self.language.activated.connect(self._draw)
        self.issue = Button(look, text(mark("Sign and issue")), "sign", "primary", small=True)
        self.print = Button(look, text(mark("Print…")), "print", small=True)
        self.save = Button(look, text(mark("Save…")), "download", small=True)
        self.open = Button(look, text(mark("Open certificate")), "certificates", small=True)
        for widget in (self.language, self.open, self.save, self.print, self.issue):
            self.pages.bar.addWidget(widget)
        self.pages.notice.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.issue.clicked.connect(lambda: self.sign_wanted.emit(self.language.currentData()))
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.open.clicked.connect(lambda: self.certificate_wanted.emit(self._document))
        self.setFocusProxy(self.issue)

    def show_sheet(self, sheet: VerificationSheet, *, signs: bool) -> None:
        """Show the document of a verification."""
        known, text = sheet.verification, self._text
        before = self._number, self._document
        self._number, self._document = known.number, known.document or ""
        decided = known.state is VerificationState.DECIDED
        self.issue.setVisible(decided)
        self.issue.setEnabled(signs)
        self.language.setVisible(decided)
        for button in (self.print, self.save, self.open):
            button.setVisible(bool(self._document))
        if known.decided is None:
            self._pdf = b""
            self.pages.show_pages([])
            self.banner.say(State.INFO, text(mark("The document follows from the decision.")))
            return
        rejected = known.decided.decision is Decision.REJECTED
        told = mark("A rejection notice.") if rejected else mark("A verification certificate.")
        if decided and not signs:
            told = mark("Who signs it needs the authorisation to sign under verification/r76.")
        if self._document:
            self.banner.clear()
        else:
            self.banner.say(State.FAIL if rejected else State.PASS, text(told))
        if not self._pdf or (self._number, self._document) != before or decided:
            self._draw()

    def _draw(self, _place: int = 0) -> None:
        if self._document:
            look_up = partial(_issued, number=CertificateNumber(self._document))
            self._desk.fetch(self.pages, look_up, self._show)
            return
        language = Text(str(self.language.currentData()))
        question = partial(preview_document, number=self._number, who=self._desk.who, text=language)
        self._desk.ask(self.pages, question, self._show)

    def _show(self, pdf: bytes) -> None:
        if pdf != self._pdf:
            self._pdf = pdf
            self.pages.show_pages(pages_of(pdf, WIDE))

    def _print(self) -> None:
        from labcal_app.views.inspections.printing import print_pages

        if self._pdf:
            print_pages(self, self._pdf)

    def _save(self) -> None:
        folder, number = self._dialogs.folder(self), CertificateNumber(self._document)
        if folder is not None:
            errand = Errand(title=mark("Save certificate"), then=self._saved)
            self._desk.work(errand, lambda book, _who: save_files(book, number, folder))

    def _saved(self, paths: tuple[object, ...]) -> None:
        told = self._text(mark("Saved: {names}"), names=", ".join(map(str, paths)))
        self.banner.say(State.PASS, told)


def _issued(book: Book, number: CertificateNumber) -> bytes:
    return files_of(book, number).pdf
