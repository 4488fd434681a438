"""A dressed application, words, and pictures of what is shown."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from labcal import resources
from labcal.domain.person import PersonName
from labcal.services.books import open_book
from labcal.services.demo import make_demo
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.window import Window

SIZES = {"1280x720": QSize(1280, 720), "1600x900": QSize(1600, 900)}


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
