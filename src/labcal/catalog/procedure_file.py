"""Reads the file of a procedure, strictly, into the domain's value."""

from __future__ import annotations

import hashlib
from typing import TypedDict

from labcal.catalog import reader
from labcal.catalog.procedure_checks import check
from labcal.catalog.procedure_examples import Example, in_procedure
from labcal.catalog.procedure_inputs import choice, input_of, quantity_or_none, readings_of, unit_of
from labcal.catalog.reader import Table
from labcal.domain.conformity import rule_statement
from labcal.domain.procedure import (
    CheckRule,
    ConformityRule,
    Derived,
    FitCoefficient,
    FitPlan,
    PointsPlan,
    Procedure,
    ProcedureWords,
    Reports,
    RoomLimit,
)
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.rounding import RoundingPolicy
from labcal.domain.uncertainty.coverage import Coverage, DofRule, FactorRule
from labcal.errors.procedures import KeyTypeError
from labcal.text import mark

__all__ = [
    "FORMAT",
    "FORMATS",
    "parse_procedure",
    "parse_with_example",
    "quantity_or_none",
    "read_procedure",
    "unit_of",
    "words_in",
]

FORMAT = "labcal-procedure-1"
"""The format of a procedure of one point, one expression of readings, and no formulas."""

FORMATS = (FORMAT, "labcal-procedure-2")
"""What is read; a procedure says which in its ``form``, from 1."""


def parse_procedure(body: bytes) -> Procedure:
    """Read a procedure from its bytes, shipped or pinned in a book; its digest is their SHA-256.

    Raises:
        ProcedureError: It cannot be used (a subclass names the key and its place).
        ModelError: Its model cannot be read, or its dimensions do not agree.
    """
    return parse_with_example(body)[0]


def parse_with_example(body: bytes) -> tuple[Procedure, Example | None]:
    """Read a procedure, and the worked example that a procedure of the laboratory's own carries.

    Raises:
        ProcedureError, ModelError: As for ``parse_procedure``.
    """
    name, top = reader.read_one_of(body, FORMATS, "procedure.toml")
    found = read_procedure(top, FORMATS.index(name) + 1, hashlib.sha256(body).hexdigest())
    check(found[0])
    return found


def read_procedure(top: Table, form: int, digest: str) -> tuple[Procedure, Example | None]:
    """Take a procedure and its example from a table, without holding its parts against one another.

    Raises:
        ProcedureError: A key cannot be used; it is named with its place.
    """
    told = top.optional_table("example") if form > 1 else None
    procedure = _procedure(top, form, digest)
    return procedure, None if told is None else in_procedure(told, procedure)


def _procedure(top: Table, form: int, digest: str) -> Procedure:
    ranged, result = top.table("range"), top.table("result")
    standard = top.optional_table("standard")
    lowest = ranged.quantity("lowest", parse)
    procedure = Procedure(
        id=top.text("id"),
        version=top.whole("version"),
        digest=digest,
        quantity=top.text("quantity"),
        references=top.texts("references"),
        source=top.text("source"),
        confidence=top.text("confidence"),
        comment=top.text("comment", "").strip(),
        lowest=lowest,
        highest=ranged.quantity("highest", parse, lowest.unit),
        symbol=result.text("symbol"),
        model=result.text("model"),
        unit=unit_of(result, "unit"),
        value_unit=unit_of(result, "value_unit"),
        uncertainty_unit=unit_of(result, "uncertainty_unit"),
        digits=result.whole("digits", 2),
        policy=choice(result, "rounding", RoundingPolicy, "nearest"),
        inputs=tuple(input_of(table, form) for table in top.tables("input")),
        readings=readings_of(top.table("readings"), form),
        coverage=_coverage(top.table("coverage"), form),
        room=tuple(_room(table) for table in top.tables("room")),
        conformity=_conformity(top.optional_table("conformity")),
        standard_within=standard.quantity("within", parse, "1") if standard else None,
        words=_own_words(top.optional_table("words"), form),
        form=form,
        **(_of_form_2(top, result) if form > 1 else {}),
    )
    for table in filter(None, (ranged, result, standard, top)):
        table.end()
    return procedure


class _OfForm2(TypedDict, total=False):
    """What only format 2 says."""

    points: PointsPlan | None
    derived: tuple[Derived, ...]
    reports: Reports
    greatest: QuantityValue | None
    checks: tuple[CheckRule, ...]
    fit: FitPlan | None
    verified_by: str
    acclimatisation: QuantityValue | None
    translation: ProcedureWords | None


def _of_form_2(top: Table, result: Table) -> _OfForm2:
    return _OfForm2(
        points=_points(top.optional_table("points")),
        derived=tuple(_derived(table) for table in top.tables("derived")),
        reports=choice(result, "reports", Reports, "value"),
        greatest=result.quantity("greatest", parse_half_width) if result.has("greatest") else None,
        checks=tuple(_check_rule(table) for table in top.tables("check")),
        fit=_fit(top.optional_table("fit")),
        verified_by=top.text("verified_by", ""),
        acclimatisation=_acclimatisation(top.optional_table("item")),
        translation=_own_words(top.optional_table("translation"), 2),
    )


def _acclimatisation(table: Table | None) -> QuantityValue | None:
    if table is None:
        return None
    found = table.quantity("acclimatisation", parse_half_width, "h")
    table.end()
    return found


def _points(table: Table | None) -> PointsPlan | None:
    if table is None:
        return None
    told, shares = table.texts("nominal"), table.texts("parts")
    nominal = table.checked("nominal", lambda: tuple(parse(one) for one in told))
    parts = table.checked("parts", lambda: tuple(parse(one, "1").in_unit("1") for one in shares))
    if nominal and parts:
        raise KeyTypeError(key="parts", place=table.place, wanted=mark("left out where “nominal” is given"))
    plan = PointsPlan(nominal=nominal, parts=parts, most=len(nominal) or len(parts) or table.whole("most"))
    table.end()
    return plan


def _derived(table: Table) -> Derived:
    derived = Derived(
        symbol=table.text("symbol"), unit=unit_of(table, "unit"), expression=table.text("expression")
    )
    table.end()
    return derived


def _check_rule(table: Table) -> CheckRule:
    unit = unit_of(table, "unit")
    rule = CheckRule(
        name=table.text("name"),
        expression=table.text("expression"),
        unit=unit,
        greatest=table.quantity("greatest", parse_half_width, unit),
    )
    table.end()
    return rule


def _fit(table: Table | None) -> FitPlan | None:
    if table is None:
        return None
    plan = FitPlan(
        degree=table.whole("degree"),
        unit=unit_of(table, "unit"),
        coefficients=tuple(_coefficient(part) for part in table.tables("coefficient")),
    )
    table.end()
    return plan


def _coefficient(table: Table) -> FitCoefficient:
    coefficient = FitCoefficient(
        symbol=table.text("symbol"), model=table.text("model"), unit=unit_of(table, "unit")
    )
    table.end()
    return coefficient


def _own_words(table: Table | None, form: int) -> ProcedureWords | None:
    return None if table is None else words_in(table, table.text("language"), form)


def words_in(table: Table, language: str, form: int = 2) -> ProcedureWords:
    """Take the words of a procedure in one language; raise ``ProcedureError`` where they cannot be used."""
    checks = table.optional_table("check") if form > 1 else None
    words = ProcedureWords(
        language=language,
        title=table.text("title"),
        purpose=table.text("purpose"),
        result=table.text("result"),
        inputs=table.table("input").words(),
        columns=table.table("column").words(),
        room=table.table("room").words(),
        checks=checks.words() if checks else (),
    )
    table.end()
    return words


def _coverage(table: Table, form: int) -> Coverage:
    k, probability = table.number("k"), table.number("probability")
    rule = choice(table, "dof_rule", DofRule, "interpolate")
    factor = choice(table, "factor_rule", FactorRule, "t") if form > 1 else FactorRule.T
    table.end()
    return table.checked(
        "k", lambda: Coverage(k=k, probability=probability, dof_rule=rule, factor_rule=factor)
    )


def _room(table: Table) -> RoomLimit:
    limit = RoomLimit(
        name=table.text("name"),
        unit=unit_of(table, "unit"),
        lowest=table.decimal("lowest"),
        highest=table.decimal("highest"),
        confidence=table.text("confidence"),
    )
    table.end()
    return limit


def _conformity(table: Table | None) -> ConformityRule | None:
    if table is None:
        return None
    rule = ConformityRule(limits=table.text("limits"), rule=table.text("rule"))
    table.checked("rule", lambda: rule_statement(rule.rule))
    table.end()
    return rule
