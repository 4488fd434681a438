"""The list: chosen rows stay, copies go to a spreadsheet, columns are remembered."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from labcal_app.cells import Kind
from labcal_app.models.table import Column, TableModel
from labcal_app.widgets.table import Table


class Line(NamedTuple):
    number: str
    mass: str


LINES = [Line("M-1", "10.5"), Line("M-2", "-3"), Line("M-3", "7")]


@pytest.fixture
def table(qtbot, look, text):
    columns = (
        Column[Line](title="Number", value=lambda line: line.number, grows=True, width=100),
        Column[Line](title="Mass", value=lambda line: line.mass, kind=Kind.NUMBER, unit="kg", width=80),
    )
    parent = QObject()
    model = TableModel[Line](text, columns, lambda line: line.number, parent)
    table = Table(look, text, model, "Weights")
    table.kept = parent
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    model.show_lines(LINES)
    return table


def test_what_is_chosen_stays_when_lines_come_and_go(table):
    table.choose("M-2")
    table.lines.show_lines([Line("M-0", "1"), *LINES])
    assert table.current == LINES[1]
    assert table.currentIndex().row() == 2


def test_what_is_gone_is_no_longer_chosen(qtbot, table):
    table.choose("M-2")
    with qtbot.waitSignal(table.chosen) as caught:
        table.lines.show_lines(LINES[:1])
    assert caught.args == [None]
    assert not table.choose("M-2")


def test_rows_are_copied_as_a_spreadsheet_reads_them(qtbot, table):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Number\tMass / kg\nM-1\t10.5\nM-2\t−3\nM-3\t7\n"


def test_enter_and_double_click_open(qtbot, table):
    table.choose("M-3")
    with qtbot.waitSignal(table.opened) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args == ["M-3"]
    with qtbot.waitSignal(table.opened) as caught:
        table.doubleClicked.emit(table.lines.index(0, 0))
    assert caught.args == ["M-1"]


def test_moving_tells_which_one_is_present(qtbot, table):
    table.choose("M-1")
    with qtbot.waitSignal(table.chosen) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert caught.args == ["M-2"]
    assert table.by_keyboard


def test_one_column_takes_the_room_that_is_left(qtbot, table):
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(600, 200)
    assert header.length() == table.viewport().width()
    header.resizeSection(1, 150)
    assert header.length() == table.viewport().width()


def test_columns_are_remembered(qtbot, look, text, table, settings):
    table.remember(settings, "weights")
    table.horizontalHeader().resizeSection(1, 133)
    settings.sync()
    again = Table(look, text, table.lines, "Weights")
    qtbot.addWidget(again)
    again.remember(settings, "weights")
    assert again.horizontalHeader().sectionSize(1) == 133


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_its_menu_copies(qtbot, table):
    table.choose("M-1")
    table.customContextMenuRequested.emit(table.viewport().rect().center())
    menu = table.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text().endswith("M-1\t10.5\n")


def test_a_column_is_as_wide_as_its_title(qtbot, look, text):
    title = "Identification of the reference standard"
    columns = (Column[Line](title=title, value=lambda line: line.mass, width=40),)
    parent = QObject()
    table = Table(look, text, TableModel[Line](text, columns, lambda line: line.number, parent), "Narrow")
    qtbot.addWidget(table)
    assert table.horizontalHeader().sectionSize(0) > look.metrics("small", 500).horizontalAdvance(title)


def test_one_row_is_chosen_even_while_the_control_key_of_a_shortcut_is_held(qtbot, table):
    table.choose("M-1")
    qtbot.keyPress(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    table.choose("M-3")
    assert {index.row() for index in table.selectionModel().selectedIndexes()} == {2}
    qtbot.keyRelease(table, Qt.Key.Key_Z)
