"""What is unfit and may be let pass: chosen, given its reason, and recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labcal.domain.job import JobNumber
from labcal.errors import LabCalError
from labcal.services.excuses import ExcuseUnfit
from labcal.services.requirement import Met, Requirement
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.points import may_record
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import ChoiceField, Hint, LineField

CHOICE, REASON = 420, 300


class LetPass(QWidget):
    """A choice of what is unfit, the reason and the button; not there where everything is fit.

    Args:
        where: The parts of the worksheet whose requirements it is about.
    """

    def __init__(self, look: Look, text: Text, desk: Desk, where: frozenset[str]) -> None:
        super().__init__()
        self._text, self._desk, self._where = text, desk, where
        self._job = JobNumber("")
        self._unfit: tuple[Requirement, ...] = ()
        help_ = text(mark("What is let pass stands on the certificate, with its reason."))
        self.what = ChoiceField(look, Hint(text(mark("Unfit")), help_, "ISO/IEC 17025:2017, 7.8.2.1 n"))
        self.reason = LineField(look, Hint(text(mark("Why it is let pass")), ""))
        self.give = Button(look, text(mark("Let pass")), "check")
        self.what.setFixedWidth(CHOICE)
        self.reason.setFixedWidth(REASON)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.space("s"), 0, 0)
        row.setSpacing(look.space("m"))
        for widget in (self.what, self.reason):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.reason.changed.connect(lambda _words: self._offer())
        self.what.changed.connect(lambda _value: self._offer())
        self.give.clicked.connect(self._give)
        self.hide()

    def show_sheet(self, shown: Worksheet) -> None:
        """Offer what is unfit now; the words typed stay."""
        self._job = shown.sheet.job.number
        self._unfit = tuple(
            one
            for one in shown.sheet.requirements
            if one.excusable and one.met is Met.NO and one.where in self._where
        )
        self.what.offer([(_code(one), self._text(one.says)) for one in self._unfit])
        if not self.what.value and self._unfit:
            self.what.set_value(_code(self._unfit[0]))
        self.setVisible(bool(self._unfit) and may_record(shown))
        self._offer()

    def _offer(self) -> None:
        self.give.setEnabled(bool(self.what.value and self.reason.value.strip()))

    def _give(self) -> None:
        chosen = next((one for one in self._unfit if _code(one) == self.what.value), None)
        if chosen is not None and chosen.unfit is not None:
            command = ExcuseUnfit(
                job=self._job, what=chosen.unfit, about=chosen.about, reason=self.reason.value
            )
            self._desk.run(command, lambda _value: self.reason.set_value(""), self._refuse)

    def _refuse(self, error: LabCalError) -> None:
        self.reason.refuse(error.shown(self._text))


def _code(one: Requirement) -> str:
    return f"{one.unfit.value if one.unfit else ''} {one.about}"
