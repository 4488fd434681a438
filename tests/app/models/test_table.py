"""The one table model: Qt's contract, sorting, filtering, what is chosen."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt

from labcal_app.cells import Bad, Chip, Kind, Role, State
from labcal_app.models.table import Column, TableModel


class Line(NamedTuple):
    number: str
    error: Decimal | None
    reading: object = "1.0"


LINES = [
    Line("M-0002", Decimal("-0.019")),
    Line("M-0001", Decimal("10.5")),
    Line("M-0003", None, Bad("1.O", "“1.O” has the letter O.")),
]


@pytest.fixture
def typed():
    return []


@pytest.fixture
def model(qtbot, text, typed):
    parent = QObject()
    columns = (
        Column[Line](title="Number", value=lambda line: line.number, kind=Kind.STRONG),
        Column[Line](title="Error", value=lambda line: line.error, kind=Kind.NUMBER, unit="g", signed=True),
        Column[Line](
            title="Reading", value=lambda line: line.reading, kind=Kind.NUMBER, group="As left",
            edit=lambda line, words: typed.append((line.number, words)),
        ),
        Column[Line](
            title="Verdict", value=lambda line: Chip(State.PASS, "Pass"), tone_of=lambda line: "warn",
            tip=lambda line: f"Tip of {line.number}",
        ),
    )  # fmt: skip
    model = TableModel[Line](text, columns, lambda line: line.number, parent)
    model.show_lines(LINES)
    model.parent_kept = parent
    return model


def numbers(model) -> list[str]:
    return [model.line(row).number for row in range(model.rowCount())]


def test_it_keeps_qts_contract(model, qtmodeltester):
    qtmodeltester.check(model)
    model.show_lines(LINES[:1])
    model.filter("M-0002")
    model.show_lines(LINES)
    qtmodeltester.check(model)
    model.show_lines([])
    qtmodeltester.check(model)


def test_the_same_lines_do_not_reset_it(qtbot, model):
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_lines([line._replace(error=Decimal(1)) for line in LINES])
    assert model.index(0, 1).data() == "+1"


def test_numbers_are_written_and_the_widest_fraction_is_known(model):
    assert [model.index(row, 1).data() for row in range(3)] == ["−0.019", "+10.5", ""]
    assert model.fraction(1) == ".019"
    assert model.fraction(0) == ""


def test_it_sorts_numbers_as_numbers_with_what_is_empty_last(model):
    model.sort(1)
    assert numbers(model) == ["M-0002", "M-0001", "M-0003"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert numbers(model) == ["M-0003", "M-0002", "M-0001"]
    model.sort(-1)
    assert numbers(model) == ["M-0002", "M-0001", "M-0003"]


def test_every_word_of_the_filter_has_to_occur(model):
    model.filter("m-000 10.5")
    assert (numbers(model), model.total) == (["M-0001"], 3)
    model.filter("")
    assert model.rowCount() == 3


def test_a_line_is_found_by_its_key(model):
    assert (model.row_of("M-0003"), model.row_of("none"), model.key_of(7)) == (2, -1, None)
    assert model.line(-1) is None


def test_only_columns_that_take_something_can_be_edited(model, typed):
    assert not model.setData(model.index(0, 0), "x")
    assert model.setData(model.index(0, 2), "2.5")
    assert typed == [("M-0002", "2.5")]
    assert model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_cells_are_values_with_a_tone_and_a_tip(model):
    bad = model.index(2, 2)
    assert bad.data(Role.CELL) == Bad("1.O", "“1.O” has the letter O.")
    assert bad.data(Qt.ItemDataRole.ToolTipRole) == "“1.O” has the letter O."
    assert model.index(0, 3).data(Role.TONE) == "warn"
    assert model.index(0, 0).data(Role.TONE) == "text"
    assert model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == "Tip of M-0002"


def test_headers_are_translated_and_grouped(model):
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Error"
    assert model.headerData(1, Qt.Orientation.Vertical) == 2
    assert (model.group(2), model.group(0)) == ("As left", "")


def test_ten_thousand_lines_are_filtered(model):
    model.show_lines([Line(f"M-{number:05}", Decimal(number)) for number in range(10_000)])
    model.filter("M-099")
    assert model.rowCount() == 100
