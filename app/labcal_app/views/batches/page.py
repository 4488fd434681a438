"""The page Batches: the list, and from it the form, the sheet side by side, and the labels."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from labcal.domain.batch import BatchLine
from labcal.domain.subject import Subject
from labcal.services.batches import batch_lines
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.table import Column, Source, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.batches.labels import LabelsPage
from labcal_app.views.batches.receive import ReceiveBatchPage
from labcal_app.views.batches.sheet import SidePage
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.list_page import ListPage, ListWords

BATCHES = Source[BatchLine](
    question=batch_lines, shows=frozenset({"batch", "job", "customer"}), key=lambda line: line.number
)


class BatchesPage(Panel):
    """The list of batches; the others are made when they are first asked for.

    Signals:
        job_wanted: The number of a job whose own worksheet is wanted.
        width_wanted: Whether the page shows a sheet, for which the navigation may shrink.
    """

    job_wanted = Signal(str)
    width_wanted = Signal(bool)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._dialogs = dialogs or FileDialogs(text)
        self.model = TableModel[BatchLine](text, _columns(text), lambda line: line.number, self)
        self.list = self._list_page()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self._receiving: ReceiveBatchPage | None = None
        self._sheet: SidePage | None = None
        self._labels: LabelsPage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusProxy(self.list)
        self.model.follow(desk, BATCHES)

    @property
    def receiving(self) -> ReceiveBatchPage:
        """The form that receives a batch."""
        if self._receiving is None:
            self._receiving = ReceiveBatchPage(self._look, self._text, self._desk)
            self._receiving.left.connect(self.back)
            self._receiving.received.connect(self.open_batch)
            self.stack.addWidget(self._receiving)
        return self._receiving

    @property
    def sheet(self) -> SidePage:
        """The items of a batch side by side."""
        if self._sheet is None:
            self._sheet = SidePage(self._look, self._text, self._desk)
            self._sheet.left.connect(self.back)
            self._sheet.job_wanted.connect(self.job_wanted)
            self._sheet.labels_wanted.connect(self.label_batch)
            self.stack.addWidget(self._sheet)
        return self._sheet

    @property
    def labelling(self) -> LabelsPage:
        """The labels."""
        if self._labels is None:
            self._labels = LabelsPage(self._look, self._text, self._desk, self._dialogs)
            self._labels.left.connect(self.back)
            self.stack.addWidget(self._labels)
        return self._labels

    def receive(self) -> None:
        """Open the form that receives a batch."""
        self._show(self.receiving)
        self.receiving.begin()

    def open_batch(self, number: str) -> None:
        """Show the items of a batch side by side."""
        self._show(self.sheet)
        self.sheet.open(number)

    def label_batch(self, number: str) -> None:
        """Show the labels of a batch."""
        self._show(self.labelling)
        self.labelling.open_batch(number)

    def label(self, items: list[Subject]) -> None:
        """Show the labels of items, standards or jobs."""
        self._show(self.labelling)
        self.labelling.open(items)

    def back(self) -> None:
        """Show the list."""
        self._show(self.list)

    def _list_page(self) -> ListPage:
        text = self._text
        words = ListWords(
            title=text(mark("Batches")),
            filter=text(mark("Filter: number, customer, remarks")),
            empty=text(mark("No batch yet.")),
            empty_more=text(mark("Many items of one customer, received in one step, measured in one sheet.")),
            empty_action=text(mark("Receive batch")),
            icon="list",
        )
        page = ListPage(self._look, text, self.model, words)
        self.open_button = Button(self._look, text(mark("Side by side")), "table-2")
        self.labels_button = Button(self._look, text(mark("Labels")), "print")
        self.receive_button = Button(self._look, text(mark("Receive batch")), "new", "primary")
        for button in (self.open_button, self.labels_button, self.receive_button):
            page.head.add(button)
        self.receive_button.clicked.connect(self.receive)
        page.empty.started.connect(self.receive)
        self.open_button.clicked.connect(lambda: self._with_chosen(self.open_batch))
        self.labels_button.clicked.connect(lambda: self._with_chosen(self.label_batch))
        page.table.opened.connect(lambda key: self.open_batch(str(key)))
        page.table.chosen.connect(lambda _key: self._offer())
        page.begin_with_first()
        self.model.modelReset.connect(self._offer)
        self._offer_for(page)
        return page

    def _with_chosen(self, act: object) -> None:
        line = self.list.table.current
        if line is not None and callable(act):
            act(line.number)

    def _offer(self) -> None:
        self._offer_for(self.list)

    def _offer_for(self, page: ListPage) -> None:
        chosen = page.table.current is not None
        for button in (self.open_button, self.labels_button):
            button.setEnabled(chosen)

    def _show(self, page: Panel) -> None:
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        self.width_wanted.emit(page is self._sheet)


def _columns(text: Text) -> tuple[Column[BatchLine], ...]:
    return (
        Column[BatchLine](title=mark("Batch"), value=lambda line: line.number, kind=Kind.STRONG, width=130),
        Column[BatchLine](title=mark("Customer"), value=lambda line: line.customer, width=260, grows=True),
        Column[BatchLine](
            title=mark("Received on"),
            value=lambda line: shown_date(line.received_on, text),
            kind=Kind.DATE,
            width=130,
            sort=lambda line: line.received_on.toordinal(),
        ),
        Column[BatchLine](title=mark("Items"), value=lambda line: line.items, kind=Kind.NUMBER, width=90),
        Column[BatchLine](
            title=mark("Not issued"), value=lambda line: line.waiting, kind=Kind.NUMBER, width=110
        ),
        Column[BatchLine](title=mark("Remarks"), value=lambda line: line.remarks, width=220),
    )
