"""What can be agreed with a customer: the tables of limits that fit an item, and the decision rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from labcal.catalog.decision_rules import decision_rules
from labcal.catalog.limits import limit_tables, load_heading
from labcal.domain import units
from labcal.domain.instrument import CustomerNumber
from labcal.domain.job import Job, JobNumber
from labcal.domain.limits.table import LimitTable, Words
from labcal.domain.quantity import QuantityValue
from labcal.services.agreed import own_table
from labcal.store.work import Records
from labcal.text import SOURCE

APART = "|"
"""Between name and edition of a specification in a choice."""


class TableOffer(NamedTuple):
    """A table of limits that can be agreed on.

    Attributes:
        edition: Of a specification that is kept in the book; 0 for a table that ships.
        title: Document and what it is about.
        grades: Its classes.
        figures: Symbols of what it asks for beside the nominal value.
        owner: Name of the customer whose it is; empty for everybody.
        fits: Whether it is for items of such a nominal value.
    """

    name: str
    edition: int
    title: str
    grades: tuple[str, ...]
    figures: tuple[str, ...]
    owner: str
    fits: bool

    @property
    def key(self) -> str:
        """Name and edition in one."""
        return f"{self.name}{APART}{self.edition}"


class RuleOffer(NamedTuple):
    """A decision rule in its newest version."""

    name: str
    version: str
    title: str
    statement: str
    is_agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What can be agreed; the customer's own specifications first, then what fits the item."""

    tables: tuple[TableOffer, ...]
    rules: tuple[RuleOffer, ...]

    def table(self, key: str) -> TableOffer | None:
        """Return the table of a key; None where there is none."""
        return next((one for one in self.tables if one.key == key), None)

    def rule(self, name: str) -> RuleOffer | None:
        """Return the rule of a name; None where there is none."""
        return next((one for one in self.rules if one.name == name), None)


def offers(
    records: Records, nominal: QuantityValue | None, customer: CustomerNumber | None, language: str
) -> Offers:
    """Return what can be agreed with ``customer`` on an item of a nominal value, words in ``language``."""
    newest: dict[str, TableOffer] = {}
    for line in records.specifications.lines():
        if line.name not in newest and line.customer in (None, customer):
            kept = records.specifications.get(line.name, line.edition)
            table = own_table(line.name, kept.body if kept else "")
            newest[line.name] = _table(table, (line.edition, line.owner), nominal, language)
    shipped = [_table(table, (0, ""), nominal, language) for table in _headings()]
    own = sorted(newest.values(), key=lambda one: (not one.owner, one.title))
    return Offers(
        tables=(*own, *sorted(shipped, key=lambda one: (not one.fits, one.title))), rules=_rules(language)
    )


def offers_for(records: Records, job: JobNumber, language: str) -> tuple[Offers, Job]:
    """Return what can be agreed for a job, and the job."""
    found = records.jobs.get(job)
    return offers(records, found.instrument.nominal, found.customer.number, language), found


def _table(
    table: LimitTable, kept: tuple[int, str], nominal: QuantityValue | None, language: str
) -> TableOffer:
    (edition, owner), asked = kept, table.asked or table.variables
    same = [one for one in asked if nominal is not None and units.same_dimension(one.unit, nominal.unit)]
    first = same[0].symbol if same else next((one.symbol for one in asked), "")
    title = table.specification
    words = said(table.words, language)
    if words and words != title:
        title = f"{title} · {words}"
    return TableOffer(
        name=table.name,
        edition=edition,
        title=f"{title} ({edition})" if edition else title,
        grades=table.grade_names,
        figures=tuple(one.symbol for one in table.asked if one.symbol != first),
        owner=owner,
        fits=nominal is None or bool(same),
    )


def said(words: Words, language: str) -> str:
    """Return words in a language, in English where they lack it."""
    told = dict(words)
    return told.get(language, told.get(SOURCE, ""))


@lru_cache(maxsize=1)
def _headings() -> tuple[LimitTable, ...]:
    """Return the tables that ship, without their rows; their files do not change as the program runs."""
    return tuple(load_heading(name) for name in limit_tables())


@lru_cache(maxsize=4)
def _rules(language: str) -> tuple[RuleOffer, ...]:
    newest = {one.rule.name: one for one in decision_rules()}
    return tuple(
        RuleOffer(
            name=one.rule.name,
            version=one.rule.version,
            title=said(one.titles, language),
            statement=said(one.words, language),
            is_agreed=one.rule.is_agreed,
        )
        for one in newest.values()
    )
