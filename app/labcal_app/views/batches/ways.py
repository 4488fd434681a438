"""The ways that lead to the page of batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from labcal.domain.subject import Subject
from labcal.text import Text, mark
from labcal_app.actions import Action
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs

PAGE = "batches"


class Frame(Protocol):
    """What opens pages, and lets the navigation shrink for them."""

    def open_page(self, wanted: str) -> QWidget:
        """Show a page, and return it."""

    def needs_width(self, page: str, *, needed: bool) -> None:
        """Have the navigation shrink to icons while ``page`` is open and the window is narrow."""


class BatchWays:
    """Makes the page of batches when it is first opened, and leads to what is on it."""

    def __init__(self, look: Look, text: Text, desk: Desk, frame: Frame, dialogs: FileDialogs) -> None:
        self._look, self._text, self._desk = look, text, desk
        self._frame, self._dialogs = frame, dialogs

    def actions(self) -> tuple[Action, ...]:
        """Return what can be done from anywhere."""
        receive = Action(
            id="batch.receive",
            title=mark("Receive batch"),
            run=self.receive,
            icon="list",
            shortcut="Ctrl+Shift+B",
        )
        return (receive,)

    def build(self, open_job: Callable[[str], None]) -> QWidget:
        """Return the page; ``open_job`` opens the worksheet of a job."""
        from labcal_app.views.batches.page import BatchesPage

        page = BatchesPage(self._look, self._text, self._desk, self._dialogs)
        page.job_wanted.connect(open_job)
        page.width_wanted.connect(lambda needed: self._frame.needs_width(PAGE, needed=needed))
        return page

    def receive(self) -> None:
        """Open the form that takes many items of one customer in."""
        from labcal_app.views.batches.page import BatchesPage

        page = self._frame.open_page(PAGE)
        if isinstance(page, BatchesPage):
            page.receive()

    def label(self, subject: Subject) -> None:
        """Show the label of an item, a standard or a job."""
        from labcal_app.views.batches.page import BatchesPage

        page = self._frame.open_page(PAGE)
        if isinstance(page, BatchesPage):
            page.label([subject])
