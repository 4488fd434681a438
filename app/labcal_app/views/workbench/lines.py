"""A budget and its results as the lines of the table and the bars of the chart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from labcal.domain import units
from labcal.domain.uncertainty.draft import BudgetDraft, ComponentDraft, InputDraft
from labcal.domain.uncertainty.first_order import Evaluation, Line
from labcal.services import budget_cells
from labcal.services.workbench import Checked, Refusal
from labcal.text import Text
from labcal_app.cells import MINUS, NARROW_SPACE, Bad, Share, Symbol, shown_number
from labcal_app.charts.contributions import Contribution, ContributionSeries
from labcal_app.dates import decimal_mark
from labcal_app.figures import shown_dof, symbol_of, with_own_point
from labcal_app.models.workbench import (
    DISTRIBUTION,
    DOF,
    ESTIMATE,
    GIVEN,
    SYMBOL,
    QuantityLine,
    Spot,
)

NUMBERS = frozenset({ESTIMATE, GIVEN, DOF})
"""Columns of numbers as keyed."""
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
SMALLEST, LARGEST = -4, 7
"""Powers of ten between which a figure is written without a power."""
WHOLE = 99.95
"""Percentage from which a part is written without decimals."""
OF_KEYS = {
    "symbol": SYMBOL,
    "value": ESTIMATE,
    "readings": ESTIMATE,
    "unit": ESTIMATE,
    "distribution": DISTRIBUTION,
    "dof": DOF,
}
"""The column that a refused key stands in; the size where it is none of these."""


class Part(NamedTuple):
    """A line before it is dressed: its place, its input, and the component; None for readings, or nothing."""

    spot: Spot
    quantity: InputDraft
    component: ComponentDraft | None
    leads: bool


def parts_of(draft: BudgetDraft) -> Iterator[Part]:
    """Yield the lines of a budget in their order, as its evaluation has them."""
    for number, quantity in enumerate(draft.inputs):
        leads = True
        if quantity.readings or not quantity.components:
            yield Part(Spot(number, -1), quantity, None, leads)
            leads = False
        for place, component in enumerate(quantity.components):
            yield Part(Spot(number, place), quantity, component, leads)
            leads = False


def lines_of(draft: BudgetDraft, checked: Checked, output: int, text: Text) -> list[QuantityLine]:
    """Return the lines as they are shown for one of the outputs."""
    evaluation = evaluation_of(checked, output)
    found = list(evaluation.lines) if evaluation else []
    most = max((line.percent_of_variance for line in found), default=0.0) or 1.0
    lines, taken = [], 0
    common = len({line.unit for line in found}) == 1
    for part in parts_of(draft):
        line = None
        if part.component is not None or part.quantity.readings:
            line = found[taken] if taken < len(found) else None
            taken += 1
        refused = [one for one in checked.refusals if _concerns(one, part)]
        keyed = tuple(
            with_own_point(one, text) if place in NUMBERS else one for place, one in enumerate(_keyed(part))
        )
        lines.append(_line(part, keyed, _figures(line, most, common, text), _bad(refused, text)))
    return lines


def evaluation_of(checked: Checked, output: int) -> Evaluation | None:
    """Return the first-order result of one of the outputs; None where there is none."""
    if checked.results is None or not 0 <= output < len(checked.results.outputs):
        return None
    found = checked.results.outputs[output]
    return found if isinstance(found, Evaluation) else None


def units_of(evaluation: Evaluation | None) -> tuple[str, str]:
    """Return the units of u(xᵢ), where all share one, and of uᵢ(y)."""
    if evaluation is None:
        return "", ""
    own = {line.unit for line in evaluation.lines}
    return units.pretty(own.pop()) if len(own) == 1 else "", units.pretty(evaluation.unit)


def series_of(evaluation: Evaluation | None, text: Text) -> ContributionSeries:
    """Return the bars of the contributions: one for each input, and the combined uncertainty."""
    if evaluation is None:
        return ContributionSeries(bars=(), unit="")
    sizes: dict[str, float] = {}
    for line in evaluation.lines:
        sizes[line.input] = math.hypot(sizes.get(line.input, 0.0), line.contribution)
    ranked = sorted(sizes.items(), key=lambda one: -one[1])
    bars = [
        Contribution(symbol=symbol_of(name), size=size, shown=figure(size, text)) for name, size in ranked
    ]
    combined = evaluation.standard_uncertainty
    bars.append(
        Contribution(symbol=Symbol("u", "c"), size=combined, shown=figure(combined, text), combined=True)
    )
    return ContributionSeries(bars=tuple(bars), unit=units.pretty(evaluation.unit))


def figure(number: float, text: Text, digits: int = 4) -> str:
    """Return a number at so many significant digits: 22.50, or 1.155·10⁻⁶."""
    if not math.isfinite(number):
        return "—" if math.isnan(number) else "∞"
    if number == 0:
        return "0"
    power = math.floor(math.log10(abs(float(f"{number:.{digits - 1}e}"))))
    if SMALLEST <= power < LARGEST:
        plain = f"{number:.{max(digits - 1 - power, 0)}f}"
        return shown_number(plain, decimal_mark(text))
    coefficient, _, _ = f"{number:.{digits - 1}e}".partition("e")
    shown = shown_number(Decimal(coefficient).normalize(), decimal_mark(text))
    return f"{shown}·10{str(power).translate(SUPERSCRIPT)}"


class Figures(NamedTuple):
    """What was computed for one line, in words."""

    standard: str = ""
    dof: str = ""
    sensitivity: str = ""
    contribution: str = ""
    share: Share | None = None


def _figures(line: Line | None, most: float, common: bool, text: Text) -> Figures:
    if line is None:
        return Figures()
    unit = "" if common else units.pretty(line.unit)
    part = line.percent_of_variance
    percent = shown_number(f"{part:.{0 if part > WHOLE else 1}f}", decimal_mark(text))
    return Figures(
        standard=figure(line.standard_uncertainty, text) + (NARROW_SPACE + unit if unit else ""),
        dof=shown_dof(line.dof),
        sensitivity=_sensitivity(line.sensitivity, text),
        contribution=figure(line.contribution, text),
        share=Share(min(line.percent_of_variance / most, 1.0), f"{percent}{NARROW_SPACE}%"),
    )


def _sensitivity(number: float, text: Text) -> str:
    if number == round(number) and abs(number) < 10000:
        return str(round(number)).replace("-", MINUS)
    return figure(number, text, 3)


def _concerns(refusal: Refusal, part: Part) -> bool:
    if refusal.table != "input" or refusal.number != part.spot.input:
        return False
    if refusal.component >= 0:
        return refusal.component == part.spot.component
    return part.leads


def _bad(refusals: Sequence[Refusal], text: Text) -> dict[int, str]:
    """Return the sentence of each column in which something is refused."""
    return {_column(one): text(one.reason) for one in refusals}


def _column(refusal: Refusal) -> int:
    if refusal.component < 0 and refusal.key in ("pooled", "simultaneous", "standard"):
        return GIVEN
    return OF_KEYS.get(refusal.key, GIVEN if refusal.component >= 0 else ESTIMATE)


def _line(part: Part, keyed: tuple[str, ...], figures: Figures, bad: dict[int, str]) -> QuantityLine:
    quantity, component = part.quantity, part.component
    readings = bool(quantity.readings) and component is None
    symbol: Symbol | Bad | str = symbol_of(quantity.symbol) if part.leads else ""

    def cell(place: int) -> str | Bad:
        return Bad(keyed[place], bad[place]) if place in bad else keyed[place]

    return QuantityLine(
        spot=part.spot,
        leads=part.leads,
        readings=readings,
        symbol=Bad(keyed[SYMBOL], bad[SYMBOL]) if SYMBOL in bad and part.leads else symbol,
        name=quantity.name if part.leads else "",
        source=keyed[2],
        estimate=cell(ESTIMATE),
        distribution=cell(DISTRIBUTION),
        given=cell(GIVEN),
        standard_uncertainty=figures.standard,
        dof=Bad(keyed[DOF], bad[DOF]) if DOF in bad else figures.dof or keyed[DOF],
        sensitivity=figures.sensitivity,
        contribution=figures.contribution,
        share=figures.share,
        keyed=keyed,
    )


def _keyed(part: Part) -> tuple[str, ...]:
    quantity, component = part.quantity, part.component
    head = (quantity.symbol, quantity.name) if part.leads else ("", "")
    estimate = budget_cells.estimate_text(quantity) if part.leads else ""
    if component is not None:
        size, dof = budget_cells.size_text(component), budget_cells.dof_text(component)
        return (*head, component.name, estimate, component.distribution, size, "", dof)
    if quantity.readings:
        return (*head, "", estimate, "t", budget_cells.readings_text(quantity), "", "")
    return (*head, "", estimate, "", "", "", "")
