"""The tab Over the years: the results of an item at each point, the line through them, what it foretells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.conformity import Outcome
from labcal.domain.drift import HORIZON, Course, Observation
from labcal.domain.job import Phase
from labcal.domain.rounding import decimal, report
from labcal.domain.subject import Subject
from labcal.services.drift import courses
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.charts.drift import BandPoint, DriftChart, DriftPoint, DriftSeries, band_days
from labcal_app.charts.frame import Numbers
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.figures import with_unit
from labcal_app.models.table import Column, TableModel
from labcal_app.outcomes import outcome_chip
from labcal_app.theme.look import Look
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

SHOWS = frozenset({"result", "certificate", "job", "standard_certificate", "certified_point", "schedule"})
SIDE, AHEAD = 300, timedelta(days=365)
PHASES = {Phase.AS_FOUND: mark("as found"), Phase.AS_LEFT: mark("as left")}
GRAVE = (Outcome.FAIL, Outcome.CONDITIONAL_FAIL, Outcome.NO_PASS)


class DriftTab(Panel):
    """The points to choose from, the chart with its facts, and the table of results."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self.subject: Subject | None = None
        self._courses: tuple[Course, ...] = ()
        self.point = ChoiceField(look, Hint(text(mark("Point"))))
        self.chart = DriftChart(look, text)
        self.facts = Facts(look)
        self.why = Label(look, "", "small", "text2").wrapped()
        self.model = TableModel[Observation](text, self._columns(), lambda one: (one.on, one.phase), self)
        self.table = Table(look, text, self.model, text(mark("Results over the years")))
        self.empty = Empty(
            look,
            "chart-line",
            text(mark("No result yet.")),
            text(mark("Each certificate that is issued for this item adds its results here.")),
        )
        self.stack = QStackedWidget()
        self._lay_out()
        self.point.changed.connect(lambda _value: self._show_point())
        desk.changed.connect(self._changed)

    def show_subject(self, subject: Subject) -> None:
        """Show the results of an item."""
        if subject != self.subject:
            self.subject = subject
            self._show(())
        self.reload()

    def reload(self) -> None:
        """Ask the book again."""
        if self.subject is not None:
            self._desk.ask(self, partial(courses, item=self.subject), self._show)

    @property
    def course(self) -> Course | None:
        """The course of the point that is shown; None where there is none."""
        place = self.point.value
        return self._courses[int(place)] if place and int(place) < len(self._courses) else None

    def _lay_out(self) -> None:
        look = self._look
        side = QVBoxLayout()
        side.setContentsMargins(0, look.space("m"), look.space("l"), look.space("m"))
        side.setSpacing(look.space("m"))
        side.addWidget(self.point)
        side.addWidget(self.facts)
        side.addWidget(self.why)
        side.addStretch(1)
        beside = QWidget()
        beside.setFixedWidth(SIDE)
        beside.setLayout(side)
        upper = QWidget()
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chart, 1)
        row.addWidget(beside)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(upper)
        halves.addWidget(self.table)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(halves)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables and self.isVisible():
            self.reload()

    def _show(self, found: Sequence[Course]) -> None:
        chosen = self.course.title if self.course else ""
        self._courses = tuple(found)
        self.point.offer([(str(place), one.title) for place, one in enumerate(found)])
        if found:
            place = next((place for place, one in enumerate(found) if one.title == chosen), 0)
            self.point.set_value(str(place))
        self._show_point()

    def _show_point(self) -> None:
        course = self.course
        self.stack.setCurrentIndex(0 if course is None else 1)
        if course is None:
            self.chart.show_series(DriftSeries())
            self.model.show_lines([])
            return
        facts = self._facts(course)
        told = ". ".join(f"{name}: {value}" for name, value in facts)
        self.chart.show_series(series_of(course, self._numbers(course), self._text), told)
        self.facts.show_facts(facts)
        self.why.setText(self._says(course))
        self.model.show_lines(course.observations[::-1])

    def _facts(self, course: Course) -> list[tuple[str, str]]:
        text, drift = self._text, course.drift
        facts = [(text(mark("Results")), str(len(course.observations)))]
        if drift is None:
            return facts
        slope = self._pair(drift.slope, drift.slope_half_width, course.unit)
        facts.append((text(mark("Change in a year")), slope))
        if course.due is not None:
            day = shown_date(course.due.on, text)
            expected = self._pair(course.due.value, course.due.half_width, course.unit)
            facts.append((text(mark("Expected on {day}, next due"), day=day), expected))
        if course.limits != (None, None):
            facts.append((text(mark("Line leaves the limits")), self._leaving(course.line_leaves)))
            facts.append((text(mark("Band leaves the limits")), self._leaving(course.band_leaves)))
        return facts

    def _says(self, course: Course) -> str:
        text, drift = self._text, course.drift
        if drift is None:
            return text(course.why) if course.why is not None else ""
        told = [text(mark("Weighted line through {count} results."), count=drift.count)]
        if not drift.is_significant:
            told.append(text(mark("The change in a year is not larger than its uncertainty.")))
        if drift.scatter > 1:
            told.append(
                text(
                    mark("The results scatter {ratio} times as much as their U says: the band is widened."),
                    ratio=f"{drift.scatter:.1f}",
                )
            )
        return " ".join(told)

    def _pair(self, value: float, half: float, unit: str) -> str:
        """Return a value with its half-width, rounded to two digits of the latter."""
        told = report(decimal(value), decimal(half)) if half > 0 else None
        if told is None:
            return with_unit(decimal(value), unit, self._text, signed=True)
        shown = with_unit(told.value, "1", self._text, signed=True)
        return f"{shown} ± {with_unit(told.expanded, unit, self._text)}"

    def _leaving(self, day: date | None) -> str:
        if day is None:
            return self._text(mark("not within {years} years"), years=HORIZON)
        return shown_date(day, self._text)

    def _columns(self) -> tuple[Column[Observation], ...]:
        text = self._text
        return (
            Column[Observation](
                title=mark("Day"),
                value=lambda one: shown_date(one.on, text),
                kind=Kind.DATE,
                width=116,
                sort=lambda one: one.on.toordinal(),
            ),
            Column[Observation](
                title=mark("Certificate"), value=lambda one: one.source, width=170, grows=True
            ),
            Column[Observation](title=mark("Taken"), value=lambda one: text(PHASES[one.phase]), width=110),
            Column[Observation](
                title=mark("Error"), value=lambda one: _figure(one.value, one), kind=Kind.NUMBER, signed=True
            ),
            Column[Observation](
                title=mark("U"), value=lambda one: _figure(one.expanded, one), kind=Kind.NUMBER
            ),
            Column[Observation](title=mark("Unit"), value=lambda one: one.unit, width=70, tone="text3"),
            Column[Observation](title=mark("Limits"), value=_limits, width=140),
            Column[Observation](
                title=mark("Conformity"),
                value=lambda one: _chip(one, text),
                kind=Kind.CHIP,
                width=170,
            ),
        )

    def _numbers(self, course: Course) -> Numbers:
        text, unit = self._text, course.unit
        words = (mark("Day"), mark("Certificate"), mark("Taken"))
        titles = (*(text(word) for word in words), f"{text(mark('Error'))} / {unit}", f"U / {unit}")
        rows = tuple(
            (
                one.on.isoformat(),
                one.source,
                text(PHASES[one.phase]),
                str(_figure(one.value, one)),
                str(_figure(one.expanded, one)),
            )
            for one in course.observations
        )
        return Numbers(titles, rows)


def series_of(course: Course, numbers: Numbers, text: Text) -> DriftSeries:
    """Return what the chart shows of a course."""
    drift = course.drift
    band: tuple[BandPoint, ...] = ()
    if drift is not None:
        until = max(course.due.on if course.due else drift.last, drift.last + AHEAD)
        days = sorted({*band_days(drift.since, until), drift.last})
        told = (drift.at(day) for day in days)
        band = tuple(BandPoint(on=one.on, value=one.value, half_width=one.half_width) for one in told)
    return DriftSeries(
        points=tuple(
            DriftPoint(
                on=one.on,
                value=one.value,
                expanded=one.expanded,
                left=one.phase is Phase.AS_LEFT,
                within=not (one.outcome and Outcome(one.outcome) in GRAVE),
            )
            for one in course.observations
        ),
        band=band,
        last=drift.last if drift else None,
        limits=course.limits,
        due=course.due.on if course.due else None,
        upright=text(mark("Error / {unit}"), unit=course.unit),
        numbers=numbers,
    )


def _figure(value: float, one: Observation) -> Decimal:
    """Return a figure with the decimals of the U that goes with it."""
    told = report(decimal(value), decimal(one.expanded))
    return told.value if value is not one.expanded else told.expanded


def _limits(one: Observation) -> str:
    if one.lower is None and one.upper is None:
        return ""
    if one.lower is not None and one.upper is not None and one.lower == -one.upper:
        return f"±{one.upper:g} {one.unit}"
    ends = ("−∞" if one.lower is None else f"{one.lower:g}", "∞" if one.upper is None else f"{one.upper:g}")
    return f"{ends[0]} … {ends[1]} {one.unit}".replace("-", "−")


def _chip(one: Observation, text: Text) -> Chip:
    if not one.outcome:
        return Chip(State.NONE, text(mark("No statement")))
    return outcome_chip(Outcome(one.outcome), text)
