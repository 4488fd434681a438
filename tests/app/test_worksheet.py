"""Typing into the worksheet: keys, blocks, bad cells, corrections, and the figures that come of them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from labcal.domain.rounding import grouped
from labcal.services.people import Suspend, authorisation_lines
from labcal_app.cells import Bad, Role, State

PUBLISHED = (
    ("+0.010", "+0.020", "+0.025", "+0.015"),
    ("+0.025", "+0.050", "+0.055", "+0.020"),
    ("+0.025", "+0.045", "+0.040", "+0.020"),
)
"""EA-4/02 M:2022, example S2, S2.7, in g: standard, item, item, standard."""
NARROW = "\u202f"
SLOW = 20000
"""Milliseconds that twelve commands may take on a busy machine."""


def cell(sheet, row, column):
    """What a cell of readings shows; ``column`` from 0 without the number of the cycle."""
    lines = sheet.points.grid.lines
    return lines.index(row, column + 1).data(Role.CELL)


def readings(sheet):
    return {(one.place.row, one.place.column): one for one in sheet.sheet.sheet.job.readings}


def paste(qtbot, sheet, block, row=0, column=0):
    QGuiApplication.clipboard().setText(block)
    grid = sheet.points.grid
    grid.setCurrentIndex(grid.lines.index(row, column + 1))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def choose(sheet, row, column):
    sheet.points.grid.setCurrentIndex(sheet.points.grid.lines.index(row, column + 1))


@pytest.fixture
def demo(bench):
    return bench


@pytest.fixture
def sheet(calibrations):
    """A job at the bench, without a reading."""
    return calibrations("Amina Diallo", "2026-0006").worksheet


@pytest.fixture
def full(calibrations):
    """A job at the bench, with all readings of the published example."""
    return calibrations("Amina Diallo", "2026-0007").worksheet


def test_twelve_readings_by_keyboard_give_the_published_result(qtbot, sheet, keyed):
    """EA-4/02 M:2022, example S2: 10.000 025 kg ± 59 mg (k = 2); R 111-1: |25 mg| ≤ (500 − 59) mg, M1."""
    grid = sheet.points.grid
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 1)
    for row in PUBLISHED:
        for words in row:
            keyed(grid, words)
    qtbot.waitUntil(lambda: len(readings(sheet)) == 12, timeout=SLOW)
    strip = sheet.strip
    assert strip.result.value.text() == f"10.000{NARROW}025{NARROW}kg"
    assert strip.expanded.text() == f"± 59{NARROW}mg"
    assert strip.mean.value.text() == f"+0.020{NARROW}g"
    assert strip.error.value.text() == f"+25{NARROW}mg"
    assert strip.uncertainty.name.text() == "U (k = 2)"
    assert strip.limits.value.text() == f"±500{NARROW}mg"
    assert strip.verdict.chip.word == "Pass"
    assert not strip.provisional.isVisible()
    assert next(str(one.quantity) for one in readings(sheet).values()) == f"+0.010{NARROW}g"


def test_the_result_is_live_and_provisional_until_all_is_in(qtbot, sheet, keyed):
    assert sheet.strip.verdict.chip.state is State.WAITING
    for words in PUBLISHED[0]:
        keyed(sheet.points.grid, words)
    qtbot.waitUntil(sheet.strip.provisional.isVisible, timeout=SLOW)
    assert sheet.strip.mean.value.text() == f"+0.010{NARROW}g"
    assert not sheet.head.primary.isEnabled()
    assert "requirement" in sheet.head.why.text() or "cycles" in sheet.head.why.text()


def test_every_figure_on_the_screen_is_the_domains(qtbot, full):
    result = full.sheet.sheet.progress.result
    strip = full.strip
    assert strip.result.value.text() == f"{grouped(result.value)}{NARROW}{result.unit}"
    assert (
        strip.error.value.text() == f"{grouped(result.error, signed=True)}{NARROW}{result.uncertainty_unit}"
    )
    assert strip.uncertainty.value.text() == f"{grouped(result.expanded)}{NARROW}{result.uncertainty_unit}"
    lines = full.points.grid.lines
    shown = [Decimal(lines.index(row, 5).data(Role.CELL)) for row in range(3)]
    assert shown == list(full.sheet.sheet.progress.differences)
    table = full.tabs.budget.table.lines
    contributions = [table.line(row).contribution for row in range(table.rowCount())]
    assert contributions == ["22.50", "8.66", "14.43", "5.77", "5.77"]
    assert [float(one) for one in contributions] == pytest.approx(
        [line.contribution * 1000 for line in result.evaluation.lines], abs=0.005
    )
    shares = [float(table.line(row).share.word.removesuffix(f"{NARROW}%")) for row in range(table.rowCount())]
    assert shares == pytest.approx([line.percent_of_variance for line in result.evaluation.lines], abs=0.05)
    assert "29.26" in full.tabs.budget.sum.text()
    point = full.tabs.conformity.chart.plot.series.points[0]
    assert (point.error, point.expanded, point.lower, point.upper, point.guard) == (25, 59, -500, 500, 59)
    compared = full.tabs.check.model
    qtbot.waitUntil(lambda: compared.rowCount() == 3)
    assert [compared.line(row).figure.agrees for row in range(3)] == [True, True, True]
    assert compared.line(0).figure.first == result.evaluation.value


def test_a_block_with_commas_and_units_is_taken_as_pasted(qtbot, sheet):
    paste(qtbot, sheet, "+0,010\t20 mg\t+0.025 g\t0,015\r\n")
    qtbot.waitUntil(lambda: len(readings(sheet)) == 4)
    kept = readings(sheet)
    assert [(kept[0, place].quantity.number, kept[0, place].quantity.unit) for place in range(4)] == [
        ("+0,010", "g"), ("20", "mg"), ("+0.025", "g"), ("0,015", "g"),
    ]  # fmt: skip
    assert cell(sheet, 0, 1) == "20 mg"
    assert sheet.points.grid.lines.index(0, 5).data(Role.CELL) == Decimal("0.0100")


def test_a_column_goes_on_in_the_order_of_the_weighing(qtbot, sheet):
    paste(qtbot, sheet, "\n".join(words for row in PUBLISHED for words in row))
    qtbot.waitUntil(lambda: len(readings(sheet)) == 12, timeout=SLOW)
    assert readings(sheet)[1, 2].quantity.number == "+0.055"


@pytest.mark.parametrize("block", ["1\t2\t3\t4\t5\n1\t2\t3\t4\t5", "1\t2\n3", "\n".join("1" * 13)])
def test_a_block_of_another_shape_is_refused_in_one_sentence(qtbot, sheet, block):
    paste(qtbot, sheet, block)
    assert "there is room for 3 × 4" in sheet.points.notice.banner.said[0]
    assert readings(sheet) == {}


def test_a_bad_cell_of_a_block_is_kept_and_the_rest_recorded(qtbot, sheet):
    paste(qtbot, sheet, "0.010\t0.O20\t0.025\t0.015")
    qtbot.waitUntil(lambda: len(readings(sheet)) == 3)
    assert isinstance(cell(sheet, 0, 1), Bad)
    assert cell(sheet, 0, 1).typed == "0.O20"


def test_a_bad_cell_says_why_everywhere_and_is_mended_by_its_button(qtbot, sheet, keyed):
    keyed(sheet.points.grid, "0.02O")
    bad = cell(sheet, 0, 0)
    assert (bad.typed, bad.sentence) == ("0.02O", "“0.02O” has the letter O. Did you mean 0.020?")
    assert sheet.points.notice.banner.said[0] == bad.sentence
    asked = sheet.side.checklist.items[0].accessibleName()
    assert "Cycle 1, Standard 1" in asked
    assert "letter O" in asked
    assert not sheet.head.primary.isEnabled()
    assert sheet.points.notice.banner.repair.text() == "Use 0.020"
    qtbot.mouseClick(sheet.points.notice.banner.repair, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (0, 0) in readings(sheet))
    assert cell(sheet, 0, 0) == "0.020"
    assert not sheet.points.bad_cells()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("abc", "not a number"),
        ("0.02 mm", "is a length"),
        ("1.2.3", "more than one point"),
        ("5 xyz", "not a unit"),
    ],
)
def test_what_is_no_reading_is_refused_and_kept(sheet, keyed, typed, why):
    keyed(sheet.points.grid, typed)
    assert cell(sheet, 0, 0).typed == typed
    assert why in cell(sheet, 0, 0).sentence


def test_a_bad_cell_is_still_there_after_looking_elsewhere(qtbot, calibrations, keyed):
    page = calibrations("Amina Diallo", "2026-0006")
    sheet, job = page.worksheet, page.worksheet.job
    keyed(sheet.points.grid, "0.02O")
    with qtbot.waitSignal(sheet.shown):
        page.open_job("2026-0001")
    assert not sheet.points.bad_cells()
    with qtbot.waitSignal(sheet.shown):
        page.open_job(job)
    assert cell(sheet, 0, 0).typed == "0.02O"


def test_a_correction_asks_its_reason_in_place_and_keeps_the_earlier(qtbot, full, keyed):
    choose(full, 0, 1)
    keyed(full.points.grid, "+0.021")
    reason = full.points.notice.reason
    qtbot.waitUntil(reason.line.hasFocus)
    assert full.points.notice.asking
    assert reason.sentence.text() == f"Why is +0.020{NARROW}g replaced by +0.021{NARROW}g?".replace("+", "")
    qtbot.keyClick(reason.line, Qt.Key.Key_Return)
    assert full.points.notice.asking
    qtbot.keyClicks(reason.line, "Misread display")
    qtbot.keyClick(reason.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: readings(full)[0, 1].revision == 1)
    assert readings(full)[0, 1].reason == "Misread display"
    assert [one.quantity.number for one in full.sheet.sheet.job.replaced] == ["+0.020"]
    assert "Misread display" in full.points.grid.lines.line(0).tips[1]
    assert "1 corrected" in full.points.grid.lines.line(0).recorded


def test_escape_keeps_the_old_reading(qtbot, full, keyed):
    choose(full, 0, 1)
    keyed(full.points.grid, "9")
    reason = full.points.notice.reason
    qtbot.waitUntil(reason.line.hasFocus)
    qtbot.keyClick(reason.line, Qt.Key.Key_Escape)
    assert cell(full, 0, 1) == "+0.020"
    assert not full.points.notice.asking
    assert full.isVisible()


def test_a_pasted_correction_asks_once_for_all(qtbot, full):
    paste(qtbot, full, "0.011\t0.021\t0.025\t0.015")
    assert "Why are 2 readings replaced?" in full.points.notice.reason.sentence.text()
    full.points.notice.reason.given.emit("Wrong sheet copied")
    qtbot.waitUntil(lambda: readings(full)[0, 0].revision == 1)
    assert readings(full)[0, 1].reason == "Wrong sheet copied"


def test_the_same_reading_again_changes_nothing(qtbot, full, keyed):
    choose(full, 0, 0)
    keyed(full.points.grid, "0.010")
    assert not full.points.notice.asking
    assert readings(full)[0, 0].revision == 0


def test_a_reading_is_never_erased(qtbot, full):
    choose(full, 0, 0)
    qtbot.keyClick(full.points.grid, Qt.Key.Key_Delete)
    assert "stays on record" in full.points.notice.banner.said[0]
    assert cell(full, 0, 0) == "+0.010"


def test_undo_takes_the_last_reading_back(qtbot, sheet, keyed):
    keyed(sheet.points.grid, "+0.010")
    qtbot.waitUntil(lambda: (0, 0) in readings(sheet))
    sheet._desk.undo()
    qtbot.waitUntil(lambda: cell(sheet, 0, 0) == "")
    assert readings(sheet) == {}


def test_enter_goes_along_the_row_and_tab_opens_the_next(qtbot, sheet, keyed):
    grid = sheet.points.grid
    choose(sheet, 0, 3)
    keyed(grid, "1")
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 1)
    keyed(grid, "2", Qt.Key.Key_Tab)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 2)
    editor = next(line for line in grid.findChildren(QLineEdit) if line.isVisible())
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.currentIndex().row() == 0


def test_who_may_not_record_cannot_type(calibrations):
    """Tomás Silva's authorisation of the demonstration has lapsed."""
    sheet = calibrations("Tomás Silva", "2026-0006").worksheet
    assert not sheet.points.grid.lines.flags(sheet.points.grid.lines.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert "takes an authorisation" in sheet.points.notice.hint.text()
    assert not sheet.head.primary.isVisible()


def test_what_the_gate_refuses_stays_in_its_cell(qtbot, sheet, keyed, seat, run):
    admin, found = seat("Halima Yusuf"), []
    admin.ask(admin, authorisation_lines, found.extend)
    qtbot.waitUntil(lambda: bool(found))
    leave = next(line for line in found if line.person == "Amina Diallo")
    run(admin, Suspend(key=leave.key, seen=leave.version))
    keyed(sheet.points.grid, "0.010")
    qtbot.waitUntil(lambda: isinstance(cell(sheet, 0, 0), Bad))
    assert "suspended since" in cell(sheet, 0, 0).sentence
    assert "Kwame Osei" in cell(sheet, 0, 0).sentence


def test_what_is_being_typed_outlives_an_answer_of_the_book(qtbot, sheet):
    grid = sheet.points.grid
    qtbot.keyClick(grid, "0")
    editor = next(line for line in grid.findChildren(QLineEdit) if line.isVisible())
    qtbot.keyClicks(editor, ".01")
    with qtbot.waitSignal(sheet.shown):
        sheet.show_job(sheet.job)
    assert editor.text() == "0.01"
    qtbot.keyClicks(editor, "5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (0, 0) in readings(sheet))
    assert readings(sheet)[0, 0].quantity.number == "0.015"


def test_twelve_readings_typed_letter_by_letter_while_answers_rain_in(qtbot, sheet):
    """Each key goes where the keyboard is, as from a person; the book answers between any two of them."""
    for row in PUBLISHED:
        for words in row:
            for letter in words:
                qtbot.keyClick(QApplication.focusWidget(), letter)
                sheet.show_job(sheet.job)
                QApplication.processEvents()
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            QApplication.processEvents()
    qtbot.waitUntil(lambda: len(readings(sheet)) == 12, timeout=SLOW)
    typed = tuple(
        tuple(readings(sheet)[row, place].quantity.number for place in range(4)) for row in range(3)
    )
    assert typed == PUBLISHED
