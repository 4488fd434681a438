"""What the worked example of a procedure gives, beside the figures that it is expected to give."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.validation import Examined, Finding
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.table import Table


class ExampleTab(QWidget):
    """One sentence, and a line for each figure."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._text = text
        self.banner = Banner(look, text)
        self.model = TableModel[Finding](text, self._columns(), lambda one: one.figure.name, self)
        self.table = Table(look, text, self.model, text(mark("Worked example")))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.table)
        self.wait()

    def wait(self) -> None:
        """Say that the example is being computed."""
        self.model.show_lines([])
        self.table.hide()
        self.banner.say(State.INFO, self._text(mark("The example is being computed.")))

    def show_examined(self, found: Examined | None) -> None:
        """Show what the example gave; None where there is none."""
        text = self._text
        if found is None:
            self.banner.say(State.CONDITIONAL, text(mark("This procedure has no worked example.")))
            return
        self.model.show_lines(list(found.findings))
        high = self.table.verticalHeader().defaultSectionSize() * len(found.findings)
        self.table.setFixedHeight(high + self.table.horizontalHeader().sizeHint().height() + 6)
        self.table.setVisible(bool(found.findings))
        if found.failure:
            self.banner.say(State.FAIL, found.failure)
        elif found.passed:
            self.banner.say(State.PASS, text(mark("The example gives every figure that is expected.")))
        else:
            self.banner.say(
                State.FAIL, text(mark("The example does not give the figures that are expected."))
            )

    def _columns(self) -> tuple[Column[Finding], ...]:
        text = self._text

        def chip(one: Finding) -> Chip:
            if one.passed:
                return Chip(State.PASS, text(mark("agrees")))
            return Chip(State.FAIL, text(mark("differs")))

        return (
            Column[Finding](title=mark("Figure"), value=lambda one: one.figure.name, width=200, grows=True),
            Column[Finding](
                title=mark("Expected"), value=lambda one: one.figure.printed, kind=Kind.NUMBER, width=120
            ),
            Column[Finding](
                title=mark("Tolerance ±"),
                value=lambda one: "" if one.figure.tolerance is None else f"{one.figure.tolerance:f}",
                width=110,
                tone="text2",
            ),
            Column[Finding](title=mark("Found"), value=lambda one: one.found, kind=Kind.NUMBER, width=120),
            Column[Finding](title=mark("Agrees"), value=chip, kind=Kind.CHIP, width=110),
        )
