"""The menu at the head of a list: what it offers, and the list as it is shown in a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from labcal.exchange.tables.opening import open_table
from labcal.services.importing.kinds import KINDS
from labcal_app.views.files import FileDialogs
from labcal_app.views.importing.menu import ExchangeMenu
from labcal_app.views.instruments import InstrumentsPage


class Answers(FileDialogs):
    """Answers the question for a file."""

    def __init__(self, text, path: Path) -> None:
        super().__init__(text)
        self.path = path

    def exported(self, parent, proposed: str) -> Path:
        return self.path


def test_a_list_is_written_as_it_is_shown(qtbot, look, text, seat, tmp_path, monkeypatch) -> None:  # noqa: PLR0917
    monkeypatch.setattr(QMenu, "popup", lambda *_place: None)  # no screen here grabs the keyboard
    desk, path = seat("Halima Yusuf"), tmp_path / "out.csv"
    page = InstrumentsPage(look, text, desk)
    qtbot.addWidget(page)
    page.resize(1224, 692)
    with qtbot.waitExposed(page):
        page.show()
    menu = ExchangeMenu(look, text, desk, page.head, Answers(text, path))
    menu.offer((KINDS["instruments"], lambda: page.model.wanted))
    qtbot.waitUntil(lambda: page.model.total > 0)
    page.model.filter("atlas")
    qtbot.waitUntil(lambda: page.model.matching == 3)
    qtbot.mouseClick(menu.button, Qt.MouseButton.LeftButton)
    bring, out = menu.menu.actions()
    with qtbot.waitSignal(menu.import_wanted) as wanted:
        bring.trigger()
    assert wanted.args == ["instruments"]
    with qtbot.waitSignal(desk.kept):
        out.trigger()
    assert [row.cells[4] for row in open_table(path).rows()] == ["Atlas"] * 3
