"""A button that narrows a list to one of a few things, and shows to which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button

LONGEST = 28
"""So many letters of a choice are shown on the button."""


class Narrow(Button):
    """Opens a menu of choices.

    Signals:
        chosen: The value of what was chosen; empty for all.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, text: Text, title: str) -> None:
        super().__init__(look, title, kind="quiet", small=True)
        self._text, self._title = text, title
        self._choices: tuple[tuple[str, str], ...] = ()
        self._more: Callable[[], Sequence[tuple[str, str]]] | None = None
        self.value = ""
        self.menu_shown: QMenu | None = None
        self.opens_menu()
        self.clicked.connect(self._open)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices``: pairs of a value and the words shown for it."""
        self._choices = tuple(choices)

    def offer_what(self, more: Callable[[], Sequence[tuple[str, str]]]) -> None:
        """Offer what ``more`` returns when the menu opens, beside the choices."""
        self._more = more

    def choose(self, value: str, shown: str = "") -> None:
        """Narrow to ``value``, called ``shown`` where it is not among the choices; to nothing where empty."""
        if value == self.value:
            return
        self.value = value
        told = shown or dict(self._choices).get(value, value)
        short = told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
        self.rename(f"{self._title}: {short}" if value else self._title)
        self.setChecked(bool(value))
        self.chosen.emit(value)

    def _open(self) -> None:
        menu = self.menu_shown = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        own = dict(self._choices) | dict(self._more() if self._more else ())
        if self.value and self.value not in own:
            own = {self.value: self.value, **own}
        for value, shown in {"": self._text(mark("All")), **own}.items():
            action = menu.addAction(shown)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _on=False, value=value, shown=shown: self.choose(value, shown))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


def shown_choices(choices: Iterable[tuple[str, str]], text: Text) -> list[tuple[str, str]]:
    """Return pairs of a value and marked words with the words as they are shown."""
    return [(value, text(words)) for value, words in choices]
