"""The page Today on the demonstration's book."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.views.today import TodayPage
from labcal_app.widgets.card import CardRow


@pytest.fixture
def made(qtbot, look, text, seat):
    def made(name):
        page = TodayPage(look, text, seat(name))
        qtbot.addWidget(page)
        page.resize(1072, 692)
        with qtbot.waitExposed(page), qtbot.waitSignal(page.counted):
            page.show()
        return page

    return made


def ends(card):
    return [row.end.text() for row in card.findChildren(CardRow)]


def test_the_reviewer_finds_what_to_check(made):
    page = made("Kwame Osei")
    assert page.model.shown(0, 0) == "Weight 10 kg, No. A-209 · 2026-0003 · Grain Marketing Board"
    assert page.model.shown(0, 1) == "Check"
    assert page.model.shown(0, 2) == "Check the result"
    assert page.model.shown(0, 3) == "in 3 d"
    assert ends(page.standards) == ["overdue 10 d"]
    assert sorted(ends(page.leaves)) == ["30 mo", "30 mo"]


def test_who_has_nothing_to_do_is_told_so(made):
    page = made("Tomás Silva")
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
    assert ends(page.leaves) == ["30 d ago"]


def test_what_waits_for_others_says_for_whom(made):
    page = made("Amina Diallo")
    told = [row.second.text() for row in page.waiting.findChildren(CardRow)]
    assert told == ["signature: Fatou Ndiaye", "check: Kwame Osei"]


def test_a_click_or_enter_leads_on(qtbot, made):
    page = made("Fatou Ndiaye")
    place = page.table.visualRect(page.model.index(0, 0)).center()
    with qtbot.waitSignal(page.job_wanted) as wanted:
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == ["2026-0004"]
    page.table.selectRow(0)
    with qtbot.waitSignal(page.job_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted.args == ["2026-0004"]
    with qtbot.waitSignal(page.standard_wanted) as wanted:
        qtbot.mouseClick(page.standards.findChildren(CardRow)[0], Qt.MouseButton.LeftButton)
    assert wanted.args == ["S-0002"]
    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.mouseClick(page.jobs.link, Qt.MouseButton.LeftButton)
    assert wanted.args == ["calibrations"]


def test_the_chart_counts_the_laboratorys_jobs(made):
    page = made("Amina Diallo")
    assert [(count.word, count.number) for count in page.chart.plot.counts] == [
        ("Received", 1), ("At the bench", 1), ("Check", 1), ("Signature", 1),
    ]  # fmt: skip
    page.chart.to_clipboard()


def test_it_is_drawn_in_both_themes(made, grab):
    page = made("Amina Diallo")
    pictures = grab(page, "today", page.size())
    assert pictures["light"] != pictures["dark"]


def test_nothing_is_said_before_the_book_has_answered(qtbot, look, text, seat):
    page = TodayPage(look, text, seat("Amina Diallo"))
    qtbot.addWidget(page)
    page.show()
    assert not page.nothing.isVisible()
