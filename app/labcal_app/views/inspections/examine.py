"""The visual examination: a finding and a remark for each point of the programme."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.verification import ANSWERS, Answer, VerificationNumber, VerificationState
from labcal.domain.verification_programme import CheckPoint, told
from labcal.services.verification_sheet import VerificationSheet
from labcal.services.verifications import AnswerCheck
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label, Panel


class ExaminePanel(Panel):
    """A row for each point: what it asks, what was found, and a remark where it fails."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._number = VerificationNumber("")
        self._checks: tuple[CheckPoint, ...] = ()
        self._answered: dict[str, tuple[str, str]] = {}
        self.findings: dict[str, ChoiceField] = {}
        self.remarks: dict[str, LineField] = {}
        self.rest = Button(look, text(mark("All others meet")), "check")
        self.rest.clicked.connect(self._answer_rest)
        head = QHBoxLayout()
        head.addWidget(SectionTitle(look, text(mark("Visual examination"))), 1)
        head.addWidget(self.rest)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space("l"))
        self._grid.setVerticalSpacing(look.space("s"))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        holder = Panel("surface")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, look.space("m"), 0)
        inner.addWidget(self._inside)
        inner.addStretch(1)
        scroll.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, look.space("m"), 20, look.space("m"))
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def show_sheet(self, sheet: VerificationSheet, *, opened: bool) -> None:
        """Show what was found; a remark that is being typed keeps its words."""
        known = sheet.verification
        if known.number != self._number or sheet.programme.checks != self._checks:
            self._number, self._checks = known.number, sheet.programme.checks
            self._build()
        self._answered = {one.code: (one.answer.value, one.remark) for one in known.findings}
        takes = opened and known.state is VerificationState.OPEN
        self.rest.setEnabled(takes and len(self._answered) < len(self._checks))
        for code, finding in self.findings.items():
            answer, remark = self._answered.get(code, ("", ""))
            if answer:
                finding.set_value(answer)
            if not self.remarks[code].line.hasFocus() and (remark or not self.remarks[code].value):
                self.remarks[code].set_value(remark)
            finding.setEnabled(takes)
            self.remarks[code].setEnabled(takes)

    def begin(self) -> None:
        """Put the keyboard on the first point that is not answered."""
        left = next((code for code in self.findings if code not in self._answered), None)
        (self.findings[left].editor if left else self.rest).setFocus()

    def _build(self) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()
        self.findings, self.remarks = {}, {}
        for row, check in enumerate(self._checks):
            self._row(row, check)

    def _row(self, row: int, check: CheckPoint) -> None:
        text, look = self._text, self._look
        words = told(check.words, text.language)
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(look, words, "body").wrapped())
        column.addWidget(Label(look, f"OIML R 76-1, {check.clause}", "caption", "text3"))
        column.addStretch(1)
        offered = [(answer.value, text(said)) for answer, said in ANSWERS.items()]
        finding = ChoiceField(look, Hint(text(mark("Finding")), words, check.clause), offered)
        remark = LineField(look, Hint(text(mark("Remark")), text(mark("What is wrong, in a few words."))))
        finding.changed.connect(partial(self._found, check.code))
        remark.left.connect(partial(self._found, check.code))
        finding.setFixedWidth(190)
        for place, widget in enumerate((asked, finding, remark)):
            self._grid.addWidget(widget, row, place)
        self.findings[check.code], self.remarks[check.code] = finding, remark

    def _found(self, code: str, _value: str = "") -> None:
        """Record a finding; one that fails waits for its remark."""
        value, remark = self.findings[code].value, self.remarks[code].value
        if not value or self._answered.get(code) == (value, remark):
            return
        if value == Answer.FAILS.value and not remark:
            self.remarks[code].refuse(self._text(mark("Say in a few words what is wrong.")))
            self.remarks[code].editor.setFocus()
            return
        command = AnswerCheck(verification=self._number, code=code, answer=Answer(value), remark=remark)
        self._desk.run(command, None, lambda error: self.remarks[code].refuse(error.shown(self._text)))

    def _answer_rest(self) -> None:
        """Say of every point that is not answered yet that it meets."""
        for code, finding in self.findings.items():
            if not finding.value:
                finding.set_value(Answer.MEETS.value)
                self._found(code)
