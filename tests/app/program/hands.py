"""A person at the keyboard and the mouse: what tests do with the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from labcal_app.program import Program

LONG = 20_000
"""Patience for what hashes passwords, makes keys or draws pages, in ms."""


class Hands:
    """Types and presses in the window of ``program``."""

    def __init__(self, qtbot: Any, program: Program) -> None:
        self.qtbot, self.program = qtbot, program

    def wait(self, until: Callable[[], bool], patience: int = 8000) -> None:
        """Go on once ``until`` holds."""
        self.qtbot.waitUntil(until, timeout=patience)

    def press(self, button: QWidget) -> None:
        """Click."""
        self.wait(lambda: button.isVisible() and button.isEnabled())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is, and let what it sets off happen, as between two real keys."""
        self.qtbot.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def write(self, typed: str) -> None:
        """Type where the keyboard is."""
        self.qtbot.keyClicks(self.focus, typed)

    def fill(self, field: Any, typed: str) -> None:
        """Put the keyboard into a field, type over what stands there, and pass over what unfolds."""
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        if hasattr(field.editor, "selectAll"):
            field.editor.selectAll()
        if typed.isascii():
            self.qtbot.keyClicks(field.editor, typed)
        else:
            field.editor.insert(typed)  # QTest knows no key for other letters, and aborts
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.qtbot.keyClick(popup, Qt.Key.Key_Escape)
        self.wake()

    def wake(self) -> None:
        """Have the window take the keyboard back from what had unfolded, as a desktop does by itself."""
        window, active = self.program.window, QApplication.activeWindow()
        if active is not window and QApplication.activeModalWidget() is None:
            window.activateWindow()
            self.wait(window.isActiveWindow)

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        self.wake()
        self.wait(lambda: QApplication.focusWidget() is not None)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def page(self, known: str) -> Any:
        """Go to a page by its entry in the navigation, and return it."""
        self.press(self.program.window.frame.navigation.buttons[known])
        return self.program.window.frame.stack.currentWidget()

    def sign_in(self, name: str, password: str) -> None:
        """Type name and password at the door, and wait for the frame."""
        self.wait(lambda: self.program.sign_in is not None)
        door = self.program.sign_in
        self.fill(door.name, name)
        self.qtbot.keyClick(door.name.editor, Qt.Key.Key_Return)
        self.qtbot.keyClicks(door.password.editor, password)
        self.qtbot.keyClick(door.password.editor, Qt.Key.Key_Return)
        self.wait(lambda: self.program.window.frame is not None, LONG)

    def sign_out(self) -> None:
        """Leave by the action of the palette."""
        self.program.window.frame.actions_table.action("sign_out").trigger()
        self.wait(lambda: self.program.sign_in is not None, LONG)
