"""The chosen person: account, key, and each authorisation with its grounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labcal.domain.attempts import Attempts
from labcal.domain.person import WORK, PersonLine
from labcal.services.due import LeaveDue, Standing
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.forms.beside import Beside
from labcal_app.spans import TONES, leave_chip, leave_state
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow, SectionTitle
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.facts import Facts


class PersonSide(Beside):
    """The column beside the list.

    Signals:
        suspended: The ``LeaveDue`` that is to be suspended; it was asked twice.
        unlocked: The wrong passwords typed for the person are to be forgotten.
    """

    suspended = Signal(object)
    unlocked = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look)
        self._text = text
        self.name = ""
        self.chosen: LeaveDue | None = None
        self.facts, self.held = Facts(look, label_width=92), Card(look, text(mark("Authorisations")))
        self.title_of = SectionTitle(look, "")
        self.chip, self.grounds = ChipLabel(look), Facts(look, label_width=92)
        self.stop = Button(look, text(mark("Suspend this authorisation")), "stopped")
        self.sure = Banner(look, text, tall=True)
        self.account = Button(look, text(mark("Open account")), "key-round", small=True)
        self.key = Button(look, text(mark("Make signing key")), "sign", small=True)
        self.leaves = Button(look, text(mark("Has left")), "log-out", small=True)
        self.roles = Button(look, text(mark("Roles")), "users", small=True)
        self.details = Button(look, text(mark("Personal details")), "user", small=True)
        self.anonymise = Button(look, text(mark("Anonymise")), "trash-2", small=True)
        self.tried = Banner(look, text, tall=True)
        self.title_of.add(self.chip)
        self.detail: list[QWidget] = [self.title_of, self.grounds, self.stop, self.sure]
        for widget in (self.tried, self.facts, self._row(self.roles, self.details), self.held, *self.detail):
            self.add(widget)
        for button in (self.account, self.key, self.leaves, self.anonymise):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot_panel.show()
        self.stop.clicked.connect(self._ask_again)
        self.sure.repaired.connect(lambda: self.suspended.emit(self.chosen))
        self.tried.repaired.connect(self.unlocked)

    def show_person(self, line: PersonLine, leaves: list[LeaveDue], chosen: LeaveDue | None) -> None:
        """Show ``line`` with ``leaves``; ``chosen`` is the one whose grounds are shown, else the first."""
        text = self._text
        self.name = line.name
        self.say(shown_name(line.name, text), line.role)
        yes, no = text(mark("yes")), text(mark("none"))
        told = [
            (text(mark("Roles")), ", ".join(text(role.title) for role in line.roles) or no),
            (text(mark("Account")), yes if line.account else no),
            (text(mark("Signing key")), yes if line.signing_key else no),
        ]
        if line.left is not None:
            told.append((text(mark("Left")), shown_date(line.left, text)))
        if line.anonymised is not None:
            told.append((text(mark("Anonymised")), shown_date(line.anonymised, text)))
        self.facts.show_facts(told)
        self.account.setVisible(not line.account and line.left is None)
        signs = any(leave.line.level.value == "signs" for leave in leaves)
        self.key.setVisible(line.account and not line.signing_key and signs)
        self.leaves.setVisible(line.left is None)
        self.anonymise.setVisible(line.left is not None and line.anonymised is None)
        for button in (self.roles, self.details):
            button.setVisible(line.anonymised is None)
        self.foot_panel.setVisible(line.anonymised is None)
        self._list(leaves)
        kept = chosen or self.chosen
        key = kept.line.key if kept is not None else None
        self.choose(next((leave for leave in leaves if leave.line.key == key), leaves[0] if leaves else None))

    def show_attempts(self, found: Sequence[Attempts]) -> None:
        """Say how often a wrong password was typed for the person; nothing where it was not."""
        if not found:
            self.tried.clear()
            return
        text = self._text
        told = mark("{count} wrong passwords, last at {workstation}.")
        sentence = text(
            told, count=sum(one.failures for one in found), workstation=found[0].workstation or "?"
        )
        self.tried.say(State.CONDITIONAL, sentence, repair=text(mark("Unlock account")))

    def choose(self, leave: LeaveDue | None) -> None:
        """Show the grounds of ``leave``."""
        text = self._text
        self.chosen = leave
        self.sure.clear()
        for widget in self.detail[:3]:
            widget.setVisible(leave is not None)
        if leave is None:
            return
        line, chip = leave.line, leave_chip(leave, text)
        self.title_of.title.setText(text(WORK[line.level]).capitalize())
        self.chip.show_state(chip.state, chip.word)
        self.stop.setVisible(leave.standing is not Standing.SUSPENDED)
        told = (
            (mark("Procedure"), line.procedure or text(mark("the whole laboratory"))),
            (mark("Range"), self._range(leave)),
            (mark("From"), shown_date(line.since, text) if line.since != date.min else ""),
            (mark("Until"), shown_date(line.until, text) if line.until != date.max else ""),
            (mark("Granted by"), shown_name(line.granted_by, text)),
            (mark("Evidence"), line.evidence),
            (mark("Suspended"), shown_date(line.suspended, text) if line.suspended else ""),
        )
        self.grounds.show_facts([(text(label), value) for label, value in told if value])

    def _row(self, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.space("s"))
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        return holder

    def _range(self, leave: LeaveDue) -> str:
        line, text = leave.line, self._text
        if not (line.low or line.high):
            return "" if line.procedure is None else text(mark("whole range"))
        return text(mark("{low} to {high}"), low=line.low or "…", high=line.high or "…")

    def _list(self, leaves: list[LeaveDue]) -> None:
        self.held.clear()
        self.held.head.note.setText(str(len(leaves)))
        for leave in leaves:
            state, chip = leave_state(leave), leave_chip(leave, self._text)
            words = self._text(WORK[leave.line.level]).capitalize()
            second = leave.line.procedure or self._text(mark("the whole laboratory"))
            row = CardRow(self._look, state.value, TwoLines(words, second), chip.word, TONES[state])
            row.pressed.connect(partial(self.choose, leave))
            self.held.add(row)

    def _ask_again(self) -> None:
        self.sure.say(
            State.CONDITIONAL,
            self._text(mark("It bites at once.")),
            self._text(mark("Only a new authorisation lifts it.")),
            self._text(mark("Suspend now")),
        )
