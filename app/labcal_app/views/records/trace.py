"""The tab Trace of a reference standard: what its values rest on, and what rests on them (6.5, 7.10)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from labcal.domain.certificate import Status
from labcal.domain.instrument import StandardNumber
from labcal.domain.subject import Subject, SubjectKind
from labcal.domain.traceability import Link, Reached
from labcal.services.tracing import Trace, trace
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table

SHOWS = frozenset({"standard", "standard_certificate", "job", "job_standard", "reading", "certificate"})


class TraceLine(NamedTuple):
    """A step of the chain: a certificate of a standard, or a job.

    Attributes:
        level: How many calibrations away.
        subject: The record behind it.
        who: Who issued the certificate; the customer of a job.
        job: The job in which this laboratory calibrated the standard; empty where it was done elsewhere.
    """

    level: int
    subject: Subject
    name: str
    certificate: str
    who: str
    on: date | None
    through: str
    job: str = ""


def behind(link: Link) -> TraceLine:
    """Return the line of a certificate of a standard."""
    return TraceLine(
        level=link.level,
        subject=Subject(SubjectKind.STANDARD, link.standard),
        name=link.name,
        certificate=link.certificate,
        who=link.laboratory,
        on=link.calibrated_on,
        through=link.through,
        job=link.job or "",
    )


def ahead(one: Reached, text: Text) -> TraceLine:
    """Return the line of a job that stands on a standard."""
    certificate = one.certificate or ""
    if one.status is Status.SAMPLE:
        certificate = text(mark("{number} (sample)"), number=certificate)
    return TraceLine(
        level=one.level,
        subject=Subject(SubjectKind.JOB, one.job),
        name=text(mark("{item}, No. {serial}"), item=one.item, serial=one.serial) if one.serial else one.item,
        certificate=certificate,
        who=one.customer,
        on=one.issued_on,
        through=one.through,
    )


def columns(text: Text, who: str) -> tuple[Column[TraceLine], ...]:
    """Return the columns of a direction; ``who`` is the title of its fifth."""
    return (
        Column[TraceLine](title=mark("Step"), value=lambda line: line.level + 1, kind=Kind.NUMBER, width=56),
        Column[TraceLine](
            title=mark("Record"), value=lambda line: line.subject.number, kind=Kind.STRONG, width=104
        ),
        Column[TraceLine](
            title=mark("Item"),
            value=lambda line: TwoLines(line.name, line.who),
            kind=Kind.TWO_LINES,
            grows=True,
        ),
        Column[TraceLine](title=mark("Certificate"), value=lambda line: line.certificate or "—", width=170),
        Column[TraceLine](
            title=who,
            value=lambda line: shown_date(line.on, text) if line.on else "—",
            kind=Kind.DATE,
            width=112,
            sort=lambda line: (line.on or date.max).toordinal(),
        ),
        Column[TraceLine](title=mark("Through"), value=lambda line: line.through, width=150, tone="text2"),
    )


class Direction(QWidget):
    """One direction of the chain: a title that counts, and a table.

    Signals:
        wanted: The subject of the line that is to be opened.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, text: Text, title: str, day: str) -> None:
        super().__init__()
        self.title = SectionTitle(look, title, margin=look.space("l"))
        self.title.setFixedHeight(40)
        self.model = TableModel[TraceLine](text, columns(text, day), _key, self)
        self.table = Table(look, text, self.model, title).sortable()
        self.open = Button(look, text(mark("Open record")), "file-text", small=True)
        self.title.add(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.table, 1)
        self.open.clicked.connect(self._open)
        self.table.opened.connect(lambda _key: self._open())
        self.table.chosen.connect(lambda _key: self._offer())
        self.model.modelReset.connect(self._offer)
        self._offer()

    def show_lines(self, lines: list[TraceLine], note: str) -> None:
        """Show the steps; ``note`` stands behind the title."""
        self.model.show_lines(lines)
        self.title.note.setText(note)

    def _offer(self) -> None:
        self.open.setEnabled(self.table.current is not None)

    def _open(self) -> None:
        line = self.table.current
        if line is not None:
            self.wanted.emit(Subject(SubjectKind.JOB, line.job) if line.job else line.subject)


class TraceTab(Panel):
    """Above, the chain to other laboratories; below, every job and lower standard that stands on this one.

    Signals:
        wanted: The subject of a record that is to be opened.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self.subject: Subject | None = None
        self.behind = Direction(look, text, text(mark("Rests on")), mark("Calibrated"))
        self.ahead = Direction(look, text, text(mark("Calibrated with it")), mark("Issued"))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        for place, half in enumerate((self.behind, self.ahead)):
            halves.addWidget(half)
            halves.setStretchFactor(place, 2 + place)
            half.wanted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(halves)
        desk.changed.connect(self._changed)

    def show_subject(self, subject: Subject) -> None:
        """Show what the standard rests on, and what rests on it."""
        if subject != self.subject:
            self.subject = subject
            for half in (self.behind, self.ahead):
                half.show_lines([], self._text(mark("looking…")))
        self.reload()

    def reload(self) -> None:
        """Ask the book again."""
        if self.subject is not None:
            self._desk.ask(self, partial(trace, standard=StandardNumber(self.subject.number)), self._show)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables and self.isVisible():
            self.reload()

    def _show(self, found: Trace) -> None:
        text = self._text
        lower = [behind(link) for link in found.ahead.links if link.level > 0]
        jobs = [ahead(one, text) for one in reversed(found.ahead.jobs)]
        certificates = sum(1 for one in found.ahead.jobs if one.certificate)
        self.behind.show_lines([behind(link) for link in found.behind], str(len(found.behind)))
        note = text(
            mark("certificates: {certificates} · jobs: {jobs} · certificates of standards below: {lower}"),
            certificates=certificates,
            jobs=len(jobs),
            lower=len(lower),
        )
        self.ahead.show_lines([*lower, *jobs], note)


def _key(line: TraceLine) -> tuple[str, str, str]:
    return line.subject.kind.value, line.subject.number, line.certificate
