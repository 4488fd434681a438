"""Headers: units after titles, a second tier for groups, an arrow for the order."""

from PySide6.QtCore import QObject, Qt

from labcal_app.cells import Kind
from labcal_app.models.table import Column, TableModel
from labcal_app.widgets.table import Table


def header(qtbot, look, text, group="", unit=""):
    columns = [
        Column[int](title=title, value=lambda line: line, kind=Kind.NUMBER, group=group, unit=unit, width=120)
        for title in ("Reading 1", "Reading 2")
    ]
    parent = QObject()
    table = Table(look, text, TableModel[int](text, columns, lambda line: line, parent), "Values")
    table.kept = parent
    qtbot.addWidget(table)
    table.resize(300, 120)
    return table


def picture(table):
    return table.horizontalHeader().grab().toImage()


def test_a_group_takes_a_second_tier(qtbot, look, text):
    plain, grouped = header(qtbot, look, text), header(qtbot, look, text, group="As left")
    assert plain.horizontalHeader().sizeHint().height() == look.size("header")
    assert grouped.horizontalHeader().sizeHint().height() == look.size("header_grouped")
    assert picture(plain) != picture(grouped)


def test_a_unit_is_drawn(qtbot, look, text):
    assert picture(header(qtbot, look, text)) != picture(header(qtbot, look, text, unit="°C"))


def test_the_order_is_shown_by_an_arrow(qtbot, look, text):
    table = header(qtbot, look, text).sortable()
    before = picture(table)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    down = picture(table)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert before != down != picture(table)
