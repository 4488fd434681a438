"""A received job begun as the earlier one of its instrument was."""

import pytest
from PySide6.QtCore import Qt
from tests.app.example_jobs import WHO

from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentNumber
from labcal.domain.job import State
from labcal.domain.quantity import parse
from labcal.services.jobs import ReceiveItem
from labcal.services.standards import SuspendStandard, standard_lines

CHIEF = "Halima Yusuf"


@pytest.fixture
def received(seat, run, calibrations):
    """The worksheet of an item that has just come in."""

    def received(item):
        command = ReceiveItem(customer=CustomerNumber("C-0001"), item=item, condition="Good", grade="")
        return calibrations(WHO, run(seat(WHO), command)).worksheet

    return received


def press(qtbot, sheet):
    with qtbot.waitSignal(sheet.as_before.begun):
        qtbot.mouseClick(sheet.as_before.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.sheet.sheet.job.state is State.OPEN)


def test_one_press_begins_a_job_as_the_last_one(qtbot, received, grab):
    sheet = received(InstrumentNumber("I-0001"))
    assert sheet.as_before.isVisible()
    assert sheet.as_before.button.text().startswith("Begin as job 2026-")
    grab(sheet, "as-before")
    press(qtbot, sheet)
    job = sheet.sheet.sheet.job
    assert job.procedure is not None
    assert [one.standard for one in job.standards]
    assert not job.readings
    assert not sheet.refusal.isVisible()


def test_a_standard_that_is_suspended_since_is_told_of(qtbot, received, seat, run):
    desk = seat(CHIEF)
    lines = []
    desk.ask(desk, standard_lines, lines.extend)
    qtbot.waitUntil(lambda: bool(lines))
    for line in lines:
        run(desk, SuspendStandard(standard=line.number, suspended=True, seen=line.version))
    sheet = received(InstrumentNumber("I-0001"))
    press(qtbot, sheet)
    qtbot.waitUntil(sheet.refusal.isVisible)
    assert sheet.refusal.said[0].startswith("Not taken over from job 2026-")
    assert "suspended" in sheet.refusal.said[0]


def test_an_item_that_is_here_for_the_first_time_has_no_such_button(received):
    sheet = received(Instrument(name="New", nominal=parse("1 kg"), serial="77"))
    assert not sheet.as_before.isVisible()
