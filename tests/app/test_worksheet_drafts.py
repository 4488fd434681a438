"""What a sheet holds beyond the book outlasts the program: refused cells, and a correction that waits."""

import pytest
from PySide6.QtCore import Qt

from labcal.services.drafts import drafts_of
from labcal.store.book import open_book
from labcal_app.cells import Bad, Role
from labcal_app.views.calibrations import CalibrationsPage
from labcal_app.window import Seat, Window

WHO = "Amina Diallo"


@pytest.fixture
def demo(bench):
    return bench


@pytest.fixture
def opened(qtbot, look, text, settings, seat):
    """Returns what opens a sheet in a window of its own, as if the program had just been started."""

    def opened(job: str):
        window = Window(look, text, settings)
        qtbot.addWidget(window)
        desk = seat(WHO)
        frame = window.enter(desk, Seat(person=WHO, role="", book="demo.labcal"))
        page = CalibrationsPage(look, text, desk)
        frame.stack.addWidget(page)
        window.resize(1600, 900)
        with qtbot.waitActive(window):
            window.show()
        qtbot.waitUntil(lambda: page.model.total > 0 and frame.drafts.ready)
        with qtbot.waitSignal(page.worksheet.shown):
            page.open_job(job)
        return page.worksheet, frame

    return opened


def kept(demo) -> dict:
    book = open_book(demo)
    try:
        return drafts_of(book, WHO)
    finally:
        book.close()


def test_a_refused_cell_comes_back_as_typed(qtbot, opened, keyed, demo):
    sheet, frame = opened("2026-0006")
    keyed(sheet.points.grid, "0,01 mm")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    again, frame = opened("2026-0006")
    shown = again.points.grid.lines.index(0, 1).data(Role.CELL)
    assert isinstance(shown, Bad)
    assert "0,01 mm" in str(shown)
    again.points.grid.setCurrentIndex(again.points.grid.lines.index(0, 1))
    keyed(again.points.grid, "0.010")
    qtbot.waitUntil(lambda: len(again.sheet.sheet.job.readings) == 1)
    frame.drafts.flush()
    qtbot.waitUntil(lambda: not kept(demo))


def test_a_correction_waits_for_its_reason_again(qtbot, opened, keyed, demo):
    sheet, frame = opened("2026-0007")
    sheet.points.grid.setCurrentIndex(sheet.points.grid.lines.index(0, 1))
    keyed(sheet.points.grid, "0.077")
    qtbot.waitUntil(lambda: sheet.points.notice.asking)
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    again, frame = opened("2026-0007")
    qtbot.waitUntil(lambda: again.points.notice.asking)
    assert [one.quantity.number for one in again.sheet.sheet.job.readings].count("0.077") == 0
    qtbot.keyClicks(again.points.notice.reason.line, "Misread")
    qtbot.keyClick(again.points.notice.reason.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(one.quantity.number == "0.077" for one in again.sheet.sheet.job.readings))
    frame.drafts.flush()
    qtbot.waitUntil(lambda: not kept(demo))
