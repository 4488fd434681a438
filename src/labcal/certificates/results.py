"""The table of results: one for each quantity, every value with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from labcal.certificates.fonts import STRONG
from labcal.certificates.page import Slab, gap
from labcal.certificates.tables import Align, Column, table
from labcal.certificates.words import NBSP, limits, value
from labcal.domain.certificate import CertifiedResult
from labcal.domain.conformity import Outcome
from labcal.domain.rounding import grouped
from labcal.text import Text, mark

VERDICTS = {
    Outcome.PASS: mark("Pass"),
    Outcome.FAIL: mark("Fail"),
    Outcome.CONDITIONAL_PASS: mark("Conditional pass"),
    Outcome.CONDITIONAL_FAIL: mark("Conditional fail"),
    Outcome.NO_PASS: mark("No pass"),
    Outcome.NO_FAIL: mark("No fail"),
}


def results_table(results: Sequence[CertifiedResult], text: Text) -> list[Slab]:
    """Return a table for each run of results of one quantity.

    Raises:
        GlyphMissingError: A face lacks a character.
    """
    slabs: list[Slab] = []
    for _, run in groupby(results, key=lambda result: result.quantity):
        slabs += [gap(6)] if slabs else []
        slabs += table(_columns(tuple(run), text))
    return slabs


def _columns(results: tuple[CertifiedResult, ...], text: Text) -> list[Column]:
    factors = {grouped(result.coverage_factor) for result in results}
    common = f"{NBSP}(k{NBSP}={NBSP}{next(iter(factors))})" if len(factors) == 1 else ""
    columns = [
        Column(
            text(mark("Nominal value")), tuple(value(r.nominal, r.nominal_unit) for r in results), Align.RIGHT
        ),
        Column(
            results[0].quantity, tuple(value(r.value, r.unit) for r in results), Align.RIGHT, style=STRONG
        ),
        Column(
            text(mark("Deviation")),
            tuple(value(r.error, r.uncertainty_unit, signed=True) for r in results),
            Align.RIGHT,
        ),
        Column(f"U{common}", tuple(value(r.expanded, r.uncertainty_unit) for r in results), Align.RIGHT),
    ]
    if not common:
        columns.append(Column("k", tuple(grouped(r.coverage_factor) for r in results), Align.RIGHT))
    if any(r.lower_limit is not None or r.upper_limit is not None for r in results):
        shown = tuple(limits(r.lower_limit, r.upper_limit, r.uncertainty_unit) for r in results)
        columns.append(Column(text(mark("Limits of the deviation")), shown, Align.RIGHT))
    if any(r.verdict is not None for r in results):
        verdicts = tuple("–" if r.verdict is None else text(VERDICTS[r.verdict.outcome]) for r in results)
        columns.append(Column(text(mark("Conformity")), verdicts, style=STRONG))
    return columns
