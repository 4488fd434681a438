"""Receive item: customer, item, what was agreed, the job opened at once (ISO/IEC 17025:2017, 7.1, 7.4)."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.instrument import InstrumentNumber
from labcal.domain.job import JobNumber
from labcal.errors import LabCalError
from labcal.services.counter import Asked, Counter, counter
from labcal.services.jobs import ReceiveItem
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.forms.drafted import Drafted
from labcal_app.theme.look import Look
from labcal_app.views.opening import OpeningFields
from labcal_app.views.received_item import AgreedFields, CustomerFields, ItemFields
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.fields import Field
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.page_head import PageHead

COLUMN, EDGE, PAUSE = 370, 20, 250


class ReceivePage(Panel):
    """The form; three columns, gone through by Enter or Tab, nothing modal.

    Signals:
        received: The number of the new job.
        left: The person gave up; what was typed stays until the next item.
    """

    received = Signal(str)
    left = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._wanted: InstrumentNumber | None = None
        self.customer = CustomerFields(look, text)
        self.item = ItemFields(look, text)
        self.agreed = AgreedFields(look, text)
        self.opening = OpeningFields(look, text, optional=True)
        self.refusal = Banner(look, text, closable=True)
        self.receive = Button(look, text(mark("Receive item")), "check", "primary")
        self.cancel = Button(look, text(mark("Cancel")))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._wire()
        self.drafted = Drafted(self, "ReceivePage")
        self.drafted.watch(self._fields)

    def begin(self, instrument: InstrumentNumber | None = None) -> None:
        """Make ready for an item; ``instrument`` is one that is known and comes again."""
        self._wanted = instrument
        self.refusal.clear()
        self._ask()
        self.customer.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Receive the item as typed; say beside each field what is still wrong."""
        self.refusal.clear()
        sound = [part.check() for part in (self.customer, self.item, self.agreed)]
        obstacle = self.opening.obstacle if self.opening.procedure.value else ""
        if obstacle:
            self.opening.procedure.refuse(obstacle)
        if not all(sound) or obstacle:
            self._go_to_first_refused()
            return
        command = ReceiveItem(
            customer=self.customer.told(),
            item=self.item.told(),
            condition=self.agreed.condition.value,
            grade=self.agreed.grade.value,
            due_on=self.agreed.due.day,
            place=self.agreed.place.value,
            remarks=self.agreed.remarks.value,
            agreed=self.agreed.conformity.told(self.agreed.grade.value, self.opening.way),
            priority=self.agreed.urgency,
            because=self.agreed.because.value,
        )
        self._desk.run(command, self._taken, self._refuse)

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        head = PageHead(look, text(mark("Receive item")), text(mark("Request, item and what was agreed")))
        for button in (self.cancel, self.receive):
            head.add(button)
        columns = QHBoxLayout()
        columns.setContentsMargins(EDGE, look.space("l"), EDGE, look.space("l"))
        columns.setSpacing(look.space("xxl"))
        titles = (mark("Customer"), mark("Item"), mark("Agreed"))
        for title, fields in zip(titles, (self.customer, self.item, self._agreed_part()), strict=True):
            columns.addWidget(self._column(text(title), fields), 1)
        inside = Panel("surface")
        inside.setLayout(columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        notice = QVBoxLayout()
        notice.setContentsMargins(EDGE, look.space("s"), EDGE, 0)
        notice.addWidget(self.refusal)
        hint = Label(
            look, text(mark("Enter goes to the next field; Ctrl+Enter receives the item.")), "small", "text3"
        )
        hint.setContentsMargins(EDGE, 0, EDGE, look.space("s"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(notice)
        column.addWidget(scroll, 1)
        column.addWidget(hint)

    def _agreed_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("m"))
        column.addWidget(self.agreed)
        column.addWidget(
            SectionTitle(self._look, self._text(mark("Open the job at once")), self._text(mark("optional")))
        )
        column.addWidget(self.opening)
        return part

    def _column(self, title: str, fields: QWidget) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("m"))
        column.addWidget(SectionTitle(self._look, title))
        column.addWidget(hairline())
        column.addWidget(fields)
        column.addStretch(1)
        return part

    def _wire(self) -> None:
        order = [field.editor for field in self._fields]
        order += [self.opening.mentor.editor, self.receive, self.cancel]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self.receive.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        self.customer.chosen.connect(self._owned)
        self.customer.name.changed.connect(self._pause.start)
        self.item.nominal_changed.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self._desk.changed.connect(self._changed)

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & {
            "customer",
            "instrument",
            "procedure",
            "authorisation",
            "specification",
        }:
            self._ask()

    def _ask(self) -> None:
        """Ask what is known of customers and items, and how a job on this item could be opened."""
        known = self.customer.known
        asked = Asked(
            who=self._desk.who,
            language=self._text.language,
            nominal=self.item.nominal_value,
            customer=self.customer.name.value,
            owner=known.name if known else "",
            item=self._wanted,
        )
        self._desk.ask(self, partial(counter, asked=asked), self._show)

    def _owned(self, owner: str) -> None:
        """Offer what the customer called ``owner`` brought before, also what was not asked for yet."""
        if self.item.show_owner(owner):
            self._pause.start()

    def _show(self, known: Counter) -> None:
        self.customer.show_known(known.customers)
        self.item.show_known(known.instruments)
        self.agreed.conformity.show_offers(known.offers)
        self.opening.show_ways(known.ways)
        if self._wanted is not None:
            line = self.item.choose(self._wanted)
            if line is not None:
                self.customer.choose(line.customer)
                self.agreed.condition.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._wanted = None

    def _enter(self, event: QKeyEvent) -> None:
        here = self.focusWidget()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif isinstance(here, QPushButton):
            here.click()
        else:
            self.focusNextChild()

    def _taken(self, number: JobNumber) -> None:
        """Open the job where its procedure was chosen, then clear the form."""
        command = self.opening.command(number)
        if command is None:
            self._finish(number)
        else:
            self._desk.run(command, partial(self._opened, number), partial(self._not_opened, number))

    def _opened(self, number: JobNumber, _value: object) -> None:
        self._finish(number)

    def _not_opened(self, number: JobNumber, error: LabCalError) -> None:
        """The item is received in any case; the worksheet offers the procedures once more."""
        self._finish(number)
        self._desk.refused.emit(error)

    def _finish(self, number: JobNumber) -> None:
        self.drafted.finish()
        for part in (self.customer, self.item, self.agreed):
            part.clear()
        self.received.emit(number)

    def _refuse(self, error: LabCalError) -> None:
        self.refusal.say(State.FAIL, error.shown(self._text))

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (*self.customer.fields, *self.item.fields, *self.agreed.fields, self.opening.procedure)

    def _go_to_first_refused(self) -> None:
        bad = next((field for field in self._fields if field.refused), None)
        if bad is not None:
            bad.editor.setFocus(Qt.FocusReason.OtherFocusReason)
