"""The line at the foot."""

import pytest

from labcal_app.cells import State
from labcal_app.widgets.status_bar import StatusBar


@pytest.fixture
def status(qtbot, look, text):
    status = StatusBar(look, text, "Amina Diallo", "nmi.labcal")
    qtbot.addWidget(status)
    status.show()
    return status


def test_short_work_does_not_flicker(qtbot, status):
    status.busy(True, "Record reading")
    assert status.progress.isHidden()
    status.busy(False, "")
    assert status.message.text() == "All changes kept"


def test_long_work_shows_itself(qtbot, status):
    status.busy(True, "Issue certificate")
    qtbot.waitUntil(status.progress.isVisible, timeout=2000)
    assert status.message.text() == "Issue certificate …"
    status.busy(False, "")
    assert status.progress.isHidden()


def test_undo_is_offered_by_name(status):
    assert status.undo.isHidden()
    status.offer_undo("Record reading")
    assert status.undo.text() == "Undo “Record reading”  Ctrl+Z"
    status.offer_undo("")
    assert status.undo.isHidden()


def test_a_sentence_stays_until_something_happens(status):
    status.say(State.INFO, "The name stands on the certificate (7.8.2.1 e).")
    assert status.message.text().startswith("The name")
