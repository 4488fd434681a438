"""“Ready to issue?”: what is missing, with its clause and a way to it."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.cells import State
from labcal_app.widgets.checklist import Checklist, Requirement

MISSING = Requirement("humidity", State.WAITING, "Room humidity at the end", "6.3.3")
BAD = Requirement("reading", State.FAIL, "A reading is not a number", "7.5")
MET = Requirement("standard", State.PASS, "The standard is in date", "6.4.7")


@pytest.fixture
def checklist(qtbot, look, text):
    checklist = Checklist(look, text, "Ready to issue?")
    qtbot.addWidget(checklist)
    checklist.resize(264, 300)
    checklist.show()
    checklist.show_requirements([BAD, MISSING, MET, MET._replace(id="other")])
    return checklist


def test_it_counts_and_folds_what_is_met(qtbot, checklist):
    assert checklist.tally.text() == "2 of 4"
    shown = [item.text() for item in checklist.items]
    assert shown == [BAD.words, MISSING.words, "2 requirements met"]
    qtbot.mouseClick(checklist.items[-1], Qt.MouseButton.LeftButton)
    assert len(checklist.items) == 5
    qtbot.mouseClick(checklist.items[2], Qt.MouseButton.LeftButton)
    assert len(checklist.items) == 3


def test_an_item_leads_to_what_it_asks_for(qtbot, checklist):
    with qtbot.waitSignal(checklist.chosen) as caught:
        qtbot.keyClick(checklist.items[1], Qt.Key.Key_Space)
    assert caught.args == ["humidity"]
    assert checklist.items[1].accessibleName() == "Room humidity at the end 6.3.3"


def test_the_same_requirements_are_not_built_anew(checklist):
    items = checklist.items
    checklist.show_requirements([BAD, MISSING, MET, MET._replace(id="other")])
    assert checklist.items == items
    checklist.show_requirements([MET])
    assert [item.text() for item in checklist.items] == ["1 requirement met"]


def test_long_words_break_into_lines(checklist):
    item = checklist.items[0]
    assert item.heightForWidth(120) > item.heightForWidth(400)


def test_words_over_several_lines_are_shown_whole(qtbot, checklist):
    long = MISSING._replace(words="Beatrice Mensah signs for the readings that were made under supervision")
    checklist.show_requirements([long, MISSING])
    qtbot.waitUntil(lambda: checklist.items[0].isVisible() and checklist.items[0].width() < 264)
    first, second = checklist.items
    assert first.height() >= first.heightForWidth(first.width()) > second.height()
