"""What is agreed on conformity as an item is received: specification, rule, with whom, when (7.1.3)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.agreement import Agreed, figures_of
from labcal.errors import LabCalError
from labcal.services.offers import APART, Offers
from labcal.services.opening import Way
from labcal.text import Text, mark
from labcal_app.forms.agreement import CLAUSE, rule_choices, table_choices
from labcal_app.theme.look import Look
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Field, Hint, LineField
from labcal_app.widgets.labels import Label

BY_PROCEDURE = "procedure"


class ConformityFields(QWidget):
    """Few fields as long as the procedure's own limits and rule will do; more for any others.

    Signals:
        changed: Something is chosen otherwise.
    """

    changed = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._text, self._offers, self._grade = text, Offers(tables=(), rules=()), ""
        self.limits = ChoiceField(
            look,
            Hint(
                text(mark("Specification")),
                text(mark("What the results are held against: the procedure's own limits, or others.")),
                CLAUSE,
            ),
        )
        self.rule = ChoiceField(look, Hint(text(mark("Decision rule")), "", "ISO/IEC 17025:2017, 7.8.6"))
        self.ratio = LineField(look, Hint(text(mark("r, part of U")), "", "", "0.5"))
        self.figures = LineField(look, Hint(text(mark("Further figures")), "", "", "e = 5 g; Max = 15 kg"))
        self.agreed_with = LineField(look, Hint(text(mark("Agreed with")), "", CLAUSE))
        self.agreed_on = DateField(look, Hint(text(mark("Agreed on"))), text)
        self.note = Label(look, "", "small", "text2").wrapped()
        self.fields: tuple[Field, ...] = (
            self.limits,
            self.rule,
            self.ratio,
            self.figures,
            self.agreed_with,
            self.agreed_on,
        )
        self._lay_out(look)
        self.limits.changed.connect(self._show)
        self.rule.changed.connect(self._show)
        self.show_offers(self._offers)

    def show_offers(self, offers: Offers) -> None:
        """Offer the specifications and rules that can be agreed on."""
        own = (BY_PROCEDURE, self._text(mark("As the procedure has it")))
        choices = [own, *table_choices(offers, self._text)]
        chosen = self.limits.value or BY_PROCEDURE
        self._offers = offers
        self.limits.offer([(value or "none", words) for value, words in choices])
        self.rule.offer([one for one in rule_choices(offers, self._text) if one[0]])
        self.limits.set_value(chosen if offers.table(chosen) or chosen == "none" else BY_PROCEDURE)
        self._show()

    def show_grade(self, grade: str) -> None:
        """Take note of the accuracy class that is typed."""
        self._grade = grade
        self._show()

    def told(self, grade: str, way: Way | None) -> Agreed | None:
        """Return what was agreed; None where the procedure is to say it, and nothing is known of that yet."""
        limits, rule = self._chosen(way) if grade or self.limits.value != BY_PROCEDURE else ("", "")
        if self.limits.value == BY_PROCEDURE and not limits:
            return None
        name, _, edition = limits.partition(APART)
        return Agreed(
            limits=name,
            edition=int(edition or 0),
            grade=grade if name else "",
            rule=rule,
            ratio=self.ratio.value if self.ratio.isVisibleTo(self) else "",
            figures=self.figures.value if self.figures.isVisibleTo(self) else "",
            agreed_with=self.agreed_with.value,
            agreed_on=self.agreed_on.day,
        )

    def check(self) -> bool:
        """Say beside each field what is wrong; tell whether nothing is."""
        table = self._offers.table(self.limits.value)
        if table is not None and not self.rule.value:
            self.rule.refuse(self._text(mark("Choose the rule that was agreed on.")))
            return False
        if self.agreed_on.value and self.agreed_on.day is None:
            self.agreed_on.refuse(self._text(mark("“{typed}” is not a date."), typed=self.agreed_on.value))
            return False
        try:
            figures_of(self.figures.value)
        except LabCalError as error:
            self.figures.refuse(error.shown(self._text))
            return False
        return True

    def clear(self) -> None:
        """Empty every field."""
        self.limits.set_value(BY_PROCEDURE)
        self.rule.set_value("")
        for field in (self.ratio, self.figures, self.agreed_with):
            field.set_value("")
        self.agreed_on.set_day(None)
        self._show()

    def _chosen(self, way: Way | None) -> tuple[str, str]:
        """Return specification and rule; those of the procedure where it is to say them."""
        if self.limits.value == BY_PROCEDURE:
            return (way.limits, way.rule) if way is not None else ("", "")
        table = self._offers.table(self.limits.value)
        return (table.key, self.rule.value) if table is not None else ("", "")

    def _lay_out(self, look: Look) -> None:
        who = QHBoxLayout()
        who.setSpacing(look.space("s"))
        who.addWidget(self.agreed_with, 3)
        who.addWidget(self.agreed_on, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("s") + 2)
        for widget in (self.limits, self.rule, self.ratio, self.figures, self.note):
            column.addWidget(widget)
        column.addLayout(who)

    def _show(self) -> None:
        """Show the fields that what is chosen asks for, and what the rule says."""
        table, rule = self._offers.table(self.limits.value), self._offers.rule(self.rule.value)
        self.rule.setVisible(table is not None)
        self.ratio.setVisible(table is not None and rule is not None and rule.is_agreed)
        self.figures.setVisible(table is not None and bool(table.figures))
        for field in (self.agreed_with, self.agreed_on):
            field.setVisible(table is not None or self.limits.value == "none" or bool(self._grade))
        parts = []
        if table is not None and table.grades:
            parts.append(self._text(mark("Classes: {classes}"), classes=", ".join(table.grades)))
        if table is not None and table.figures:
            figures = ", ".join(table.figures)
            parts.append(self._text(mark("Further figures wanted: {figures}"), figures=figures))
        if table is not None and rule is not None:
            parts.append(rule.statement)
        self.note.setText("\n".join(parts))
        self.note.setVisible(bool(self.note.text()))
        self.changed.emit()
