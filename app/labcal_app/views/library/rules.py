"""The decision rules: formula, guard band drawn, conditions, source, and who compared them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from labcal.domain.specification import Library
from labcal.services.limits import RuleLine, rule_library
from labcal.services.specifications import CompareWithDocument
from labcal.text import Text, mark
from labcal_app.cells import Kind, State
from labcal_app.charts.conformity import ConformityChart, ConformitySeries, ErrorPoint
from labcal_app.desk import Desk
from labcal_app.forms.beside import Beside, SideStack
from labcal_app.forms.record import RecordForm
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.library.limit_sheet import verified_chip
from labcal_app.views.library.limits import COMPARED
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

SHOWS = frozenset({"comparison"})
WIDE, DRAWN, LABELS = 480, 240, 92
LIMIT, EXPANDED = 10.0, 2.0
"""Of the sketch, in arbitrary units: U is a fifth of the limit."""


def columns(text: Text) -> tuple[Column[RuleLine], ...]:
    """Return the columns of the list of rules."""
    return (
        Column[RuleLine](
            title=mark("Rule"), value=lambda line: line.title, kind=Kind.STRONG, width=220, grows=True
        ),
        Column[RuleLine](title=mark("Version"), value=lambda line: line.version, width=70),
        Column[RuleLine](title=mark("Guard band w"), value=guard_band, kind=Kind.CODE, width=110),
        Column[RuleLine](
            title=mark("Verified"),
            value=lambda line: verified_chip(line.verified, text),
            kind=Kind.CHIP,
            width=150,
        ),
    )


def guard_band(line: RuleLine) -> str:
    """Return the guard band as a formula."""
    if line.is_agreed:
        return "w = r U"
    guard = Decimal(line.guard)
    if guard == 0:
        return "w = 0"
    size = "" if abs(guard) == 1 else f"{abs(guard):f} "
    return f"w = {'−' if guard < 0 else ''}{size}U"


class RulesTab(Panel):
    """The list at the start, the chosen rule at the end."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self.model = TableModel[RuleLine](text, columns(text), lambda line: line.digest, self)
        self.table = Table(look, text, self.model, text(mark("Decision rules"))).sortable()
        self.sheet = Beside(look, width=WIDE)
        self.compare = self.sheet.head_button(text(mark("Compare…")), "check")
        self.statement = Label(look, "", "body", "text").wrapped()
        self.chart = ConformityChart(look, text)
        self.chart.setMinimumHeight(DRAWN)
        self.facts = Facts(look, LABELS)
        self.more = Label(look, "", "small", "text2").wrapped()
        for widget in (self.statement, self.chart, self.facts, self.more):
            self.sheet.add(widget)
        self.side = SideStack(self.sheet, WIDE)
        entries = tuple(entry for entry in COMPARED if entry.name != "row")
        self.form = RecordForm(look, text, entries, text(mark("Record comparison")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(self.side)
        self.setFocusProxy(self.table)
        self.table.chosen.connect(lambda _key: self._show())
        self.compare.clicked.connect(self._begin)
        self.form.submitted.connect(self._submit)
        self.form.setFixedWidth(WIDE)
        self.form.dismissed.connect(self.side.back)
        desk.changed.connect(self._changed)
        self._changed(SHOWS)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            self._desk.ask(self, partial(rule_library, language=self._text.language), self._listed)

    def _listed(self, lines: Sequence[RuleLine]) -> None:
        self.model.show_lines(lines)
        if self.table.current is None and lines:
            self.table.selectRow(0)
        self._show()

    def _show(self) -> None:
        line, text = self.table.current, self._text
        if line is None:
            return
        edition = text(mark("version {version}"), version=line.version)
        self.sheet.say(line.title, f"{line.name}, {edition}")
        self.statement.setText(line.statement)
        facts = [(text(mark("Guard band")), guard_band(line))]
        if line.least_ratio:
            gate = text(mark("no verdict where U > half the tolerance / {ratio}"), ratio=line.least_ratio)
            facts.append((text(mark("Gate")), gate))
        if line.has_conditions:
            facts.append((text(mark("In the band")), text(mark("conditional pass, conditional fail"))))
        facts += [
            (text(mark("Source")), line.source),
            (text(mark("Confidence")), line.confidence),
            (text(mark("Verified")), line.verified or text(mark("unverified"))),
        ]
        self.facts.show_facts(facts)
        self.more.setText(text(mark("Drawn with U = a fifth of the limit.")))
        self.chart.show_series(self._sketch(line))

    def _sketch(self, line: RuleLine) -> ConformitySeries:
        """Return four results against the same limits: inside, in the band on either side, outside."""
        guard = EXPANDED * float(Decimal(line.guard)) * (0.5 if line.is_agreed else 1.0)
        points = []
        for error, name in ((4.0, "A"), (LIMIT - 1, "B"), (LIMIT + 1, "C"), (LIMIT + 4, "D")):
            points.append(
                ErrorPoint(
                    label=name,
                    error=error,
                    expanded=EXPANDED,
                    shown=name,
                    state=_state(error, guard, conditions=line.has_conditions),
                    lower=-LIMIT,
                    upper=LIMIT,
                    guard=max(guard, 0.0),
                )
            )
        return ConformitySeries(points=tuple(points), unit="", axis=self._text(mark("Results")))

    def _begin(self) -> None:
        line = self.table.current
        if line is not None:
            self.form.say(self._text(mark("Compared with the document")), line.title)
            self.form.begin_new({"agrees": True})
            self.side.open(self.form)

    def _submit(self) -> None:
        line, told = self.table.current, self.form.entries.told()
        if line is None or told is None:
            return
        command = CompareWithDocument(library=Library.RULE, name=line.name, digest=line.digest, **told)
        self.form.wait(waiting=True)
        self._desk.run(command, lambda _value: self._done(), self.form.refuse)

    def _done(self) -> None:
        self.form.clear()
        self.side.back()


def _state(error: float, guard: float, *, conditions: bool) -> State:
    """Return how a result of the sketch is decided."""
    if error <= LIMIT - guard:
        return State.PASS
    if conditions and error <= LIMIT + guard:
        return State.CONDITIONAL
    return State.FAIL
