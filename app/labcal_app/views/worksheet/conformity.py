"""Conformity: the error with U against the limits, and the rule it is decided by."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.conformity import Limits, Verdict, leaves_nothing
from labcal.domain.evaluation import PointResult
from labcal.services.agreed import rule_words
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.charts.conformity import ConformityChart
from labcal_app.figures import shown_figure, shown_quantity, with_unit
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.error_series import conformity_series, has_error
from labcal_app.views.worksheet.point_figures import point_of
from labcal_app.views.worksheet.result import span
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel

FACTS = 264
LEAST = 1e-6
"""Below it a risk is told as being below it."""


class ConformityTab(QStackedWidget):
    """Chart and facts; why there is no statement where there is none."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self.chart = ConformityChart(look, text)
        self.facts = Facts(look)
        self.reason = Label(look, "", "small", "text2").wrapped()
        self.statement = Label(look, "", "small", "text2").wrapped()
        self.unverified = Label(look, "", "small", "warn").wrapped()
        self.empty = Empty(look, "chart", text(mark("No statement of conformity yet.")))
        self.addWidget(self.empty)
        self.addWidget(self._body())

    def show_sheet(self, shown: Worksheet, point: int = 0) -> None:
        """Show every point against its limits, and the decision about one as it would fall now."""
        found, procedure = point_of(shown, point), shown.sheet.procedure
        begun = any(one.result is not None for one in shown.sheet.both)
        if procedure is None or not begun or not (has_error(procedure) or shown.sheet.limits):
            self.setCurrentIndex(0)
            self.empty.say(*self._why_not(shown))
            return
        self.setCurrentIndex(1)
        self.chart.show_series(conformity_series(shown, point, self._text))
        result = found.result if found else None
        if result is None or result.verdict is None or result.limits is None:
            self._show_no_decision(shown)
        else:
            self._show_facts(result, result.verdict)

    def _body(self) -> QWidget:
        side = Panel("surface")
        room = QScrollArea()
        room.setFixedWidth(FACTS)
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(side)
        column = QVBoxLayout(side)
        column.setContentsMargins(self._look.space("l"), self._look.space("m"), 20, self._look.space("m"))
        column.setSpacing(self._look.space("s"))
        for widget in (self.facts, self.reason, self.statement, self.unverified):
            column.addWidget(widget)
        column.addStretch(1)
        body = Panel("surface")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.chart, 1)
        row.addWidget(room)
        return body

    def _why_not(self, shown: Worksheet) -> tuple[str, str]:
        text, found = self._text, shown.sheet
        if found.trouble is not None:
            return text(mark("Conformity cannot be decided.")), found.trouble.shown(text)
        if found.procedure is not None and found.procedure.conformity is None:
            return text(mark("This procedure states no conformity.")), ""
        if not found.job.grade:
            more = mark("No accuracy class was agreed with the customer; the certificate states none.")
            return text(mark("No statement of conformity was asked for.")), text(more)
        return text(mark("No statement of conformity yet.")), text(mark("It appears with the first result."))

    def _show_no_decision(self, shown: Worksheet) -> None:
        title, more = self._why_not(shown)
        self.facts.show_facts([])
        self.reason.setText(title)
        self.statement.setText(more)
        self.unverified.hide()

    def _show_facts(self, result: PointResult, verdict: Verdict) -> None:
        text, limits = self._text, result.limits
        if limits is None:
            return
        facts = [
            (text(mark("Point")), shown_quantity(result.nominal, text)),
            (text(mark("Class")), limits.grade),
            (text(mark("Limits")), span(limits, text)),
            (text(mark("From")), f"{limits.specification}, {limits.clause}".strip(", ")),
            (text(mark("Rule")), verdict.source),
            *self._risks(verdict, limits),
        ]
        self.facts.show_facts([(label, value) for label, value in facts if value])
        self.reason.setText(text(verdict.reason, **dict(verdict.fields)))
        self.statement.setText(rule_words(verdict.rule, verdict.version, verdict.share, text))
        unverified = mark("These limits have not been compared with the document by a named person yet.")
        self.unverified.setText("" if limits.verified else text(unverified))
        self.unverified.setVisible(not limits.verified)

    def _risks(self, verdict: Verdict, limits: Limits) -> list[tuple[str, str]]:
        """Return guard band and risks of a decision, and that nothing is left to accept where it is so."""
        text, facts = self._text, []
        guard = Decimal(f"{verdict.guard:.6g}")
        if guard:
            facts.append((text(mark("Guard band w")), with_unit(guard, limits.unit, text, signed=guard < 0)))
        if leaves_nothing(verdict, limits):
            facts.append((text(mark("Acceptance zone")), text(mark("none is left"))))
        risks = (
            (mark("Specific risk"), verdict.specific_risk),
            (mark("Global risk of false acceptance"), verdict.false_accept),
            (mark("Global risk of false rejection"), verdict.false_reject),
        )
        return facts + [(text(label), percent(risk, text)) for label, risk in risks if risk is not None]


def percent(risk: float, text: Text) -> str:
    """Return a probability in per cent, with two digits; below a millionth as being so."""
    if 0 <= risk < LEAST:
        return f"< {shown_figure(Decimal('0.0001'), text)} %"
    return f"{shown_figure(Decimal(f'{100 * risk:.2g}'), text)} %"
