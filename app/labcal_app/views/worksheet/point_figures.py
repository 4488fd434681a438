"""What LabCal makes of a point, in the words and figures of the sheet."""

from __future__ import annotations

from dataclasses import replace

from labcal.domain import units
from labcal.domain.conformity import Limits
from labcal.domain.evaluation import CHECK_FAILED
from labcal.domain.point import COLUMN_EMPTY
from labcal.domain.procedure import ProcedureWords
from labcal.services.points import PointEvaluation
from labcal.services.worksheet import Worksheet
from labcal.text import Phrase, Text, mark
from labcal_app.cells import Chip, State
from labcal_app.figures import shown_figure, shown_quantity, tidy, with_unit
from labcal_app.models.sheet_lines import PointFigures
from labcal_app.outcomes import outcome_chip


def figures_of(
    text: Text, shown: Worksheet, stands: PointEvaluation | None, found: PointEvaluation | None
) -> PointFigures:
    """Return the figures of a point, as it stands for the job and as it was found."""
    if stands is None:
        return PointFigures()
    result, words = stands.result, shown.sheet.words
    remark, grave = _remark(text, words, stands)
    small = result.uncertainty_unit if result else ""
    limits = result.limits if result else stands.limits
    mean = stands.progress.mean
    return PointFigures(
        nominal=shown_quantity(stands.inputs.nominal, text),
        mean=None if mean is None else tidy(mean, 0, 9),
        value=result.value if result else None,
        error=result.error if result else None,
        expanded=result.expanded if result else None,
        limits=bounds(limits, text, small) if limits else "",
        verdict=verdict_chip(stands, text),
        found=found.result.error if found is not None and found.result is not None else None,
        found_value=found.result.value if found is not None and found.result is not None else None,
        found_verdict=None if found is None else verdict_chip(found, text),
        remark=remark,
        grave=grave,
    )


def point_of(shown: Worksheet, number: int) -> PointEvaluation | None:
    """Return a point as it stands for the job; None where nothing is evaluated of it."""
    return next((one for one in shown.sheet.evaluated if one.number == number), None)


def verdict_chip(point: PointEvaluation, text: Text) -> Chip | None:
    """Return the verdict of a point, or how far it has come; None before anything was read."""
    result = point.result
    if result is None:
        return Chip(State.WAITING, text(mark("Waiting"))) if point.is_begun else None
    if result.verdict is not None:
        return outcome_chip(result.verdict.outcome, text)
    if point.progress.ready:
        return Chip(State.INFO, text(mark("Complete")))
    return Chip(State.WAITING, text(mark("Provisional")))


def bounds(limits: Limits, text: Text, unit: str = "") -> str:
    """Return limits as they are printed: ±500 mg, or from … to …; without the unit where it is ``unit``."""
    lower, upper = limits.lower, limits.upper
    shown = "" if units.pretty(limits.unit) == units.pretty(unit) else limits.unit
    if lower is not None and upper is not None and lower == -upper:
        return f"±{with_unit(upper, shown, text)}"
    ends = ("−∞" if lower is None else shown_figure(lower, text, signed=True),
            "∞" if upper is None else shown_figure(upper, text, signed=True))  # fmt: skip
    return f"{ends[0]} … {ends[1]} {units.pretty(shown) if shown else ''}".rstrip()


def worded(phrase: Phrase, words: ProcedureWords | None) -> Phrase:
    """Return a sentence about a column or a check with its name in the person's language."""
    if words is None:
        return phrase
    inner = tuple(
        (key, worded(told, words) if isinstance(told, Phrase) else told) for key, told in phrase.fields
    )
    phrase = replace(phrase, fields=inner)
    name = {COLUMN_EMPTY: ("column", words.column), CHECK_FAILED: ("name", words.check)}.get(phrase.template)
    if name is None:
        return phrase
    field, word = name
    fields = tuple((key, word(str(told)) if key == field else told) for key, told in phrase.fields)
    return replace(phrase, fields=fields)


def _remark(text: Text, words: ProcedureWords | None, point: PointEvaluation) -> tuple[str, bool]:
    """Return what is to be said of a point, and whether something is amiss."""
    if point.result is not None and point.result.warnings:
        return " ".join(text(worded(one, words)) for one in point.result.warnings), True
    if point.is_begun and point.progress.missing:
        return text(worded(point.progress.missing[0], words)), False
    return "", False
