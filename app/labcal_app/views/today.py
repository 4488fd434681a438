"""Today: what the person signed in should do now, and what runs out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.agreement import DELAYS, Priority
from labcal.domain.equipment import SCHEDULES, ScheduleLine
from labcal.domain.job import State as JobState
from labcal.domain.person import WORK
from labcal.services.due import LeaveDue, StandardDue
from labcal.services.today import Awaited, Task, Today, today
from labcal.services.turnaround import Turnaround
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
from labcal_app.widgets.tabs import TabBar

SHOWS = frozenset(
    {
        "job", "reading", "room", "job_standard", "review", "result", "policy_exception", "certificate",
        "standard", "standard_certificate", "authorisation", "person", "procedure", "schedule",
        "delay",
    }
)  # fmt: skip
NARROW, WIDE, MARGIN, CHART, CHART_MOST, ROWS, WIDE_ROWS = 340, 400, 20, 206, 260, 5, 7
SOON = 7
"""Days from which the day that a job was promised for is set off."""
LINES = 4
"""Rows that a card shows at most."""
ICONS = {Task.CHECK: "inspections", Task.SIGN: "sign", Task.COUNTERSIGN: "sign"}
QUEUES: tuple[tuple[Task | None, str], ...] = (
    (None, mark("All")),
    (Task.MEND, mark("Returned")),
    (Task.SIGN, mark("To sign")),
    (Task.CHECK, mark("To check")),
    (Task.COUNTERSIGN, mark("To sign for")),
    (Task.MEASURE, mark("To measure")),
    (Task.OPEN, mark("To open")),
)
"""The person's own queues, each with its tab."""
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
            value=lambda one: TwoLines(_named(one, text), _under(one, text)),
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


def _under(one: Awaited, text: Text) -> str:
    """Return number and customer of a job, and that it is urgent where it is."""
    urgent = (text(mark("urgent")),) if one.line.priority is Priority.URGENT else ()
    return " · ".join((*urgent, one.line.number, one.line.customer))


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
        self.queues = TabBar(look)
        for _, words in QUEUES:
            self.queues.add(text(words))
        self._found: tuple[Awaited, ...] = ()
        self.chart = CountsChart(look, text, text(mark("Jobs by stage")))
        self.standards = Card(look, text(mark("Standards due")), link=text(mark("Due list")))
        self.leaves = Card(look, text(mark("My authorisations")), link=text(mark("Matrix")))
        self.schedules = Card(look, text(mark("Care of equipment")), link=text(mark("Due list")))
        self.waiting = Card(look, text(mark("Waiting for others")))
        self.figures = Card(look, text(mark("Last 90 days")), link=text(mark("All calibrations")))
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
        self.jobs.add(self.queues)
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
        for widget in (self.waiting, self.standards, self.schedules, self.leaves, self.figures):
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
        self.queues.chosen.connect(lambda _place: self._show_queue())
        self.figures.link.clicked.connect(partial(self.page_wanted.emit, "calibrations"))
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
        self._found = found.jobs
        self._show_counts(dict(found.queues))
        self._show_queue()
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
        self._fill(self.figures, self._turnaround(found.turnaround))
        self.figures.head.note.setText("")
        self.counted.emit(len(found.jobs))

    def _show_counts(self, queues: dict[Task, int]) -> None:
        """Say how many jobs wait in each queue; those without any are left out."""
        several = sum(number > 0 for number in queues.values()) > 1
        self.queues.setVisible(several)
        for (task, _), tab in zip(QUEUES, self.queues.tabs, strict=True):
            number = queues.get(task, 0) if task is not None else sum(queues.values())
            tab.count(number)
            tab.setVisible(number > 0)
        if not several or not self.queues.tabs[max(self.queues.current, 0)].isVisibleTo(self.queues):
            self.queues.choose(0)

    def _show_queue(self) -> None:
        """Show the jobs of the queue that is chosen."""
        task = QUEUES[max(self.queues.current, 0)][0]
        self.model.show_lines([one for one in self._found if task in (None, one.task)])
        self._fit()

    def _turnaround(self, told: Turnaround) -> list[QWidget]:
        """Return the figures of the period: how long jobs took, promises kept, what held jobs up."""
        text, rows = self._text, []
        if told.typical is not None and told.longest is not None:
            days = text(
                mark("from receipt to issue; the longest took {longest}"), longest=span(told.longest, text)
            )
            issued = text(mark("{count} issued"), count=told.issued)
            rows.append(self._figure("clock", issued, days, span(round(told.typical), text)))
        if told.promised:
            kept = f"{told.in_time}/{told.promised}"
            rows.append(
                self._figure("calendar", text(mark("Promises kept")), text(mark("issued in time")), kept)
            )
        if told.overdue or told.delayed or told.urgent:
            fields = {"overdue": told.overdue, "delayed": told.delayed, "urgent": told.urgent}
            now = text(mark("{overdue} overdue, {delayed} held up, {urgent} urgent"), **fields)
            rows.append(self._figure("siren", text(mark("Waiting now")), now, ""))
        for one in told.delays[: LINES - len(rows)]:
            held = mark("1 job held up") if one.jobs == 1 else mark("{count} jobs held up")
            words = text(held, count=one.jobs)
            reason = text(DELAYS[one.reason]).capitalize()
            rows.append(self._figure("octagon-alert", reason, words, span(one.days, text)))
        return rows

    def _figure(self, icon: str, first: str, second: str, end: str) -> QWidget:
        row = CardRow(self._look, icon, TwoLines(first, second), end)
        row.pressed.connect(partial(self.page_wanted.emit, "calibrations"))
        return row

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
        if one.delay is not None:
            told = text(one.step)
        waits = text(mark("today")) if not one.waits else span(one.waits, text)
        tone = "text2" if one.others or one.delay else "warn"
        icon = ICONS.get(one.task, "calibrations")
        row = CardRow(self._look, icon, TwoLines(_named(one, text), told), waits, tone)
        row.pressed.connect(partial(self.job_wanted.emit, one.line.number))
        return row
