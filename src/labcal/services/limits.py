"""Questions on the library of limits and of decision rules that comes with the program."""

from __future__ import annotations

from typing import NamedTuple

from labcal.catalog.decision_rules import decision_rules
from labcal.catalog.limits import limit_tables, load_heading, load_limits
from labcal.domain.limits.table import LimitRow, LimitTable, Words
from labcal.store.work import Records
from labcal.text import SOURCE


class LimitTableLine(NamedTuple):
    """A table of limits as a list shows it.

    Attributes:
        name: What procedures name it by.
        title: What it is about.
        specification: Document.
        edition: Edition of the document.
        quantity: Quantity of the limits.
        grades: Its classes.
        by: What its limits depend on, such as "load, verification scale interval".
        confidence: How sure the figures are.
        verified: "name, date" of who has compared it with the document; empty: "unverified".
        goes_by_nominal: Whether a procedure can ask it with a nominal value and a class alone.
    """

    name: str
    title: str
    specification: str
    edition: str
    quantity: str
    grades: tuple[str, ...]
    by: str
    confidence: str
    verified: str
    goes_by_nominal: bool


class LimitRowLine(NamedTuple):
    """One row of a table of limits as a list shows it.

    Attributes:
        grades: Classes that it holds for; empty for all.
        stage: "initial", "in service", or empty for both.
        when: Its condition, as written; empty where it always holds.
        limits: Its limits, as written: "±0.5*e", "+(0.1 K), −(0.15 K)".
        clause: Clause and table.
        confidence: How sure the figures are.
        verified: As for the table.
    """

    grades: str
    stage: str
    when: str
    limits: str
    clause: str
    confidence: str
    verified: str


class LimitSheet(NamedTuple):
    """A whole table of limits.

    Attributes:
        line: The table, as a list shows it.
        clause: Clause and table.
        source: How the figures were obtained.
        notes: What else the document asks.
        factors: Stage and factor of its limits.
        rows: In the order in which they are tried.
        digest: SHA-256 of the file of the rows, as results keep it.
    """

    line: LimitTableLine
    clause: str
    source: str
    notes: str
    factors: tuple[tuple[str, str], ...]
    rows: tuple[LimitRowLine, ...]
    digest: str


class RuleLine(NamedTuple):
    """One version of a decision rule as a list shows it."""

    name: str
    version: str
    title: str
    statement: str
    source: str
    confidence: str
    verified: str


def limit_library(_records: Records, language: str) -> list[LimitTableLine]:
    """Return every table of limits, words in ``language``."""
    return [_line(load_heading(name), language) for name in limit_tables()]


def limit_sheet(_records: Records, name: str, language: str) -> LimitSheet:
    """Return one table of limits with its rows.

    Raises:
        UnknownLimitTableError: There is none of that name.
    """
    table = load_limits(name)
    return LimitSheet(
        line=_line(table, language),
        clause=table.told.clause,
        source=table.told.source,
        notes=_said(table.notes, language),
        factors=tuple((stage.value, f"{float(factor):g}") for stage, factor in table.factors.items()),
        rows=tuple(_row(row) for row in table.rows),
        digest=table.digest,
    )


def rule_library(_records: Records, language: str) -> list[RuleLine]:
    """Return every version of every decision rule, words in ``language``."""
    return [
        RuleLine(
            name=one.rule.name,
            version=one.rule.version,
            title=_said(one.titles, language),
            statement=_said(one.words, language),
            source=one.rule.source,
            confidence=one.confidence,
            verified=_verified(one.verified_by, one.verified_on),
        )
        for one in decision_rules()
    ]


def _line(table: LimitTable, language: str) -> LimitTableLine:
    return LimitTableLine(
        name=table.name,
        title=_said(table.words, language),
        specification=table.specification,
        edition=table.told.edition,
        quantity=table.quantity,
        grades=table.grade_names,
        by=", ".join(_said(variable.words, language) for variable in table.variables),
        confidence=" ".join(table.told.confidence.split()),
        verified=_verified(table.told.verified_by, table.told.verified_on),
        goes_by_nominal=table.goes_by_nominal,
    )


def _row(row: LimitRow) -> LimitRowLine:
    return LimitRowLine(
        grades=", ".join(row.grades),
        stage=row.stage.value if row.stage else "",
        when=row.when.text,
        limits=_ends(row),
        clause=row.told.clause,
        confidence=" ".join(row.told.confidence.split()),
        verified=_verified(row.told.verified_by, row.told.verified_on),
    )


def _ends(row: LimitRow) -> str:
    plus, minus = (None if end is None else end.text for end in (row.plus, row.minus))
    if plus is not None and plus == minus:
        return f"±({plus})" if " + " in plus or " - " in plus else f"±{plus}"
    ends = [f"+({plus})"] * (plus is not None) + [f"−({minus})"] * (minus is not None)
    return ", ".join(ends)


def _said(words: Words, language: str) -> str:
    told = dict(words)
    return told.get(language, told.get(SOURCE, ""))


def _verified(by: str, on: str) -> str:
    return f"{by}, {on}" if by else ""
