"""How U is made, and how Monte Carlo is run: the last tables of a budget file, as fields."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from labcal.domain.uncertainty.draft import CoverageDraft
from labcal.services.budget_cells import with_point
from labcal.text import Text, mark
from labcal_app.figures import with_own_point
from labcal_app.forms.beside import Beside
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.fields import AnyField, ChoiceField, Hint, LineField

FIXED, ADAPTIVE = "fixed", "adaptive"


class CoveragePanel(Beside):
    """The fields; what is typed is taken at once.

    Signals:
        dismissed: The panel is no longer wanted.
    """

    dismissed = Signal()

    def __init__(self, look: Look, text: Text, bench: Bench) -> None:
        super().__init__(look, text(mark("Coverage and Monte Carlo")))
        self._text, self._bench = text, bench
        self._make(look, text)
        close = IconButton(look, "close", text(mark("Close")))
        close.clicked.connect(self.dismissed)
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        for field in (self.title_field, self.source):
            self.add(field)
            field.left.connect(self._name)
        for part in self._own:
            self.add(part)
            part.changed.connect(self._take)
        bench.changed.connect(self.refresh)
        self.refresh()

    @property
    def _own(self) -> tuple[AnyField, ...]:
        return (
            self.probability, self.k, self.dof_rule, self.factor_rule, self.mode, self.trials, self.seed
        )  # fmt: skip

    def refresh(self) -> None:
        """Show what the budget says, and what of it is refused."""
        draft = self._bench.draft
        plan, coverage = draft.monte_carlo, draft.coverage
        shown: tuple[tuple[AnyField, str], ...] = (
            (self.title_field, draft.title),
            (self.source, draft.source),
            (self.probability, with_own_point(coverage.probability, self._text)),
            (self.k, with_own_point(coverage.k, self._text)),
            (self.dof_rule, coverage.dof_rule or "interpolate"),
            (self.factor_rule, coverage.factor_rule or "t"),
            (self.mode, ADAPTIVE if plan.adaptive else FIXED),
            (self.trials, "" if plan.trials is None else str(plan.trials)),
            (self.seed, "" if plan.seed is None else str(plan.seed)),
        )
        for field, value in shown:
            if not field.editor.hasFocus() and field.value != value:
                field.set_value(value)
        said = {one.key: one for one in self._bench.checked.refusals if one.table == "coverage"}
        for key, field in (("probability", self.probability), ("k", self.k)):
            field.refuse(self._text(said[key].reason) if key in said else "")

    def _make(self, look: Look, text: Text) -> None:
        self.title_field = LineField(look, Hint(text(mark("Title of the budget"))))
        self.source = LineField(look, Hint(text(mark("Source"))))
        self.probability = LineField(
            look,
            Hint(
                text(mark("Coverage probability")),
                text(mark("Such as 0.95 or 95 %; 0.9545 where neither it nor k is given.")),
                "JCGM 100:2008, 6.2",
                "0.9545",
            ),
        )
        self.k = LineField(
            look,
            Hint(text(mark("Coverage factor k")), text(mark("In the place of a probability, such as 2."))),
        )
        self.dof_rule = ChoiceField(
            look,
            Hint(text(mark("Broken degrees of freedom")), clause="JCGM 100:2008, G.4.1"),
            [("interpolate", text(mark("interpolate"))), ("truncate", text(mark("cut to a whole number")))],
        )
        self.factor_rule = ChoiceField(
            look,
            Hint(text(mark("Where k comes from"))),
            [
                ("t", text(mark("t-distribution"))),
                ("convolved", text(mark("true quantile of the sum"))),
                ("ea-rectangular", text(mark("EA-4/02: one rectangular dominates"))),
                ("ea-trapezoid", text(mark("EA-4/02: two rectangulars dominate"))),
            ],
        )
        self.mode = ChoiceField(
            look,
            Hint(text(mark("Monte Carlo trials")), clause="JCGM 101:2008, 7.9"),
            [(FIXED, text(mark("as many as stated"))), (ADAPTIVE, text(mark("until the result is stable")))],
        )
        self.trials = LineField(look, Hint(text(mark("Number of trials")), placeholder="1000000"))
        self.seed = LineField(look, Hint(text(mark("Seed of the random numbers"))))

    def _name(self) -> None:
        self._bench.name(self.title_field.value, self.source.value)

    def _take(self) -> None:
        numbers: list[int | None] = []
        for field in (self.trials, self.seed):
            typed = field.value.replace(" ", "").replace("\u202f", "")
            if typed and not (typed.isascii() and typed.isdigit()):
                field.refuse(self._text(mark("Write a whole number, such as 1000000.")))
                return
            field.refuse("")
            numbers.append(int(typed) if typed else None)
        coverage = CoverageDraft(
            probability=with_point(self.probability.value),
            k=with_point(self.k.value),
            dof_rule="" if self.dof_rule.value == "interpolate" else self.dof_rule.value,
            factor_rule="" if self.factor_rule.value == "t" else self.factor_rule.value,
        )
        self._bench.cover(coverage, numbers[0], numbers[1], self.mode.value == ADAPTIVE)
