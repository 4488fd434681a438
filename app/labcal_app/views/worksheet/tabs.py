"""The tabs below the readings."""

from __future__ import annotations

from labcal.domain.job import State
from labcal.domain.person import Level
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.budget import BudgetTab
from labcal_app.views.worksheet.check import CheckTab
from labcal_app.views.worksheet.conditions import ConditionsTab
from labcal_app.views.worksheet.conformity import ConformityTab
from labcal_app.views.worksheet.history import HistoryTab
from labcal_app.views.worksheet.points import may_record
from labcal_app.views.worksheet.remarks import RemarksTab
from labcal_app.views.worksheet.standard import StandardTab
from labcal_app.widgets.tabs import Tabs

BUDGET, CONFORMITY, CONDITIONS, STANDARD, REMARKS, CHECK, HISTORY = range(7)
PLACES = {
    "procedure": STANDARD,
    "prepare": STANDARD,
    "standard": STANDARD,
    "room": CONDITIONS,
    "conformity": CONFORMITY,
    "evaluate": BUDGET,
    "check": CHECK,
    "received": REMARKS,
}
"""The tab where each requirement or stage is dealt with."""


class WorksheetTabs(Tabs):
    """Budget, conformity, conditions, standard, remarks, check, history."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look)
        self.budget = BudgetTab(look, text)
        self.conformity = ConformityTab(look, text)
        self.conditions = ConditionsTab(look, text, desk)
        self.standard = StandardTab(look, text, desk)
        self.remarks = RemarksTab(look, text, desk)
        self.check = CheckTab(look, text)
        self.history = HistoryTab(look, text)
        self.add(text(mark("Budget")), self.budget)
        self.add(text(mark("Conformity")), self.conformity)
        self.conditions_tab = self.add(text(mark("Conditions")), self.conditions)
        self.standard_tab = self.add(text(mark("Standard used")), self.standard)
        self.add(text(mark("Remarks")), self.remarks)
        self.add(text(mark("Check")), self.check)
        self.add(text(mark("History")), self.history)

    def show_sheet(self, shown: Worksheet) -> None:
        """Show ``shown`` in every tab."""
        facts = (self.budget, self.conformity, self.check, self.history)
        for tab in (*facts, self.conditions, self.standard, self.remarks):
            tab.show_sheet(shown)
        self.conditions_tab.count(len(shown.sheet.job.room))
        self.standard_tab.count(len(shown.sheet.job.standards))

    def begin(self, shown: Worksheet) -> None:
        """Choose the tab where the work on a job goes on."""
        job = shown.sheet.job
        wanted = CONFORMITY
        if job.state is State.CHECKING and Level.CHECKS in shown.sheet.rights:
            wanted = CHECK
        elif may_record(shown) and not job.standards:
            wanted = STANDARD
        elif may_record(shown) and not job.room:
            wanted = CONDITIONS
        self.bar.choose(wanted)

    def go_to(self, where: str) -> None:
        """Choose the tab where ``where`` is dealt with, and put the focus into it."""
        place = PLACES.get(where, CONFORMITY)
        self.bar.choose(place)
        if place == CONDITIONS:
            self.conditions.go_to()
        elif place == STANDARD:
            self.standard.go_to()
        else:
            self.bar.tabs[place].setFocus()
