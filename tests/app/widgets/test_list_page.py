"""The list page: filter, count, what to do first."""

import pytest
from PySide6.QtCore import QObject, Qt

from labcal_app.models.table import Column, TableModel
from labcal_app.widgets.list_page import ListPage, ListWords

WORDS = ListWords(
    title="Jobs",
    filter="Filter: number",
    empty="No job yet.",
    empty_more="Receive an item.",
    empty_action="Receive",
)


@pytest.fixture
def page(qtbot, look, text):
    parent = QObject()
    columns = (Column[str](title="Number", value=lambda line: line, grows=True),)
    page = ListPage(look, text, TableModel[str](text, columns, lambda line: line, parent), WORDS)
    page.kept = parent
    qtbot.addWidget(page)
    page.resize(700, 400)
    with qtbot.waitActive(page):
        page.show()
    return page


def test_an_empty_list_says_what_to_do_first(qtbot, page):
    assert page.stack.currentWidget() is page.empty
    assert page.empty.title.text() == "No job yet."
    with qtbot.waitSignal(page.empty.started):
        qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)


def test_it_counts_and_filters_as_one_types(qtbot, page):
    page.model.show_lines(["M-1", "M-2", "M-11"])
    assert (page.count.text(), page.head.note.text()) == ("3 in all", "3")
    qtbot.keyClicks(page.filter, "m-1")
    assert page.count.text() == "2 of 3"
    qtbot.keyClicks(page.filter, "x")
    assert page.empty.title.text() == "Nothing matches the filter."
    qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.table


def test_ctrl_f_finds_and_down_enters_the_list(qtbot, page):
    page.model.show_lines(["M-1", "M-2"])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.current == "M-1"
