"""The columns of a job's uncertainty budget."""

from __future__ import annotations

from typing import NamedTuple

from labcal.text import mark
from labcal_app.cells import Kind, Share, Symbol
from labcal_app.models.table import Column

PART, SHARE = 8, 9
"""The places of the part of the variance as a figure, and as a bar with its figure: one is shown."""


class ShownBudgetLine(NamedTuple):
    """One line of a budget with its figures as they are shown."""

    key: int
    symbol: Symbol
    name: str
    estimate: str
    distribution: str
    standard_uncertainty: str
    dof: str
    sensitivity: str
    contribution: str
    share: Share


def budget_columns(unit: str, small: str) -> tuple[Column[ShownBudgetLine], ...]:
    """Return the columns; ``unit`` is that of the estimates, ``small`` that of the uncertainties."""
    return (*_inputs(unit), *_uncertainties(small))


def _inputs(unit: str) -> tuple[Column[ShownBudgetLine], ...]:
    return (
        Column[ShownBudgetLine](
            title=mark("Symbol"), value=lambda line: line.symbol, kind=Kind.SYMBOL, width=70
        ),
        Column[ShownBudgetLine](
            title=mark("Quantity"),
            value=lambda line: line.name,
            grows=True,
            width=100,
            tip=lambda line: line.name,
        ),
        Column[ShownBudgetLine](
            title=mark("Estimate"), value=lambda line: line.estimate, kind=Kind.NUMBER, unit=unit, width=102
        ),
        Column[ShownBudgetLine](
            title=mark("Distribution"), value=lambda line: line.distribution, tone="text2", width=104
        ),
    )


def _uncertainties(small: str) -> tuple[Column[ShownBudgetLine], ...]:
    return (
        Column[ShownBudgetLine](
            title=mark("u(xᵢ)"),
            value=lambda line: line.standard_uncertainty,
            kind=Kind.NUMBER,
            unit=small,
            width=76,
        ),
        Column[ShownBudgetLine](title=mark("νᵢ"), value=lambda line: line.dof, kind=Kind.NUMBER, width=40),
        Column[ShownBudgetLine](
            title=mark("cᵢ"), value=lambda line: line.sensitivity, kind=Kind.NUMBER, width=36
        ),
        Column[ShownBudgetLine](
            title=mark("uᵢ(y)"),
            value=lambda line: line.contribution,
            kind=Kind.NUMBER,
            unit=small,
            width=76,
            computed=True,
            ruled=True,
            weight=600,
        ),
        Column[ShownBudgetLine](
            title=mark("Part"), value=lambda line: line.share.word, kind=Kind.NUMBER, computed=True, width=68
        ),
        Column[ShownBudgetLine](
            title=mark("Part of u²"), value=lambda line: line.share, kind=Kind.SHARE, computed=True, width=124
        ),
    )
