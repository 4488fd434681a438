"""From a budget as keyed to a budget that can be evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from labcal.domain import units
from labcal.domain.uncertainty.budget import (
    Budget,
    Correlation,
    Input,
    Output,
    compile_equation,
    compile_model,
)
from labcal.domain.uncertainty.coverage import Coverage, DofRule, FactorRule
from labcal.domain.uncertainty.draft import BudgetDraft, CorrelationDraft, CoverageDraft, OutputDraft
from labcal.domain.uncertainty.estimates import assemble_input
from labcal.domain.uncertainty.keyed import Place
from labcal.errors.models import DuplicateSymbolError

USUAL = 0.9545
"""Coverage probability where nobody says."""


def assemble(draft: BudgetDraft) -> Budget:
    """Return the budget that was keyed; its models are read and checked.

    Raises:
        PlaceError: Something cannot be used; it names key and place.
        KeyTypeError: A word is not one of its family.
        BudgetError: The parts do not fit together.
    """
    inputs = tuple(
        assemble_input(quantity, Place(f"[[input]] {number}"))
        for number, quantity in enumerate(draft.inputs, start=1)
    )
    _refuse_repeated("[[input]]", [quantity.symbol for quantity in inputs])
    _refuse_repeated("[[output]]", [output.symbol for output in draft.outputs])
    outputs = tuple(
        _output(output, inputs, Place(f"[[output]] {number}"))
        for number, output in enumerate(draft.outputs, start=1)
    )
    correlations = tuple(
        _correlation(one, Place(f"[[correlation]] {number}"))
        for number, one in enumerate(draft.correlations, start=1)
    )
    return Budget(
        title=draft.title,
        source=draft.source,
        outputs=outputs,
        inputs=inputs,
        correlations=correlations,
        coverage=_coverage(draft.coverage, Place("[coverage]")),
        monte_carlo=draft.monte_carlo,
    )


def _refuse_repeated(table: str, symbols: Sequence[str]) -> None:
    for number, symbol in enumerate(symbols):
        if symbol in symbols[:number]:
            Place(f"{table} {number + 1}").refuse("symbol", DuplicateSymbolError(symbol=symbol))


def _output(draft: OutputDraft, inputs: Sequence[Input], place: Place) -> Output:
    unit = place.unit("unit", draft.unit)
    if draft.report_unit:
        wanted = place.unit("report_unit", draft.report_unit)
        place.check("report_unit", lambda: units.check_same(f"1 {wanted}", wanted, unit))
    start = 0.0
    if draft.start:
        start = float(place.quantity("start", draft.start, unit).in_unit(unit))
    output = place.check(
        "model",
        lambda: Output(
            symbol=place.symbol("symbol", draft.symbol),
            name=draft.name,
            unit=unit,
            report_unit=draft.report_unit,
            model=draft.model,
            equation=draft.equation,
            start=start,
        ),
    )
    symbols = tuple((quantity.symbol, quantity.unit) for quantity in inputs)
    if output.model:
        place.check("model", lambda: compile_model(output.model, symbols, unit))
    else:
        own = (output.symbol, unit)
        place.check("equation", lambda: compile_equation(output.equation, symbols, own))
    return output


def _correlation(draft: CorrelationDraft, place: Place) -> Correlation:
    coefficient = place.number("coefficient", draft.coefficient)
    return place.check("coefficient", lambda: Correlation(draft.first, draft.second, coefficient))


def _coverage(draft: CoverageDraft, place: Place) -> Coverage:
    k = place.number("k", draft.k) if draft.k else None
    probability = place.number("probability", draft.probability) if draft.probability else None
    dof_rule = place.choice("dof_rule", draft.dof_rule or "interpolate", DofRule)
    factor_rule = place.choice("factor_rule", draft.factor_rule or "t", FactorRule)
    if k is None and probability is None:
        probability = USUAL
    key = "probability" if k is None else "k"
    return place.check(
        key,
        lambda: Coverage(k=k, probability=probability, dof_rule=dof_rule, factor_rule=factor_rule),
    )
