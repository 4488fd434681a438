"""Questions on the library of limits and decision rules: what ships, was written, was compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from labcal.catalog.decision_rules import decision_rules
from labcal.catalog.limits import digest_of, limit_tables, load_heading
from labcal.domain.agreement import figures_of
from labcal.domain.conformity import Limits, Rule
from labcal.domain.limits.table import LimitRow, LimitTable, Stage, Words
from labcal.errors import LabCalError
from labcal.services.agreed import own_table
from labcal.services.agreements import table_of
from labcal.services.personal import shown_name
from labcal.store.work import Records
from labcal.text import SOURCE, Text


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
        kept: Edition of a specification that is kept in the book; 0 for a table that ships.
        owner: Name of the customer whose specification it is; empty for everybody.
        digest: SHA-256 of the file of the rows, as results keep it; empty before the rows are read.
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
    kept: int = 0
    owner: str = ""
    digest: str = ""


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
        asked: Figures that have to be given, as they are typed: "m = … kg; e = … kg".
    """

    line: LimitTableLine
    clause: str
    source: str
    notes: str
    factors: tuple[tuple[str, str], ...]
    rows: tuple[LimitRowLine, ...]
    digest: str
    asked: str = ""


class RuleLine(NamedTuple):
    """One version of a decision rule as a list shows it.

    Attributes:
        guard: Guard band w as a multiple of U.
        least_ratio: Least half tolerance over U, a gate; empty without one.
        digest: What a comparison of it names.
    """

    name: str
    version: str
    title: str
    statement: str
    source: str
    confidence: str
    verified: str
    guard: str = "0"
    least_ratio: str = ""
    is_agreed: bool = False
    has_conditions: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitQuestion:
    """What the limits of a table are asked for.

    Attributes:
        kept: Edition of a specification that is kept in the book; 0 for a table that ships.
        figures: As keyed: "x = 100 g; e = 5 g".
    """

    name: str
    kept: int = 0
    grade: str = ""
    stage: Stage = Stage.INITIAL
    figures: str = ""


def limit_library(records: Records, language: str) -> list[LimitTableLine]:
    """Return every table of limits, words in ``language``: the book's own first, then those that ship."""
    told = _compared(records)
    found = []
    for line in records.specifications.lines():
        kept = records.specifications.get(line.name, line.edition)
        if kept is not None:
            table = own_table(line.name, kept.body)
            found.append(_line(table, language, told)._replace(kept=line.edition, owner=line.owner))
    return found + [_line(heading(name), language, told) for name in limit_tables()]


def limit_sheet(records: Records, name: str, language: str, kept: int = 0) -> LimitSheet:
    """Return one table of limits with its rows.

    Raises:
        UnknownLimitTableError: There is none of that name, or none of that edition.
    """
    table = table_of(records, name, kept)
    compared = _compared(records)
    rows = tuple(
        _row(row)._replace(verified=compared.get((table.digest, place)) or _row(row).verified)
        for place, row in enumerate(table.rows)
    )
    return LimitSheet(
        line=_line(table, language, compared)._replace(kept=kept),
        clause=table.told.clause,
        source=table.told.source,
        notes=_said(table.notes, language),
        factors=tuple((stage.value, f"{float(factor):g}") for stage, factor in table.factors.items()),
        rows=rows,
        digest=table.digest,
        asked="; ".join(f"{one.symbol} = … {one.unit}" for one in table.asked or table.variables),
    )


def limits_for(records: Records, question: LimitQuestion) -> Limits:
    """Return the limits of a table at given figures.

    Raises:
        LimitError, QuantityError: There are none; the sentence says why.
    """
    table = table_of(records, question.name, question.kept)
    return table.limits(figures_of(question.figures), question.grade if table.grades else "", question.stage)


def answer_to(records: Records, question: LimitQuestion) -> Limits | LabCalError:
    """Return the limits of a table at given figures, or why there are none."""
    try:
        return limits_for(records, question)
    except LabCalError as error:
        return error


def rule_library(records: Records, language: str) -> list[RuleLine]:
    """Return every version of every decision rule, words in ``language``."""
    compared = _compared(records)
    return [
        RuleLine(
            name=one.rule.name,
            version=one.rule.version,
            title=_said(one.titles, language),
            statement=_said(one.words, language),
            source=one.rule.source,
            confidence=one.confidence,
            verified=compared.get((_rule_digest(one.rule), None))
            or _verified(one.verified_by, one.verified_on),
            guard=f"{one.rule.guard:f}",
            least_ratio="" if one.rule.least_ratio is None else f"{one.rule.least_ratio:f}",
            is_agreed=one.rule.is_agreed,
            has_conditions=one.rule.has_conditions,
            digest=_rule_digest(one.rule),
        )
        for one in decision_rules()
    ]


def _rule_digest(rule: Rule) -> str:
    """Return what a comparison of a rule names: a version never changes."""
    return f"{rule.name}-{rule.version}"


def _compared(records: Records) -> dict[tuple[str, int | None], str]:
    """Return who compared what last, and when, by digest and row; where it did not agree, that too."""
    found: dict[tuple[str, int | None], str] = {}
    for kept in records.specifications.comparisons():
        told = kept.value
        who = _verified(shown_name(told.by, Text(SOURCE)), told.on.isoformat())
        found[told.digest, told.row] = who if told.agrees else ""
    return found


@lru_cache(maxsize=128)
def heading(name: str) -> LimitTable:
    """Return a shipped table, read once, with the digest of its rows."""
    return replace(load_heading(name), digest=digest_of(name))


def _line(table: LimitTable, language: str, compared: dict[tuple[str, int | None], str]) -> LimitTableLine:
    return LimitTableLine(
        name=table.name,
        title=_said(table.words, language),
        specification=table.specification,
        edition=table.told.edition,
        quantity=table.quantity,
        grades=table.grade_names,
        by=", ".join(_said(variable.words, language) for variable in table.variables),
        confidence=" ".join(table.told.confidence.split()),
        verified=compared.get((table.digest, None))
        or _verified(table.told.verified_by, table.told.verified_on),
        goes_by_nominal=table.goes_by_nominal,
        digest=table.digest,
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
