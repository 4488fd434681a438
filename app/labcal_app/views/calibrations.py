"""The page Calibrations: the list of jobs, the worksheet of one, and the form that takes an item in."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from labcal.domain.instrument import InstrumentNumber
from labcal.domain.job import JobLine, JobNumber
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.lists import JOB_DUE, JOB_QUEUES, JOB_STATES, procedures_known
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.models.calibrations import JOBS, job_columns
from labcal_app.models.paged import PagedModel
from labcal_app.theme.look import Look
from labcal_app.views.batches.labels import LabelsPage
from labcal_app.views.files import FileDialogs
from labcal_app.views.receive import ReceivePage
from labcal_app.views.worksheet.page import WorksheetPage
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.list_page import ListPage, ListWords, customer_of
from labcal_app.widgets.narrow import shown_choices


class CalibrationsPage(Panel):
    """A list that opens a record in the same window, and goes back to where it was.

    Signals:
        certificate_wanted: The number of a certificate to be opened.
        width_wanted: Whether the page shows a record, for which the navigation may shrink.
    """

    certificate_wanted = Signal(str)
    width_wanted = Signal(bool)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self.model = PagedModel[JobLine](text, job_columns(text, today()), JOBS, self)
        self.list = self._list_page()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self._worksheet: WorksheetPage | None = None
        self._receiving: ReceivePage | None = None
        self._labels: LabelsPage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusProxy(self.list)
        self.model.read_from(desk)

    @property
    def worksheet(self) -> WorksheetPage:
        """The worksheet, made when it is first asked for."""
        if self._worksheet is None:
            self._worksheet = WorksheetPage(self._look, self._text, self._desk, self._dialogs)
            self._worksheet.left.connect(self.back)
            self._worksheet.certificate_wanted.connect(self.certificate_wanted)
            self._worksheet.head.label_wanted.connect(self.show_label)
            self.stack.addWidget(self._worksheet)
        return self._worksheet

    @property
    def receiving(self) -> ReceivePage:
        """The form that takes an item in, made when it is first asked for."""
        if self._receiving is None:
            self._receiving = ReceivePage(self._look, self._text, self._desk)
            self._receiving.left.connect(self.back)
            self._receiving.received.connect(self.open_job)
            self.stack.addWidget(self._receiving)
        return self._receiving

    def open_job(self, number: str) -> None:
        """Show the worksheet of the job ``number``."""
        page = self.worksheet
        self._show(page)
        page.show_job(JobNumber(number))

    @property
    def labels(self) -> LabelsPage:
        """The page of labels, made when it is first asked for."""
        if self._labels is None:
            dialogs = self._dialogs or FileDialogs(self._text)
            self._labels = LabelsPage(self._look, self._text, self._desk, dialogs)
            self._labels.left.connect(lambda: self._show(self.worksheet))
            self.stack.addWidget(self._labels)
        return self._labels

    def show_label(self) -> None:
        """Show the label of the item of the job that is open."""
        page, job = self.labels, self.worksheet.job
        self._show(page)
        page.open([Subject(SubjectKind.JOB, job)])

    def receive(self, instrument: str = "") -> None:
        """Show the form that takes an item in; ``instrument`` is the number of one that comes again."""
        page = self.receiving
        self._show(page)
        page.begin(InstrumentNumber(instrument) if instrument else None)

    def back(self) -> None:
        """Show the list, with the job one comes from chosen."""
        job = self._worksheet.job if self._worksheet else ""
        self._show(self.list)
        if job:
            self.list.table.choose(job)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self, settings: QSettings) -> None:
        """Keep the columns of the list."""
        self.list.remember(settings, "calibrations")

    def _list_page(self) -> ListPage:
        text = self._text
        words = ListWords(
            title=text(mark("Calibrations")),
            filter=text(mark("Filter: number, item, customer, serial")),
            empty=text(mark("No calibration yet.")),
            empty_more=text(mark("A calibration begins with an item that is received at the counter.")),
            empty_action=text(mark("Receive item")),
            icon="calibrations",
        )
        page = ListPage(self._look, text, self.model, words)
        self.new = Button(self._look, text(mark("Receive item")), "new", "primary")
        self.new.clicked.connect(self._receive_new)
        page.head.add(self.new)
        page.empty.started.connect(self._receive_new)
        page.table.opened.connect(self.open_job)
        self._narrowing(page)
        return page

    def _narrowing(self, page: ListPage) -> None:
        """Offer what the list can be narrowed to."""
        text = self._text
        page.narrow_by("state", text(mark("State")), shown_choices(JOB_STATES, text))
        mine, *queues = shown_choices(JOB_QUEUES, text)
        page.narrow_by("queue", text(mark("Queue")), [(f"mine:{self._desk.who}", mine[1]), *queues])
        page.narrow_by("due", text(mark("Due")), shown_choices(JOB_DUE, text))
        page.narrow_by("customer", text(mark("Customer"))).offer_what(lambda: customer_of(page))
        procedures = page.narrow_by("procedure", text(mark("Procedure")))
        self._desk.ask(
            procedures, procedures_known, lambda names: procedures.offer([(name, name) for name in names])
        )

    def _receive_new(self) -> None:
        self.receive()

    def _show(self, page: Panel) -> None:
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        self.width_wanted.emit(page is self._worksheet)


def today() -> date:
    """Return the civil date of this computer, for words such as "in 3 days"; the book keeps its own."""
    return datetime.now().astimezone().date()
