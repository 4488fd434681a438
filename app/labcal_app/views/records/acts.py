"""What is done to the chosen line of a tab beside editing it: a schedule fulfilled, values entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labcal.domain.subject import Subject
from labcal.errors import LabCalError
from labcal.services.perform import Command
from labcal.services.point_table import read_points, write_points
from labcal.services.schedules import FulfilSchedule
from labcal.services.standards import StatePoints, certified_points
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.forms.record import RecordForm
from labcal_app.theme.look import Look
from labcal_app.views.records.shelf import Shelf, ShelfTab
from labcal_app.widgets.buttons import Button


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is done to a line.

    Attributes:
        title: Marked words of the button.
        icon: Of the button.
        entries: Of the form.
        known: What the form begins with, asked from the records for a line.
        made: The command; it may refuse what was filled in.
    """

    title: str
    icon: str
    entries: tuple[Entry, ...]
    known: Callable[[Any, Any], Mapping[str, Any]]
    made: Callable[[Subject, Any, dict[str, Any]], Command[Any]]


FULFIL = Act(
    title=mark("Done…"),
    icon="check",
    entries=(
        Entry(name="on", label=mark("Done on"), kind=EntryKind.DAY, help=mark("Empty is today.")),
        Entry(
            name="words",
            label=mark("Found or done"),
            kind=EntryKind.WORDS,
            help=mark("Recorded as an event of the item; may be empty."),
        ),
        Entry(name="outcome", label=mark("Outcome")),
    ),
    known=lambda _records, _line: {},
    made=lambda subject, line, told: FulfilSchedule(item=subject, key=line.key, seen=line.version, **told),
)
POINTS = Act(
    title=mark("Further values…"),
    icon="table-2",
    entries=(
        Entry(
            name="words",
            label=mark("One value a line: nominal; value; U; k; drift"),
            kind=EntryKind.WORDS,
            help=mark("Lines pasted from a spreadsheet are understood. The drift may be missing."),
            example="10 kg; 10 000.005 g; 45 mg; 2; 15 mg",
        ),
    ),
    known=lambda records, line: {"words": write_points(certified_points(records, line.key))},
    made=lambda _subject, line, told: StatePoints(
        certificate=line.key, points=read_points(told["words"]), seen=line.version
    ),
)


class ActTab(ShelfTab):
    """A tab with a second form, for what is done to the chosen line."""

    def __init__(self, look: Look, text: Text, desk: Desk, shelf: Shelf[Any], act: Act) -> None:
        super().__init__(look, text, desk, shelf)
        self._act = act
        self.act = Button(look, text(act.title), act.icon)
        self.act_form = RecordForm(look, text, act.entries)
        self.bar.insertWidget(self.bar.count() - 1, self.act)
        self.act.clicked.connect(self._begin_act)
        self.act_form.submitted.connect(self._submit_act)
        self.table.chosen.connect(lambda _key: self._offer())
        self.model.modelReset.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        self.act.setEnabled(self.table.current is not None)

    def _begin_act(self) -> None:
        line = self.table.current
        if line is not None:
            self._desk.ask(self.act_form, lambda records: self._act.known(records, line), self._show_act)

    def _show_act(self, known: Mapping[str, Any]) -> None:
        self.act_form.say(self.act.text(), self._about())
        self.act_form.begin_new(known)
        self._open(self.act_form)

    def _submit_act(self) -> None:
        line, told = self.table.current, self.act_form.entries.told()
        if line is None or told is None or self.subject is None:
            return
        try:
            command = self._act.made(self.subject, line, told)
        except LabCalError as error:
            self.act_form.refuse(error)
            return
        self.act_form.wait(waiting=True)
        self._desk.run(command, lambda _value: self._acted(), self.act_form.refuse)

    def _acted(self) -> None:
        self.act_form.clear()
        self._close()
