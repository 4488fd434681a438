"""The page that brings records in: file, columns, bad rows, writing, undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from labcal.services.customers import customer_lines
from labcal.services.instruments import instrument_lines
from labcal.services.people import person_lines
from labcal.text import Text
from labcal_app.views.importing.page import ImportPage
from labcal_app.views.importing.rows import rows_told

ADMINISTRATOR = "Halima Yusuf"
ROWS = (
    "Customer number;Item;Serial number;Capacity (kg);Colour\n"
    "C-0001;Scale;B-1;10,0;red\nC-0001;Scale;;5;red\nC-0002;Scale;B-3;1O;red\nC-0002;Scale;B-4;20;red\n"
)


@pytest.fixture
def page(qtbot, look, seat, settings, tmp_path) -> Callable[..., ImportPage]:
    """Opens the page for instruments, with a file of the words given."""

    def opened(words: str | bytes = "", language: str = "en", who: str = ADMINISTRATOR) -> ImportPage:
        page = ImportPage(look, Text(language), seat(who), lambda _parent: tmp_path / "rows.csv", settings)
        qtbot.addWidget(page)
        page.resize(1224, 692)
        with qtbot.waitExposed(page):
            page.show()
        page.take("instruments")
        if words:
            body = words if isinstance(words, bytes) else words.encode()
            (tmp_path / "rows.csv").write_bytes(body)
            qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: not page.cancel.isVisible())
        return page

    return opened


def press(qtbot, page: ImportPage, button) -> None:
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.cancel.isVisible())


def choose(field, shown: str) -> None:
    """Choose as a person does, who alone sets off ``activated``."""
    field.choice.setCurrentText(shown)
    field.choice.activated.emit(field.choice.currentIndex())


def asked(page: ImportPage, question):
    with page._desk._book.read() as records:
        return question(records)


def test_good_rows_are_written_and_one_undo_takes_them_back(qtbot, page, grab, settings) -> None:
    shown = page(ROWS)
    assert shown.columns.mapping.headings["nominal"] == "Capacity (kg)"
    assert shown.stack.currentWidget() is shown.first
    before = asked(shown, instrument_lines)
    grab(shown, "import-columns", shown.size())
    press(qtbot, shown, shown.check)
    assert [(line.row, line.column) for line in shown.model._shown] == [(3, ""), (4, "Nominal value")]
    assert shown.told.text() == "4 rows: 2 good, 2 bad."
    grab(shown, "import-bad-rows", shown.size())
    press(qtbot, shown, shown.write)
    lines = asked(shown, instrument_lines)
    assert [line.serial for line in lines[: len(lines) - len(before)]] == ["B-4", "B-1"]
    assert "2 rows" in shown.banner.said[0]
    grab(shown, "import-written", shown.size())
    with qtbot.waitSignal(shown._desk.changed):
        shown._desk.undo()
    qtbot.waitUntil(lambda: asked(shown, instrument_lines) == before)
    assert "Capacity" not in (settings.value("import/columns") or "")
    assert "capacity" in settings.value("import/columns")


def test_rows_left_out_and_columns_chosen_by_hand(qtbot, page) -> None:
    shown = page("Owner no;What;Plate;Load\nC-0001;Scale;B-1;10 kg\nC-0001;Scale;B-2;10 kg\n")
    press(qtbot, shown, shown.check)
    assert "holds" in shown.banner.said[0]
    for name, heading in (
        ("customer_number", "Owner no"),
        ("name", "What"),
        ("serial", "Plate"),
        ("nominal", "Load"),
    ):
        choose(shown.columns.fields[name], heading)
    assert shown.columns.mapping.headings["serial"] == "Plate"
    press(qtbot, shown, shown.check)
    qtbot.keyClicks(shown.left_out.line, "2")
    qtbot.waitUntil(lambda: shown.write.text() == "Write 1 rows")
    press(qtbot, shown, shown.write)
    assert asked(shown, instrument_lines)[0].serial == "B-2"
    again = page("Owner no;What;Plate;Load\nC-0001;Scale;B-9;10 kg\n")
    assert again.columns.mapping.headings["serial"] == "Plate"


def test_a_western_file_asks_for_its_encoding(qtbot, page) -> None:
    shown = page("Customer number;Item;Serial;Nominal\nC-0001;Pèse-lettre;B-1;1 kg\n".encode("cp1252"))
    assert "cp1252" in shown.banner.said[0]
    assert shown.encoding.isVisible()
    choose(shown.encoding, "cp1252")
    qtbot.waitUntil(lambda: shown.first is not None)
    assert shown.first.lines.line(0).cells[1] == "Pèse-lettre"


def test_rows_are_pasted(qtbot, page) -> None:
    QGuiApplication.clipboard().setText("Name\tCity\nPasted one\tHere\n")
    shown = page()
    shown.take("customers")
    press(qtbot, shown, shown.paste)
    press(qtbot, shown, shown.check)
    assert shown.stack.currentWidget() is shown.good
    press(qtbot, shown, shown.write)
    assert "Pasted one" in [line.name for line in asked(shown, customer_lines)]


def test_who_may_not_is_told_so_and_nothing_is_written(qtbot, page) -> None:
    shown = page("Name\nSomebody\n", who="Amina Diallo")
    shown.take("people")
    press(qtbot, shown, shown.check)
    press(qtbot, shown, shown.write)
    assert "Amina Diallo" in shown.banner.said[0]
    assert "Somebody" not in [line.name for line in asked(shown, person_lines)]


def test_a_bad_file_leaves_a_sentence(qtbot, page) -> None:
    shown = page("A;A\n1;2\n")
    assert "columns named" in shown.banner.said[0]
    assert shown.stack.currentWidget() is shown.empty


def test_in_french(qtbot, page, grab) -> None:
    shown = page("N° de client;Désignation;N° de série;Portée (kg)\nC-0001;Balance;;5\n", language="fr")
    press(qtbot, shown, shown.check)
    grab(shown, "import-french", shown.size())
    assert shown.model.matching == 1


def test_rows_told() -> None:
    assert rows_told("5, 8-10;12–13, x, 3-") == {3, 5, 8, 9, 10, 12, 13}
