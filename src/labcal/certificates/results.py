"""The table of results: one for each quantity, every value with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from labcal.certificates.fonts import BODY, NOTE, STRONG
from labcal.certificates.page import Slab, gap, paragraph
from labcal.certificates.tables import Align, Column, table
from labcal.certificates.words import NBSP, limits, value
from labcal.domain.certificate import CalibrationCertificate, CertifiedCoefficient, CertifiedResult
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


def all_tables(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    """Return the tables of results, as found before as left, and that of the coefficients.

    Raises:
        GlyphMissingError: A face lacks a character.
    """
    before, slabs = certificate.as_found, []
    if before is not None and before.results:
        slabs += [*_heading(text(mark("As found, before the adjustment"))), gap(2)]
        slabs += [*results_table(before.results, text), gap(6)]
    if before is not None and before.adjusted:
        slabs += [*paragraph(text(mark("Adjusted: {what}"), what=before.adjusted), BODY), gap(6)]
    if before is not None and before.nothing_because:
        nothing = text(mark("As found: not applicable. {reason}"), reason=before.nothing_because)
        slabs += [*paragraph(nothing, BODY), gap(6)]
    if before is not None and before.adjusted:
        slabs += [*_heading(text(mark("As left, after the adjustment"))), gap(2)]
    slabs += results_table(certificate.results, text)
    told = certificate.coefficients
    if told is not None:
        slabs += [gap(8), *_heading(text(mark("Coefficients of the whole range"))), gap(2)]
        slabs += [*table(_of_coefficients(told.values, text)), gap(3)]
        correlated = text(mark("Correlation of the coefficients: {pairs}."), pairs=told.correlation)
        slabs += paragraph(correlated, NOTE) if told.correlation else []
    return slabs


def _heading(words: str) -> list[Slab]:
    return [replace(slab, keep=True) for slab in paragraph(words, STRONG)]


def _of_coefficients(values: Sequence[CertifiedCoefficient], text: Text) -> list[Column]:
    factors = dict.fromkeys(grouped(one.coverage_factor) for one in values)
    common = f"{NBSP}(k{NBSP}={NBSP}{', '.join(factors)})"
    return [
        Column(text(mark("Coefficient")), tuple(one.symbol for one in values)),
        Column(text(mark("Value")), tuple(value(one.value, one.unit) for one in values), style=STRONG),
        Column(f"U{common}", tuple(value(one.expanded, one.unit) for one in values)),
    ]


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
