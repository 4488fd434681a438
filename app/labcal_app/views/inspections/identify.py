"""The first step of the sheet: the marks as read from the plate, and the weights of the kit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain.instrument import StandardNumber
from labcal.domain.verification import VerificationNumber, VerificationState
from labcal.services.verification_sheet import KitLine, VerificationSheet, kit_lines
from labcal.services.verifications import ChooseKit, EditMarks
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.forms.record import RecordForm
from labcal_app.models.inspections import kit_columns
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.views.inspections.marks import MARKS, identified, values_of
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

FORM = 380


class IdentifyPanel(Panel):
    """The marks at the start, the kit at the end."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self._number = VerificationNumber("")
        self._takes = False
        self._chosen: set[str] = set()
        self.form = RecordForm(look, text, MARKS, text(mark("Correct marks")))
        self.form.say(text(mark("Marks and premises")))
        self.form.close_button.hide()
        self.form.setFixedWidth(FORM)
        self.model = TableModel[KitLine](
            text, kit_columns(text, self._chosen), lambda one: str(one.line.number), self
        )
        self.table = Table(look, text, self.model, text(mark("Weights of the kit")))
        self.notices = Label(look, "", "small", "warn").wrapped()
        right = QVBoxLayout()
        right.setContentsMargins(0, look.space("m"), 0, 0)
        right.setSpacing(look.space("s"))
        title = SectionTitle(look, text(mark("Weights of the kit")))
        hint = Label(
            look, text(mark("Enter or a double click takes a weight into the kit.")), "small", "text2"
        )
        for widget in (title, hint, self.notices):
            widget.setContentsMargins(20, 0, 20, 0)
            right.addWidget(widget)
        right.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form)
        row.addLayout(right, 1)
        self.form.submitted.connect(self._correct)
        self.table.opened.connect(self._toggle)

    def show_sheet(self, sheet: VerificationSheet, *, opened: bool) -> None:
        """Show marks and kit; a form in which something was typed keeps it."""
        known = sheet.verification
        first = known.number != self._number
        self._number = known.number
        self._takes = opened and known.state is VerificationState.OPEN
        self._chosen.clear()
        self._chosen.update(str(one.standard) for one in known.kit)
        if first or not self.form.typed:
            self.form.show_record(known.number, known.version, values_of(known.told))
        self.form.keep.setEnabled(self._takes)
        self.notices.setText("\n".join(self._text(notice) for notice in sheet.notices))
        self.notices.setVisible(bool(sheet.notices))
        self._desk.ask(self, kit_lines, self._show_kit)

    def begin(self) -> None:
        """Put the keyboard on the weights."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def _show_kit(self, lines: Sequence[KitLine]) -> None:
        self.model.show_lines(lines)

    def _toggle(self, key: object) -> None:
        if not self._takes:
            return
        wanted = self._chosen ^ {str(key)}
        numbers = tuple(StandardNumber(number) for number in sorted(wanted))
        self._desk.run(ChooseKit(verification=self._number, standards=numbers))

    def _correct(self) -> None:
        told = self.form.entries.told()
        if told is not None:
            command = EditMarks(verification=self._number, told=identified(told), seen=self.form.seen)
            self._desk.run(command, None, self.form.refuse)
