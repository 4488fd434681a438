"""The models of a budget, a line each: symbol, expression, units, and whether its dimensions agree."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout

from labcal.domain.uncertainty.draft import OutputDraft
from labcal.services import budget_cells
from labcal.services.workbench import Refusal
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.labels import Label, Panel

SYMBOL_WIDE, UNIT_WIDE, LINE, MOST_LINES = 76, 74, 44, 3


class ModelLine(Panel):
    """One output; it is looked at while it has the keyboard.

    Signals:
        changed: Another symbol, model or unit was typed.
        entered: The keyboard came in.
        removed: The cross was pressed.
    """

    changed = Signal(object)
    entered = Signal()
    removed = Signal()

    def __init__(self, look: Look, text: Text, output: OutputDraft) -> None:
        super().__init__("surface")
        self._look, self._text, self.output = look, text, output
        self._typed: OutputDraft | None = None
        self.symbol = self._field(text(mark("Symbol of the result")), SYMBOL_WIDE)
        self.model = self._field(text(mark("Model")))
        self.unit = self._field(text(mark("Unit of the figures")), UNIT_WIDE)
        self.report_unit = self._field(text(mark("Unit of the reported line")), UNIT_WIDE)
        self.unit.setPlaceholderText("1")
        self.report_unit.setPlaceholderText(text(mark("report")))
        self.chip = ChipLabel(look, State.WAITING, text(mark("Waiting")))
        self.cross = IconButton(look, "close", text(mark("Remove this result")))
        self.cross.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, look.space("s"), 0)
        row.setSpacing(look.space("s"))
        row.addWidget(self.symbol)
        row.addWidget(Label(look, "=", "section", "text2"))
        row.addWidget(self.model, 1)
        for part in (self.unit, self.report_unit, self.chip, self.cross):
            row.addWidget(part)
        self.sentence = Label(look, "", "small", "fail").wrapped()
        self.sentence.setContentsMargins(20, 0, 20, 4)
        self.sentence.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.sentence)
        self.show_output(output)

    def show_output(self, output: OutputDraft) -> None:
        """Show ``output``; what is being typed meanwhile is never overwritten."""
        self.output = output
        if output == self._typed:
            return
        shown = (output.symbol, budget_cells.model_text(output), output.unit, output.report_unit)
        for field, words in zip(self._fields(), shown, strict=True):
            if field.text() != words:
                field.setText(words)
                field.setCursorPosition(0)

    def judge(self, state: State, word: str, sentence: str) -> None:
        """Show whether the dimensions agree, or the sentence that says why not."""
        self.chip.show_state(state, word)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        edge = "fail" if sentence else ""
        if self.model.property("edge") != edge:
            self.model.setProperty("edge", edge)
            self.model.setAccessibleDescription(sentence)
            self.model.style().unpolish(self.model)
            self.model.style().polish(self.model)

    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit, QLineEdit]:
        return self.symbol, self.model, self.unit, self.report_unit

    def _field(self, name: str, wide: int = 0) -> QLineEdit:
        field = QLineEdit()
        field.setFont(self._look.font("body"))
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setWhatsThis(name)
        if wide:
            field.setFixedWidth(wide)
        else:
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.textEdited.connect(self._edited)
        field.cursorPositionChanged.connect(self._enter)
        return field

    def _enter(self) -> None:
        if any(field.hasFocus() for field in self._fields()):
            self.entered.emit()

    def _edited(self) -> None:
        named = replace(
            self.output,
            symbol=self.symbol.text().strip(),
            unit=self.unit.text().strip() or "1",
            report_unit=self.report_unit.text().strip(),
        )
        self._typed = budget_cells.with_model(named, self.model.text())
        self.changed.emit(self._typed)


class ModelLines(Panel):
    """All outputs of the budget; more than a few scroll."""

    def __init__(self, look: Look, text: Text, bench: Bench) -> None:
        super().__init__("surface")
        self._look, self._text, self._bench = look, text, bench
        self.lines: list[ModelLine] = []
        inside = Panel("surface")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        bench.changed.connect(self.refresh)
        bench.shown.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the models as the budget has them, and what is said of each."""
        draft = self._bench.draft
        while len(self.lines) > len(draft.outputs):
            gone = self.lines.pop()
            self._column.removeWidget(gone)
            gone.setParent(None)
            gone.deleteLater()
        while len(self.lines) < len(draft.outputs):
            self._add(draft.outputs[len(self.lines)])
        for number, (line, output) in enumerate(zip(self.lines, draft.outputs, strict=True)):
            line.show_output(output)
            line.cross.setVisible(len(self.lines) > 1)
            looked_at = number == self._bench.output and len(self.lines) > 1
            line.set_role("sunken" if looked_at else "surface")
            line.judge(*self._judged(number))
        self._fit()

    def _add(self, output: OutputDraft) -> None:
        number = len(self.lines)
        line = ModelLine(self._look, self._text, output)
        line.changed.connect(lambda made: self._bench.change_output(number, made))
        line.entered.connect(lambda: self._bench.choose(number))
        line.removed.connect(lambda: self._bench.remove_output(number))
        self.lines.append(line)
        self._column.addWidget(line)

    def _judged(self, number: int) -> tuple[State, str, str]:
        text, checked = self._text, self._bench.checked
        own = [one for one in checked.refusals if one.table == "output" and one.number == number]
        if own:
            return State.FAIL, text(mark("Refused")), _sentence(own[0], text)
        general = [one for one in checked.refusals if not one.table]
        if general and number == self._bench.output:
            return State.FAIL, text(mark("Refused")), _sentence(general[0], text)
        if checked.budget is None:
            return State.WAITING, text(mark("Waiting")), ""
        return State.PASS, text(mark("Dimensions agree")), ""

    def _fit(self) -> None:
        tall = sum(max(line.sizeHint().height(), LINE) for line in self.lines[:MOST_LINES])
        self.setFixedHeight(tall)


def _sentence(refusal: Refusal, text: Text) -> str:
    return text(refusal.reason)
