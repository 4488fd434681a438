"""What has to be done: with the laboratory's own equipment or customers' items, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from labcal.domain.due import DueLine, DueWanted
from labcal.domain.equipment import SCHEDULES, ScheduleKind, ScheduleLine
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors import LabCalError
from labcal.services.due_lists import Reminder, due_page, print_due, reminders, within
from labcal.services.files import write
from labcal.services.schedules import SOON, FulfilSchedule
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk, Errand, Question
from labcal_app.models.table import Column
from labcal_app.spans import due, due_chip_of
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.acts import FULFIL, ActTab
from labcal_app.views.records.shelf import Shelf
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.narrow import Narrow, shown_choices
from labcal_app.widgets.page_head import FilterField

AHEAD = 90
"""Days within which something to be done is listed, where nobody says otherwise."""
MOST = 2000
OWN, FOREVER = "own", 36500
OWNERS = ((OWN, mark("own equipment")), ("customers", mark("of customers")))
PERIODS = (("30", mark("30 days")), ("90", mark("90 days")), ("365", mark("a year")))


def item_of(line: ScheduleLine | DueLine) -> Subject:
    """Return the item that a line is about."""
    return Subject(SubjectKind.STANDARD if line.standard else SubjectKind.INSTRUMENT, line.item)


def schedule_chip(line: ScheduleLine, text: Text) -> Chip:
    """Return where a schedule stands: "in 12 d", "overdue 6 d"."""
    state = State.EXPIRED if line.days < 0 else State.EXPIRING if line.days <= SOON else State.PASS
    return Chip(state, due(line.days, text))


def due_chip(line: DueLine, text: Text) -> Chip:
    """Return where a line of the due list stands; within its grace it says so."""
    return due_chip_of(line.state, line.days, line.grace, text)


def _columns(text: Text) -> tuple[Column[DueLine], ...]:
    return (
        Column[DueLine](
            title=mark("Due"),
            value=lambda one: due_chip(one, text),
            kind=Kind.CHIP,
            width=176,
            sort=lambda one: one.days,
        ),
        Column[DueLine](
            title=mark("What"), value=lambda one: text(SCHEDULES[one.kind]).capitalize(), width=150
        ),
        Column[DueLine](
            title=mark("Item"),
            value=lambda one: TwoLines(one.item_name, " · ".join(filter(None, (one.item, one.identity)))),
            kind=Kind.TWO_LINES,
            width=200,
            grows=True,
        ),
        Column[DueLine](
            title=mark("Customer"),
            value=lambda one: TwoLines(one.customer, one.city),
            kind=Kind.TWO_LINES,
            width=190,
        ),
        Column[DueLine](title=mark("Nominal value"), value=lambda one: one.nominal, width=110),
        Column[DueLine](
            title=mark("Last done"),
            value=lambda one: shown_date(one.last_done, text) if one.last_done else "—",
            kind=Kind.DATE,
            width=106,
        ),
        Column[DueLine](
            title=mark("Next due"),
            value=lambda one: shown_date(one.next_due, text),
            kind=Kind.DATE,
            width=106,
        ),
    )


DUE_SHELF = Shelf[DueLine](
    title=mark("Due list"),
    icon="calendar",
    empty=mark("Nothing has to be done in this period."),
    columns=_columns,
    question=lambda records, _subject: due_page(records, DueWanted(until=within(records, AHEAD))).lines,
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
    """The due list: what is done is told here, the record of an item opened, the list put on paper.

    Signals:
        wanted: The ``Subject`` of the item that is to be opened.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        self.dialogs = dialogs or FileDialogs(text)
        self.open = Button(look, text(mark("Open record")), "file-text")
        self.paper = Button(look, text(mark("Save as PDF")), "print")
        self.letters = Button(look, text(mark("Reminders")), "mail")
        self.owner = Narrow(look, text, text(mark("Whose")))
        self.what = Narrow(look, text, text(mark("What")))
        self.period = Narrow(look, text, text(mark("Within")))
        self.words = FilterField(look, text(mark("Customer or city")))
        super().__init__(look, text, desk, DUE_SHELF, FULFIL_LINE)
        self.owner.offer(shown_choices(OWNERS, text))
        self.what.offer([(kind.value, text(words)) for kind, words in SCHEDULES.items()])
        self.period.offer(shown_choices(PERIODS, text))
        self.owner.choose(OWN)
        self.period.choose(str(AHEAD))
        self._put(self.bar)
        for narrow in (self.owner, self.what, self.period):
            narrow.chosen.connect(lambda _value: self.reload())
        self.words.textChanged.connect(lambda _words: self.reload())
        self.open.clicked.connect(self._open_item)
        self.paper.clicked.connect(self._print)
        self.letters.clicked.connect(self._remind)
        self.table.opened.connect(lambda _key: self._open_item())

    def _put(self, bar: QHBoxLayout) -> None:
        for place, narrow in enumerate((self.owner, self.what, self.period, self.words)):
            bar.insertWidget(place, narrow)
        for button in (self.open, self.paper, self.letters):
            bar.addWidget(button)

    def asked(self, records: Any) -> DueWanted:
        """Return what the buttons above the list ask for."""
        ahead = int(self.period.value or FOREVER)
        own = self.owner.value == OWN if self.owner.value else None
        kind = ScheduleKind(self.what.value) if self.what.value else None
        return DueWanted(until=within(records, ahead), own=own, kind=kind, size=MOST)

    def _question(self, subject: Subject) -> Question[Sequence[Any]]:
        typed = self.words.text().strip()

        def lines(records: Any) -> Sequence[DueLine]:
            wanted = self.asked(records)
            if not typed:
                return due_page(records, wanted).lines
            found = [replace(wanted, customer=typed), replace(wanted, place=typed)]
            told = {line.key: line for one in found for line in due_page(records, one).lines}
            return sorted(told.values(), key=lambda line: (line.next_due, line.key))

        return lines

    def _offer(self) -> None:
        super()._offer()
        self.open.setEnabled(self.table.current is not None)

    def _open_item(self) -> None:
        line = self.table.current
        if line is not None:
            self.wanted.emit(item_of(line))

    def _print(self) -> None:
        self._desk.ask(self.paper, lambda records: self._tried(print_due, records), self._save_list)

    def _remind(self) -> None:
        self._desk.ask(self.letters, lambda records: self._tried(reminders, records), self._save_letters)

    def _tried(self, question: Any, records: Any) -> Any:
        """Return the answer, or what refused it: that is said in the message bar."""
        try:
            return question(records, self.asked(records), self._text)
        except LabCalError as error:
            return error

    def _save_list(self, made: bytes | LabCalError) -> None:
        if isinstance(made, LabCalError):
            self._desk.refused.emit(made)
            return
        path = self.dialogs.printed(self, self._text(mark("Due list")))
        if path is not None:
            errand = Errand(title=mark("Save due list"), then=lambda _value: self.dialogs.show(path))
            self._desk.work(errand, lambda _book, _who: write(path, made))

    def _save_letters(self, made: Sequence[Reminder] | LabCalError) -> None:
        if isinstance(made, LabCalError):
            self._desk.refused.emit(made)
            return
        path = self.dialogs.printed(self, self._text(mark("Reminder")))
        if path is None:
            return
        for number, letter in enumerate(made, start=1):
            own = path if len(made) == 1 else path.with_name(f"{path.stem} {number}{path.suffix}")
            errand = Errand(title=mark("Save reminder"), then=lambda _value: None)
            self._desk.work(errand, partial(_written, own, letter.pdf))


def _written(path: Any, content: bytes, _book: object, _who: object) -> None:
    write(path, content)
