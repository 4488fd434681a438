"""The decision: accepted or rejected, with numbers of the stock, and until when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.seal import SealKind, SealLine, SealUsed
from labcal.domain.verification import DECISIONS, TESTS, Decision, VerificationNumber, VerificationState
from labcal.domain.verification_programme import told
from labcal.errors import LabCalError
from labcal.services.verification_decisions import DecideVerification
from labcal.services.verification_sheet import VerificationSheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.inspections import DECIDED
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label, Panel

FORM = 520
CHIPS = {True: State.PASS, False: State.FAIL, None: State.WAITING}


class DecidePanel(Panel):
    """What follows from the tests, and what the inspector decides.

    Signals:
        adjusted: The instrument is adjusted: the tests are to be made anew.
    """

    adjusted = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._sheet: VerificationSheet | None = None
        self.chip = ChipLabel(look)
        self.says = Label(look, "", "body").wrapped()
        self.tests = Facts(look, 190)
        self.refusal = Banner(look, text, closable=True, tall=True)
        self.sticker = ChoiceField(look, Hint(text(mark("Sticker")), text(mark("From your own stock."))))
        self.seals = LineField(
            look,
            Hint(text(mark("Seals")), text(mark("Numbers from your own stock, with a blank between."))),
        )
        self.position = LineField(look, Hint(text(mark("Where the seals are"))))
        self.due = DateField(look, Hint(text(mark("Next verification due"))), text)
        self.reason = ChoiceField(
            look, Hint(text(mark("Further reason")), text(mark("Beside those that follow from what failed.")))
        )
        self.repair = DateField(look, Hint(text(mark("Repair by"))), text)
        self.accept = Button(look, text(mark("Accept")), "check", "primary")
        self.reject = Button(look, text(mark("Reject")), "close", "danger")
        self.adjust = Button(look, text(mark("Adjusted…")), "edit")
        self.facts = Facts(look, 190)
        self.fields = QWidget()
        self._lay_out()
        self.accept.clicked.connect(lambda: self._decide(Decision.ACCEPTED))
        self.reject.clicked.connect(lambda: self._decide(Decision.REJECTED))
        self.adjust.clicked.connect(self.adjusted)

    def show_sheet(self, sheet: VerificationSheet, *, opened: bool) -> None:
        """Show what follows; once decided, what was decided."""
        first = self._sheet is None or self._sheet.verification.number != sheet.verification.number
        self._sheet = sheet
        known, text = sheet.verification, self._text
        takes = opened and known.state is VerificationState.OPEN
        if first:
            self.refusal.clear()
            self.due.set_day(sheet.next_due)
            self.repair.set_day(sheet.repair_until)
            for field in (self.seals, self.position):
                field.set_value("")
            self.reason.set_value("")
        self._offer(sheet)
        self._tell(sheet)
        self.tests.show_facts([(text(TESTS[one.test]), text(one.says)) for one in sheet.tests])
        for widget in (self.fields, self.accept, self.reject, self.adjust):
            widget.setVisible(known.state is VerificationState.OPEN)
        accepts = sheet.suggested in (Decision.ACCEPTED, Decision.ADJUSTED)
        self.accept.setEnabled(takes and accepts)
        self.reject.setEnabled(takes)
        self.adjust.setEnabled(takes and not known.adjustment)
        self.facts.setVisible(known.decided is not None)
        self.facts.show_facts(self._decided(sheet))

    def begin(self) -> None:
        """Put the keyboard on the first field."""
        self.sticker.editor.setFocus()

    def refuse(self, error: LabCalError) -> None:
        """Say why it was not decided."""
        self.refusal.say(State.FAIL, error.shown(self._text))

    def _lay_out(self) -> None:
        look = self._look
        head = QHBoxLayout()
        head.addWidget(SectionTitle(look, self._text(mark("Decision"))), 1)
        head.addWidget(self.chip)
        form = QVBoxLayout(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(look.space("m"))
        for pair in ((self.sticker, self.due), (self.seals, self.position), (self.reason, self.repair)):
            row = QHBoxLayout()
            row.setSpacing(look.space("m"))
            for field in pair:
                row.addWidget(field, 1)
            form.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("s"))
        for button in (self.adjust, self.reject, self.accept):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = Panel("surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, look.space("m"), 20, look.space("m"))
        column.setSpacing(look.space("m"))
        column.addLayout(head)
        for widget in (self.says, self.tests, self.facts, self.refusal, self.fields):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)
        inside.setMaximumWidth(2 * FORM)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _offer(self, sheet: VerificationSheet) -> None:
        held = [line for line in sheet.held if line.kind is SealKind.STICKER]
        kept = self.sticker.value
        self.sticker.offer([(line.number, line.number) for line in held])
        if kept not in {line.number for line in held}:
            self.sticker.set_value(held[0].number if held else "")
        self.seals.note.setText(_first(sheet.held, self._text))
        language = self._text.language
        reasons = [(one.code, f"{one.code}  {told(one.words, language)}") for one in sheet.programme.reasons]
        self.reason.offer([("", "—"), *reasons])

    def _tell(self, sheet: VerificationSheet) -> None:
        text, known = self._text, sheet.verification
        decided = known.decided.decision if known.decided else sheet.suggested
        if decided is None:
            self.chip.show_state(State.WAITING, text(mark("not complete")))
            self.says.setText(" ".join(text(one.says) for one in sheet.missing))
            return
        self.chip.show_state(DECIDED[decided], text(DECISIONS[decided]))
        words = {one.code: told(one.words, text.language) for one in sheet.programme.reasons}
        codes = known.decided.reasons if known.decided else sheet.failed
        self.says.setText("\n".join(f"{code}  {words[code]}" for code in codes))

    def _decided(self, sheet: VerificationSheet) -> list[tuple[str, str]]:
        decided, text = sheet.verification.decided, self._text
        if decided is None:
            return []
        seals = ", ".join(seal.number for seal in sheet.verification.seals)
        facts = [
            (text(mark("Decided by")), decided.by),
            (text(mark("Adjusted")), sheet.verification.adjustment),
            (text(mark("Marks and seals")), seals),
            (
                text(mark("Next verification due")),
                shown_date(decided.next_due, text) if decided.next_due else "",
            ),
            (text(mark("Repair by")), shown_date(decided.repair_until, text) if decided.repair_until else ""),
        ]
        return [(label, value) for label, value in facts if value]

    def _decide(self, decision: Decision) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self.refusal.clear()
        accepted = decision is not Decision.REJECTED
        sticker = [SealUsed(kind=SealKind.STICKER, number=self.sticker.value)] if self.sticker.value else []
        seals = [
            SealUsed(kind=SealKind.SEAL, number=number, position=self.position.value)
            for number in self.seals.value.replace(",", " ").split()
        ]
        number: VerificationNumber = sheet.verification.number
        command = DecideVerification(
            verification=number,
            decision=decision,
            reasons=(self.reason.value,) if self.reason.value and not accepted else (),
            seals=(*(sticker if accepted else ()), *seals),
            next_due=self.due.day if accepted else None,
            repair_until=None if accepted else self.repair.day,
        )
        self._desk.run(command, None, partial(self.refuse))


def _first(held: tuple[SealLine, ...], text: Text) -> str:
    """Return which seals the person has left, in a few words."""
    seals = [line.number for line in held if line.kind is SealKind.SEAL]
    if not seals:
        return text(mark("none in your stock"))
    return text(mark("{count} left, from {first}"), count=len(seals), first=seals[0])
