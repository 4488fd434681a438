"""One record in the whole page, in tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.subject import Subject, SubjectKind
from labcal.text import Text, mark
from labcal_app.forms.beside import Beside
from labcal_app.theme.look import Look
from labcal_app.views.batches.labels import LabelsPage
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.table import Table
from labcal_app.widgets.tabs import Tabs


class Dossier(Panel):
    """Head with the way back, and the tabs; a tab asks the book when it is first looked at.

    Signals:
        left: The list is wanted again.
        wanted: The ``Subject`` of another record that is to be opened.
        label_wanted: The label of the item is to be seen.
    """

    left = Signal()
    wanted = Signal(object)
    label_wanted = Signal()

    def __init__(self, look: Look, text: Text, tabs: Sequence[tuple[str, QWidget]]) -> None:
        super().__init__("surface")
        self.subject: Subject | None = None
        self._look, self._text = look, text
        self.label: Button | None = None
        self.make_labels: Callable[[], LabelsPage] | None = None
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head = RecordHead(look)
        self.head.lead(self.back)
        self.tabs = Tabs(look)
        self.contents: list[QWidget] = []
        for title, content in tabs:
            self.contents.append(content)
            self.tabs.add(title, content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self.back.clicked.connect(self.left)
        self.tabs.bar.chosen.connect(self._look_at)

    def show_subject(self, subject: Subject, name: str = "") -> None:
        """Show a record from its first tab on."""
        self.subject = subject
        self.head.title.setText(subject.number)
        self.rename(name)
        if self.tabs.bar.current == 0:
            self._look_at(0)
        else:
            self.tabs.bar.choose(0)

    def offer_label(self, make: Callable[[], LabelsPage]) -> None:
        """Show the button that leads to the label of the item; ``make`` gives the page of labels."""
        self.make_labels = make
        self.label = Button(self._look, self._text(mark("Label…")), "print")
        self.label.clicked.connect(self.label_wanted)
        self.head.add(self.label)

    def rename(self, name: str) -> None:
        """Show what the record is called now."""
        self.head.name.setText(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look_at(self, place: int) -> None:
        content = self.contents[place]
        show = getattr(content, "show_subject", None)
        if self.subject is not None and show is not None:
            show(self.subject)


class Covered(Protocol):
    """A page whose list gives way to the whole of one record."""

    table: Table

    def want(self, key: str) -> None:
        """Choose the line of ``key``."""

    def cover(self, page: QWidget) -> None:
        """Show ``page`` in the place of the list."""

    def uncover(self) -> None:
        """Show the list again."""


class RecordDoor(QObject):
    """Leads from the chosen line of a list to the whole of its record, and back.

    Signals:
        wanted: The ``Subject`` of another record that is to be opened.
    """

    wanted = Signal(object)

    def __init__(
        self, text: Text, page: Covered, beside: Beside, make: Callable[[], Dossier], kind: SubjectKind
    ) -> None:
        super().__init__(beside)
        self._page, self._make, self._kind = page, make, kind
        self.dossier: Dossier | None = None
        self.labels: LabelsPage | None = None
        self.button = beside.head_button(text(mark("Open record")), "file-text")
        self.button.clicked.connect(self._open_chosen)

    def open(self, number: str) -> Dossier:
        """Show the whole of the record ``number``."""
        if self.dossier is None:
            self.dossier = self._make()
            self.dossier.left.connect(self._page.uncover)
            self.dossier.wanted.connect(self.wanted)
            self.dossier.label_wanted.connect(self._show_label)
        self._page.want(number)
        self._page.cover(self.dossier)
        self.dossier.show_subject(Subject(self._kind, number))
        self.dossier.tabs.bar.setFocus()
        return self.dossier

    def _show_label(self) -> None:
        """Show the label of the record that is open, in its place."""
        dossier = self.dossier
        if dossier is None or dossier.subject is None or dossier.make_labels is None:
            return
        if self.labels is None:
            self.labels = dossier.make_labels()
            self.labels.left.connect(lambda: self._page.cover(dossier))
        self._page.cover(self.labels)
        self.labels.open([dossier.subject])

    def _open_chosen(self) -> None:
        key = self._page.table.current_key
        if key is not None:
            self.open(str(key))
