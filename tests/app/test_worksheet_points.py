"""The worksheet of many points: typed and pasted, followed from point to point, counted."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.app.example_jobs import WHO, begun, block_of, example_rows, volts

from labcal.catalog.procedures import load_example
from labcal.domain.job import Phase
from labcal.domain.quantity import parse
from labcal_app.cells import Bad, Chip, Closed, Faint, Role, Struck
from labcal_app.models.sheet_layout import Spot

METER, BATH, WEIGHT = "voltage/multimeter", "temperature/resistance-thermometer", "mass/buoyancy"
NARROW = "\u202f"
SLOW = 30000
"""Milliseconds that a job may take on a busy machine."""
MORE_KEYS = 10
"""How many keys and clicks a calibration may take beyond its inputs."""


@pytest.fixture
def opened(demo, calibrations):
    """Opens the sheet of a job by a shipped procedure, without a reading."""

    def opened(procedure: str, nominal: str):
        points = volts() if procedure == METER else ()
        return calibrations(WHO, begun(demo, procedure, parse(nominal), points)).worksheet

    return opened


def cell(sheet, spot: Spot):
    """What the cell of a reading shows."""
    row, slot = sheet.points.keying.layout.where(spot)
    lines = sheet.points.grid.lines
    return lines.index(row, slot + lines.first).data(Role.CELL)


def choose(sheet, spot: Spot) -> None:
    sheet.points.go_to(spot)


def figure(sheet, point: int, title: str):
    """What a column shows in the first row of a point; with two of that title the last, as left."""
    lines = sheet.points.grid.lines
    column = [place for place, one in enumerate(lines.columns) if one.title == title][-1]
    return lines.index(lines.row_of((point, 0)), column).data(Role.CELL)


def paste(qtbot, sheet, block: str) -> None:
    QGuiApplication.clipboard().setText(block)
    qtbot.keyClick(sheet.points.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def taken(sheet) -> int:
    return len(sheet.sheet.sheet.job.readings)


def settle(qtbot, sheet, count: int) -> None:
    qtbot.waitUntil(lambda: taken(sheet) == count, timeout=SLOW)


def expected(procedure: str, name: str, point: int = 0) -> Decimal:
    example = load_example(procedure)
    return next(one.printed.value for one in example.expected if (one.name, one.point) == (name, point))


def test_a_multimeter_typed_point_by_point_gives_the_published_result(qtbot, opened, keyed):
    """EA-4/02 M:2022, example S9: E_X = (0.10 ± 0.05) V at 100 V."""
    sheet = opened(METER, "100 V")
    grid = sheet.points.grid
    for words in ("100", "0.1", "100.1", "10 V", "0,1", "10.0"):
        keyed(sheet.points.grid, words)
    settle(qtbot, sheet, 6)
    assert sheet.points.grid is grid
    assert figure(sheet, 0, "Error") == expected(METER, "value") == Decimal("0.10")
    assert figure(sheet, 0, "U") == expected(METER, "expanded uncertainty") == Decimal("0.05")
    assert isinstance(figure(sheet, 0, "Verdict"), Chip)
    assert cell(sheet, Spot(1, 0, 0)) == "10"
    choose(sheet, Spot(0, 0, 0))
    assert sheet.strip.result.value.text() == f"0.10{NARROW}V"
    choose(sheet, Spot(2, 0, 0))
    assert sheet.points.point == 2


def test_a_thermometer_pasted_over_its_five_points_gives_the_independent_results(qtbot, opened):
    """The worked example of the procedure, computed twice by independent ways."""
    sheet = opened(BATH, "100 °C")
    paste(qtbot, sheet, block_of(example_rows(BATH)))
    settle(qtbot, sheet, 65)
    for point in range(5):
        assert figure(sheet, point, "Result") == expected(BATH, "value", point)
        assert figure(sheet, point, "U") == expected(BATH, "expanded uncertainty", point)
    assert isinstance(cell(sheet, Spot(0, 0, 3)), Faint)
    lines = sheet.points.grid.lines
    assert isinstance(lines.index(1, lines.first).data(Role.CELL), Closed)


def test_a_weight_typed_in_the_order_of_the_weighing_gives_the_independent_result(qtbot, opened, keyed):
    """The worked example of the procedure, with CIPM-2007 air density, computed twice by independent ways."""
    sheet = opened(WEIGHT, "100 g")
    for row in example_rows(WEIGHT)[0]:
        for words in row:
            if words:
                keyed(sheet.points.grid, words)
    settle(qtbot, sheet, 25)
    assert sheet.strip.result.value.text() == f"100.001{NARROW}144{NARROW}g"
    assert sheet.strip.expanded.text() == f"± 0.054{NARROW}mg"
    assert expected(WEIGHT, "value") == Decimal("100.001144")


def test_a_gauge_is_typed_up_to_its_full_scale_and_back_down(qtbot, opened, keyed):
    sheet = opened("pressure/gauge", "10 bar")
    for point in range(9):
        for words in ("0.02", "0", f"{point}", f"{point}.1"):
            keyed(sheet.points.grid, words)
    for point in reversed(range(9)):
        keyed(sheet.points.grid, f"{point}.2")
    settle(qtbot, sheet, 45)
    for point in range(9):
        shown = [cell(sheet, Spot(point, 0, column)) for column in (3, 4, 5)]
        assert shown == [str(point), f"{point}.1", f"{point}.2"]
    keyed(sheet.points.grid, "0.5")
    assert cell(sheet, Spot(0, 1, 3)) == "0.5"


def test_on_a_narrow_page_error_and_verdict_stand_next_to_the_name_of_the_point(opened, grab):
    sheet = opened("pressure/gauge", "10 bar")
    grid = sheet.points.grid
    header, titles = grid.horizontalHeader(), [one.title for one in grid.lines.columns]

    def shown() -> list[str]:
        return [titles[header.logicalIndex(place)] for place in range(len(titles))]

    grab(sheet, "gauge-narrow")
    assert shown()[:4] == ["Nominal", "Error", "U", "Verdict"]
    grab(sheet, "gauge-wide", QSize(2600, 900))
    assert shown() == titles


def test_a_five_point_calibration_takes_no_more_keys_than_its_inputs_and_ten(qtbot, opened):
    """Each input is typed and ended by one key; where one begins, and what comes next, costs none."""
    sheet = opened(METER, "100 V")
    keys = inputs = 0
    for nominal, read in (("100", "100.1"), ("50", "50.1"), ("10", "10.0"), ("5", "5.0"), ("1", "1.0")):
        for words in (nominal, "0.1", read):
            inputs += 1
            for letter in words:
                qtbot.keyClick(QApplication.focusWidget(), letter)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            keys += 1
            QApplication.processEvents()
    settle(qtbot, sheet, 15)
    assert all(isinstance(figure(sheet, point, "Verdict"), Chip) for point in range(5))
    assert keys <= inputs + MORE_KEYS
    assert sheet.head.primary.isEnabled()


def test_budget_result_and_chart_follow_the_point(qtbot, opened):
    sheet = opened(METER, "100 V")
    paste(qtbot, sheet, "100\t0.1\t100.1\n10\t0.01\t10.02\n")
    settle(qtbot, sheet, 6)
    choose(sheet, Spot(1, 0, 2))
    assert sheet.strip.result.value.text() == f"0.020{NARROW}V"
    assert [point.chosen for point in sheet.tabs.conformity.chart.plot.series.points] == [False, True]
    lines = sheet.tabs.budget.table.lines
    small = lines.line(0).estimate
    choose(sheet, Spot(0, 0, 2))
    assert lines.line(0).estimate != small


def test_fill_down_and_the_same_for_all(qtbot, opened):
    sheet = opened(BATH, "100 °C")
    choose(sheet, Spot(0, 0, 0))
    paste(qtbot, sheet, "25.420 310\t-2.1523e-4\t-1.165e-5")
    settle(qtbot, sheet, 3)
    sheet.points.bar.same_wanted.emit()
    settle(qtbot, sheet, 15)
    assert cell(sheet, Spot(4, 0, 1)) == cell(sheet, Spot(0, 0, 1))
    choose(sheet, Spot(0, 0, 4))
    paste(qtbot, sheet, "25.42051")
    choose(sheet, Spot(0, 1, 4))
    qtbot.keyClick(sheet.points.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, sheet, 17)
    assert cell(sheet, Spot(0, 1, 4)) == "25.42051"


def test_the_cycles_of_the_present_point_are_unfolded(opened):
    sheet = opened(BATH, "100 °C")
    grid = sheet.points.grid
    shown = [row for row in range(25) if not grid.isRowHidden(row)]
    assert shown == [0, 1, 2, 3, 4, 5, 10, 15, 20]
    choose(sheet, Spot(2, 0, 0))
    assert [row for row in range(25) if not grid.isRowHidden(row)] == [0, 5, 10, 11, 12, 13, 14, 15, 20]


def answer(qtbot, sheet, words: str) -> None:
    line = sheet.points.notice.reason.line
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_as_found_and_as_left_stand_side_by_side(qtbot, opened):
    sheet = opened(METER, "100 V")
    paste(qtbot, sheet, "100\t0.1\t100.4\n10\t0.1\t10.3\n")
    settle(qtbot, sheet, 6)
    qtbot.mouseClick(sheet.points.bar.adjust, Qt.MouseButton.LeftButton)
    answer(qtbot, sheet, "Gain set")
    qtbot.waitUntil(lambda: sheet.sheet.sheet.job.adjustment is not None, timeout=SLOW)
    assert sheet.points.keying.phase is Phase.AS_LEFT
    choose(sheet, Spot(0, 0, 0))
    paste(qtbot, sheet, "100\t0.1\t100.1\n")
    settle(qtbot, sheet, 3)
    titles = [(column.group, column.title) for column in sheet.points.grid.lines.columns]
    assert ("As found", "Error") in titles
    assert ("As left", "Error") in titles
    assert figure(sheet, 0, "Error") == Decimal("0.10")
    assert sheet.points.grid.lines.line(0).figures.found == Decimal("0.40")
    assert sheet.tabs.conformity.chart.plot.series.points[0].found == pytest.approx(0.4)
    qtbot.mouseClick(sheet.points.bar.switch, Qt.MouseButton.LeftButton)
    assert cell(sheet, Spot(0, 0, 2)) == "100.4"
    assert cell(sheet, Spot(1, 0, 2)) == "10.3"


def test_nothing_as_found_is_said_with_its_reason(qtbot, opened):
    sheet = opened(METER, "100 V")
    sheet.points.bar.nothing_found_wanted.emit()
    answer(qtbot, sheet, "First calibration")
    qtbot.waitUntil(lambda: bool(sheet.sheet.sheet.job.no_as_found), timeout=SLOW)
    assert "nothing as found: First calibration" in sheet.points.bar.note.text()


def test_an_outlier_is_struck_and_makes_room_for_another_cycle(qtbot, opened):
    sheet = opened(WEIGHT, "100 g")
    paste(qtbot, sheet, block_of(example_rows(WEIGHT)))
    settle(qtbot, sheet, 25)
    choose(sheet, Spot(0, 1, 6))
    sheet.points.bar.outlier_wanted.emit()
    answer(qtbot, sheet, "Door opened")
    qtbot.waitUntil(lambda: isinstance(cell(sheet, Spot(0, 1, 6)), Struck), timeout=SLOW)
    assert cell(sheet, Spot(0, 1, 6)) == Struck("0.013 49".replace(" ", ""), "Door opened")
    assert sheet.points.grid.lines.rowCount() == 7
    assert "Door opened" in sheet.points.grid.lines.line(1).tips[6]
    assert taken(sheet) == 25
    choose(sheet, Spot(0, 1, 6))
    sheet.points.bar.outlier_wanted.emit()
    qtbot.waitUntil(lambda: cell(sheet, Spot(0, 1, 6)) == "0.01349", timeout=SLOW)


@pytest.mark.parametrize(
    ("typed", "why"),
    [("abc", "not a number"), ("5 kg", "is a mass"), ("1O", "letter O")],
)
def test_a_bad_cell_names_its_point_and_loses_nothing(sheet_of_two, keyed, typed, why):
    choose(sheet_of_two, Spot(1, 0, 2))
    keyed(sheet_of_two.points.grid, typed)
    bad = cell(sheet_of_two, Spot(1, 0, 2))
    assert isinstance(bad, Bad)
    assert (bad.typed, why in bad.sentence) == (typed, True)
    asked = sheet_of_two.side.checklist.items[0].accessibleName()
    assert asked.startswith(f"10{NARROW}V, Indication")
    assert cell(sheet_of_two, Spot(0, 0, 2)) == "100.1"


@pytest.fixture
def sheet_of_two(qtbot, opened):
    """A multimeter at two points, the second without its indication."""
    sheet = opened(METER, "100 V")
    paste(qtbot, sheet, "100\t0.1\t100.1")
    choose(sheet, Spot(1, 0, 0))
    paste(qtbot, sheet, "10\t0.1")
    settle(qtbot, sheet, 5)
    return sheet


@pytest.mark.parametrize("typed", ["-300", "-5 K"])
def test_a_temperature_below_absolute_zero_is_refused_at_its_cell(qtbot, opened, keyed, typed):
    sheet = opened("temperature/block-calibrator", "100 °C")
    choose(sheet, Spot(0, 0, 0))
    keyed(sheet.points.grid, typed)
    qtbot.waitUntil(lambda: isinstance(cell(sheet, Spot(0, 0, 0)), Bad), timeout=SLOW)
    assert "below absolute zero" in cell(sheet, Spot(0, 0, 0)).sentence
    assert taken(sheet) == 0


def test_a_block_of_another_shape_is_refused_in_one_sentence(qtbot, sheet_of_two):
    choose(sheet_of_two, Spot(1, 0, 1))
    paste(qtbot, sheet_of_two, "1\t2\t3\n1\t2\t3")
    assert "from row 2 on there is room for 29 × 2" in sheet_of_two.points.notice.banner.said[0]
    assert taken(sheet_of_two) == 5


def test_what_is_being_typed_outlives_another_point(qtbot, sheet_of_two):
    grid = sheet_of_two.points.grid
    choose(sheet_of_two, Spot(1, 0, 2))
    qtbot.keyClick(grid, "9")
    editor = next(line for line in grid.findChildren(QLineEdit) if line.isVisible())
    with qtbot.waitSignal(sheet_of_two.shown):
        sheet_of_two.show_job(sheet_of_two.job)
    qtbot.keyClicks(editor, ".99")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, sheet_of_two, 6)
    assert cell(sheet_of_two, Spot(1, 0, 2)) == "9.99"
