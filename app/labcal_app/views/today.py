"""Today: what the person signed in should do now, and what runs out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.equipment import SCHEDULES, ScheduleLine
from labcal.domain.job import State as JobState
from labcal.domain.person import WORK
from labcal.services.due import LeaveDue, StandardDue
from labcal.services.today import Awaited, Task, Today, today
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.charts.counts import Count, CountsChart
from labcal_app.dates import shown_day
from labcal_app.desk import Desk
from labcal_app.models.table import Column, TableModel
from labcal_app.spans import TONES, due, leave_chip, leave_state, span, stage_cell, standard_chip
from labcal_app.theme.look import Look
from labcal_app.views.records.due import item_of, schedule_chip
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.table import Table

SHOWS = frozenset(
    {
        "job", "reading", "room", "job_standard", "review", "result", "policy_exception", "certificate",
        "standard", "standard_certificate", "authorisation", "person", "procedure", "schedule",
    }
)  # fmt: skip
NARROW, WIDE, MARGIN, CHART, CHART_MOST, ROWS, WIDE_ROWS = 340, 400, 20, 206, 260, 5, 7
SOON = 7
"""Days from which the day that a job was promised for is set off."""
LINES = 4
"""Rows that a card shows at most."""
ICONS = {Task.CHECK: "inspections", Task.SIGN: "sign", Task.COUNTERSIGN: "sign"}
WAYS = {
    JobState.RECEIVED: mark("Received"),
    JobState.OPEN: mark("At the bench"),
    JobState.CHECKING: mark("Check"),
    JobState.SIGNING: mark("Signature"),
}


def columns(text: Text) -> tuple[Column[Awaited], ...]:
    """Return the columns of the person's jobs."""

    def tone(one: Awaited) -> str:
        if one.days is None or one.days > SOON:
            return "text"
        return "fail" if one.days < 0 else "warn"

    return (
        Column[Awaited](
            title=mark("Job"),
            value=lambda one: TwoLines(_named(one, text), f"{one.line.number} · {one.line.customer}"),
            kind=Kind.TWO_LINES,
            width=228,
        ),
        Column[Awaited](
            title=mark("Stage"), value=lambda one: stage_cell(one.stage, text), kind=Kind.STAGE, width=184
        ),
        Column[Awaited](
            title=mark("Next step"),
            value=lambda one: text(one.step),
            grows=True,
            width=150,
            tip=lambda one: text(one.step),
        ),
        Column[Awaited](
            title=mark("Due"),
            value=lambda one: "—" if one.days is None else due(one.days, text),
            width=88,
            tone_of=tone,
        ),
    )


def _named(one: Awaited, text: Text) -> str:
    line = one.line
    return (
        text(mark("{item}, No. {serial}"), item=line.item, serial=line.serial) if line.serial else line.item
    )


class TodayPage(Panel):
    """My jobs and a chart at the start; what is due, at the end.

    Signals:
        job_wanted: The number of a job.
        standard_wanted: The number of a reference standard.
        receive_wanted: An item is to be received.
        page_wanted: The id of a page.
        record_wanted: The ``Subject`` of a record.
        due_wanted: The whole list of what has to be done with the laboratory's own equipment.
        counted: How many jobs wait for the person.
    """

    job_wanted = Signal(str)
    standard_wanted = Signal(str)
    receive_wanted = Signal()
    page_wanted = Signal(str)
    record_wanted = Signal(object)
    due_wanted = Signal()
    counted = Signal(int)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("window")
        self._look, self._text, self._desk = look, text, desk
        self.head = PageHead(look, text(mark("Today")))
        self.receive = Button(look, text(mark("Receive item")), "new", "primary")
        self.model = TableModel[Awaited](text, columns(text), lambda one: one.line.number, self)
        self.table = Table(look, text, self.model, text(mark("My jobs")))
        self.jobs = Card(look, text(mark("My jobs")), link=text(mark("All calibrations")))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = Label(look, text(mark("Nothing waits for you.")), "body", "text2")
        self.chart = CountsChart(look, text, text(mark("Jobs by stage")))
        self.standards = Card(look, text(mark("Standards due")), link=text(mark("Due list")))
        self.leaves = Card(look, text(mark("My authorisations")), link=text(mark("Matrix")))
        self.schedules = Card(look, text(mark("Care of equipment")), link=text(mark("Due list")))
        self.waiting = Card(look, text(mark("Waiting for others")))
        self.rest = Panel("window")
        self._lay_out()
        self._wire()
        self._changed(SHOWS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() + self._look.size("nav") >= self._look.tokens.wide
        self.rest.setFixedWidth(WIDE if wide else NARROW)
        self._fit()

    def _lay_out(self) -> None:
        look = self._look
        self.head.add(self.receive)
        self.nothing.setContentsMargins(look.space("l"), look.space("m"), look.space("l"), look.space("m"))
        self.nothing.hide()  # until the book has answered, nobody knows
        self.jobs.add(self.nothing)
        self.jobs.add(self.table)
        drawn = Panel("card")
        inside = QVBoxLayout(drawn)
        inside.setContentsMargins(1, 1, 1, 4)
        inside.addWidget(self.chart)
        drawn.setMinimumHeight(CHART)
        drawn.setMaximumHeight(CHART_MOST)
        left, right = QVBoxLayout(), QVBoxLayout(self.rest)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(look.space("m"))
        left.addWidget(self.jobs)
        left.addWidget(drawn, 1)
        left.addStretch(1)
        for widget in (self.standards, self.schedules, self.leaves, self.waiting):
            right.addWidget(widget)
        right.addStretch(1)
        area = self._scrolling(left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(area, 1)
        self.setFocusProxy(self.table)

    def _scrolling(self, left: QVBoxLayout) -> QScrollArea:
        inside = Panel("window")
        row = QHBoxLayout(inside)
        row.setContentsMargins(MARGIN, self._look.space("l"), MARGIN, self._look.space("m"))
        row.setSpacing(self._look.space("l"))
        row.addLayout(left, 1)
        row.addWidget(self.rest)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _wire(self) -> None:
        self.receive.clicked.connect(self.receive_wanted)
        self.table.clicked.connect(self._open)
        self.table.opened.connect(lambda key: self.job_wanted.emit(str(key)))
        self.jobs.link.clicked.connect(partial(self.page_wanted.emit, "calibrations"))
        self.standards.link.clicked.connect(partial(self.page_wanted.emit, "standards"))
        self.schedules.link.clicked.connect(self.due_wanted)
        self.leaves.link.clicked.connect(partial(self.page_wanted.emit, "people"))
        self._desk.changed.connect(self._changed)

    def _open(self, index: QModelIndex) -> None:
        self.job_wanted.emit(str(self.model.key_of(index.row())))

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            question = partial(today, who=self._desk.who, language=self._text.language)
            self._desk.ask(self, question, self.show_today)

    def show_today(self, found: Today) -> None:
        """Show the answer of the book."""
        self.head.say(self._text(mark("Today")), shown_day(found.day, self._text))
        self.model.show_lines(found.jobs)
        self.jobs.head.note.setText(f"{len(found.jobs)}{'' if found.whole else '+'}")
        if not found.jobs and self.table.hasFocus():
            self.receive.setFocus(Qt.FocusReason.OtherFocusReason)
        self.nothing.setVisible(not found.jobs)
        self.table.setVisible(bool(found.jobs))
        self._fit()
        marked = {JobState.CHECKING, JobState.SIGNING}
        self.chart.show_counts(
            tuple(
                Count(word=self._text(WAYS[state]), number=number, marked=state in marked and number > 0)
                for state, number in found.stages
            )
        )
        self._fill(self.standards, [self._standard(one) for one in found.standards])
        self._fill(self.schedules, [self._schedule(one) for one in found.schedules])
        self._fill(self.leaves, [self._leave(one) for one in found.leaves])
        self._fill(self.waiting, [self._other(one) for one in found.waiting])
        self.counted.emit(len(found.jobs))

    def _fit(self) -> None:
        """Show as many jobs as there is room for; the others scroll."""
        wide = self.width() + self._look.size("nav") >= self._look.tokens.wide
        rows = min(max(self.model.rowCount(), 1), WIDE_ROWS if wide else ROWS)
        high = self.table.horizontalHeader().sizeHint().height() + rows * self._look.size("row_two_lines")
        self.table.setFixedHeight(high + 1)

    def _fill(self, card: Card, rows: list[QWidget]) -> None:
        card.clear()
        card.head.note.setText(str(len(rows)) if rows else "")
        card.setVisible(bool(rows))
        for row in rows[:LINES]:
            card.add(row)

    def _standard(self, one: StandardDue) -> CardRow:
        chip, line = standard_chip(one, self._text), one.line
        known = " · ".join(part for part in (line.identification, line.certificate) if part)
        row = CardRow(self._look, chip.state.value, TwoLines(line.name, known), chip.word, TONES[chip.state])
        row.pressed.connect(partial(self.standard_wanted.emit, line.number))
        return row

    def _schedule(self, one: ScheduleLine) -> CardRow:
        chip, what = schedule_chip(one, self._text), self._text(SCHEDULES[one.kind]).capitalize()
        words = TwoLines(one.item_name, f"{one.item} · {what}")
        row = CardRow(self._look, chip.state.value, words, chip.word, TONES[chip.state])
        row.pressed.connect(partial(self.record_wanted.emit, item_of(one)))
        return row

    def _leave(self, one: LeaveDue) -> CardRow:
        state, line, text = leave_state(one), one.line, self._text
        under = line.procedure or text(mark("the whole laboratory"))
        words = TwoLines(text(WORK[line.level]).capitalize(), under)
        row = CardRow(self._look, state.value, words, leave_chip(one, text).word, TONES[state])
        row.pressed.connect(partial(self.page_wanted.emit, "people"))
        return row

    def _other(self, one: Awaited) -> CardRow:
        text = self._text
        who = ", ".join(one.others) or text(mark("nobody is authorised"))
        told = text(mark("{step}: {who}"), step=one.step, who=who)
        waits = text(mark("today")) if not one.waits else span(one.waits, text)
        tone = "text2" if one.others else "warn"
        icon = ICONS.get(one.task, "calibrations")
        row = CardRow(self._look, icon, TwoLines(_named(one, text), told), waits, tone)
        row.pressed.connect(partial(self.job_wanted.emit, one.line.number))
        return row
