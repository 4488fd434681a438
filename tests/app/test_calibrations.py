"""The list of calibrations, the record that opens in its place, and the way back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labcal_app.cells import Role


def test_the_list_shows_each_job_with_its_stage(calibrations):
    page = calibrations("Amina Diallo")
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [page.model.line(row).number for row in range(page.model.rowCount())] == [
        "2026-0005", "2026-0004", "2026-0003", "2026-0002", "2026-0001",
    ]  # fmt: skip
    stages = [page.model.index(row, 3).data(Role.CELL) for row in range(5)]
    assert [stage.word for stage in stages] == ["Received", "Issue", "Check", "Measure", "Issued"]
    assert [stage.done for stage in stages] == [0, 5, 4, 2, 6]
    assert page.model.shown(2, 4) == "due in 3 days"
    assert page.model.shown(4, 6) == "CAL-2026-0001"


def test_enter_opens_the_worksheet_and_escape_returns_to_the_row(qtbot, calibrations):
    page = calibrations("Amina Diallo")
    page.list.table.setFocus()
    page.list.table.selectRow(3)
    with qtbot.waitSignal(page.width_wanted) as wanted:
        qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert wanted.args == [True]
    qtbot.waitUntil(lambda: page.worksheet.sheet is not None)
    assert page.stack.currentWidget() is page.worksheet
    assert page.worksheet.head.title.text() == "2026-0002"
    qtbot.keyClick(page.worksheet.points.grid, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.list
    assert page.list.table.current_key == "2026-0002"
    assert page.list.table.hasFocus()


def test_the_filter_finds_a_serial(qtbot, calibrations):
    page = calibrations("Amina Diallo")
    qtbot.keyClicks(page.list.filter, "A-209")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.line(0).number == "2026-0003"


def test_another_job_shows_nothing_of_the_one_before(qtbot, calibrations):
    page = calibrations("Amina Diallo", "2026-0001")
    assert page.worksheet.strip.verdict.chip.word == "Pass"
    with qtbot.waitSignal(page.worksheet.shown):
        page.open_job("2026-0005")
    assert page.worksheet.head.title.text() == "2026-0005"
    assert page.worksheet.points.grid is None
    assert page.worksheet.strip.verdict.chip.word == "Waiting"


def test_the_page_in_pictures(calibrations, grab):
    page = calibrations("Amina Diallo")
    pictures = grab(page, "calibrations", page.size())
    assert pictures["light"] != pictures["dark"]
