"""The table of actions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from labcal_app.actions import GO, Action, Actions


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def test_a_shortcut_does_it_anywhere_in_the_window(qtbot, text, window):
    done = []
    actions = Actions(text, window)
    actions.add(Action(id="new", title="Receive item", run=lambda: done.append(1), shortcut="Ctrl+N"))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == [1]
    actions.enable("new", enabled=False)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == [1]


def test_the_same_id_takes_the_others_place(qtbot, text, window):
    actions, done = Actions(text, window), []
    actions.add(Action(id="new", title="Old", run=lambda: done.append("old"), shortcut="Ctrl+N"))
    with qtbot.waitSignal(actions.changed):
        actions.add(Action(id="new", title="New", run=lambda: done.append("new"), shortcut="Ctrl+N"))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]
    assert [made.text() for _, made in actions.all()] == ["New"]


def test_actions_come_go_and_are_renamed(text, window):
    actions = Actions(text, window)
    actions.add(
        Action(id="undo", title="Undo", run=int), Action(id="people", title="People", run=int, group=GO)
    )
    actions.rename("undo", "Undo “Record reading”")
    assert actions.action("undo").text() == "Undo “Record reading”"
    assert [actions.group(action) for action, _ in actions.all()] == ["Do", "Go to"]
    actions.remove("undo", "unknown")
    assert [action.id for action, _ in actions.all()] == ["people"]
    with pytest.raises(KeyError):
        actions.action("undo")
