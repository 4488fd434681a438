"""The screens of the program on the demonstration's book, as the documentation shows them.

``make docs`` keeps them in ``docs/pictures``; without $LABCAL_PICTURES they are drawn, and nothing is kept.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from labcal.domain.equipment import Period, Schedule, ScheduleKind
from labcal.domain.person import PersonName
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.demo import make_demo
from labcal.services.perform import perform
from labcal.services.schedules import PlanSchedule
from labcal.store.book import Book
from labcal_app.models.workbench import GIVEN, Spot
from labcal_app.program import Program
from labcal_app.views.people import MATRIX
from labcal_app.views.records.dossier import Dossier
from labcal_app.views.records.laboratory import DUE

SIZE = QSize(1280, 720)
PASSWORD = "labcal-demo"
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The pictures show the same day whenever they are made."""
PLANNED = (
    ("S-0002", ScheduleKind.CALIBRATION, -6),
    ("S-0001", ScheduleKind.INTERMEDIATE_CHECK, 12),
    ("S-0001", ScheduleKind.CALIBRATION, 60),
)
"""What has to be done with the standards, and in how many days."""
ROWS = (
    "Customer number;Item;Maker;Serial number;Capacity (kg);Class\n"
    "C-0001;Weight 20 kg;Precision Weights Ltd;4481;20,0;M1\n"
    "C-0001;Weight 10 kg;Precision Weights Ltd;4482;1O;M1\n"
    "C-0009;Weight 5 kg;Precision Weights Ltd;4483;5;M1\n"
    "C-0002;Weight 10 kg;;A-311;10;M1\n"
)
"""Rows of a spreadsheet, two of them bad."""
FOUND = 5
"""More lines than that are records: no action bears the words that are looked for."""


@pytest.fixture(scope="module")
def clock() -> Callable[[], datetime]:
    """A clock that goes on from ``BEGIN``."""
    began = monotonic()
    return lambda: BEGIN + timedelta(seconds=monotonic() - began)


@pytest.fixture(scope="module")
def book(tmp_path_factory, clock) -> Path:
    made = make_demo(tmp_path_factory.mktemp("pictures") / "demo", clock).book
    book = Book(made, clock)
    for number, kind, days in PLANNED:
        due = Schedule(
            kind=kind, every=6, period=Period.MONTHS, next_due=clock().date() + timedelta(days=days)
        )
        item = Subject(SubjectKind.STANDARD, number)
        perform(book, PersonName("Halima Yusuf"), PlanSchedule(item=item, schedule=due))
    book.close()
    return made


@pytest.fixture
def program(start, book, clock) -> Program:
    return start(book, clock=clock)


@pytest.fixture
def take(qtbot, program) -> Callable[[str], None]:
    """Takes a picture of the window in each theme."""

    def take(name: str) -> None:
        drawn = {}
        for theme in ("light", "dark"):
            program.look.use(theme)
            qtbot.wait(60)
            drawn[theme] = program.window.grab(QRect(QPoint(), SIZE)).toImage()
            folder = os.environ.get("LABCAL_PICTURES")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                drawn[theme].save(str(Path(folder) / f"{name}-{theme}.png"))
        program.look.use("light")
        assert drawn["light"].size() == SIZE
        assert drawn["light"] != drawn["dark"]

    return take


@pytest.fixture
def enter(hands, program) -> Callable[..., QWidget]:
    """Signs a person in, and opens a page."""

    def enter(name: str, page: str) -> QWidget:
        hand = hands(program)
        hand.sign_in(name, PASSWORD)
        found = hand.page(page)
        QApplication.processEvents()
        return found

    return enter


@pytest.fixture
def at_job(qtbot, enter) -> Callable[..., None]:
    """Signs a person in, and opens a job's worksheet at one of its parts."""

    def at_job(who: str, number: str, part: str) -> None:
        page = enter(who, "calibrations")
        page.open_job(number)
        qtbot.waitUntil(lambda: page.worksheet.sheet is not None)
        page.worksheet.go_to(part)
        qtbot.wait(200)

    return at_job


def test_sign_in(take, program):
    program.sign_in.name.set_value("Amina Diallo")
    take("sign-in")


def test_today(qtbot, take, enter):
    page = enter("Amina Diallo", "today")
    qtbot.waitUntil(lambda: bool(page.chart.plot.counts))
    take("today")


def test_calibrations(qtbot, take, enter):
    page = enter("Amina Diallo", "calibrations")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    page.list.table.selectRow(1)
    take("calibrations")


def test_receive(qtbot, take, enter):
    page = enter("Amina Diallo", "calibrations")
    page.receive()
    qtbot.wait(200)
    take("receive")


@pytest.mark.parametrize(
    ("who", "number", "told"),
    [
        ("Yacouba Traoré", "2026-0002", "measure"),
        ("Kwame Osei", "2026-0003", "check"),
        ("Amina Diallo", "2026-0001", "full"),
    ],
)
def test_worksheet(take, at_job, who, number, told):
    at_job(who, number, "check" if told == "check" else "conformity")
    take(f"worksheet-{told}")


def test_instruments(qtbot, take, enter):
    page = enter("Amina Diallo", "instruments")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    page.table.selectRow(4)
    qtbot.wait(200)
    take("instruments")


def test_standards(qtbot, take, enter):
    page = enter("Halima Yusuf", "standards")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    take("standards")


def test_records(qtbot, take, enter, program):
    enter("Halima Yusuf", "standards")
    program.ways.open_record(SubjectKind.STANDARD, "S-0001")
    tabs = program.window.frame.findChild(Dossier).tabs
    for name in ("trace", "history"):
        place = [one.text().lower() for one in tabs.bar.tabs].index(name)
        tabs.bar.choose(place)
        shown = tabs.stack.currentWidget()
        model = shown.ahead.model if name == "trace" else shown.model
        qtbot.waitUntil(lambda model=model: model.rowCount() > 1)
        take(name)


def test_due_list(qtbot, take, enter, program):
    page = enter("Halima Yusuf", "laboratory")
    program.ways.open_due()
    qtbot.waitUntil(lambda: page.contents[DUE].model.rowCount() == len(PLANNED))
    take("due")


def test_import(qtbot, take, enter):
    page = enter("Halima Yusuf", "import")
    QGuiApplication.clipboard().setText(ROWS)
    page.take("instruments")
    page.paste.click()
    qtbot.waitUntil(page.check.isEnabled)
    take("import-columns")
    page.check.click()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    take("import")


def test_certificates(qtbot, take, enter):
    page = enter("Fatou Ndiaye", "certificates")
    page.open_certificate("CAL-2026-0001")
    qtbot.waitUntil(lambda: page.reader.shown is not None and page.reader.shown.issued, timeout=9000)
    take("certificates")


def test_people(qtbot, take, enter):
    page = enter("Halima Yusuf", "people")
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    page.table.choose("Beatrice Mensah")
    take("people")
    page.tabs.bar.choose(MATRIX)
    qtbot.wait(60)
    take("matrix")


def test_settings(qtbot, take, enter):
    page = enter("Halima Yusuf", "settings")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and bool(page.choice.value))
    take("settings")


def test_workbench(qtbot, take, enter):
    page = enter("Amina Diallo", "workbench")
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=20000):
        page.simulation.run.click()
    page.quantities.go(Spot(1, 0), GIVEN)
    take("workbench")
    page.take_example("GUM-H2-approach1")
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=20000):
        page.simulation.run.click()
    page.show_beside(page.studies)
    page.quantities.go(Spot(0, -1))
    qtbot.waitUntil(lambda: page.studies.ranking.rowCount() > 0)
    take("workbench-what-if")


def test_palette(qtbot, take, enter, program):
    enter("Halima Yusuf", "today")
    palette = program.window.frame.palette_view
    palette.open()
    take("palette")
    palette.line.setText("10 kg")
    qtbot.waitUntil(lambda: palette.list.count() > FOUND)
    take("search")
