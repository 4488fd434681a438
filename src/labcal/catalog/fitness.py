"""The rules of fitness that ship as data: what is unfit, its clause, and who may let it pass."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain.fitness import FitnessRule, Leave, Unfit
from labcal.domain.role import Right
from labcal.errors.procedures import KeyTypeError

FORMAT = "labcal-fitness-1"


@lru_cache(maxsize=1)
def fitness_rules() -> Mapping[Unfit, FitnessRule]:
    """Return the rule of every kind of unfitness."""
    return parse_fitness(resources.path("fitness", "unfit.toml").read_bytes())


def parse_fitness(body: bytes) -> Mapping[Unfit, FitnessRule]:
    """Read the rules; every kind has one.

    Raises:
        ProcedureError: A key is missing, unknown or of another kind; it is named with its place.
    """
    top = reader.read(body, FORMAT, "unfit.toml")
    rules = {kind: _rule(kind, top.table(kind.value)) for kind in Unfit}
    top.end()
    return rules


def _rule(kind: Unfit, table: Table) -> FitnessRule:
    rule = FitnessRule(kind=kind, clause=table.text("clause"), leave=_leave(table))
    table.end()
    return rule


def _leave(table: Table) -> Leave | Right:
    told = table.text("leave")
    known: dict[str, Leave | Right] = {one.value: one for one in (*Right, *Leave)}
    if told not in known:
        raise KeyTypeError(key="leave", place=table.place, wanted=" | ".join(sorted(known)))
    return known[told]
