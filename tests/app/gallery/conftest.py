"""Screens put together from the kit, with data made up for the pictures."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labcal.text import Text
from labcal_app.cells import Bad, Chip, Kind, Share, Stage, State, Symbol, TwoLines
from labcal_app.charts.conformity import ConformityChart, ConformitySeries, ErrorPoint
from labcal_app.charts.contributions import Contribution, ContributionChart, ContributionSeries
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.checklist import Checklist, Requirement
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import IconLabel, Label, Panel, hairline
from labcal_app.widgets.list_page import ListPage, ListWords
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.pages import Pages
from labcal_app.widgets.stages import StageLine, StagePath
from labcal_app.widgets.tabs import Tabs


class Job(NamedTuple):
    number: str
    item: str
    customer: str
    done: int
    due: str
    soon: bool


class Point(NamedTuple):
    nominal: str
    reference: str
    found: str
    readings: tuple[object, ...]
    mean: str
    error: str
    expanded: str
    limits: str
    verdict: Chip


STAGES = ("Received", "Prepare", "Measure", "Evaluate", "Check", "Issue")
JOBS = [
    Job("2026-0417", "Digital thermometer, Pt100", "National Vaccine Store", 2, "26 Nov", True),
    Job("2026-0418", "Weight 10 kg, M1", "Customs and Excise, Port Office", 3, "30 Nov", False),
    Job("2026-0419", "Weight set 1 mg to 500 g, F1", "Central Pharmacy Laboratory", 2, "1 Dec", False),
    Job("2026-0420", "Balance 220 g, XPR205", "University Hospital, Pathology", 1, "2 Dec", False),
    Job("2026-0421", "Liquid-in-glass thermometer", "Dairy Board", 0, "4 Dec", False),
]
PASS, WAITING = Chip(State.PASS, "Pass"), Chip(State.WAITING, "Waiting")
POINTS = [
    Point(
        "-20",
        "-20.014",
        "-20.06",
        ("-20.04", "-20.03", "-20.03"),
        "-20.033",
        "-0.019",
        "0.030",
        "±0.10",
        PASS,
    ),
    Point("0", "0.003", "0.01", ("0.01", "0.01", "0.01"), "0.010", "0.007", "0.030", "±0.10", PASS),
    Point("50", "50.021", "50.09", ("50.05", "50.06", "50.06"), "50.057", "0.036", "0.030", "±0.10", PASS),
    Point(
        "100",
        "99.987",
        "100.11",
        ("100.07", "100.07", "100.06"),
        "100.067",
        "0.080",
        "0.030",
        "±0.10",
        Chip(State.CONDITIONAL, "Conditional"),
    ),
    Point(
        "150",
        "150.034",
        "150.18",
        ("150.09", "150.10", Bad("150.O9", "“150.O9” has the letter O.")),
        "—",
        "—",
        "0.030",
        "±0.10",
        WAITING,
    ),
]
LIMITS = {"lower": -0.1, "upper": 0.1, "guard": 0.03, "expanded": 0.03}
ERRORS = ConformitySeries(
    points=(
        ErrorPoint(label="−20", error=-0.019, shown="−0.019", state=State.PASS, found=-0.046, **LIMITS),
        ErrorPoint(label="0", error=0.007, shown="+0.007", state=State.PASS, found=0.007, **LIMITS),
        ErrorPoint(label="50", error=0.036, shown="+0.036", state=State.PASS, found=0.07, **LIMITS),
        ErrorPoint(label="100", error=0.08, shown="+0.080", state=State.CONDITIONAL, found=0.123, **LIMITS),
        ErrorPoint(label="150", error=0.12, shown="+0.120", state=State.FAIL, found=0.146, **LIMITS),
    ),
    unit="°C",
    axis="Temperature / °C",
)
BUDGET = ContributionSeries(
    bars=(
        Contribution(symbol=Symbol("m", "S"), size=22.5, shown="22.50"),
        Contribution(symbol=Symbol("δm"), size=14.43, shown="14.43"),
        Contribution(symbol=Symbol("δm", "D"), size=8.66, shown="8.66"),
        Contribution(symbol=Symbol("δm", "C"), size=5.77, shown="5.77"),
        Contribution(symbol=Symbol("δB"), size=5.77, shown="5.77"),
        Contribution(symbol=Symbol("u", "c"), size=29.3, shown="29.3", combined=True),
    ),
    unit="mg",
)


def reading(place: int) -> Column[Point]:
    return Column[Point](
        title=f"Reading {place + 1}",
        value=lambda point: point.readings[place],
        kind=Kind.NUMBER,
        group="As left",
        width=84,
        ruled=place == 0,
        edit=lambda point, typed: None,
    )


POINT_COLUMNS = (
    Column[Point](
        title="Nominal", value=lambda p: p.nominal, kind=Kind.NUMBER, unit="°C", width=88, weight=600
    ),
    Column[Point](
        title="Reference", value=lambda p: p.reference, kind=Kind.NUMBER, unit="°C", width=100, tone="text2"
    ),
    Column[Point](
        title="Mean",
        value=lambda p: p.found,
        kind=Kind.NUMBER,
        unit="°C",
        width=88,
        group="As found",
        ruled=True,
        tone="text2",
    ),
    reading(0),
    reading(1),
    reading(2),
    Column[Point](
        title="Mean", value=lambda p: p.mean, kind=Kind.NUMBER, unit="°C", width=84, computed=True, ruled=True
    ),
    Column[Point](
        title="Error",
        value=lambda p: p.error,
        kind=Kind.NUMBER,
        unit="°C",
        width=82,
        computed=True,
        signed=True,
        weight=600,
    ),
    Column[Point](
        title="U",
        value=lambda p: p.expanded,
        kind=Kind.NUMBER,
        unit="°C",
        width=68,
        computed=True,
        tone="text2",
    ),
    Column[Point](
        title="Limits",
        value=lambda p: p.limits,
        kind=Kind.NUMBER,
        unit="°C",
        width=78,
        computed=True,
        tone="text2",
    ),
    Column[Point](
        title="Verdict", value=lambda p: p.verdict, kind=Kind.CHIP, width=118, computed=True, grows=True
    ),
)
JOB_COLUMNS = (
    Column[Job](title="Number", value=lambda job: job.number, kind=Kind.STRONG, width=110),
    Column[Job](
        title="Item", value=lambda job: TwoLines(job.item, job.customer), kind=Kind.TWO_LINES, grows=True
    ),
    Column[Job](
        title="Stage", value=lambda job: Stage(job.done, 6, STAGES[job.done]), kind=Kind.STAGE, width=180
    ),
    Column[Job](
        title="Result", value=lambda job: Chip(list(State)[job.done], "Word"), kind=Kind.CHIP, width=140
    ),
    Column[Job](
        title="Due",
        value=lambda job: job.due,
        kind=Kind.DATE,
        width=100,
        tone_of=lambda job: "warn" if job.soon else "",
    ),
    Column[Job](
        title="Part", value=lambda job: Share(job.done / 3, f"{job.done * 10} %"), kind=Kind.SHARE, width=180
    ),
)


def stage_panel(look, text) -> Panel:
    path = StagePath(look, "Stages")
    notes = (
        "17 Nov · B. Mensah",
        "20 Nov · A. Diallo",
        "now · 4 of 5 points",
        "no one yet",
        "second person",
        "signatory",
    )
    path.show_stages([StageLine(name, note) for name, note in zip(STAGES, notes, strict=True)], 2)
    check = Checklist(look, text, "Ready to issue?")
    asked = [
        Requirement("a", State.FAIL, "150 °C, reading 3 is not a number", "7.5"),
        Requirement("b", State.CONDITIONAL, "100 °C: customer to accept the conditional pass", "7.1.3"),
        Requirement("c", State.WAITING, "Room humidity at the end", "6.3.3"),
        Requirement("d", State.WAITING, "Check by a second person", "7.7.1"),
    ]
    check.show_requirements([*asked, *(Requirement(str(n), State.PASS, "Met", "7.2") for n in range(9))])
    panel = Panel("side")
    panel.setFixedWidth(look.size("stage_panel"))
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(path)
    column.addWidget(hairline())
    column.addWidget(check, 1)
    return panel


def points_panel(look, text, parent) -> QVBoxLayout:
    model = TableModel[Point](text, POINT_COLUMNS, lambda point: point.nominal, parent)
    model.show_lines(POINTS)
    grid = Grid(look, text, model, "Points")
    grid.setCurrentIndex(model.index(4, 5))
    grid.setFixedHeight(48 + 5 * 30 + 2)
    title = SectionTitle(look, "Points", "5 points, 2 runs", 20)
    title.setFixedHeight(44)
    title.add(Button(look, "Paste block", "clipboard-paste", small=True))
    title.add(Button(look, "Add point", "new", small=True))
    banner = Banner(look, text)
    banner.say(State.FAIL, "“150.O9” has the letter O.", "Did you mean 150.09?", "Use 150.09")
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(title)
    column.addWidget(grid)
    inset = QHBoxLayout()
    inset.setContentsMargins(20, 0, 16, 0)
    inset.addWidget(banner)
    column.addLayout(inset)
    return column


def facts_panel(look) -> Panel:
    panel = Panel("surface")
    panel.setFixedWidth(244)
    facts = Facts(look)
    facts.show_facts(
        [("Rule", "Guard band w = U"), ("Limits", "±0.10 °C"), ("Risk of false accept", "≤ 2.5 %")]
    )
    column = QVBoxLayout(panel)
    column.setContentsMargins(16, 12, 20, 12)
    column.addWidget(facts)
    column.addWidget(
        Label(
            look, "Simple acceptance would pass 100 °C; the agreed rule does not.", "small", "text2"
        ).wrapped()
    )
    column.addWidget(ChipLabel(look, State.PASS, "Within limits"))
    column.addStretch(1)
    return panel


def record_head(look) -> RecordHead:
    head = RecordHead(look)
    head.title.setText("2026-0417")
    head.name.setText("Digital thermometer with Pt100 probe")
    for widget in (
        IconLabel(look, "users", "text2", 14),
        Label(look, "National Vaccine Store  ·  SN 30471-B  ·", "small", "text2"),
        IconLabel(look, "expiring", "warn", 14),
        Label(look, "due in 3 days", "small", "warn", 500),
    ):
        head.facts.addWidget(widget)
    head.facts.addStretch(1)
    onward = Button(look, "Continue to Evaluate", "arrow-right", "primary")
    onward.setEnabled(False)
    for widget in (Button(look, "Preview", "preview"), onward, IconButton(look, "more", "More")):
        head.add(widget)
    return head


def chart_tabs(look, text) -> Tabs:
    tabs, both = Tabs(look), QWidget()
    chart, budget = ConformityChart(look, text), ContributionChart(look, text)
    chart.show_series(ERRORS)
    budget.show_series(BUDGET)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(chart, 1)
    row.addWidget(facts_panel(look))
    tabs.add("Conformity", both)
    tabs.add("Budget", budget)
    tabs.add("Conditions", QLabel()).count(6)
    tabs.add("History", QLabel())
    return tabs


def worksheet(look, text) -> QWidget:
    page = Panel("surface")
    page.tabs = chart_tabs(look, text)
    right = points_panel(look, text, page)
    right.addWidget(page.tabs, 1)
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(stage_panel(look, text))
    body.addLayout(right, 1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(record_head(look))
    column.addLayout(body, 1)
    return page


def jobs_page(look, text, parent) -> ListPage:
    model = TableModel[Job](text, JOB_COLUMNS, lambda job: job.number, parent)
    words = ListWords(
        title="Calibrations", filter="Filter: number, item, customer, serial", empty="No job yet"
    )
    page = ListPage(look, text, model, words)
    page.head.add(Button(look, "Receive item", "new", "primary"))
    model.show_lines(JOBS)
    page.table.selectRow(0)
    pages = Pages(look, text)
    picture = QImage(420, 594, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    pages.show_pages([picture, picture])
    pages.setFixedWidth(360)
    page.side.addWidget(pages)
    return page


WINDOW = QSize(1280, 720)


class Studio(NamedTuple):
    """Makes the pages, and takes their pictures."""

    look: Look
    text: Text
    grab: Callable[..., dict[str, QImage]]

    def worksheet(self) -> QWidget:
        return worksheet(self.look, self.text)

    def jobs(self, parent: QWidget) -> ListPage:
        return jobs_page(self.look, self.text, parent)

    def colours(self, widget: QWidget, name: str, size: QSize = WINDOW) -> tuple[int, int]:
        """The number of different colours on a coarse grid of the picture, light and dark."""
        pictures = self.grab(widget, name, size)
        assert pictures["light"] != pictures["dark"]
        return tuple(
            len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})
            for image in pictures.values()
        )


@pytest.fixture
def studio(look, text, grab) -> Studio:
    return Studio(look, text, grab)
