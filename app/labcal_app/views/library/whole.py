"""The library put together: a tab for each of its kinds."""

from __future__ import annotations

from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.library.limits import LimitsTab
from labcal_app.views.library.page import LibraryPage
from labcal_app.views.library.procedures import ProcedureWays
from labcal_app.views.library.rules import RulesTab


class Library(LibraryPage):
    """Procedures, limits, decision rules.

    Attributes:
        procedures: Leads from the list to a record, and to the editor.
    """

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look, text)
        self.procedures = ProcedureWays(look, text, desk, self)
        limits = LimitsTab(look, text, desk)
        self.add_tab("limits", text(mark("Limits")), limits, limits.write)
        self.add_tab("rules", text(mark("Decision rules")), RulesTab(look, text, desk))
