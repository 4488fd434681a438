"""One table of limits: where it comes from, its rows, and its limits at figures that are typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labcal.domain import units
from labcal.domain.conformity import Limits
from labcal.domain.limits.table import STAGES, Stage
from labcal.errors import LabCalError
from labcal.services.limits import (
    LimitQuestion,
    LimitRowLine,
    LimitSheet,
    LimitTableLine,
    answer_to,
    limit_sheet,
)
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.desk import Desk
from labcal_app.figures import shown_figure
from labcal_app.forms.beside import Beside
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.table import Table

WIDE, ROWS, LABELS = 480, 220, 92


def verified_chip(verified: str, text: Text) -> Chip:
    """Return who compared figures with their document; "unverified" where nobody did."""
    if verified:
        return Chip(State.PASS, verified)
    return Chip(State.CONDITIONAL, text(mark("unverified")))


def row_columns(text: Text) -> tuple[Column[LimitRowLine], ...]:
    """Return the columns of the rows of one table."""
    stages = {stage.value: text(words) for stage, words in STAGES.items()}
    return (
        Column[LimitRowLine](title=mark("Class"), value=lambda line: line.grades, width=64),
        Column[LimitRowLine](
            title=mark("Where"), value=lambda line: line.when, kind=Kind.CODE, width=120, grows=True
        ),
        Column[LimitRowLine](title=mark("Limit"), value=lambda line: line.limits, kind=Kind.CODE, width=110),
        Column[LimitRowLine](
            title=mark("Source"),
            value=lambda line: " · ".join(
                part
                for part in (stages.get(line.stage, ""), line.clause, line.verified or line.confidence)
                if part
            ),
            width=120,
            tone="text2",
            tip=lambda line: line.verified or text(mark("unverified")),
        ),
    )


class SheetPanel(Beside):
    """One table: where it comes from, its rows, and its limits at figures that are typed."""

    sheet_shown = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look, width=WIDE)
        self._text, self._desk = text, desk
        self.found: LimitSheet | None = None
        self.compare = self.head_button(text(mark("Compare…")), "check")
        self.anew = self.head_button(text(mark("New edition…")), "pen-line")
        self.facts = Facts(look, LABELS)
        self.model = TableModel[LimitRowLine](text, row_columns(text), id, self)
        self.rows = Table(look, text, self.model, text(mark("Rows")))
        self.rows.setMinimumHeight(ROWS)
        self.notes = Label(look, "", "small", "text2").wrapped()
        self.figures = LineField(
            look, Hint(text(mark("At")), text(mark("Each figure by its symbol.")), "", "m = 2.5 kg; e = 5 g")
        )
        self.grade = ChoiceField(look, Hint(text(mark("Class"))))
        self.stage = ChoiceField(
            look,
            Hint(text(mark("Limits of"))),
            [(stage.value, text(words)) for stage, words in STAGES.items()],
        )
        self.answer = Label(look, "", "section").wrapped()
        self.refusal = Banner(look, text)
        self._put_in()
        self.figures.line.returnPressed.connect(self.evaluate)
        for field in (self.grade, self.stage):
            field.changed.connect(lambda _value: self.evaluate())
        self.figures.left.connect(self.evaluate)

    def show_table(self, line: LimitTableLine) -> None:
        """Ask for a table, and show it."""
        self.anew.setVisible(bool(line.kept))
        question = partial(limit_sheet, name=line.name, language=self._text.language, kept=line.kept)
        self._desk.ask(self, question, self._show)

    def evaluate(self) -> None:
        """Show the limits at the figures that are typed."""
        self.answer.setText("")
        self.refusal.clear()
        if self.found is None or not self.figures.value:
            return
        line = self.found.line
        asked = LimitQuestion(
            name=line.name,
            kept=line.kept,
            grade=self.grade.value,
            stage=Stage(self.stage.value or Stage.INITIAL.value),
            figures=self.figures.value,
        )

        self._desk.ask(self.answer, partial(answer_to, question=asked), self._answered)

    def _answered(self, found: Limits | LabCalError) -> None:
        if isinstance(found, LabCalError):
            self.refusal.say(State.FAIL, found.shown(self._text))
            return
        unit = units.pretty(found.unit)
        ends = [
            shown_figure(end, self._text, signed=True) if end is not None else "∞"
            for end in (found.lower, found.upper)
        ]
        if found.lower is not None and found.upper is not None and found.lower == -found.upper:
            self.answer.setText(f"± {shown_figure(found.upper, self._text)} {unit}".rstrip())
        else:
            self.answer.setText(f"{ends[0]} … {ends[1]} {unit}".rstrip())

    def _put_in(self) -> None:
        row = QWidget()
        pair = QHBoxLayout(row)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(self.grade, 1)
        pair.addWidget(self.stage, 2)
        for widget in (self.facts, self.rows, self.notes, self.figures, row, self.refusal, self.answer):
            self.add(widget)

    def _show(self, sheet: LimitSheet) -> None:
        text = self._text
        self.found = sheet
        self.say(sheet.line.specification, sheet.line.title)
        self.facts.show_facts(
            [
                (text(mark("Clause")), sheet.clause),
                (text(mark("Source")), sheet.source),
                (text(mark("Confidence")), sheet.line.confidence),
                (text(mark("Verified")), sheet.line.verified or text(mark("unverified"))),
                (text(mark("Depends on")), sheet.line.by or "—"),
            ]
        )
        self.model.show_lines(sheet.rows)
        self.notes.setText(sheet.notes)
        self.notes.setVisible(bool(sheet.notes))
        self.grade.offer([(grade, grade) for grade in sheet.line.grades])
        self.grade.setVisible(bool(sheet.line.grades))
        self.grade.set_value(next(iter(sheet.line.grades), ""))
        self.stage.set_value(Stage.INITIAL.value)
        staged = bool(sheet.factors) or any(row.stage for row in sheet.rows)
        self.stage.setVisible(staged)
        self.figures.set_value("")
        self.figures.line.setPlaceholderText(sheet.asked)
        self.evaluate()
        self.sheet_shown.emit()
