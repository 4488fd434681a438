"""Writes a budget as keyed into a file that reads back as the same budget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labcal.catalog.budgets import FORMAT
from labcal.catalog.toml_text import listed, quoted
from labcal.domain.uncertainty.budget import MonteCarloPlan
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
)

PLAIN = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
"""Numbers that TOML keeps digit by digit without quotation marks."""


def write_budget(draft: BudgetDraft) -> str:
    """Return the text of a budget file, version 1; ``parse_budget`` reads it back as ``draft``."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: BudgetDraft) -> Iterator[str]:
    yield f'format = "{FORMAT}"'
    yield from _texts(("title", draft.title), ("source", draft.source))
    for output in draft.outputs:
        yield from ("", "[[output]]", *_output(output))
    for quantity in draft.inputs:
        yield from ("", "[[input]]", *_input(quantity))
        for component in quantity.components:
            yield from ("[[input.component]]", *_component(component))
    for one in draft.correlations:
        yield from ("", "[[correlation]]")
        yield f"between = {listed((one.first, one.second))}"
        yield from _numbers(("coefficient", one.coefficient))
    if draft.coverage != CoverageDraft():
        yield from ("", "[coverage]", *_coverage(draft.coverage))
    if draft.monte_carlo != MonteCarloPlan():
        yield from ("", "[monte_carlo]", *_monte_carlo(draft.monte_carlo))


def _output(output: OutputDraft) -> Iterator[str]:
    yield f"symbol = {quoted(output.symbol)}"
    yield from _texts(("name", output.name))
    yield f"unit = {quoted(output.unit)}"
    yield from _texts(("report_unit", output.report_unit), ("model", output.model))
    yield from _texts(("equation", output.equation), ("start", output.start))


def _input(quantity: InputDraft) -> Iterator[str]:
    yield f"symbol = {quoted(quantity.symbol)}"
    yield from _texts(("name", quantity.name), ("value", quantity.value))
    if quantity.readings:
        yield f"readings = {listed(quantity.readings)}"
    yield from _texts(("unit", quantity.unit))
    if quantity.pooled is not None:
        parts = [f"standard = {quoted(quantity.pooled.standard)}"]
        parts += _numbers(("dof", quantity.pooled.dof))
        yield f"pooled = {{ {', '.join(parts)} }}"
    yield from _texts(("simultaneous", quantity.simultaneous))


def _component(component: ComponentDraft) -> Iterator[str]:
    yield from _texts(("name", component.name))
    yield f"distribution = {quoted(component.distribution)}"
    yield from _numbers(*component.parameters)
    if component.samples:
        yield f"samples = {listed(component.samples)}"
    yield from _texts(("unit", component.unit))


def _coverage(coverage: CoverageDraft) -> Iterator[str]:
    yield from _numbers(("probability", coverage.probability), ("k", coverage.k))
    yield from _texts(("dof_rule", coverage.dof_rule), ("factor_rule", coverage.factor_rule))


def _monte_carlo(plan: MonteCarloPlan) -> Iterator[str]:
    if plan.trials is not None:
        yield f"trials = {plan.trials}"
    if plan.adaptive:
        yield "adaptive = true"
    if plan.digits is not None:
        yield f"digits = {plan.digits}"
    if plan.seed is not None:
        yield f"seed = {plan.seed}"


def _texts(*pairs: tuple[str, str]) -> Iterator[str]:
    """Yield a line for each text that is not empty."""
    return (f"{key} = {quoted(text)}" for key, text in pairs if text)


def _numbers(*pairs: tuple[str, str]) -> Iterator[str]:
    """Yield a line for each text that is not empty, bare where it is a plain number."""
    return (f"{key} = {text if PLAIN.fullmatch(text) else quoted(text)}" for key, text in pairs if text)
