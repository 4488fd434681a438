"""A dressed application, words, and pictures of what is shown."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from labcal import resources
from labcal.text import Text
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
