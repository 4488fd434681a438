"""The grid one types into behaves as a spreadsheet does."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from labcal_app.cells import Kind
from labcal_app.models.table import Column, TableModel
from labcal_app.widgets.grid import Grid, cells


@dataclass
class Row:
    nominal: str
    first: str = ""
    second: str = ""


@pytest.fixture
def grid(qtbot, look, text):
    def keep(name):
        return lambda row, typed: setattr(row, name, typed)

    columns = (
        Column[Row](title="Nominal", value=lambda row: row.nominal, kind=Kind.NUMBER),
        Column[Row](title="Reading 1", value=lambda row: row.first, kind=Kind.NUMBER, edit=keep("first")),
        Column[Row](title="Mean", value=lambda row: "", kind=Kind.NUMBER, computed=True),
        Column[Row](title="Reading 2", value=lambda row: row.second, kind=Kind.NUMBER, edit=keep("second")),
    )
    parent = QObject()
    model = TableModel[Row](text, columns, lambda row: row.nominal, parent)
    model.show_lines([Row("1"), Row("2")])
    grid = Grid(look, text, model, "Readings")
    grid.kept = parent
    qtbot.addWidget(grid)
    grid.resize(600, 200)
    with qtbot.waitActive(grid):
        grid.show()
    grid.setFocus()
    grid.setCurrentIndex(model.index(0, 1))
    return grid


def here(grid):
    return grid.currentIndex().row(), grid.currentIndex().column()


def editor(grid):
    return next(line for line in grid.findChildren(QLineEdit) if line.isVisible())


def test_typing_then_enter_keeps_the_value_and_moves_down(qtbot, grid):
    qtbot.keyClicks(grid, "1")
    qtbot.keyClicks(editor(grid), ".00")
    qtbot.keyClick(editor(grid), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: here(grid) == (1, 1))
    assert grid.lines.line(0).first == "1.00"


def test_escape_keeps_what_was_there(qtbot, grid):
    grid.lines.line(0).first = "9"
    qtbot.keyClicks(grid, "1")
    qtbot.keyClick(editor(grid), Qt.Key.Key_Escape)
    assert grid.lines.line(0).first == "9"


def test_tab_goes_only_where_something_is_typed(qtbot, grid):
    qtbot.keyClick(grid, Qt.Key.Key_Tab)
    assert here(grid) == (0, 3)
    qtbot.keyClick(grid, Qt.Key.Key_Tab)
    assert here(grid) == (1, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Backtab)
    assert here(grid) == (0, 3)


def test_tab_while_typing_keeps_and_goes_on(qtbot, grid):
    qtbot.keyClicks(grid, "2")
    qtbot.keyClick(editor(grid), Qt.Key.Key_Tab)
    assert grid.lines.line(0).first == "2"
    assert here(grid) == (0, 3)


def test_delete_empties_a_cell_that_takes_something(qtbot, grid):
    grid.lines.line(0).first = "9"
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.lines.line(0).first == ""
    grid.setCurrentIndex(grid.lines.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.lines.line(0).nominal == "1"


def test_a_block_is_handed_on_whole(qtbot, grid):
    QGuiApplication.clipboard().setText("1.0\t2.0\r\n3.0\t4.0\r\n")
    with qtbot.waitSignal(grid.pasted) as caught:
        qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert caught.args == [0, 1, [["1.0", "2.0"], ["3.0", "4.0"]]]


def test_enter_on_the_last_row_stays(qtbot, grid):
    grid.setCurrentIndex(grid.lines.index(1, 1))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert here(grid) == (1, 1)


def test_an_empty_clipboard_is_no_block():
    assert cells(" \n") == []
    assert cells("a") == [["a"]]
