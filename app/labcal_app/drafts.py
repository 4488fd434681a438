"""What is being typed is kept as one types, and comes back at the next opening: after a crash as well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from labcal.services.drafts import drafts_of, keep_draft
from labcal_app.desk import Desk

PAUSE = 400
"""How long nobody may have typed before it is written, in ms."""


class DraftKeeper(QObject):
    """The drafts of the person at a desk.

    Signals:
        read: What was typed before is known now.
        brought_back: Something that was typed before is shown again.
    """

    read = Signal()
    brought_back = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[str, Mapping[str, str]] = {}
        self._waiting: dict[str, Mapping[str, str]] = {}
        self.ready = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.flush)
        desk.fetch(self, partial(drafts_of, who=desk.who), self._take)

    def keep(self, place: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed at ``place``, shortly."""
        self._waiting[place] = dict(typed)
        self._known[place] = dict(typed)
        self._pause.start()

    def drop(self, place: str) -> None:
        """Forget what was typed at ``place``: it is saved, or no longer wanted."""
        if self._known.pop(place, None) or place in self._waiting:
            self._waiting[place] = {}
            self.flush()

    def at(self, place: str) -> Mapping[str, str]:
        """Return what was typed at ``place``; empty where nothing was."""
        return self._known.get(place, {})

    def flush(self) -> None:
        """Write what waits now."""
        self._pause.stop()
        waiting, self._waiting = self._waiting, {}
        for place, typed in waiting.items():
            self._desk.jot(partial(keep_draft, who=self._desk.who, place=place, typed=typed))

    def _take(self, found: dict[str, Mapping[str, str]]) -> None:
        self._known = {**found, **self._known}
        self.ready = True
        self.read.emit()


def keeper_of(place: QObject | None) -> DraftKeeper | None:
    """Return who keeps the drafts of what ``place`` stands in; None where nobody does."""
    while place is not None:
        found = getattr(place, "drafts", None)
        if isinstance(found, DraftKeeper):
            return found
        place = place.parentWidget() if isinstance(place, QWidget) else place.parent()
    return None
