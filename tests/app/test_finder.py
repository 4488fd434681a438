"""One search over everything, from the palette, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from labcal.domain.finding import Subject
from labcal_app.actions import Action, Actions
from labcal_app.finder import Finder
from labcal_app.widgets.palette import Palette


@pytest.fixture
def opened():
    return []


@pytest.fixture
def palette(qtbot, look, text, seat, opened):
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(text, window)
    actions.add(Action(id="receive", title="Receive item", run=lambda: opened.append("receive")))
    palette = Palette(look, text, actions, window)
    openers = {
        subject: lambda number, subject=subject: opened.append((subject, number)) for subject in Subject
    }
    palette.finder = Finder(seat("Amina Diallo"), text, palette, openers)
    palette.kept = window
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
    palette.open()
    return palette


def rows(palette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def notes(palette) -> list[str]:
    held = [palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.list.count())]
    return [one.entry.action.note for one in held if one.entry.action]


def test_a_serial_is_found_with_its_place_and_enter_opens_the_record(qtbot, palette, opened):
    qtbot.keyClicks(palette.line, "a-209")
    qtbot.waitUntil(lambda: "Instruments" in rows(palette))
    assert rows(palette)[0] == "Calibrations"
    assert "2026-0003" in rows(palette)
    assert any("Serial no.: A-209" in note for note in notes(palette))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert opened == [(Subject.JOB, "2026-0003")]
    assert palette.isHidden()


def test_a_number_comes_first_and_a_name_without_its_accents(qtbot, palette, opened):
    qtbot.keyClicks(palette.line, "cal-2026-0001")
    qtbot.waitUntil(lambda: "Certificates" in rows(palette))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    palette.open()
    assert "Certificates" not in rows(palette)
    qtbot.keyClicks(palette.line, "DIALLO")
    qtbot.waitUntil(lambda: "Amina Diallo" in rows(palette))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert opened == [(Subject.CERTIFICATE, "CAL-2026-0001"), (Subject.PERSON, "Amina Diallo")]


def test_actions_stay_above_and_nothing_found_does_nothing(qtbot, palette, opened):
    qtbot.keyClicks(palette.line, "rec")
    assert rows(palette)[:2] == ["Do", "Receive item"]
    palette.line.clear()
    qtbot.keyClicks(palette.line, "zzzz")
    qtbot.waitUntil(lambda: not palette.finder._rest.isActive())
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert (rows(palette), opened) == ([], [])
