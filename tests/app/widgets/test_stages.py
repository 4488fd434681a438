"""The path of stages."""

import pytest
from PySide6.QtCore import QPoint, Qt

from labcal_app.widgets.stages import StageLine, StagePath


@pytest.fixture
def path(qtbot, look):
    path = StagePath(look, "Stages")
    path.show_stages([StageLine("Received", "17 Nov"), StageLine("Measure"), StageLine("Issue")], 1)
    qtbot.addWidget(path)
    path.resize(path.sizeHint())
    path.show()
    return path


def test_it_is_read_aloud(path):
    assert path.accessibleDescription() == "Received: 17 Nov. Measure. Issue"


def test_a_click_and_a_key_choose(qtbot, path):
    with qtbot.waitSignal(path.chosen) as caught:
        qtbot.mouseClick(path, Qt.MouseButton.LeftButton, pos=QPoint(60, 30))
    assert caught.args == [0]
    qtbot.keyClick(path, Qt.Key.Key_Down)
    with qtbot.waitSignal(path.chosen) as caught:
        qtbot.keyClick(path, Qt.Key.Key_Return)
    assert caught.args == [1]


def test_the_present_stage_is_drawn_otherwise(path):
    before = path.grab().toImage()
    path.show_stages([StageLine("Received", "17 Nov"), StageLine("Measure"), StageLine("Issue")], 2)
    assert before != path.grab().toImage()
