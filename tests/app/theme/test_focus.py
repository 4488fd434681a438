"""The ring shows for the keyboard, and not for the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal_app.widgets.buttons import Button


@pytest.fixture
def pair(qtbot, look):
    holder = QWidget()
    qtbot.addWidget(holder)
    buttons = Button(look, "One"), Button(look, "Two")
    layout = QVBoxLayout(holder)
    for button in buttons:
        layout.addWidget(button)
    with qtbot.waitActive(holder):
        holder.show()
    holder.buttons = buttons
    return holder


def test_tab_brings_a_ring_that_leaves_with_the_focus(qtbot, pair):
    one, two = pair.buttons
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert two.watch.ring.isVisible()
    qtbot.keyClick(two, Qt.Key.Key_Backtab)
    assert one.watch.ring.isVisible()
    assert not two.watch.ring.isVisible()


def test_the_ring_lies_outside_and_follows(qtbot, pair):
    one, two = pair.buttons
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert two.watch.ring.geometry().contains(two.geometry())
    two.move(two.x() + 10, two.y())
    assert two.watch.ring.geometry().center() == two.geometry().center()


def test_a_click_brings_none(qtbot, pair):
    one, _ = pair.buttons
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    assert one.watch.ring is None
