"""The page Instruments on the demonstration's book."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.views.instruments import InstrumentsPage
from labcal_app.widgets.card import CardRow


@pytest.fixture
def page(qtbot, look, text, seat):
    page = InstrumentsPage(look, text, seat("Amina Diallo"))
    qtbot.addWidget(page)
    page.resize(1072, 692)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    return page


def rows(page):
    return page.jobs.findChildren(CardRow)


def test_the_chosen_one_shows_its_plate_and_its_jobs(qtbot, page):
    page.filter.setText("4471")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: [row.first.text() for row in rows(page)] == ["2026-0001"])
    values = {label: value.text() for label, value in page.facts.values.items()}
    assert values["Serial no."] == "4471"
    assert values["Maker"] == "Precision Weights Ltd"
    assert page.beside.note.text() == "Customs and Excise, Port Office"


def test_a_job_leads_to_it(qtbot, page):
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    row = rows(page)[0]
    with qtbot.waitSignal(page.job_wanted) as wanted:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert wanted.args == [row.first.text()]


def test_it_comes_in_again_by_mouse_and_by_keyboard(qtbot, page):
    number = page.table.current.number
    with qtbot.waitSignal(page.receive_wanted) as wanted:
        qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert wanted.args == [number]
    with qtbot.waitSignal(page.receive_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted.args == [number]


def test_it_is_drawn_in_both_themes(qtbot, page, grab):
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    pictures = grab(page, "instruments", page.size())
    assert pictures["light"] != pictures["dark"]
