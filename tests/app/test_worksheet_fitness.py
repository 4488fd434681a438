"""Standards, the room's record and what is let pass, in the tabs of the worksheet."""

import pytest
from PySide6.QtCore import Qt

from labcal.services.requirement import Met
from labcal_app.views.worksheet.tabs import CONDITIONS


@pytest.fixture
def demo(bench):
    return bench


@pytest.fixture
def at(calibrations):
    """The worksheet of a job for a person."""
    return lambda name, job: calibrations(name, job).worksheet


def open_needs(sheet):
    return [one for one in sheet.sheet.sheet.requirements if one.unfit and one.met is Met.NO]


def test_a_room_out_of_limits_is_let_pass_with_a_reason(at, qtbot):
    sheet = at("Amina Diallo", "2026-0007")
    tab = sheet.tabs.conditions
    sheet.tabs.bar.choose(CONDITIONS)
    assert not tab.let_pass.isVisible()
    field = tab.fields["temperature", "end"]
    field.set_value("31.0")
    field.left.emit()
    qtbot.waitUntil(lambda: bool(open_needs(sheet)))
    qtbot.waitUntil(tab.let_pass.isVisible)
    assert "31.0" in tab.let_pass.what.choice.currentText()
    assert not tab.let_pass.give.isEnabled()
    tab.let_pass.reason.line.setText("The weights follow slowly")
    tab.let_pass.reason.line.textEdited.emit("The weights follow slowly")
    qtbot.mouseClick(tab.let_pass.give, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.let_pass.reason.refused or not open_needs(sheet))
    assert tab.let_pass.reason.refused
    assert len(open_needs(sheet)) == 1


def test_the_record_of_a_sensor_is_read_from_the_conditions(at, qtbot, tmp_path, monkeypatch):
    sheet = at("Amina Diallo", "2026-0007")
    tab = sheet.tabs.conditions
    sheet.tabs.bar.choose(CONDITIONS)
    path = tmp_path / "room.csv"
    path.write_text("Time,Temperature (°C)\n2020-01-01 08:00,20.1\n", encoding="utf-8")
    monkeypatch.setattr(tab._dialogs, "table", lambda _parent: path)
    qtbot.mouseClick(tab.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "room.csv" in tab.recorded.text())
    assert "reaches from 2020-01-01 08:00" in tab.recorded.text()
    read = [reading.at for reading in sheet.sheet.sheet.job.taken]
    lines = [f"{at.isoformat()},20.{digit}" for digit, at in enumerate((min(read), max(read)))]
    path.write_text("\n".join(["Time,Temperature (°C)", *lines]) + "\n", encoding="utf-8")
    qtbot.mouseClick(tab.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "mean 20.05" in tab.recorded.text())
    assert sheet.sheet.sheet.job.room_records[0].highest == "20.1"
