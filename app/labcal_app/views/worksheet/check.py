"""The check: the first computation beside a second, independent one, and what reviewers said."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain import units
from labcal.domain.job import PHASES, FrozenResult, Review
from labcal.services.personal import shown_name
from labcal.services.sheet import Sheet
from labcal.services.worksheet import Compared, ComparedPoint, Worksheet, checked_points
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.dates import shown_instant
from labcal_app.desk import Desk
from labcal_app.figures import rounded, shown_figure, shown_quantity
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.table import Table

PLACES, SIDE, LABELS = 7, 300, 84


class CheckedLine(NamedTuple):
    """One figure of one point."""

    of: ComparedPoint
    figure: Compared

    @property
    def key(self) -> str:
        """What stays the same of it."""
        return f"{self.of.phase.value} {self.of.point} {self.figure.figure}"


class CheckTab(QStackedWidget):
    """Both computations, what was handed over, and the reviews."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__()
        self._look, self._text, self._desk = look, text, desk
        self._sheet: Sheet | None = None
        self._checked: tuple[ComparedPoint, ...] = ()
        self.model = TableModel[CheckedLine](text, self._columns(), lambda line: line.key, self)
        self.table = Table(look, text, self.model, text(mark("First and second computation")))
        self.verdict = ChipLabel(look)
        self.how = Label(look, "", "small", "text2").wrapped()
        self.facts = Facts(look, LABELS)
        more = text(mark("It is made from the raw readings by an independent way."))
        title = text(mark("The second computation appears when all readings are in."))
        self.addWidget(Empty(look, "calculate", title, more))
        self.addWidget(self._body())

    def show_sheet(self, shown: Worksheet) -> None:
        """Show the comparison, once both computations are there."""
        job = shown.sheet.job
        self.setCurrentIndex(1 if shown.ready or job.results or job.reviews else 0)
        if self._sheet is None or self._sheet.job.number != job.number:
            self._take(())
        self._sheet = shown.sheet
        if self.isVisible() or shown.ready < 2:
            self._compare()
        facts = [self._frozen(result, shown) for result in job.results]
        facts += [self._review(review, shown) for review in reversed(job.reviews)]
        if job.exception is not None:
            told = job.exception
            label = self._text(mark("Exception"))
            name = shown_name(told.granted_by, self._text)
            facts.append((label, f"{told.reason} ({name}, {self._at(told.at, shown)})"))
        self.facts.show_facts(_told_apart(facts))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compare()

    def _compare(self) -> None:
        """Have the points computed a second time, off the screen's thread; many only once looked at."""
        sheet = self._sheet
        if sheet is not None:
            self._desk.fetch(self, lambda _book: tuple(checked_points(sheet)), self._take)

    def _take(self, checked: tuple[ComparedPoint, ...]) -> None:
        """Show every figure of every point, those that differ first."""
        self._checked = checked
        lines = [CheckedLine(one, figure) for one in self._checked for figure in one.figures]
        self.model.show_lines(sorted(lines, key=lambda line: line.figure.agrees))
        self.table.setColumnHidden(0, len(self._checked) < 2)
        self._tell(lines)

    def _tell(self, lines: list[CheckedLine]) -> None:
        """Say in one line whether both computations agree, and at how many points."""
        wrong = {(line.of.phase, line.of.point) for line in lines if not line.figure.agrees}
        points = len({(line.of.phase, line.of.point) for line in lines})
        self.verdict.setVisible(bool(lines))
        if wrong:
            told = mark("{count} of {points} points differ: they stand first")
            self.verdict.show_state(State.FAIL, self._text(told, count=len(wrong), points=points))
        else:
            told = mark("Both computations agree at all {points} points")
            if points == 1:
                told = mark("Both computations agree")
            self.verdict.show_state(State.PASS, self._text(told, points=points))

    def _body(self) -> QWidget:
        text, look = self._text, self._look
        self.how.setText(text(mark(
            "The second computation takes its own way from the raw readings: its own mean, numerical "
            "differences in place of derivatives, its own sum. A fault of either way shows as a difference."
        )))  # fmt: skip
        self.how.setContentsMargins(20, look.space("s"), 20, 0)
        left = QVBoxLayout()
        left.setSpacing(0)
        chip = QHBoxLayout()
        chip.setContentsMargins(20, look.space("s"), 20, look.space("s"))
        chip.addWidget(self.verdict)
        chip.addStretch(1)
        left.addLayout(chip)
        left.addWidget(self.table, 1)
        left.addWidget(self.how)
        side = Panel("surface")
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(look.space("l"), look.space("m"), 20, look.space("m"))
        column.setSpacing(look.space("s"))
        column.addWidget(SectionTitle(look, text(mark("Handed over and checked"))))
        column.addWidget(self.facts)
        column.addStretch(1)
        body = Panel("surface")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(hairline(upright=True))
        row.addWidget(side)
        return body

    def _point(self, line: CheckedLine) -> str:
        """Return the nominal value of a point, with its phase where both were measured."""
        found = shown_quantity(line.of.nominal, self._text)
        return f"{found} · {self._text(PHASES[line.of.phase])}"

    def _columns(self) -> tuple[Column[CheckedLine], ...]:
        text = self._text
        agrees = Chip(State.PASS, text(mark("Agrees")))
        differs = Chip(State.FAIL, text(mark("Differs")))
        return (
            Column[CheckedLine](title=mark("Point"), value=self._point, width=150, tone="text2"),
            Column[CheckedLine](
                title=mark("Figure"),
                value=lambda line: text(line.figure.figure),
                grows=True,
                width=160,
                weight=500,
            ),
            Column[CheckedLine](
                title=mark("First computation"),
                value=lambda line: rounded(line.figure.first, PLACES),
                kind=Kind.NUMBER,
                width=146,
            ),
            Column[CheckedLine](
                title=mark("Second computation"),
                value=lambda line: rounded(line.figure.second, PLACES),
                kind=Kind.NUMBER,
                width=160,
            ),
            Column[CheckedLine](
                title=mark("Unit"), value=lambda line: units.pretty(line.figure.unit), width=46, tone="text3"
            ),
            Column[CheckedLine](
                title=mark("Verdict"),
                value=lambda line: agrees if line.figure.agrees else differs,
                kind=Kind.CHIP,
                width=122,
            ),
        )

    def _frozen(self, result: FrozenResult, shown: Worksheet) -> tuple[str, str]:
        figures = f"{self._kept(result.value)} {result.unit} ± {self._kept(result.expanded)}"
        name = shown_name(result.by, self._text)
        told = f"{figures} {result.uncertainty_unit} ({name}, {self._at(result.at, shown)})"
        return self._text(mark("Handed over")), told

    def _review(self, review: Review, shown: Worksheet) -> tuple[str, str]:
        label = self._text(mark("Accepted") if review.accepted else mark("Returned"))
        remark = f"“{review.remark}” " if review.remark else ""
        return label, f"{remark}({shown_name(review.by, self._text)}, {self._at(review.at, shown)})"

    def _kept(self, number: str) -> str:
        return shown_figure(Decimal(number), self._text)

    def _at(self, at: datetime, shown: Worksheet) -> str:
        return shown_instant(at.astimezone(shown.zone), self._text)


def _told_apart(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join what bears the same label, so that nothing is lost under one."""
    joined: dict[str, list[str]] = {}
    for label, value in facts:
        joined.setdefault(label, []).append(value)
    return [(label, "\n".join(values)) for label, values in joined.items()]
