"""What has to be done with the laboratory's own equipment and standards, the soonest first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from labcal.domain.equipment import SCHEDULES, ScheduleLine
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.schedules import SOON, FulfilSchedule, schedules_due
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.table import Column
from labcal_app.spans import due
from labcal_app.theme.look import Look
from labcal_app.views.records.acts import FULFIL, ActTab
from labcal_app.views.records.shelf import Shelf
from labcal_app.widgets.buttons import Button

AHEAD = 90
"""Days within which something to be done is listed."""


def item_of(line: ScheduleLine) -> Subject:
    """Return the item that a line is about."""
    return Subject(SubjectKind.STANDARD if line.standard else SubjectKind.INSTRUMENT, line.item)


def schedule_chip(line: ScheduleLine, text: Text) -> Chip:
    """Return where a schedule stands: "in 12 d", "overdue 6 d"."""
    state = State.EXPIRED if line.days < 0 else State.EXPIRING if line.days <= SOON else State.PASS
    return Chip(state, due(line.days, text))


def _columns(text: Text) -> tuple[Column[ScheduleLine], ...]:
    return (
        Column[ScheduleLine](
            title=mark("Due"),
            value=lambda one: schedule_chip(one, text),
            kind=Kind.CHIP,
            width=140,
            sort=lambda one: one.days,
        ),
        Column[ScheduleLine](
            title=mark("What"), value=lambda one: text(SCHEDULES[one.kind]).capitalize(), width=180
        ),
        Column[ScheduleLine](
            title=mark("Item"),
            value=lambda one: TwoLines(one.item_name, one.item),
            kind=Kind.TWO_LINES,
            width=220,
            grows=True,
        ),
        Column[ScheduleLine](
            title=mark("Last done"),
            value=lambda one: shown_date(one.last_done, text) if one.last_done else "—",
            kind=Kind.DATE,
            width=116,
        ),
        Column[ScheduleLine](
            title=mark("Next due"),
            value=lambda one: shown_date(one.next_due, text),
            kind=Kind.DATE,
            width=116,
        ),
    )


DUE_SHELF = Shelf[ScheduleLine](
    title=mark("Due list"),
    icon="calendar",
    empty=mark("Nothing has to be done with the laboratory's own equipment within three months."),
    columns=_columns,
    question=lambda records, _subject: schedules_due(records, AHEAD, own=True),
    shows=frozenset({"schedule", "instrument", "standard", "customer"}),
    key=lambda one: one.key,
    version=lambda one: one.version,
    barred=True,
)
FULFIL_LINE = replace(
    FULFIL,
    made=lambda _subject, line, told: FulfilSchedule(
        item=item_of(line), key=line.key, seen=line.version, **told
    ),
)


class DueTab(ActTab):
    """The due list: what is done is told here, and the record of an item opened.

    Signals:
        wanted: The ``Subject`` of the item that is to be opened.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        self.open = Button(look, text(mark("Open record")), "file-text")
        super().__init__(look, text, desk, DUE_SHELF, FULFIL_LINE)
        self.bar.insertWidget(self.bar.count() - 1, self.open)
        self.open.clicked.connect(self._open_item)
        self.table.opened.connect(lambda _key: self._open_item())

    def _offer(self) -> None:
        super()._offer()
        self.open.setEnabled(self.table.current is not None)

    def _open_item(self) -> None:
        line = self.table.current
        if line is not None:
            self.wanted.emit(item_of(line))
