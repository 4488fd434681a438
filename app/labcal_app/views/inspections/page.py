"""The page Inspections: the list of verifications, the sheet of one, the form of a new one, the seals."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.verification import DECISIONS, VerificationLine, VerificationNumber
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.models.inspections import VERIFICATIONS, verification_columns
from labcal_app.models.paged import PagedModel
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.inspections.begin import BeginForm
from labcal_app.views.inspections.seals import SealsPage
from labcal_app.views.inspections.sheet import VerificationPage
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.list_page import ListPage, ListWords, customer_of


class InspectionsPage(Panel):
    """A list that opens a record in the same window, and goes back to where it was.

    Signals:
        certificate_wanted: The number of a document to be opened.
        width_wanted: Whether the page shows a record, for which the navigation may shrink.
    """

    certificate_wanted = Signal(str)
    width_wanted = Signal(bool)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self.model = PagedModel[VerificationLine](text, verification_columns(text), VERIFICATIONS, self)
        self.list = self._list_page()
        self.form = BeginForm(look, text, desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self._beginning = _middle(self.form)
        self.stack.addWidget(self._beginning)
        self._sheet: VerificationPage | None = None
        self._seals: SealsPage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusProxy(self.list)
        self.form.begun.connect(self.open_verification)
        self.form.dismissed.connect(self.back)
        self.model.read_from(desk)

    @property
    def sheet(self) -> VerificationPage:
        """The sheet, made when it is first asked for."""
        if self._sheet is None:
            self._sheet = VerificationPage(self._look, self._text, self._desk, self._dialogs)
            self._sheet.left.connect(self.back)
            self._sheet.certificate_wanted.connect(self.certificate_wanted)
            self.stack.addWidget(self._sheet)
        return self._sheet

    @property
    def seals(self) -> SealsPage:
        """The stock of seals, made when it is first asked for."""
        if self._seals is None:
            self._seals = SealsPage(self._look, self._text, self._desk)
            self._seals.left.connect(self.back)
            self.stack.addWidget(self._seals)
        return self._seals

    def open_verification(self, number: str) -> None:
        """Show the sheet of the verification ``number``."""
        page = self.sheet
        self._show(page)
        page.show_verification(VerificationNumber(number))

    def begin(self) -> None:
        """Show the form of a new verification."""
        self._show(self._beginning)
        self.form.open()

    def open_seals(self) -> None:
        """Show the stock of seals."""
        self._show(self.seals)

    def back(self) -> None:
        """Show the list, with the verification one comes from chosen."""
        number = self._sheet.number if self._sheet else ""
        self._show(self.list)
        if number:
            self.list.table.choose(number)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self, settings: QSettings) -> None:
        """Keep the columns of the list."""
        self.list.remember(settings, "inspections")

    def _list_page(self) -> ListPage:
        text = self._text
        words = ListWords(
            title=text(mark("Inspections")),
            filter=text(mark("Filter: number, instrument, trader, premises")),
            empty=text(mark("No verification yet.")),
            empty_more=text(mark("A verification begins with the plate of the instrument, where it stands.")),
            empty_action=text(mark("Begin verification")),
            icon="inspections",
        )
        page = ListPage(self._look, text, self.model, words)
        self.stock = Button(self._look, text(mark("Seals and stickers")), "issue")
        self.new = Button(self._look, text(mark("Begin verification")), "new", "primary")
        page.head.add(self.stock)
        page.head.add(self.new)
        self.new.clicked.connect(self.begin)
        self.stock.clicked.connect(self.open_seals)
        page.empty.started.connect(self.begin)
        page.table.opened.connect(self.open_verification)
        decisions = [(one.value, text(said).capitalize()) for one, said in DECISIONS.items()]
        page.narrow_by("decision", text(mark("Result")), decisions)
        page.narrow_by("customer", text(mark("Trader"))).offer_what(lambda: customer_of(page))
        return page

    def _show(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        self.width_wanted.emit(page is self._sheet)


def _middle(form: QWidget) -> QWidget:
    """Return a place that holds a form at its own width."""
    holder = Panel("surface")
    row = QHBoxLayout(holder)
    row.setContentsMargins(20, 0, 20, 0)
    row.addWidget(form, 1)
    row.addStretch(1)
    return holder
