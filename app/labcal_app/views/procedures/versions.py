"""The versions of a procedure, and what the one that is shown says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.services.method_views import Difference, ProcedureRecord, VersionLine
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import shown_date
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.procedures.layout import labels
from labcal_app.views.procedures.listed import standing_chip
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

HIGH = 210


class VersionsTab(Panel):
    """Two tables, one above the other.

    Signals:
        wanted: The version that is to be shown.
    """

    wanted = Signal(int)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self._text = text
        self._labels = {spot: text(words) for spot, words in labels().items()}
        self.model = TableModel[VersionLine](text, self._versions(), lambda line: line.edition, self)
        self.table = Table(look, text, self.model, text(mark("Versions")))
        self.table.setFixedHeight(HIGH)
        self.title = Label(look, "", "section")
        self.differences = TableModel[Difference](text, self._differences(), lambda one: one[:3], self)
        self.below = Table(look, text, self.differences, text(mark("Differences")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, look.space("m"), 20, look.space("m"))
        column.setSpacing(look.space("s"))
        for part in (self.table, self.title):
            column.addWidget(part)
        column.addWidget(self.below, 100)
        column.addStretch(1)
        self.table.opened.connect(lambda key: self.wanted.emit(int(str(key))))

    def show_versions(self, record: ProcedureRecord) -> None:
        """Show every version, and choose the one that is on the screen."""
        self.model.show_lines(list(record.versions))
        self.table.choose(record.version.edition)

    def show_differences(self, told: Sequence[Difference], before: int) -> None:
        """Show what differs from version ``before``; 0 where there is none before."""
        self.differences.show_lines(list(told))
        first = self._text(mark("This is the first version."))
        other = self._text(mark("What differs from version {version}"), version=before)
        self.title.setText(other if before else first)
        self.below.setVisible(bool(before))

    def _versions(self) -> tuple[Column[VersionLine], ...]:
        text = self._text

        def day(value: date | None) -> str:
            return "" if value is None else shown_date(value, text)

        return (
            Column[VersionLine](title=mark("Version"), value=lambda line: str(line.edition), width=70),
            Column[VersionLine](
                title=mark("State"),
                value=lambda line: standing_chip(line.standing, text),
                kind=Kind.CHIP,
                width=150,
            ),
            Column[VersionLine](title=mark("Since"), value=lambda line: day(line.since), width=100),
            Column[VersionLine](title=mark("Until"), value=lambda line: day(line.until), width=100),
            Column[VersionLine](
                title=mark("Written by"), value=lambda line: shown_name(line.written_by, text), width=130
            ),
            Column[VersionLine](
                title=mark("Approved by"), value=lambda line: shown_name(line.approved_by, text), width=130
            ),
            Column[VersionLine](
                title=mark("Reason"), value=lambda line: line.reason, width=120, grows=True, tone="text2"
            ),
        )

    def _differences(self) -> tuple[Column[Difference], ...]:
        def label(one: Difference) -> str:
            told = self._labels.get((one.table, one.name), one.name)
            return f"{one.row} · {told}" if one.row else told

        return (
            Column[Difference](title=mark("Field"), value=label, width=240),
            Column[Difference](title=mark("Before"), value=lambda one: one.before, width=240, tone="text2"),
            Column[Difference](title=mark("Now"), value=lambda one: one.after, width=240, grows=True),
        )
