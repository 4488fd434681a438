"""All that can be done, in one table: menus, the palette, the keyboard and the tests read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from labcal.text import Text, mark

GO, DO = mark("Go to"), mark("Do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that can be done.

    Attributes:
        id: Such as "job.receive".
        title: Marked words.
        run: Does it.
        icon: Name of an icon.
        shortcut: As Qt writes it, such as "Ctrl+N"; may be empty.
        group: Marked words above it in the palette.
        note: Words behind it in the palette, as they are shown.
    """

    id: str
    title: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    group: str = DO
    note: str = ""


class Actions(QObject):
    """The actions of one window.

    Signals:
        changed: Some were added, taken away, renamed or enabled.
    """

    changed = Signal()

    def __init__(self, text: Text, window: QWidget) -> None:
        super().__init__(window)
        self._text, self._window = text, window
        self._known: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}

    def add(self, *actions: Action) -> None:
        """Add ``actions``; one with a known id takes that one's place."""
        for action in actions:
            self._drop(action.id)
            made = QAction(self._text(action.title), self)
            made.setShortcut(QKeySequence(action.shortcut))
            made.triggered.connect(lambda _checked=False, run=action.run: run())
            self._window.addAction(made)
            self._known[action.id], self._made[action.id] = action, made
        self.changed.emit()

    def remove(self, *ids: str) -> None:
        """Take the actions of ``ids`` away; unknown ones are passed over."""
        for known in ids:
            self._drop(known)
        self.changed.emit()

    def rename(self, known: str, words: str) -> None:
        """Show ``words``, already translated, for the action ``known``."""
        self._made[known].setText(words)
        self.changed.emit()

    def enable(self, known: str, *, enabled: bool) -> None:
        """Enable or disable the action ``known``; the palette shows only what can be done."""
        self._made[known].setEnabled(enabled)
        self.changed.emit()

    def action(self, known: str) -> QAction:
        """Return the action ``known`` as menus take it.

        Raises:
            KeyError: There is none.
        """
        return self._made[known]

    def all(self) -> list[tuple[Action, QAction]]:
        """Return all actions, in the order they were added, as data and as Qt has them."""
        return [(action, self._made[known]) for known, action in self._known.items()]

    def group(self, action: Action) -> str:
        """Return the words of the group of ``action``."""
        return self._text(action.group)

    def _drop(self, known: str) -> None:
        made = self._made.pop(known, None)
        self._known.pop(known, None)
        if made is not None:
            self._window.removeAction(made)
            made.deleteLater()
