"""The budget one types into: a line for each component, estimate and size as a budget file keys them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt

from labcal.text import Text, mark
from labcal_app.cells import Bad, Kind, Share, Symbol
from labcal_app.models.table import Column, Index, TableModel

SYMBOL, QUANTITY, SOURCE, ESTIMATE, DISTRIBUTION, GIVEN, STANDARD, DOF, SENSITIVITY, CONTRIBUTION = range(10)

Typed = Callable[["Spot", int, str], None]
"""Gets the line, the column and what was typed there."""


class Spot(NamedTuple):
    """What a line stands for: an input, and its component from 0; -1 for its readings, or for none."""

    input: int
    component: int


class QuantityLine(NamedTuple):
    """One line, as shown; ``keyed`` has the cells as they were typed, for whoever types again."""

    spot: Spot
    leads: bool
    readings: bool
    symbol: Symbol | Bad | str
    name: str
    source: str
    estimate: str | Bad
    distribution: str | Bad
    given: str | Bad
    standard_uncertainty: str
    dof: str | Bad
    sensitivity: str
    contribution: str
    share: Share | None
    keyed: tuple[str, ...]


class QuantityModel(TableModel[QuantityLine]):
    """A table whose cells are typed as the file keys them, and shown as they are read."""

    def __init__(self, text: Text, typed: Typed, parent: QObject) -> None:
        super().__init__(text, quantity_columns(typed), lambda line: line.spot, parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            line = self.line(index.row())
            if line is not None and index.column() < len(line.keyed):
                return line.keyed[index.column()]
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.line(index.row())
        if line is None or not index.isValid():
            return flags
        first_only = index.column() in (SYMBOL, QUANTITY, ESTIMATE) and not line.leads
        of_readings = index.column() in (SOURCE, DISTRIBUTION, DOF) and line.readings
        return flags & ~Qt.ItemFlag.ItemIsEditable if first_only or of_readings else flags

    def show_units(self, standard: str, contribution: str) -> None:
        """Show the units of the columns of uncertainties in their titles; empty where they differ."""
        wanted = {STANDARD: standard, CONTRIBUTION: contribution}
        self.columns = tuple(
            replace(column, unit=wanted.get(place, column.unit)) for place, column in enumerate(self.columns)
        )
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)


def quantity_columns(typed: Typed) -> tuple[Column[QuantityLine], ...]:
    """Return the columns; ``typed`` is told what was typed into one of them."""

    def edit(place: int) -> Callable[[QuantityLine, str], None]:
        return lambda line, words: typed(line.spot, place, words)

    return (*_said(edit), *_sized(edit), *_found(edit))


def _said(edit: Callable[[int], Callable[[QuantityLine, str], None]]) -> tuple[Column[QuantityLine], ...]:
    """Return what is typed of the names."""
    return (
        Column[QuantityLine](
            title=mark("Symbol"),
            value=lambda line: line.symbol,
            kind=Kind.SYMBOL,
            width=76,
            edit=edit(SYMBOL),
            tip=lambda line: _sentence(line.symbol),
        ),
        Column[QuantityLine](
            title=mark("Quantity"),
            value=lambda line: line.name,
            grows=True,
            width=100,
            edit=edit(QUANTITY),
            tip=lambda line: line.name,
        ),
        Column[QuantityLine](
            title=mark("Source"),
            value=lambda line: line.source,
            width=150,
            tone="text2",
            edit=edit(SOURCE),
            tip=lambda line: line.source,
        ),
    )


def _sized(edit: Callable[[int], Callable[[QuantityLine, str], None]]) -> tuple[Column[QuantityLine], ...]:
    """Return what is typed of the sizes."""
    return (
        Column[QuantityLine](
            title=mark("Estimate"),
            value=lambda line: line.estimate,
            width=136,
            edit=edit(ESTIMATE),
            tip=lambda line: _sentence(line.estimate) or str(line.estimate),
        ),
        Column[QuantityLine](
            title=mark("Distribution"),
            value=lambda line: line.distribution,
            width=94,
            tone="text2",
            edit=edit(DISTRIBUTION),
            tip=lambda line: _sentence(line.distribution),
        ),
        Column[QuantityLine](
            title=mark("Given ±"),
            value=lambda line: line.given,
            width=136,
            edit=edit(GIVEN),
            tip=lambda line: _sentence(line.given) or str(line.given),
        ),
    )


def _found(edit: Callable[[int], Callable[[QuantityLine, str], None]]) -> tuple[Column[QuantityLine], ...]:
    """Return what follows from it; of these, degrees of freedom are typed where they are known."""
    return (
        Column[QuantityLine](
            title=mark("u(xᵢ)"), value=lambda line: line.standard_uncertainty, kind=Kind.NUMBER, width=88
        ),
        Column[QuantityLine](
            title=mark("νᵢ"),
            value=lambda line: line.dof,
            kind=Kind.NUMBER,
            width=44,
            edit=edit(DOF),
            tip=lambda line: _sentence(line.dof),
        ),
        Column[QuantityLine](
            title=mark("cᵢ"), value=lambda line: line.sensitivity, kind=Kind.NUMBER, width=84
        ),
        Column[QuantityLine](
            title=mark("uᵢ(y)"),
            value=lambda line: line.contribution,
            kind=Kind.NUMBER,
            width=84,
            computed=True,
            ruled=True,
            weight=600,
        ),
        Column[QuantityLine](
            title=mark("Contribution"),
            value=lambda line: line.share or "",
            kind=Kind.SHARE,
            computed=True,
            width=116,
        ),
    )


def _sentence(value: object) -> str:
    return value.sentence if isinstance(value, Bad) else ""
