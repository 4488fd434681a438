"""Reads budget files (format labcal-budget-1), strictly, into budgets as keyed."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from labcal.catalog.reader import LARGEST, Table
from labcal.domain.uncertainty.assembly import assemble
from labcal.domain.uncertainty.budget import Budget, MonteCarloPlan
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CorrelationDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
    PooledDraft,
)
from labcal.errors import LabCalError
from labcal.errors.budgets import (
    BudgetFileError,
    BudgetFormatError,
    BudgetSyntaxError,
    PairWantedError,
    PlaceError,
    sentence,
)
from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.errors.procedures import KeyTypeError, MissingKeyError
from labcal.text import mark

FORMAT = "labcal-budget-1"

PARAMETERS = (
    "standard",
    "expanded",
    "relative",
    "k",
    "probability",
    "scale",
    "half_width",
    "lower",
    "upper",
    "beta",
    "half_width_uncertainty",
    "step",
    "mean",
    "counts",
    "dof",
)
"""Every key of a component that is a number or a quantity."""


def read_budget(path: Path) -> BudgetDraft:
    """Read a budget file.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        BudgetFileError: It cannot be used; the sentence names file, table and key.
    """
    try:
        body = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchFileError(path=path) from error
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror or type(error).__name__) from error
    return parse_budget(body, path.name)


def load_budget(path: Path) -> Budget:
    """Read a budget file and return the budget that can be evaluated; errors as for ``read_budget``."""
    draft = read_budget(path)
    try:
        return assemble(draft)
    except LabCalError as error:
        raise BudgetFileError(file=path.name, reason=sentence(error)) from error


def parse_budget(body: bytes, name: str) -> BudgetDraft:
    """Read the bytes of a budget file; ``name`` is what refusals call it.

    Raises:
        BudgetFileError: They cannot be used; the sentence names file, table and key.
    """
    try:
        return _draft(_table(body, name))
    except LabCalError as error:
        raise BudgetFileError(file=name, reason=sentence(error)) from error


def _table(body: bytes, name: str) -> Table:
    if len(body) > LARGEST:
        raise BudgetSyntaxError(reason=f"> {LARGEST} bytes")
    try:
        values = tomllib.loads(body.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BudgetSyntaxError(reason=str(error).rstrip(".")) from error
    if (given := values.pop("format", "–")) != FORMAT:
        raise BudgetFormatError(format=given, wanted=FORMAT)
    return Table(values, name)


def _draft(top: Table) -> BudgetDraft:
    coverage, monte_carlo = top.optional_table("coverage"), top.optional_table("monte_carlo")
    if not top.has("output"):
        raise MissingKeyError(key="output", place=top.place)
    draft = BudgetDraft(
        title=top.text("title", ""),
        source=top.text("source", ""),
        outputs=tuple(_output(table) for table in top.tables("output")),
        inputs=tuple(_input(table) for table in top.tables("input")),
        correlations=tuple(_correlation(table) for table in top.tables("correlation")),
        coverage=_coverage(coverage) if coverage else CoverageDraft(),
        monte_carlo=_monte_carlo(monte_carlo) if monte_carlo else MonteCarloPlan(),
    )
    top.end()
    return draft


def _output(table: Table) -> OutputDraft:
    is_implicit = table.has("equation")
    output = OutputDraft(
        symbol=table.text("symbol"),
        name=table.text("name", ""),
        unit=table.text("unit"),
        report_unit=table.text("report_unit", ""),
        model="" if is_implicit else table.text("model"),
        equation=table.text("equation") if is_implicit else "",
        start=table.keyed("start") if is_implicit else "",
    )
    table.end()
    return output


def _input(table: Table) -> InputDraft:
    pooled = table.optional_table("pooled")
    quantity = InputDraft(
        symbol=table.text("symbol"),
        name=table.text("name", ""),
        value=table.keyed("value", ""),
        readings=table.keyed_list("readings"),
        unit=table.text("unit", ""),
        pooled=_pooled(pooled) if pooled else None,
        simultaneous=table.text("simultaneous", ""),
        components=tuple(_component(part) for part in table.tables("component")),
    )
    table.end()
    return quantity


def _pooled(table: Table) -> PooledDraft:
    pooled = PooledDraft(standard=table.keyed("standard"), dof=table.keyed("dof", ""))
    table.end()
    return pooled


def _component(table: Table) -> ComponentDraft:
    component = ComponentDraft(
        distribution=table.text("distribution"),
        parameters=tuple((key, table.keyed(key)) for key in PARAMETERS if table.has(key)),
        samples=table.keyed_list("samples"),
        unit=table.text("unit", ""),
        name=table.text("name", ""),
    )
    table.end()
    return component


def _correlation(table: Table) -> CorrelationDraft:
    between = table.texts("between")
    if len(between) != 2:
        raise PlaceError(key="between", place=table.place, reason=sentence(PairWantedError()))
    correlation = CorrelationDraft(
        first=between[0], second=between[1], coefficient=table.keyed("coefficient")
    )
    table.end()
    return correlation


def _coverage(table: Table) -> CoverageDraft:
    coverage = CoverageDraft(
        probability=table.keyed("probability", ""),
        k=table.keyed("k", ""),
        dof_rule=table.text("dof_rule", ""),
        factor_rule=table.text("factor_rule", ""),
    )
    table.end()
    return coverage


def _monte_carlo(table: Table) -> MonteCarloPlan:
    plan = MonteCarloPlan(
        trials=table.whole("trials") if table.has("trials") else None,
        adaptive=table.flag("adaptive"),
        digits=table.whole("digits") if table.has("digits") else None,
        seed=_seed(table) if table.has("seed") else None,
    )
    table.end()
    return plan


def _seed(table: Table) -> int:
    keyed = table.keyed("seed")
    if not keyed.isdecimal():
        raise KeyTypeError(key="seed", place=table.place, wanted=mark("a whole number from 0 on"))
    return int(keyed)
