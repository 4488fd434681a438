"""The reference standard of the job: chosen from the register, with the facts of its certificate."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.instrument import StandardInUse, StandardLine, StandardNumber
from labcal.domain.job import JobNumber
from labcal.domain.procedure import Procedure
from labcal.errors import LabCalError
from labcal.services.jobs import TieStandard
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.figures import shown_figure, shown_quantity
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.let_pass import LetPass
from labcal_app.views.worksheet.points import may_record
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.labels import Label, Panel

CHOOSER, LABELS = 380, 150


class StandardTab(Panel):
    """Choice at the start, facts beside it."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._job = JobNumber("")
        self._tied = ""
        self._all: frozenset[tuple[str, str]] = frozenset()
        hint = Hint(
            text(mark("Reference standard")),
            text(
                mark("The standard the item is compared with; its certificate gives value and uncertainty.")
            ),
            "ISO/IEC 17025:2017, 6.5.1",
            text(mark("Choose a standard")),
        )
        self.choice = ChoiceField(look, hint)
        self.part = ChoiceField(look, Hint(text(mark("Part in the procedure")), ""))
        self.use = Button(look, text(mark("Use this standard")), "link")
        self.beside = Button(look, text(mark("Use beside")), "plus")
        beside = mark("Use it beside those tied: each point goes by the one it is read against.")
        self.beside.setToolTip(text(beside))
        self.let_pass = LetPass(look, text, desk, frozenset({"procedure", "standard"}))
        self.facts = Facts(look, LABELS)
        self.none = Label(look, text(mark("No standard is tied to this job yet.")), "body", "text2")
        self.choice.changed.connect(self._offer)
        self.part.changed.connect(lambda _part: self._offer())
        self.use.clicked.connect(lambda _checked: self._tie(beside=False))
        self.beside.clicked.connect(lambda _checked: self._tie(beside=True))
        self._lay_out()

    def show_sheet(self, shown: Worksheet) -> None:
        """Show the register, and the standard that is tied."""
        sheet = shown.sheet
        moved = sheet.job.number != self._job
        self._job = sheet.job.number
        standards = sheet.job.standards
        standard = standards[0] if standards else None
        tied = standard.standard if standard else ""
        self._all = frozenset((one.standard, one.role) for one in standards)
        self._show_parts(sheet.procedure)
        self.choice.offer([(line.number, self._named(line)) for line in shown.standards])
        if moved or tied != self._tied:
            self.choice.set_value(tied)
        self._tied = tied
        opened = may_record(shown)
        self.choice.editor.setEnabled(opened)
        self.none.setVisible(standard is None)
        self.facts.setVisible(standard is not None)
        if standards:
            self.facts.show_facts([fact for one in standards for fact in self._facts(one)])
        self._offer()
        self.use.setVisible(opened)
        self.beside.setVisible(opened and bool(standards))
        self.let_pass.show_sheet(shown)

    def _show_parts(self, procedure: Procedure | None) -> None:
        """Offer the parts that the procedure names, where it names any."""
        parts = procedure.parts if procedure else ()
        own = [("", self._text(mark("What the readings are taken against")))]
        named = [(part, part) for part in parts]
        self.part.offer([*(own if procedure and procedure.needs_standard else []), *named])
        self.part.setVisible(bool(parts))

    def go_to(self) -> None:
        """Put the focus into the choice."""
        self.choice.editor.setFocus()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(CHOOSER)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("s"))
        column.addWidget(self.choice)
        column.addWidget(self.part)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addWidget(self.beside)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.none)
        right.addWidget(self.facts)
        right.addWidget(self.let_pass)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, self._look.space("m"), 20, self._look.space("m"))
        row.setSpacing(self._look.space("xxl"))
        row.addWidget(left)
        row.addLayout(right, 1)

    def _named(self, line: StandardLine) -> str:
        name = f"{line.name} · {line.identification}" + (f" · {line.grade}" if line.grade else "")
        if line.suspended:
            return self._text(mark("{name} (suspended)"), name=name)
        if line.due_on is None:
            return self._text(mark("{name} (without a certificate)"), name=name)
        return self._text(
            mark("{name}, in date until {day}"), name=name, day=shown_date(line.due_on, self._text)
        )

    def _facts(self, standard: StandardInUse) -> list[tuple[str, str]]:
        text, told = self._text, standard.certificate
        drift = shown_quantity(told.drift, text) if told.drift else "—"
        part = [(text(mark("Part in the procedure")), standard.role)] if standard.role else []
        return [
            *part,
            (text(mark("Standard")), f"{standard.name}, {standard.identification}"),
            (text(mark("Number, class")), f"{standard.standard}, {standard.grade}"),
            (text(mark("Certificate")), f"{told.number}, {told.laboratory}"),
            (text(mark("Calibrated")), shown_date(told.calibrated_on, text)),
            (text(mark("In date until")), shown_date(told.due_on, text)),
            (text(mark("Value")), shown_quantity(told.value, text)),
            (
                text(mark("Expanded uncertainty")),
                f"{shown_quantity(told.expanded, text)} (k = {shown_figure(told.coverage_factor, text)})",
            ),
            (text(mark("Drift since, within")), f"±{drift}" if told.drift else drift),
        ]

    def _offer(self) -> None:
        known = (self.choice.value, self.part.value)
        is_new = bool(self.choice.value) and known not in self._all
        self.use.setEnabled(is_new)
        self.beside.setEnabled(is_new)

    def _tie(self, *, beside: bool) -> None:
        command = TieStandard(
            job=self._job,
            standard=StandardNumber(self.choice.value),
            role=self.part.value,
            beside=beside,
        )
        self._desk.run(command, refused=self._refuse)

    def _refuse(self, error: LabCalError) -> None:
        self.choice.refuse(error.shown(self._text))
