"""A dressed application, words, and pictures of what is shown."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from labcal import resources
from labcal.catalog.procedures import load_example
from labcal.domain.instrument import CustomerNumber, InstrumentNumber, StandardNumber
from labcal.domain.job import Place
from labcal.domain.person import PersonName
from labcal.domain.quantity import parse
from labcal.services.books import open_book
from labcal.services.demo import PROCEDURE, ROOM, make_demo
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard
from labcal.services.perform import perform
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.store.book import Book
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.calibrations import CalibrationsPage
from labcal_app.widgets.grid import Grid
from labcal_app.window import Window

SIZES = {"1280x720": QSize(1280, 720), "1600x900": QSize(1600, 900)}


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Leave no widget to the next test: a change of style dresses every widget there is.

    As in the program, cycles are collected on the screen's thread alone.
    """
    gc.disable()
    yield
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1)
    gc.enable()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    look = Look(qapp, resources.path())
    yield look
    look.read_from(Qt.LayoutDirection.LeftToRight)
    look.deleteLater()


@pytest.fixture
def text() -> Text:
    return Text("en")


@pytest.fixture
def grab(qtbot, look: Look) -> Callable[..., QImage]:
    """Show a widget in each theme and return its pictures; kept in $LABCAL_PICTURES where that is set."""

    def grab(widget: QWidget, name: str, size: QSize = SIZES["1280x720"]) -> dict[str, QImage]:
        widget.setFixedSize(size)
        with qtbot.waitExposed(widget):
            widget.show()
        pictures = {}
        for theme in ("light", "dark"):
            look.use(theme)
            QApplication.processEvents()
            pictures[theme] = widget.grab().toImage()
            folder = os.environ.get("LABCAL_PICTURES")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                pictures[theme].save(str(Path(folder) / f"{name}-{theme}.png"))
        look.use("light")
        return pictures

    return grab


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "labcal.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, look: Look, text: Text, settings: QSettings) -> Window:
    window = Window(look, text, settings)
    qtbot.addWidget(window)
    return window


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory) -> Path:
    """The folder of the demonstration laboratory, made once; no test changes it."""
    return make_demo(tmp_path_factory.mktemp("made") / "demo").book.parent


@pytest.fixture
def demo(demo_made: Path, tmp_path: Path) -> Path:
    """The book of a demonstration laboratory of one's own; everyone's password is "labcal-demo"."""
    shutil.copytree(demo_made, tmp_path / "demo")
    return tmp_path / "demo" / "demo.labcal"


@pytest.fixture
def seat(demo: Path) -> Iterator[Callable[[str], Desk]]:
    """Seats a person at the demonstration's book; all of them stand up when the test is over."""
    book, desks = open_book(demo), []

    def seat(name: str) -> Desk:
        desks.append(Desk(book, PersonName(name)))
        return desks[-1]

    yield seat
    for desk in desks:
        desk.close()
    book.close()


@pytest.fixture
def run(qtbot) -> Callable[..., object]:
    """Runs a command through a desk, and returns its value once it is in the book."""

    def run(desk: Desk, command: object) -> object:
        done, refused = [], []
        desk.run(command, done.append, refused.append)
        qtbot.waitUntil(lambda: bool(done or refused))
        if refused:
            raise refused[0]
        return done[0]

    return run


@pytest.fixture
def calibrations(qtbot, look: Look, text: Text, seat) -> Callable[..., CalibrationsPage]:
    """Opens the page Calibrations for a person, at a job where a number is given."""
    pages = []

    def calibrations(name: str, job: str = "") -> CalibrationsPage:
        page = CalibrationsPage(look, text, seat(name))
        pages.append(page)
        qtbot.addWidget(page)
        page.setFixedSize(1224, 692)
        with qtbot.waitActive(page):
            page.show()
        qtbot.waitUntil(lambda: page.model.total > 0)
        if job:
            with qtbot.waitSignal(page.worksheet.shown):
                page.open_job(job)
        return page

    return calibrations


@pytest.fixture
def keyed(qtbot) -> Callable[..., None]:
    """Types words into the current cell of a grid as a person does, and ends with a key."""

    def keyed(grid: Grid, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        qtbot.keyClick(grid, words[0])
        editor = next(line for line in grid.findChildren(QLineEdit) if line.isVisible())
        qtbot.keyClicks(editor, words[1:])
        qtbot.keyClick(editor, end)
        QApplication.processEvents()

    return keyed


@pytest.fixture(scope="session")
def bench_made(demo_made: Path, tmp_path_factory) -> Path:
    """The demonstration with three more jobs on a 10 kg weight, made once: see ``bench``."""
    folder = tmp_path_factory.mktemp("bench") / "demo"
    shutil.copytree(demo_made, folder)
    book = open_book(folder / "demo.labcal")
    for name, cells in (("Amina Diallo", 0), ("Amina Diallo", 12), ("Kwame Osei", 12)):
        _at_the_bench(book, PersonName(name), cells)
    book.close()
    return folder


@pytest.fixture
def bench(bench_made: Path, tmp_path: Path) -> Path:
    """A book with jobs at the bench: 2026-0006 empty, 2026-0007 and (by a reviewer) 2026-0008 full.

    A module that names its fixture ``demo`` so has it in the place of the demonstration.
    """
    shutil.copytree(bench_made, tmp_path / "demo")
    return tmp_path / "demo" / "demo.labcal"


def _at_the_bench(book: Book, who: PersonName, cells: int) -> None:
    received = ReceiveItem(
        customer=CustomerNumber("C-0001"), item=InstrumentNumber("I-0001"), condition="Good", grade="M1"
    )
    job = perform(book, who, received).value
    perform(book, who, OpenJob(job=job, procedure=PROCEDURE))
    perform(book, who, TieStandard(job=job, standard=StandardNumber("S-0001")))
    for quantity, start, end in ROOM:
        for moment, value in (("start", start), ("end", end)):
            perform(book, who, RecordRoom(job=job, name=quantity, moment=moment, quantity=parse(value)))
    readings = load_example(PROCEDURE).inputs.readings
    block = tuple(
        (Place(point=0, row=row, column=column), quantity)
        for row, cycle in enumerate(readings)
        for column, quantity in enumerate(cycle)
        if quantity is not None
    )
    if cells:
        perform(book, who, RecordBlock(job=job, cells=block[:cells]))
