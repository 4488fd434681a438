"""The tabs below the readings."""

from __future__ import annotations

from labcal.domain.job import State
from labcal.domain.person import Level
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.papers import NOTES, FilesTab
from labcal_app.views.records.shelf import ShelfTab
from labcal_app.views.worksheet.agreed import AgreementTab, PromiseTab
from labcal_app.views.worksheet.budget import BudgetTab
from labcal_app.views.worksheet.check import CheckTab
from labcal_app.views.worksheet.conditions import ConditionsTab
from labcal_app.views.worksheet.conformity import ConformityTab
from labcal_app.views.worksheet.distribution import DistributionTab
from labcal_app.views.worksheet.history import HistoryTab
from labcal_app.views.worksheet.points import may_record
from labcal_app.views.worksheet.remarks import RemarksTab
from labcal_app.views.worksheet.standard import StandardTab
from labcal_app.widgets.tabs import Tabs

BUDGET, CONFORMITY, DISTRIBUTION, CONDITIONS, STANDARD, REMARKS, CHECK, AGREED, PROMISE = range(9)
NOTES_TAB, FILES_TAB, HISTORY = range(9, 12)
PLACES = {
    "procedure": STANDARD,
    "prepare": STANDARD,
    "standard": STANDARD,
    "room": CONDITIONS,
    "conformity": CONFORMITY,
    "evaluate": BUDGET,
    "check": CHECK,
    "received": REMARKS,
    "agreed": AGREED,
    "promise": PROMISE,
}
"""The tab where each requirement or stage is dealt with."""


class WorksheetTabs(Tabs):
    """Budget, conformity, conditions, standard, remarks, check, agreement, promise, notes, files, history."""

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__(look)
        self.budget = BudgetTab(look, text)
        self.conformity = ConformityTab(look, text)
        self.distribution = DistributionTab(look, text, desk)
        self.conditions = ConditionsTab(look, text, desk, dialogs)
        self.standard = StandardTab(look, text, desk)
        self.remarks = RemarksTab(look, text, desk)
        self.check = CheckTab(look, text, desk)
        self.agreed = AgreementTab(look, text, desk)
        self.promise = PromiseTab(look, text, desk)
        self.notes = ShelfTab(look, text, desk, NOTES)
        self.files = FilesTab(look, text, desk, dialogs or FileDialogs(text))
        self.history = HistoryTab(look, text, desk)
        self._subject: Subject | None = None
        self.add(text(mark("Budget")), self.budget)
        self.add(text(mark("Conformity")), self.conformity)
        self.add(text(mark("Distribution")), self.distribution)
        self.conditions_tab = self.add(text(mark("Conditions")), self.conditions)
        self.standard_tab = self.add(text(mark("Standard used")), self.standard)
        self.add(text(mark("Remarks")), self.remarks)
        self.add(text(mark("Check")), self.check)
        self.add(text(mark("Agreement")), self.agreed)
        self.promise_tab = self.add(text(mark("Promise")), self.promise)
        self.add(text(NOTES.title), self.notes)
        self.add(text(mark("Files")), self.files)
        self.add(text(mark("History")), self.history)
        self.bar.chosen.connect(self._look_at)

    def show_point(self, shown: Worksheet, point: int) -> None:
        """Show a point of ``shown`` in the tabs that are about one."""
        for tab in (self.budget, self.conformity, self.distribution):
            tab.show_sheet(shown, point)

    def show_live(self, shown: Worksheet, point: int) -> None:
        """Show a point in the tab that is looked at, before the book has it; the others wait for the book."""
        for place, tab in ((BUDGET, self.budget), (CONFORMITY, self.conformity)):
            if place == self.bar.current:
                tab.show_sheet(shown, point)

    def show_sheet(self, shown: Worksheet, point: int = 0) -> None:
        """Show ``shown`` in every tab, with the point that is looked at."""
        self._subject = Subject(SubjectKind.JOB, shown.sheet.job.number)
        self._look_at(self.bar.current)
        self.show_point(shown, point)
        facts = (self.check, self.history)
        for tab in (*facts, self.conditions, self.standard, self.remarks):
            tab.show_sheet(shown)
        self.promise.show_job(shown.sheet.job)
        self.promise_tab.count(sum(1 for one in shown.sheet.job.delays if one.value.until is None))
        self.conditions_tab.count(len(shown.sheet.job.room))
        self.standard_tab.count(len(shown.sheet.job.standards))

    def _look_at(self, place: int) -> None:
        """Have agreements, delays, notes, files or the history asked from the book once looked at."""
        if place == HISTORY:
            self.history.look_at()
        asked = {AGREED: self.agreed, PROMISE: self.promise, NOTES_TAB: self.notes, FILES_TAB: self.files}
        papers = asked.get(place)
        if papers is not None and self._subject is not None:
            papers.show_subject(self._subject)

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
