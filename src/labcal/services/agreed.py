"""What was agreed for a job, put to use: its limits, its rule, and the words of the rule."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from labcal.catalog.decision_rules import RuleEntry, load_rule
from labcal.catalog.limits import load_limits, parse_limits
from labcal.domain import units
from labcal.domain.agreement import Agreed, Agreement, figures_of
from labcal.domain.conformity import Limits
from labcal.domain.job import Job
from labcal.domain.limits.table import LimitTable
from labcal.domain.procedure import ConformityRule, Procedure
from labcal.domain.quantity import QuantityValue, parse
from labcal.text import SOURCE, Text


def as_agreed(procedure: Procedure, job: Job) -> Procedure:
    """Return a procedure with the limits and the rule that were agreed for a job in the place of its own.

    Raises:
        UnknownRuleError, UnknownRuleVersionError: The rule is not known.
    """
    agreement = job.agreement
    if agreement is None:
        return procedure
    told = agreement.agreed
    if not told.limits:
        return replace(procedure, conformity=None)
    chosen = ConformityRule(
        limits=told.limits,
        rule=told.rule,
        decided_by=rule_entry(told.rule, told.rule_version).rule,
        share=told.share,
        process_mean=parse(told.process_mean) if told.process_mean else None,
        process_deviation=parse(told.process_deviation) if told.process_deviation else None,
    )
    return replace(procedure, conformity=chosen)


def agreed_limits(job: Job, told: Agreed, body: str, nominal: QuantityValue) -> Limits:
    """Return the limits that were agreed, at a nominal value.

    Args:
        job: Whose item may have figures that the agreement does not repeat.
        told: What was agreed.
        body: Text of the specification, where it is kept in the book.
        nominal: Of the point.

    Raises:
        LimitError: There are none; the sentence says why.
    """
    table = own_table(told.limits, body) if body else shipped_table(told.limits)
    figures = figures_of(job.instrument.figures) | figures_of(told.figures)
    return limits_at(table, told, nominal, figures)


def limits_at(
    table: LimitTable, told: Agreed, nominal: QuantityValue, figures: dict[str, QuantityValue]
) -> Limits:
    """Return the limits of a table at a nominal value, with figures that an item's record holds.

    Figures that the table does not ask for are left aside: a record holds more than one table wants.

    Raises:
        LimitError: There are none; the sentence says why.
    """
    known = {one.symbol: figures[one.symbol] for one in table.variables if one.symbol in figures}
    asked = (*table.asked, *table.variables)
    free = [one for one in asked if one.symbol not in known and units.same_dimension(one.unit, nominal.unit)]
    if free:
        known[free[0].symbol] = nominal
    elif not known:
        return table.limit(nominal, told.grade)  # of another kind: it says so
    return table.limits(known, told.grade if table.grades else "", told.stage)


def title_of(agreement: Agreement) -> str:
    """Return the document that was agreed on, as it calls itself; empty where no statement is wanted."""
    told = agreement.agreed
    if not told.limits:
        return ""
    table = own_table(told.limits, agreement.body) if agreement.body else shipped_table(told.limits)
    return f"{table.specification} ({told.edition})" if told.edition else table.specification


def rule_words(rule: str, version: str, share: str, text: Text) -> str:
    """Return a decision rule in a sentence, in the language of ``text``, with the part of U agreed on."""
    entry = rule_entry(rule, version)
    told = dict(entry.words)
    words = told.get(text.language, told[SOURCE])
    return f"{words} (r = {share})" if share and entry.rule.is_agreed else words


@lru_cache(maxsize=8)
def shipped_table(name: str) -> LimitTable:
    """Return a table of limits, read once: the file comes with the program and does not change as it runs."""
    return load_limits(name)


@lru_cache(maxsize=32)
def own_table(name: str, body: str) -> LimitTable:
    """Return a specification that is kept in the book, read once."""
    return parse_limits(body.encode(), name)


@lru_cache(maxsize=64)
def rule_entry(rule: str, version: str) -> RuleEntry:
    """Return a decision rule in one version, read once."""
    return load_rule(rule, version)
