"""The editor of a procedure: sections in tabs, what is still to be mended beside them, nothing typed lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from labcal.catalog.procedure_draft import ProcedureDraft
from labcal.catalog.procedure_faults import MISSING, Examined, Fault, examine
from labcal.domain.conformity import RULES
from labcal.errors import LabCalError
from labcal.services.methods import ReviseProcedure, WriteProcedure
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.drafts import keeper_of
from labcal_app.theme.look import Look
from labcal_app.views.procedures.layout import SECTIONS, labels
from labcal_app.views.procedures.sections import SectionView
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.checklist import Checklist, Requirement
from labcal_app.widgets.fields import Hint, WordsField
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.tabs import TabBar

PAUSE = 250
"""Pause of the typing, in ms, after which the whole is read."""
SIDE = 264
BEGUN = {
    "words.language": "en",
    "translation.language": "fr",
    "result.reports": "value",
    "result.digits": "2",
    "result.rounding": "nearest",
    "coverage.k": "2",
    "coverage.dof_rule": "interpolate",
    "coverage.factor_rule": "t",
    "readings.scheme": "direct",
    "readings.cycles": "1",
    "readings.least_cycles": "1",
    "example.own": "yes",
}
"""What a new procedure begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What is being written.

    Attributes:
        place: Names its draft, such as "procedure new".
        draft: What it begins with.
        version: The version that it is to be.
        is_new: Whether the laboratory does not know it yet.
        seen: Of the version that waits and is changed; 0 for one that is new.
        reason: Why it is written, where that was said before.
    """

    place: str
    draft: ProcedureDraft
    version: int = 1
    is_new: bool = True
    seen: int = 0
    reason: str = ""


class ProcedureEditor(Panel):
    """The page.

    Signals:
        left: The list is wanted again.
        handed_over: The name of the procedure of which a version waits for approval now.
        written: The text of the procedure, wanted as a file.
    """

    left = Signal()
    handed_over = Signal(str)
    written = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._writing = Writing(place="", draft=ProcedureDraft())
        self._faults: tuple[Fault, ...] = ()
        self._strict = self._filling = False
        self._labels = {spot: text(words) for spot, words in labels().items()}
        self.sections = [SectionView(look, text, section) for section in SECTIONS]
        self.bar, self.stack = TabBar(look), QStackedWidget()
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head = RecordHead(look)
        self.save = Button(look, text(mark("Save as a file")), "export")
        self.submit = Button(look, text(mark("Submit for approval")), kind="primary")
        self.again = Banner(look, text)
        self.wrong = Banner(look, text)
        self.to_mend = Checklist(look, text, text(mark("To be mended")))
        told = text(mark("Why the procedure, or this version of it, was made."))
        self.reason = WordsField(look, Hint(text(mark("Reason")), told, "ISO/IEC 17025:2017, 8.3.2"), 2)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._wire()

    @property
    def draft(self) -> ProcedureDraft:
        """What stands in all fields and tables."""
        begun = self._writing.draft
        fields, rows = dict(begun.fields), dict(begun.rows)
        for view in self.sections:
            fields |= {name: place.value for name, place in view.fields.items()}
            rows |= {name: table.rows for name, table in view.tables.items()}
        return ProcedureDraft(fields | {"version": str(self._writing.version)}, rows)

    def begin(self, writing: Writing, limits: Sequence[tuple[str, str]] = ()) -> None:
        """Show what is to be written; what was typed of it before comes back."""
        self._offer(limits)
        keeper = keeper_of(self)
        kept = keeper.at(writing.place) if keeper is not None else {}
        self._writing = writing
        self._strict = False
        self.again.clear()
        self.wrong.clear()
        self._fill(_read(kept, writing.draft), kept.get("reason", writing.reason))
        if kept:
            told, discard = self._text(mark("What you were typing is back.")), self._text(mark("Discard"))
            self.again.say(State.INFO, told, repair=discard)
        self.bar.choose(0)
        self._examine()

    def go(self, number: int) -> None:
        """Put the keyboard where a fault is."""
        spot = self._faults[number].spot
        place, view = self._view(spot.table, spot.name)
        self.bar.choose(place)
        if spot.table:
            table = view.tables[spot.table]
            table.go(spot.row, spot.name)
            view.go(table)
        elif spot.name in view.fields:
            field = view.fields[spot.name]
            view.go(field)
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def hand_over(self) -> None:
        """Have the version wait for approval, or go to the first fault."""
        self._strict = True
        self._pause.stop()
        draft = self.draft
        self._desk.fetch(self, lambda _book: examine(draft), self._handed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look = self._look
        self.head.lead(self.back)
        self.head.add(self.save)
        self.head.add(self.submit)
        for view in self.sections:
            self.bar.add(self._text(view.section.title))
            self.stack.addWidget(view)
        side = Panel("facts")
        side.setFixedWidth(SIDE)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.to_mend, 1)
        beside.addWidget(hairline())
        below = QVBoxLayout()
        below.setContentsMargins(look.space("l"), look.space("s"), look.space("l"), look.space("m"))
        below.addWidget(self.reason)
        told = mark("Somebody else who keeps procedures approves it.")
        below.addWidget(Label(look, self._text(told), "small", "text2").wrapped())
        beside.addLayout(below)
        work = QVBoxLayout()
        work.setSpacing(0)
        for part in (self.again, self.wrong, self.bar):
            work.addWidget(part)
        work.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(work, 1)
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.bar.chosen.connect(self.stack.setCurrentIndex)
        self.back.clicked.connect(self.left)
        self.submit.clicked.connect(self.hand_over)
        self.save.clicked.connect(self._save)
        self.to_mend.chosen.connect(lambda known: self.go(int(known)) if known else None)
        self.again.repaired.connect(self._discard)
        self._pause.timeout.connect(self._examine)
        self.reason.changed.connect(lambda _typed: self._changed())
        for view in self.sections:
            view.changed.connect(self._changed)

    def _offer(self, limits: Sequence[tuple[str, str]]) -> None:
        none = ("", self._text(mark("none")))
        rules = [(name, f"{name} · {rule.source}") for name, rule in RULES.items()]
        for view in self.sections:
            view.offer("conformity.limits", [none, *limits])
            view.offer("conformity.rule", [none, *rules])

    def _fill(self, draft: ProcedureDraft, reason: str) -> None:
        self._filling = True
        for view in self.sections:
            view.fill(draft.fields)
            for name, table in view.tables.items():
                table.show_rows(draft.rows.get(name, ()))
        self.reason.set_value(reason)
        self.reason.refuse("")
        self._filling = False
        self._tell()

    def _tell(self) -> None:
        name = self.sections[0].fields["id"].value or self._text(mark("New procedure"))
        title = self.sections[0].fields["words.title"].value
        version = self._text(mark("version {version}"), version=self._writing.version)
        self.head.title.setText(name)
        self.head.name.setText(f"{version} · {title}" if title else version)
        self.sections[0].fields["id"].setEnabled(self._writing.is_new)

    def _changed(self) -> None:
        if self._filling:
            return
        self._tell()
        keeper = keeper_of(self)
        if keeper is not None and self._writing.place:
            keeper.keep(self._writing.place, _written(self.draft, self.reason.value))
        self._pause.start()

    def _discard(self) -> None:
        self._forget()
        self.again.clear()
        self._fill(self._writing.draft, self._writing.reason)
        self._examine()

    def _forget(self) -> None:
        self._pause.stop()
        keeper = keeper_of(self)
        if keeper is not None:
            keeper.drop(self._writing.place)

    def _examine(self) -> None:
        draft = self.draft
        self._desk.fetch(self, lambda _book: (draft, examine(draft)), self._examined)

    def _examined(self, answer: tuple[ProcedureDraft, Examined]) -> None:
        draft, found = answer
        if draft == self.draft:
            self._show(found)

    def _handed(self, found: Examined) -> None:
        self._show(found)
        if found.faults:
            self.go(0)
        elif not self.reason.value:
            self.reason.refuse(self._text(mark("This is missing.")))
            self.reason.editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submit.setEnabled(False)
            kind = WriteProcedure if self._writing.is_new else ReviseProcedure
            command = kind(body=found.body, reason=self.reason.value, seen=self._writing.seen)
            self._desk.run(command, self._kept, self._refused)

    def _kept(self, name: str) -> None:
        self.submit.setEnabled(True)
        self._forget()
        self.handed_over.emit(name)

    def _refused(self, error: LabCalError) -> None:
        self.submit.setEnabled(True)
        self.wrong.say(State.FAIL, error.shown(self._text))

    def _save(self) -> None:
        """Hand the text over to be written into a file, or show what hinders it."""
        self._strict = True
        found = examine(self.draft)
        self._show(found)
        if found.faults:
            self.go(0)
        else:
            self.written.emit(found.body)

    def _show(self, found: Examined) -> None:
        """Say each fault at its field, count them at the tabs, and list them beside."""
        draft = self.draft
        self._faults = tuple(sorted(found.faults, key=self._order))
        counts = [0] * len(self.sections)
        fields: dict[str, str] = {}
        cells: dict[str, dict[tuple[int, str], str]] = {}
        for fault in found.faults:
            spot, sentence = fault.spot, self._text(fault.sentence)
            counts[self._view(spot.table, spot.name)[0]] += 1
            if not self._strict and _is_empty(draft, fault):
                continue
            if spot.table:
                cells.setdefault(spot.table, {})[(spot.row, spot.name)] = sentence
            else:
                fields[spot.name] = sentence
        for place, view in enumerate(self.sections):
            self.bar.tabs[place].count(counts[place])
            for name, field in view.fields.items():
                field.refuse(fields.get(name, ""))
            for name, table in view.tables.items():
                table.show_faults(cells.get(name, {}))
        asked = [Requirement(str(at), State.WAITING, self._said(one)) for at, one in enumerate(self._faults)]
        nothing = Requirement("", State.INFO, self._text(mark("Nothing is left to be mended.")))
        self.to_mend.show_requirements(asked or [nothing])

    def _order(self, fault: Fault) -> tuple[int, int, int, int]:
        """Return where a fault stands, from the first field of the first section on."""
        spot = fault.spot
        place, view = self._view(spot.table, spot.name)
        if not spot.table:
            return place, 0, list(view.fields).index(spot.name) if spot.name in view.fields else 0, 0
        columns = [ask.name for ask in view.tables[spot.table].told.columns]
        column = columns.index(spot.name) if spot.name in columns else 0
        return place, 1 + list(view.tables).index(spot.table), spot.row, column

    def _said(self, fault: Fault) -> str:
        spot = fault.spot
        label = self._labels.get((spot.table, spot.name), spot.name)
        if spot.table:
            row = self.draft.rows[spot.table][spot.row] if spot.row >= 0 else {}
            symbol = row.get("symbol") or row.get("name") or row.get("input") or str(spot.row + 1)
            label = f"{symbol} · {label}"
        return self._text(mark("{cell}: {sentence}"), cell=label, sentence=fault.sentence)

    def _view(self, table: str, name: str) -> tuple[int, SectionView]:
        """Return the section in which something stands; the first where it stands nowhere."""
        for place, view in enumerate(self.sections):
            if table in view.tables if table else name in view.fields:
                return place, view
        table = name.rpartition(".")[2]
        near = (at for at, view in enumerate(self.sections) if table in view.tables)
        place = next(near, 0)
        return place, self.sections[place]


def _is_empty(draft: ProcedureDraft, fault: Fault) -> bool:
    """Tell whether a fault is that nothing was typed yet."""
    return fault.sentence.template == MISSING and not (
        fault.spot.table and any(draft.rows[fault.spot.table][fault.spot.row].values())
    )


def _written(draft: ProcedureDraft, reason: str) -> Mapping[str, str]:
    rows: Any = {name: list(rows) for name, rows in draft.rows.items()}
    return {"fields": json.dumps(dict(draft.fields)), "rows": json.dumps(rows), "reason": reason}


def _read(kept: Mapping[str, str], begun: ProcedureDraft) -> ProcedureDraft:
    """Return what was typed before, or else what is begun with."""
    if not kept:
        return begun
    fields, rows = json.loads(kept.get("fields", "{}")), json.loads(kept.get("rows", "{}"))
    return replace(begun, fields=fields, rows={name: tuple(told) for name, told in rows.items()})
