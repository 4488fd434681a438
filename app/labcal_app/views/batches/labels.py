"""Labels for one item, a selection or a batch, previewed, on sheets or on a label printer (6.4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.batch import BatchNumber
from labcal.domain.label import LABEL_STATUSES, LabelLayout, LabelStatus
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors import LabCalError
from labcal.services.batches import jobs_of_batch
from labcal.services.files import write
from labcal.services.labels import LabelOrder, PrintedLabels, layouts, print_labels
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk, Errand
from labcal_app.figures import shown_figure
from labcal_app.pictures import pages_of
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.pages import Pages

SIDE, FINE, PAUSE = 300, 900, 150
AS_BOOKED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The labels with their pages as pictures, or why there are none."""

    printed: PrintedLabels | None
    images: tuple[QImage, ...] = ()
    refused: LabCalError | None = None


class LabelsPage(Panel):
    """Layout, start and status at the side, the pages beside them.

    Signals:
        left: The page one came from is wanted again.
    """

    left = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._items: tuple[Subject, ...] = ()
        self._batch = ""
        self._known = layouts()
        self.preview: Preview | None = None
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head = RecordHead(look)
        self.head.lead(self.back)
        self.head.title.setText(text(mark("Labels")))
        self.save = Button(look, text(mark("Save as PDF")), "print", "primary")
        choices = [(one.name, self._named(one)) for one in self._known]
        self.layout_field = ChoiceField(look, Hint(text(mark("Labels on"))), choices)
        self.start = LineField(
            look,
            Hint(text(mark("First label")), text(mark("Where labels are gone from the sheet already."))),
            "1",
        )
        statuses = [(AS_BOOKED, text(mark("as the book says")))]
        statuses += [(one.value, text(LABEL_STATUSES[one])) for one in LabelStatus]
        self.status = ChoiceField(look, Hint(text(mark("Status")), "", "6.4.8"), statuses)
        self.note = Label(look, text(DUE_NOTE), "small", "text3").wrapped()
        self.count = Label(look, "", "body", "text", 500)
        self.banner = Banner(look, text)
        self.pages = Pages(look, text)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._wire()
        self.layout_field.set_value(self._known[0].name)
        self.status.choice.setCurrentIndex(0)

    def open(self, items: Sequence[Subject]) -> None:
        """Show the labels of items, standards or jobs."""
        self._items, self._batch = tuple(items), ""
        self.head.name.setText(", ".join(one.number for one in self._items[:3]))
        self.reload()

    def open_batch(self, number: str) -> None:
        """Show the labels of a batch."""
        self._items, self._batch = (), number
        self.head.name.setText(number)
        self.reload()

    def reload(self) -> None:
        """Make the labels anew."""
        start = self.start.value
        if not start.isdecimal():
            self.start.refuse(self._text(mark("A whole number.")))
            return
        order = partial(
            LabelOrder,
            layout=self.layout_field.value,
            start=int(start),
            status=LabelStatus(self.status.value) if self.status.value else None,
        )
        question = partial(_preview, items=self._items, batch=self._batch, order=order, text=self._text)
        self._desk.ask(self, question, self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look = self._look
        self.head.add(self.save)
        side = QVBoxLayout()
        side.setContentsMargins(20, look.space("l"), look.space("l"), look.space("l"))
        side.setSpacing(look.space("m"))
        for widget in (self.layout_field, self.start, self.status, self.count, self.note):
            side.addWidget(widget)
        side.addStretch(1)
        beside = QWidget()
        beside.setFixedWidth(SIDE)
        beside.setLayout(side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(beside)
        row.addWidget(hairline(upright=True))
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self.save.clicked.connect(self._save)
        for field in (self.layout_field, self.start, self.status):
            field.changed.connect(self._pause.start)
        self._pause.timeout.connect(self.reload)

    def _named(self, layout: LabelLayout) -> str:
        text = self._text
        size = {name: _millimetres(getattr(layout, name), text) for name in ("width", "height")}
        if not layout.is_sheet:
            return text(mark("Label printer, {width} × {height} mm"), **size)
        told = mark("A4 sheet of {count}, {width} × {height} mm")
        return text(told, count=layout.on_a_page, **size)

    def _show(self, preview: Preview) -> None:
        text, printed = self._text, preview.printed
        self.preview = preview
        self.pages.show_pages(preview.images)
        self.save.setEnabled(printed is not None)
        self.count.setText(text(mark("Labels: {count}"), count=printed.count if printed else 0))
        layout = next(one for one in self._known if one.name == self.layout_field.value)
        self.start.setVisible(layout.is_sheet)
        if preview.refused is not None:
            self.banner.say(State.FAIL, preview.refused.shown(text))
        elif printed is not None and printed.left_out:
            self.banner.say(State.CONDITIONAL, " ".join(text(one) for one in printed.left_out[:5]))
        else:
            self.banner.clear()

    def _save(self) -> None:
        printed = self.preview.printed if self.preview else None
        proposed = self._text(mark("Labels")) + (f" {self._batch}" if self._batch else "")
        path = self._dialogs.printed(self, proposed) if printed is not None else None
        if path is not None and printed is not None:
            errand = Errand(title=mark("Save labels"), then=lambda _value: self._dialogs.show(path))
            self._desk.work(errand, lambda _book, _who: write(path, printed.pdf))


DUE_NOTE = mark(
    "The due date stands on a label only where the customer agreed to it, and on the laboratory's own "
    "equipment (ISO/IEC 17025:2017, 7.8.4.3)."
)


def _preview(
    records: Any, items: tuple[Subject, ...], batch: str, order: partial[LabelOrder], text: Text
) -> Preview:
    if batch:
        jobs = jobs_of_batch(records, BatchNumber(batch))
        items = tuple(Subject(SubjectKind.JOB, job) for job in jobs)
    try:
        printed = print_labels(records, order(items=items), text)
    except LabCalError as error:
        return Preview(printed=None, refused=error)
    return Preview(printed=printed, images=tuple(pages_of(printed.pdf, FINE)))


def _millimetres(length: float, text: Text) -> str:
    return shown_figure(Decimal(f"{length:g}"), text)
