"""Instruments: the customers' items, with the facts and the jobs of the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from labcal.domain.instrument import InstrumentLine, InstrumentNumber
from labcal.domain.job import JobLine
from labcal.services.instruments import jobs_of
from labcal.services.jobs import STATES
from labcal.services.lists import JOB_DUE, instrument_page
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.forms.beside import Beside
from labcal_app.models.paged import PagedModel, PagedSource
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.list_page import ListPage, ListWords, customer_of
from labcal_app.widgets.narrow import shown_choices

COLUMNS = (
    Column[InstrumentLine](
        title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=88, order="number"
    ),
    Column[InstrumentLine](
        title=mark("Item and maker"),
        value=lambda line: TwoLines(line.name, _joined(line.manufacturer, line.model)),
        kind=Kind.TWO_LINES,
        grows=True,
        order="item",
    ),
    Column[InstrumentLine](
        title=mark("Serial no."),
        value=lambda line: line.serial or line.mark,
        kind=Kind.CODE,
        width=96,
        order="serial",
    ),
    Column[InstrumentLine](
        title=mark("Class"), value=lambda line: line.grade, width=64, tone="text2", order="class"
    ),
    Column[InstrumentLine](
        title=mark("Customer"), value=lambda line: line.customer, width=200, order="customer"
    ),
    Column[InstrumentLine](title=mark("Jobs"), value=lambda line: line.jobs, kind=Kind.NUMBER, width=64),
)
INSTRUMENTS = PagedSource[InstrumentLine](
    question=instrument_page,
    shows=frozenset({"instrument", "customer", "job"}),
    key=lambda line: line.number,
)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


class InstrumentsPage(ListPage):
    """The list, and the chosen instrument beside it.

    Signals:
        job_wanted: The number of a job.
        receive_wanted: The number of an instrument that comes in again; empty for a new one.
    """

    job_wanted = Signal(str)
    receive_wanted = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        model = PagedModel[InstrumentLine](text, COLUMNS, INSTRUMENTS, desk)
        words = ListWords(
            title=text(mark("Instruments")),
            filter=text(mark("Filter: item, maker, serial, customer")),
            empty=text(mark("No instrument yet.")),
            empty_more=text(mark("An instrument is entered when it is received for the first time.")),
            empty_action=text(mark("Receive item")),
            icon="instruments",
        )
        super().__init__(look, text, model, words)
        model.setParent(self)
        self._look, self._desk, self._told = look, desk, text
        self.facts = Facts(look, label_width=92)
        self.jobs = Card(look, text(mark("Jobs")))
        self.again = Button(look, text(mark("Receive this item again")), "new", "primary")
        self.beside = self._beside()
        self.side.addWidget(self.beside)
        self.empty.started.connect(lambda: self.receive_wanted.emit(""))
        self.again.clicked.connect(self._receive)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _key: self._receive())
        model.arrived.connect(self._arrived)
        self.begin_with_first()
        self.narrow_by("due", text(mark("Due")), shown_choices(JOB_DUE, text))
        self.narrow_by("customer", text(mark("Customer"))).offer_what(lambda: customer_of(self))
        self.narrow_by("class", text(mark("Class"))).offer_what(self._class)
        model.read_from(desk)

    def open_instrument(self, number: str) -> None:
        """Choose the instrument ``number``."""
        self.want(number)

    def _class(self) -> list[tuple[str, str]]:
        line = self.table.current
        return [(line.grade, line.grade)] if isinstance(line, InstrumentLine) and line.grade else []

    def _beside(self) -> Beside:
        beside = Beside(self._look)
        beside.add(self.facts)
        beside.add(self.jobs)
        beside.foot.addWidget(self.again)
        beside.foot.addStretch(1)
        beside.foot_panel.show()
        return beside

    def _arrived(self) -> None:
        self._chosen(self.table.current_key)

    def _chosen(self, _key: object) -> None:
        line, text = self.table.current, self._told
        self.beside.setVisible(isinstance(line, InstrumentLine))
        if not isinstance(line, InstrumentLine):
            return
        self.beside.say(line.name, line.customer)
        told = (
            (mark("Number"), line.number),
            (mark("Nominal value"), line.nominal),
            (mark("Class"), line.grade),
            (mark("Maker"), line.manufacturer),
            (mark("Type"), line.model),
            (mark("Serial no."), line.serial),
            (mark("Mark"), line.mark),
        )
        self.facts.show_facts([(text(label), value or "—") for label, value in told])
        question = partial(jobs_of, number=InstrumentNumber(line.number))
        self._desk.ask(self.jobs, question, self._show_jobs)

    def _show_jobs(self, lines: list[JobLine]) -> None:
        self.jobs.clear()
        self.jobs.head.note.setText(str(len(lines)))
        for line in lines:
            certificate = line.certificate or (shown_date(line.due_on, self._told) if line.due_on else "")
            state = self._told(STATES[line.state])
            row = CardRow(self._look, "calibrations", TwoLines(line.number, state), certificate)
            row.pressed.connect(partial(self.job_wanted.emit, line.number))
            self.jobs.add(row)

    def _receive(self) -> None:
        key = self.table.current_key
        if key is not None:
            self.receive_wanted.emit(str(key))
