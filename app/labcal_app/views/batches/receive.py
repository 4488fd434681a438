"""Receive batch: what is common told once, a row an item, one step of the book (ISO/IEC 17025:2017, 7.4)."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.batch import BatchNumber
from labcal.domain.quantity import parse
from labcal.errors import LabCalError
from labcal.errors.batches import EmptyBatchError
from labcal.services.batches import ANYONE, BatchItem, BatchRow, Common, ReceiveBatch, Sighted, sighted
from labcal.services.counter import Asked, Counter, counter
from labcal.services.jobs import ReceiveItem
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.drafts import keeper_of
from labcal_app.forms.drafted import Drafted
from labcal_app.theme.look import Look
from labcal_app.views.batches.rows import FIRST_FIELD, MOST, BatchRows
from labcal_app.views.received_item import CustomerFields, Fields
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Field, Hint, LineField, WordsField
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.page_head import PageHead

SIDE, EDGE, PAUSE = 330, 20, 200
DRAFT = "ReceiveBatch rows"


class CommonFields(Fields):
    """What is the same of all items, and what was noted and agreed on receipt."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self.name = self._line(mark("Item"), mark("What all of them are; a row may differ."))
        self.nominal = self._line(mark("Nominal value"), "", "", mark("Such as 10 kg or 100 °C"))
        self.manufacturer = self._line(mark("Maker"))
        self.model = self._line(mark("Type"))
        self.grade = self._line(mark("Accuracy class asked for"), "", "", mark("Such as M1"))
        self.condition = self._line(
            mark("Condition on receipt"),
            mark("What one sees of all of them; what one item has alone stands in its row."),
            "ISO/IEC 17025:2017, 7.4.3",
            mark("Such as: good, no visible damage"),
        )
        self.due = DateField(look, Hint(text(mark("Promised for"))), text)
        places = [
            ("laboratory", text(mark("In the laboratory"))),
            ("customer", text(mark("At the customer's"))),
        ]
        self.place = ChoiceField(look, Hint(text(mark("Place of work")), "", "7.8.2.1 c"), places)
        self.place.set_value("laboratory")
        self.remarks = WordsField(look, Hint(text(mark("Remarks"))), 2)
        plate = (self.name, self.nominal, self.manufacturer, self.model)
        self.fields = (*plate, self.grade, self.condition, self.due, self.place, self.remarks)
        self._stack(*self.fields)

    def told(self) -> Common:
        """Return what is told of the plate."""
        return Common(
            name=self.name.value,
            nominal=self.nominal.value,
            manufacturer=self.manufacturer.value,
            model=self.model.value,
            grade=self.grade.value,
        )

    def check(self) -> bool:
        sound = self._wanted(self.name, mark("Say what the item is."))
        try:
            parse(self.nominal.value)
        except LabCalError as error:
            self.nominal.refuse(error.shown(self._text))
            sound = False
        sound = self._wanted(self.condition, mark("Note the condition, even where it is good.")) and sound
        if self.due.value and self.due.day is None:
            self.due.refuse(self._text(mark("“{typed}” is not a date."), typed=self.due.value))
            sound = False
        return sound

    def clear(self) -> None:
        """Empty every field."""
        for field in self.fields:
            if isinstance(field, LineField | WordsField):
                field.set_value("")
        self.place.set_value("laboratory")


class ReceiveBatchPage(Panel):
    """The form: customer and common fields at the side, the grid of items beside them.

    Signals:
        received: The number of the new batch.
        left: The person gave up; what was typed stays until the next batch.
    """

    received = Signal(str)
    left = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._found: tuple[Sighted | None, ...] = ()
        self._waits = False
        self.customer = CustomerFields(look, text)
        self.common = CommonFields(look, text)
        self.rows = BatchRows(text, self._typed, self)
        self.grid = Grid(look, text, self.rows.model, text(mark("Items of the batch")))
        self.first = LineField(
            look, Hint(text(mark("Serial numbers from")), "", "", text(mark("Such as T-001")))
        )
        self.many = LineField(look, Hint(text(mark("How many")), "", "", "50"))
        self.count_up = Button(look, text(mark("Count up")), "hash")
        self.told = Label(look, "", "small", "text2").wrapped()
        self.refusal = Banner(look, text, closable=True)
        self.receive = Button(look, text(mark("Receive batch")), "check", "primary")
        self.cancel = Button(look, text(mark("Cancel")))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._wire()
        self.drafted = Drafted(self, "ReceiveBatchPage")
        self.drafted.watch(self._fields)

    def begin(self) -> None:
        """Make ready for a batch."""
        self.refusal.clear()
        self._bring_back()
        self._ask()
        self.customer.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submit()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Receive the batch as typed; say beside each field and cell what is still wrong."""
        self.refusal.clear()
        sound = [part.check() for part in (self.customer, self.common)]
        if not all(sound):
            bad = next((field for field in self._fields if field.refused), None)
            if bad is not None:
                bad.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.rows.count:
            self._refuse(EmptyBatchError())
            return
        self._waits = True
        self._ask()

    def _receive(self) -> None:
        """Hand the batch to the book, once it has said what each row is."""
        place = self.rows.first_bad()
        if place >= 0:
            self._go_to(place)
            return
        pairs = zip(self._found, self.rows.typed, strict=True)
        items = tuple(
            BatchItem(item=one.item, remarks=row.remarks)
            for one, row in pairs
            if one is not None and one.item is not None
        )
        if not items:
            return
        common = self.common
        shared = ReceiveItem(
            customer=self.customer.told(),
            item=items[0].item,
            condition=common.condition.value,
            grade=common.grade.value,
            due_on=common.due.day,
            place=common.place.value,
        )
        command = ReceiveBatch(shared=shared, items=items, remarks=common.remarks.value)
        self.receive.setEnabled(False)
        self._desk.run(command, self._taken, self._refuse)

    def _go_to(self, place: int) -> None:
        """Stand at the first row that cannot be taken, and say why."""
        found = self._found[place]
        if found is None or found.trouble is None:
            return
        why = found.trouble.shown(self._text)
        said = self._text(mark("Row {row}: {why}"), row=place + 1, why=why)
        self.refusal.say(State.FAIL, said)
        self.grid.setCurrentIndex(self.rows.model.index(place, FIRST_FIELD))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        head = PageHead(
            look, text(mark("Receive batch")), text(mark("Many items of one customer, in one step"))
        )
        for button in (self.cancel, self.receive):
            head.add(button)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(EDGE, look.space("m"), look.space("l"), look.space("m"))
        column.setSpacing(look.space("s"))
        for title, part in ((mark("Customer"), self.customer), (mark("All items"), self.common)):
            column.addWidget(SectionTitle(look, text(title)))
            column.addWidget(hairline())
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(fields)
        scroll.setFixedWidth(SIDE)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(scroll)
        row.addWidget(hairline(upright=True))
        row.addLayout(self._items(), 1)
        notice = QVBoxLayout()
        notice.setContentsMargins(EDGE, look.space("xs"), EDGE, 0)
        notice.addWidget(self.refusal)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(notice)
        whole.addLayout(row, 1)

    def _items(self) -> QVBoxLayout:
        look, text = self._look, self._text
        bar = QHBoxLayout()
        bar.setContentsMargins(look.space("l"), look.space("s"), look.space("l"), look.space("s"))
        bar.setSpacing(look.space("s"))
        self.first.setMaximumWidth(200)
        self.many.setMaximumWidth(90)
        for widget in (self.first, self.many):
            bar.addWidget(widget)
        bar.addWidget(self.count_up, 0, Qt.AlignmentFlag.AlignBottom)
        hint = text(mark("Or paste rows from a spreadsheet into the grid: serial no., mark, item, …"))
        bar.addWidget(Label(look, hint, "small", "text3").wrapped(), 1, Qt.AlignmentFlag.AlignBottom)
        self.told.setContentsMargins(look.space("l"), look.space("xs"), look.space("l"), look.space("s"))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)
        column.addWidget(self.told)
        return column

    def _wire(self) -> None:
        self.receive.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        self.count_up.clicked.connect(self._count_up)
        self.grid.pasted.connect(self.rows.paste)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._say())
        self.customer.name.changed.connect(self._pause.start)
        for field in (self.common.name, self.common.nominal, self.common.grade):
            field.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self._desk.changed.connect(self._changed)

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & {"customer", "instrument", "job"}:
            self._ask()

    def _count_up(self) -> None:
        many = self.many.value
        if not (many.isdecimal() and 1 <= int(many) <= MOST):
            self.many.refuse(self._text(mark("A number from 1 to {most}."), most=MOST))
            return
        if not any(sign.isdigit() for sign in self.first.value) and int(many) > 1:
            self.first.refuse(self._text(mark("Give a serial number that ends with digits.")))
            return
        self.rows.count_up(self.first.value, int(many))
        self.first.set_value("")
        self.many.set_value("")

    def _typed(self) -> None:
        """Take note that the rows changed: keep them, and ask what the book knows of them."""
        self._found = ()
        self._keep()
        self._pause.start()

    def _ask(self) -> None:
        typed, known = self.rows.typed, self.customer.known
        owner = known.number if known is not None else ANYONE
        asked = Asked(
            who=self._desk.who,
            language=self._text.language,
            customer=self.customer.name.value,
            owner=known.name if known else "",
        )
        self._desk.ask(self, partial(counter, asked=asked), self._show_known)
        question = partial(sighted, customer=owner, common=self.common.told(), rows=typed)
        self._desk.ask(self.rows, question, self._show)

    def _show_known(self, known: Counter) -> None:
        before = self.customer.known
        self.customer.show_known(known.customers)
        if self.customer.known != before:
            self._pause.start()

    def _show(self, found: tuple[Sighted | None, ...]) -> None:
        if len(found) != len(self.rows.typed):
            return
        self._found = found
        self.rows.show_sighted(found)
        self._say()
        if self._waits:
            self._waits = False
            self._receive()

    def _say(self) -> None:
        """Say how many items there are, and what is wrong in the row one is in."""
        text, rows = self._text, self.rows
        place = self.grid.currentIndex().row()
        here = self._found[place] if 0 <= place < len(self._found) else None
        if here is not None and here.trouble is not None:
            why = here.trouble.shown(text)
            self.told.set_tone("fail")
            self.told.setText(text(mark("Row {row}: {why}"), row=place + 1, why=why))
            return
        self.told.set_tone("text2")
        counts = {"items": rows.count, "known": rows.known(), "bad": rows.bad()}
        self.told.setText(text(mark("Items: {items} · known: {known} · cannot be taken: {bad}"), **counts))

    def _keep(self) -> None:
        """Keep the rows, so that they outlast the program."""
        keeper = keeper_of(self)
        if keeper is None:
            return
        told = {
            str(number): json.dumps(asdict(row), ensure_ascii=False)
            for number, row in enumerate(self.rows.typed)
            if not row.is_blank
        }
        if told:
            keeper.keep(DRAFT, told)
        else:
            keeper.drop(DRAFT)

    def _bring_back(self) -> None:
        """Show the rows that were typed before the program ended."""
        keeper = keeper_of(self)
        if keeper is None or self.rows.count or not keeper.ready:
            return
        told = {int(number): json.loads(row) for number, row in keeper.at(DRAFT).items()}
        if told:
            rows = [BatchRow(**told.get(number, {})) for number in range(max(told) + 1)]
            self.rows.take(rows)
            keeper.brought_back.emit()

    def _taken(self, number: BatchNumber) -> None:
        self.drafted.finish()
        self.receive.setEnabled(True)
        for part in (self.customer, self.common):
            part.clear()
        self.rows.clear()
        self.received.emit(number)

    def _refuse(self, error: LabCalError) -> None:
        self.receive.setEnabled(True)
        self.refusal.say(State.FAIL, error.shown(self._text))

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (*self.customer.fields, *self.common.fields)
