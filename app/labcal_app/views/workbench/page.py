"""The workbench put together: models, quantities, result, charts, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from labcal.errors import LabCalError
from labcal.services.files import write
from labcal.services.plans import budget_of_procedure
from labcal.services.procedures import BookProcedure, book_procedures
from labcal.services.sheet import parsed
from labcal.services.workbench import (
    Shipped,
    budget_of,
    example,
    examples,
    of_procedure,
    open_budget,
    procedures,
    save_budget,
    unfinished,
    unfinished_text,
)
from labcal.text import Text, mark
from labcal_app.charts.contributions import ContributionChart
from labcal_app.desk import Desk
from labcal_app.models.workbench import Spot
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.views.workbench.correlations import CorrelationsPanel
from labcal_app.views.workbench.coverage import CoveragePanel
from labcal_app.views.workbench.files import BudgetDialogs
from labcal_app.views.workbench.lines import evaluation_of, series_of
from labcal_app.views.workbench.models import ModelLines
from labcal_app.views.workbench.procedure import ProcedureForm
from labcal_app.views.workbench.quantities import QuantitiesPanel
from labcal_app.views.workbench.result import ResultPanel
from labcal_app.views.workbench.simulation import SimulationPanel
from labcal_app.views.workbench.studies import StudiesPanel
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import Panel, hairline
from labcal_app.widgets.page_head import PageHead

BEGUN_WITH = "EA402-S2"
CHARTS = (2, 3)
KEPT = "workbench/budget"


class WorkbenchPage(Panel):
    """One budget, typed in or opened.

    Signals:
        refused: A file cannot be used.
    """

    refused = Signal(LabCalError)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: BudgetDialogs) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._in_book: dict[str, BookProcedure] = {}
        self._settings: QSettings | None = None
        self.bench = Bench(desk, self)
        self.bench.begin(example(BEGUN_WITH))
        self.head = PageHead(look, text(mark("Workbench")))
        self.models = ModelLines(look, text, self.bench)
        self.quantities = QuantitiesPanel(look, text, self.bench)
        self.result = ResultPanel(look, text, self.bench)
        self.contributions = ContributionChart(look, text)
        self.simulation = SimulationPanel(look, text, desk, self.bench)
        self.correlations = CorrelationsPanel(look, text, self.bench)
        self.coverage = CoveragePanel(look, text, self.bench)
        self.studies = StudiesPanel(look, text, desk, self.bench)
        self.procedure = ProcedureForm(look, text, desk, self.bench)
        self.beside = QStackedWidget()
        self._make_head()
        self._lay_out()
        self._wire()
        self._refresh()

    def open(self) -> None:
        """Ask for a budget file, and put it on the bench."""
        path = self._dialogs.existing(self)
        if path is None:
            return
        try:
            self.bench.begin(open_budget(path))
        except LabCalError as error:
            self.refused.emit(error)

    def save(self) -> None:
        """Ask for a place, and keep the budget there as a file."""
        path = self._dialogs.new(self, self.bench.draft.title or "budget")
        if path is None:
            return
        try:
            save_budget(self.bench.draft, path)
        except LabCalError as error:
            self.refused.emit(error)

    def take_example(self, name: str) -> None:
        """Put a worked example that ships on the bench."""
        self.bench.begin(example(name))

    def take_procedure(self, name: str) -> None:
        """Put the budget that a procedure expects on the bench, or its worked example where it ships."""
        known = self._in_book.get(name)
        try:
            if known is None:
                self.bench.begin(of_procedure(name, self._text.language))
            else:
                self.bench.begin(budget_of_procedure(parsed(known.body), self._text.language))
        except LabCalError as error:
            self.refused.emit(error)

    def remember(self, settings: QSettings) -> None:
        """Keep what lies on the bench in ``settings``, and begin with what lay there last."""
        self._settings = settings
        text = str(settings.value(KEPT, ""))
        kept = unfinished(text) or budget_of(text)
        if kept is not None:
            self.bench.begin(kept)

    def show_beside(self, panel: QWidget) -> None:
        """Show a panel beside the table, or put it away where it is shown."""
        shown = self.beside.isVisibleTo(self) and self.beside.currentWidget() is panel
        self.beside.setVisible(not shown)
        self.beside.setCurrentWidget(panel)
        if panel is self.studies and not shown:
            self._about(self.quantities.grid.current_key)
        if panel is self.procedure and not shown:
            self.procedure.take()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _make_head(self) -> None:
        look, text = self._look, self._text
        self.undo = IconButton(look, "undo", text(mark("Take the last step back")))
        self.examples = Button(look, text(mark("Examples")), "library").opens_menu()
        self.from_procedure = Button(look, text(mark("From a procedure")), "next").opens_menu()
        self.opening = Button(look, text(mark("Open")), "import")
        self.saving = Button(look, text(mark("Save")), "export")
        self.using = Button(look, text(mark("Use in a procedure")), "next", "primary")
        parts = (self.undo, self.examples, self.from_procedure, self.opening, self.saving, self.using)
        for part in parts:
            self.head.add(part)
        self.examples_menu = _menu(self.examples, examples(), self.take_example)
        self.procedures_menu = _menu(self.from_procedure, procedures(text.language), self.take_procedure)

    def _lay_out(self) -> None:
        charts = QHBoxLayout()
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(0)
        charts.addWidget(self.contributions, CHARTS[0])
        charts.addWidget(hairline(upright=True))
        charts.addWidget(self.simulation, CHARTS[1])
        below = Panel("surface")
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        for part in (self.result, hairline()):
            lower.addWidget(part)
        lower.addLayout(charts, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(3)
        self.split.addWidget(self.quantities)
        self.split.addWidget(below)
        self.split.setSizes([226, 360])
        for panel in (self.correlations, self.coverage, self.studies, self.procedure):
            self.beside.addWidget(panel)
        self.beside.setFixedWidth(self.coverage.width())
        self.beside.hide()
        work = QVBoxLayout()
        work.setSpacing(0)
        for part in (self.models, hairline()):
            work.addWidget(part)
        work.addWidget(self.split, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(work, 1)
        row.addWidget(self.beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.bench.changed.connect(self._refresh)
        self.bench.changed.connect(self._keep)
        self.bench.shown.connect(self._refresh)
        self.undo.clicked.connect(self.bench.undo)
        self.bench.steps.changed.connect(self._offer_undo)
        self._desk.changed.connect(self._follow_book)
        self._follow_book(frozenset({"procedure"}))
        self.using.clicked.connect(partial(self.show_beside, self.procedure))
        self.procedure.written.connect(self._save_procedure)
        self.opening.clicked.connect(self.open)
        self.saving.clicked.connect(self.save)
        wanted = self.quantities
        wanted.correlations_wanted.connect(partial(self.show_beside, self.correlations))
        wanted.coverage_wanted.connect(partial(self.show_beside, self.coverage))
        wanted.studies_wanted.connect(partial(self.show_beside, self.studies))
        for panel in (self.correlations, self.coverage, self.studies, self.procedure):
            panel.dismissed.connect(self.beside.hide)
        wanted.grid.chosen.connect(self._about)

    def _keep(self) -> None:
        """Keep the budget as far as it is typed."""
        if self._settings is not None:
            self._settings.setValue(KEPT, unfinished_text(self.bench.draft))

    def _save_procedure(self, body: str) -> None:
        path = self._dialogs.new(self, "procedure")
        if path is None:
            return
        try:
            write(path, body.encode())
        except LabCalError as error:
            self.refused.emit(error)

    def _follow_book(self, tables: frozenset[str]) -> None:
        if "procedure" in tables:
            question = partial(book_procedures, language=self._text.language)
            self._desk.ask(self, question, self._show_procedures)

    def _show_procedures(self, found: list[BookProcedure]) -> None:
        """Offer the book's own procedures below those that ship."""
        for action in self.procedures_menu.actions():
            if action.data() in self._in_book:
                self.procedures_menu.removeAction(action)
        own = {f"{one.name} {one.version}": one for one in found if parsed(one.body).words is not None}
        self._in_book = own
        _fill(self.procedures_menu, [Shipped(known, one.title, known) for known, one in own.items()])

    def _offer_undo(self) -> None:
        title = self.bench.steps.undo_title
        self.undo.setEnabled(title is not None)

    def _about(self, key: object) -> None:
        if self.beside.isVisibleTo(self) and self.beside.currentWidget() is self.studies:
            self.studies.about(key if isinstance(key, Spot) else None)

    def _refresh(self) -> None:
        draft = self.bench.draft
        self.head.say(draft.title or self._text(mark("Workbench")), draft.source)
        self._offer_undo()
        found = evaluation_of(self.bench.checked, self.bench.output)
        self.contributions.show_series(series_of(found, self._text))


def _menu(button: Button, shipped: Sequence[Shipped], take: Callable[[str], None]) -> QMenu:
    """Return the menu that ``button`` opens: a line for each of ``shipped``."""
    menu = QMenu(button)
    _fill(menu, shipped)
    menu.triggered.connect(lambda action: take(action.data()))
    button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
    return menu


def _fill(menu: QMenu, shipped: Sequence[Shipped]) -> None:
    for one in shipped:
        action = menu.addAction(f"{one.title} · {one.source}" if one.source else one.title)
        action.setData(one.name)
