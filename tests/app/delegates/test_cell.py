"""Cells are painted by kind: numbers under each other, bad cells ringed, nothing lost in either direction."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from labcal_app.cells import Bad, Chip, Kind, Share, Stage, State, Symbol, TwoLines
from labcal_app.models.table import Column, TableModel
from labcal_app.widgets.table import Table


class Line(NamedTuple):
    key: int
    value: object


def painted(look, text, values, kind) -> tuple[Table, QImage]:
    parent = QObject()
    column = Column[Line](title="Value", value=lambda line: line.value, kind=kind, width=200)
    model = TableModel[Line](text, (column,), lambda line: line.key, parent)
    model.show_lines([Line(key, value) for key, value in enumerate(values)])
    table = Table(look, text, model, "Values")
    table.kept = parent
    table.resize(220, 200)
    return table, table.viewport().grab().toImage()


def row(table, picture, place) -> QImage:
    return picture.copy(table.visualRect(table.lines.index(place, 0)))


def inked(picture) -> tuple[int, int]:
    """First and last column of the picture with ink, at the height of the words."""
    ground = picture.pixel(2, 4)
    marked = [
        x
        for x in range(4, picture.width())
        if any(picture.pixel(x, y) != ground for y in range(4, picture.height() - 4))
    ]
    return marked[0], marked[-1]


@pytest.fixture
def draw(qtbot, look, text):
    def draw(values, kind):
        table, picture = painted(look, text, values, kind)
        qtbot.addWidget(table)
        return table, picture

    return draw


PAIRS = [
    (Kind.TEXT, "A", "B"),
    (Kind.STRONG, "A", "B"),
    (Kind.CODE, "0", "O"),
    (Kind.TWO_LINES, TwoLines("A", "b"), TwoLines("A", "c")),
    (Kind.NUMBER, "1.5", "1.6"),
    (Kind.CHIP, Chip(State.PASS, "Pass"), Chip(State.FAIL, "Fail")),
    (Kind.CHIP, Chip(State.PASS, "20 mo", fills=True), Chip(State.NONE, "", fills=True)),
    (Kind.STAGE, Stage(1, 6, "Prepare"), Stage(2, 6, "Prepare")),
    (Kind.SHARE, Share(0.2, "20 %"), Share(0.9, "20 %")),
    (Kind.SYMBOL, Symbol("m", "S"), Symbol("m", "D")),
    (Kind.NUMBER, "1.50", Bad("1.50", "No.")),
]


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS)
def test_what_differs_looks_different(look, draw, kind, one, other):
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        look.read_from(direction)
        table, picture = draw([one, other], kind)
        assert row(table, picture, 0) != row(table, picture, 1)


def test_decimal_signs_stand_under_each_other(draw):
    """ISO 80000-1:2022, 7.3: whatever the number of decimals, the signs align."""
    table, picture = draw(["-20.06", "150.185", "7"], Kind.NUMBER)
    ends = [inked(row(table, picture, place))[1] for place in range(3)]
    assert ends[1] > ends[0] > ends[2]
    widths = [ends[1] - ends[0], ends[0] - ends[2]]
    assert 5 <= widths[0] <= 10
    assert 15 <= widths[1] <= 26


def test_the_chosen_row_has_a_bar_at_its_leading_edge(look, draw):
    table, _ = draw(["A", "B"], Kind.TEXT)
    table.selectRow(1)
    picture = table.viewport().grab().toImage()
    edge = row(table, picture, 1).pixelColor(1, 10)
    assert edge == look.colour("accent")
    assert row(table, picture, 0).pixelColor(1, 10) == look.colour("surface")


def test_a_bad_cell_is_ringed(look, draw):
    table, picture = draw([Bad("1.O", "No.")], Kind.NUMBER)
    cell = row(table, picture, 0)
    assert cell.pixelColor(1, 15) == look.colour("fail")
    assert cell.pixelColor(10, 6) == look.colour("fail_soft")


def test_an_editor_says_what_it_edits(look, draw):
    table, _ = draw(["1"], Kind.NUMBER)
    index = table.lines.index(0, 0)
    editor = table.delegate.createEditor(table.viewport(), None, index)
    assert editor.accessibleName() == "Value"
    assert editor.alignment() & Qt.AlignmentFlag.AlignRight
