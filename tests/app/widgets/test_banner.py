"""A sentence that wants attention."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.cells import State
from labcal_app.widgets.banner import Banner, MessageBar


@pytest.fixture
def banner(qtbot, look, text):
    banner = Banner(look, text, closable=True)
    qtbot.addWidget(banner)
    return banner


def test_it_says_and_offers_to_mend(qtbot, banner):
    assert banner.isHidden()
    banner.say(State.FAIL, "“150.O9” has the letter O.", "Did you mean 150.09?", "Use 150.09")
    assert banner.isVisible()
    assert banner.accessibleName() == "“150.O9” has the letter O. Did you mean 150.09?"
    with qtbot.waitSignal(banner.repaired):
        qtbot.mouseClick(banner.repair, Qt.MouseButton.LeftButton)
    banner.say(State.INFO, "Kept.")
    assert banner.repair.isHidden()


def test_what_is_typed_is_not_read_as_markup(banner):
    banner.say(State.FAIL, "“<b>5</b>” is not a number.")
    assert "&lt;b&gt;" in banner.sentence.text()


def test_a_long_sentence_breaks_into_lines(banner):
    banner.say(State.FAIL, "word " * 60)
    assert banner.heightForWidth(300) > banner.heightForWidth(900)


def test_the_cross_takes_it_away(qtbot, look, text):
    bar = MessageBar(look, text)
    qtbot.addWidget(bar)
    bar.say(State.FAIL, "There is no job M-1.")
    assert bar.banner.said == ("There is no job M-1.", "")
    qtbot.mouseClick(bar.banner.close_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    bar.say(State.FAIL, "Again.")
    bar.clear()
    assert bar.isHidden()
