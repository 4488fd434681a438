"""What lies on the workbench: a budget as keyed, what became of it, and how it was a step ago."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CorrelationDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
)
from labcal.services import budget_cells
from labcal.services.workbench import EMPTY, Checked, check
from labcal.text import Phrase, mark, phrase
from labcal_app.desk import Desk
from labcal_app.figures import symbol_of
from labcal_app.models.workbench import (
    DISTRIBUTION,
    DOF,
    ESTIMATE,
    GIVEN,
    QUANTITY,
    SOURCE,
    SYMBOL,
    Spot,
)
from labcal_app.steps import Steps
from labcal_app.views.workbench.evaluated import Evaluated

Item = TypeVar("Item")
CELLS = {
    SYMBOL: mark("Symbol"),
    QUANTITY: mark("Quantity"),
    SOURCE: mark("Source"),
    ESTIMATE: mark("Estimate"),
    DISTRIBUTION: mark("Distribution"),
    GIVEN: mark("Given ±"),
    DOF: mark("νᵢ"),
}
NUMBERS = frozenset({ESTIMATE, GIVEN, DOF})
"""Columns of numbers, in which the decimal sign is the comma or the point."""
QUICK_RULES = frozenset({"", "t"})
"""Rules for k that are evaluated at once; the others convolve distributions."""
PAUSE = 120
"""Pause of the typing, in ms, after which such a rule is evaluated."""


class Bench(Evaluated):
    """Takes what is typed, and evaluates at once; nothing typed is lost by being refused."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(check(EMPTY), parent)
        self._desk = desk
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._evaluate_beside)
        self.draft: BudgetDraft = EMPTY
        self.steps = Steps(lambda: self.draft, self._show, self)

    def begin(self, draft: BudgetDraft) -> None:
        """Take another budget; the one before comes back by ``undo``."""
        self.output = 0
        self._take(draft, Phrase(mark("Open a budget")))
        self.shown.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self.steps.undo()

    def choose(self, output: int) -> None:
        """Look at another output."""
        if output != self.output:
            self.output = output
            self.shown.emit()

    def name(self, title: str, source: str) -> None:
        """Name the budget, and where it comes from."""
        told = replace(self.draft, title=title.strip(), source=source.strip())
        self._take(told, Phrase(mark("Title of the budget")))

    def type_in(self, spot: Spot, column: int, typed: str) -> None:
        """Take what was typed into a cell."""
        quantity = self.draft.inputs[spot.input]
        words = typed.strip()
        if column in NUMBERS:
            words = budget_cells.with_point(words)
        if column in (SYMBOL, QUANTITY, ESTIMATE):
            made = _with_input_cell(quantity, column, words)
        elif spot.component >= 0:
            components = list(quantity.components)
            components[spot.component] = _with_component_cell(components[spot.component], column, words)
            made = replace(quantity, components=tuple(components))
        elif quantity.readings:
            made = budget_cells.with_readings_text(quantity, words) if column == GIVEN else quantity
        elif words:
            begun = ComponentDraft(distribution="normal")
            made = replace(quantity, components=(_with_component_cell(begun, column, words),))
        else:
            made = quantity
        symbol = str(symbol_of(quantity.symbol))
        title = phrase(mark("{cell} of {symbol}"), cell=Phrase(CELLS[column]), symbol=symbol)
        self._take(replace(self.draft, inputs=_with(self.draft.inputs, spot.input, made)), title)

    def add_input(self) -> Spot:
        """Add a quantity below the others, and return its line."""
        taken = {one.symbol for one in self.draft.inputs}
        number = next(at for at in range(1, len(taken) + 2) if f"x{at}" not in taken)
        added = InputDraft(symbol=f"x{number}", value="0")
        made = replace(self.draft, inputs=(*self.draft.inputs, added))
        self._take(made, Phrase(mark("Add quantity")))
        return Spot(len(self.draft.inputs) - 1, -1)

    def add_component(self, number: int) -> Spot:
        """Add a component to an input, and return its line."""
        quantity = self.draft.inputs[number]
        unit = "".join(f" {word}" for word in quantity.value.split()[1:]) or (
            f" {quantity.unit}" if quantity.unit else ""
        )
        added = ComponentDraft(distribution="normal", parameters=(("standard", f"0{unit}"),))
        made = replace(quantity, components=(*quantity.components, added))
        inputs = _with(self.draft.inputs, number, made)
        self._take(replace(self.draft, inputs=inputs), Phrase(mark("Add component")))
        return Spot(number, len(made.components) - 1)

    def remove(self, spot: Spot) -> None:
        """Remove a line: a component, or the input with its last one."""
        quantity, title = self.draft.inputs[spot.input], Phrase(mark("Remove this line"))
        if spot.component >= 0 and (len(quantity.components) > 1 or quantity.readings):
            kept = replace(quantity, components=_without(quantity.components, spot.component))
            self._take(replace(self.draft, inputs=_with(self.draft.inputs, spot.input, kept)), title)
            return
        self._take(replace(self.draft, inputs=_without(self.draft.inputs, spot.input)), title)

    def change_output(self, number: int, output: OutputDraft) -> None:
        """Take another symbol, model or unit of an output."""
        if output != self.draft.outputs[number]:
            made = replace(self.draft, outputs=_with(self.draft.outputs, number, output))
            title = phrase(mark("Model of {symbol}"), symbol=str(symbol_of(output.symbol)))
            self._take(made, title, f"output {number}")

    def add_output(self) -> None:
        """Add an output, and look at it."""
        taken = {one.symbol for one in self.draft.outputs}
        number = next(at for at in range(1, len(taken) + 2) if f"y{at}" not in taken)
        self.output = len(self.draft.outputs)
        added = OutputDraft(symbol=f"y{number}", unit="1")
        made = replace(self.draft, outputs=(*self.draft.outputs, added))
        self._take(made, Phrase(mark("Add result")))

    def remove_output(self, number: int) -> None:
        """Remove an output; the last one stays."""
        if len(self.draft.outputs) > 1:
            self.output = min(self.output, len(self.draft.outputs) - 2)
            made = replace(self.draft, outputs=_without(self.draft.outputs, number))
            self._take(made, Phrase(mark("Remove this result")))

    def correlate(self, correlations: tuple[CorrelationDraft, ...]) -> None:
        """Take the correlation coefficients of inputs."""
        self._take(replace(self.draft, correlations=correlations), Phrase(mark("Correlations")))

    def cover(self, coverage: CoverageDraft, trials: int | None, seed: int | None, adaptive: bool) -> None:
        """Take how U is made, and how Monte Carlo is run."""
        plan = replace(self.draft.monte_carlo, trials=trials, seed=seed, adaptive=adaptive)
        made = replace(self.draft, coverage=coverage, monte_carlo=plan)
        self._take(made, Phrase(mark("Coverage and Monte Carlo")), "coverage")

    def _take(self, draft: BudgetDraft, title: Phrase, joins: str = "") -> None:
        """Make a step; what one types on in one field is one step, named by ``joins``."""
        if draft == self.draft:
            return
        self.steps.keep(self.draft, title, joins)
        self._show(draft)

    def _show(self, draft: BudgetDraft) -> None:
        self.draft = draft
        self.output = min(self.output, len(draft.outputs) - 1)
        if draft.coverage.factor_rule in QUICK_RULES:
            self._pause.stop()
            self.checked = check(draft)
        else:
            self._pause.start()
            self.checked = Checked(refusals=())
        self.changed.emit()

    def _evaluate_beside(self) -> None:
        """Evaluate off the screen's thread: true quantiles take their time."""
        draft = self.draft
        self._desk.fetch(self, lambda _book: (draft, check(draft)), self._evaluated)

    def _evaluated(self, answer: tuple[BudgetDraft, Checked]) -> None:
        draft, checked = answer
        if draft is self.draft:
            self.checked = checked
            self.changed.emit()


def _with_input_cell(quantity: InputDraft, column: int, words: str) -> InputDraft:
    if column == SYMBOL:
        return replace(quantity, symbol=words)
    if column == QUANTITY:
        return replace(quantity, name=words)
    return budget_cells.with_estimate(quantity, words)


def _with_component_cell(component: ComponentDraft, column: int, words: str) -> ComponentDraft:
    made: dict[int, Callable[[], ComponentDraft]] = {
        SOURCE: lambda: replace(component, name=words),
        DISTRIBUTION: lambda: budget_cells.with_distribution(component, _meant(words)),
        GIVEN: lambda: budget_cells.with_size(component, words),
        DOF: lambda: budget_cells.with_dof(component, words),
    }
    return made[column]() if column in made else component


def _meant(words: str) -> str:
    """Return the distribution whose name begins with ``words``, where one only does."""
    begun = [name for name in budget_cells.DISTRIBUTIONS if name.startswith(words.lower())]
    if words.lower() in begun or not words:
        return words.lower()
    return begun[0] if len(begun) == 1 else words


def _with(items: tuple[Item, ...], place: int, item: Item) -> tuple[Item, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _without(items: tuple[Item, ...], place: int) -> tuple[Item, ...]:
    return (*items[:place], *items[place + 1 :])
