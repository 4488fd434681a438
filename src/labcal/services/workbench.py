"""A budget under construction: what can be computed of it, and what is refused, each at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from labcal.catalog.budget_writer import write_budget
from labcal.catalog.budgets import FORMAT, parse_budget, read_budget
from labcal.catalog.expected import examples_folder
from labcal.catalog.procedures import all_procedures, load_example, load_procedure, load_words
from labcal.domain.evaluation import assemble as assemble_point
from labcal.domain.uncertainty.assembly import assemble
from labcal.domain.uncertainty.budget import Budget, Input, MonteCarloPlan
from labcal.domain.uncertainty.distributions import Distribution, Normal
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CorrelationDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
    PooledDraft,
)
from labcal.domain.uncertainty.estimates import assemble_input
from labcal.domain.uncertainty.keyed import Place
from labcal.errors import LabCalError
from labcal.errors.budgets import PlaceError, sentence
from labcal.services.budgets import Method, evaluate_budget
from labcal.services.files import write
from labcal.text import Phrase

AT = re.compile(r"\[\[(input|output|correlation)\]\] (\d+)(?: \[\[component\]\] (\d+))?")
TITLE = re.compile(rb'^(title|source) = "((?:[^"\\]|\\.)*)"', re.MULTILINE)
EMPTY = BudgetDraft(outputs=(OutputDraft(symbol="y", unit="1", model=""),), inputs=())


class Refusal(NamedTuple):
    """Why a part of a budget cannot be used.

    Attributes:
        table: "input", "output", "correlation", "coverage"; empty where it concerns the whole.
        number: Of the table, from 0; -1 where there is one only.
        component: Of the input, from 0; -1 for the input itself.
        key: As in the file.
        reason: The sentence.
    """

    table: str
    number: int
    component: int
    key: str
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a budget as keyed.

    Attributes:
        refusals: What cannot be used; empty where everything can.
        budget: Ready to be evaluated; None while something is refused.
        results: A ``domain.uncertainty.multivariate.Results``; None where there are none.
    """

    refusals: tuple[Refusal, ...]
    budget: Budget | None = None
    results: Any = None


class Shipped(NamedTuple):
    """Something that a budget can begin with: its name, title, and where it comes from."""

    name: str
    title: str
    source: str


def check(draft: BudgetDraft) -> Checked:
    """Return the results of a budget as keyed, or every input and output that is refused."""
    refusals = list(_refused_inputs(draft))
    if refusals:
        return Checked(refusals=tuple(refusals))
    try:
        budget = assemble(draft)
    except LabCalError as error:
        return Checked(refusals=(refusal_of(error),))
    try:
        results = evaluate_budget(budget, Method.GUM).propagated
    except LabCalError as error:
        return Checked(refusals=(refusal_of(error),), budget=budget)
    return Checked(refusals=(), budget=budget, results=results)


def refusal_of(error: LabCalError) -> Refusal:
    """Return where a failure belongs, and its sentence."""
    if not isinstance(error, PlaceError):
        key = str(error.fields.get("key", ""))
        table = "coverage" if error.fields.get("place") == "[coverage]" else ""
        return Refusal(table, -1, -1, key, sentence(error))
    place, key, reason = str(error.fields["place"]), str(error.fields["key"]), error.fields["reason"]
    told = reason if isinstance(reason, Phrase) else Phrase(str(reason))
    found = AT.match(place)
    if found is None:
        return Refusal("coverage" if "coverage" in place else "", -1, -1, key, told)
    table, number, component = found.groups()
    return Refusal(table, int(number) - 1, int(component) - 1 if component else -1, key, told)


def _refused_inputs(draft: BudgetDraft) -> Iterator[Refusal]:
    for number, quantity in enumerate(draft.inputs, start=1):
        try:
            assemble_input(quantity, Place(f"[[input]] {number}"))
        except LabCalError as error:
            yield refusal_of(error)


def simulated(
    budget: Budget, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Any | LabCalError:
    """Return the budget's ``montecarlo.Simulation`` by its own plan, or why there is none."""
    from labcal.domain.uncertainty import montecarlo  # late: it needs numpy

    plan = budget.monte_carlo
    said = {"digits": plan.digits, "seed": plan.seed}
    try:
        settings = montecarlo.Settings(
            trials=plan.trials,
            adaptive=plan.adaptive,
            **{name: value for name, value in said.items() if value is not None},
        )
        return montecarlo.simulate(budget, settings, montecarlo.Watch(progress=progress, cancelled=cancelled))
    except LabCalError as error:
        return error


def open_budget(path: Path) -> BudgetDraft:
    """Read a budget file; errors as for ``catalog.budgets.read_budget``."""
    return read_budget(path)


def save_budget(draft: BudgetDraft, path: Path) -> None:
    """Write a budget file.

    Raises:
        UnwritableFileError: It may not be written.
    """
    write(path, write_budget(draft).encode())


def budget_of(text: str) -> BudgetDraft | None:
    """Return the budget that a text keeps; None where it is no complete one."""
    try:
        return parse_budget(text.encode(), "")
    except LabCalError:
        return None


def unfinished_text(draft: BudgetDraft) -> str:
    """Return a text that keeps ``draft`` however little of it is typed; for a place of the program's own."""
    return json.dumps(asdict(draft), ensure_ascii=False)


def unfinished(text: str) -> BudgetDraft | None:
    """Return what ``unfinished_text`` kept; None where the text is of another kind."""
    try:
        told = json.loads(text)
        return BudgetDraft(
            title=told["title"],
            source=told["source"],
            outputs=tuple(OutputDraft(**one) for one in told["outputs"]),
            inputs=tuple(_input_kept(one) for one in told["inputs"]),
            correlations=tuple(CorrelationDraft(**one) for one in told["correlations"]),
            coverage=CoverageDraft(**told["coverage"]),
            monte_carlo=MonteCarloPlan(**told["monte_carlo"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _input_kept(told: dict[str, Any]) -> InputDraft:
    components = tuple(
        ComponentDraft(
            **{
                **one,
                "parameters": tuple((key, size) for key, size in one["parameters"]),
                "samples": tuple(one["samples"]),
            }
        )
        for one in told["components"]
    )
    pooled = PooledDraft(**told["pooled"]) if told["pooled"] else None
    rest = {**told, "readings": tuple(told["readings"]), "components": components, "pooled": pooled}
    return InputDraft(**rest)


def examples() -> tuple[Shipped, ...]:
    """Return the budgets that ship as examples, by name."""
    found = []
    for path in sorted(examples_folder().glob("*.toml")):
        body = path.read_bytes()
        if FORMAT.encode() in body.partition(b"\n")[0]:
            told = {key.decode(): text.decode() for key, text in TITLE.findall(body.partition(b"[[")[0])}
            found.append(Shipped(path.stem, told.get("title", path.stem), told.get("source", "")))
    return tuple(found)


def example(name: str) -> BudgetDraft:
    """Return an example that ships."""
    return read_budget(examples_folder() / f"{name}.toml")


def procedures(language: str) -> tuple[Shipped, ...]:
    """Return the procedures whose worked example can be taken as a budget, titles in ``language``."""
    return tuple(
        Shipped(one.id, load_words(one.id, language).title, "; ".join(one.references))
        for one in all_procedures()
    )


def of_procedure(name: str, language: str) -> BudgetDraft:
    """Return the worked example of a procedure as a budget; errors as for ``evaluation.assemble``."""
    procedure, words = load_procedure(name), load_words(name, language)
    draft = as_keyed(assemble_point(procedure, load_example(name).inputs))
    named = tuple(replace(one, name=words.input(one.symbol)) for one in draft.inputs)
    outputs = tuple(replace(one, report_unit=procedure.value_unit) for one in draft.outputs)
    return replace(draft, title=words.title, inputs=named, outputs=outputs)


def as_keyed(budget: Budget) -> BudgetDraft:
    """Return an assembled budget as one would key it: every number at its full length."""
    coverage = budget.coverage
    return BudgetDraft(
        title=budget.title,
        source=budget.source,
        outputs=tuple(
            OutputDraft(
                symbol=one.symbol, name=one.name, unit=one.unit, report_unit=one.report_unit, model=one.model
            )
            for one in budget.outputs
        ),
        inputs=tuple(_as_keyed(one) for one in budget.inputs),
        coverage=CoverageDraft(
            k="" if coverage.k is None else _number(coverage.k),
            probability="" if coverage.probability is None else _number(coverage.probability),
            dof_rule=coverage.dof_rule.value,
            factor_rule=coverage.factor_rule.value,
        ),
        monte_carlo=budget.monte_carlo,
    )


def _as_keyed(one: Input) -> InputDraft:
    """Return an input as keyed; one with simultaneous readings by those, whose component then is theirs."""
    is_read = bool(one.simultaneous)
    return InputDraft(
        symbol=one.symbol,
        name=one.name,
        value="" if is_read else _quantity(one.value, one.unit),
        readings=tuple(_number(number) for number in one.readings) if is_read else (),
        unit=one.unit if is_read else "",
        simultaneous=one.simultaneous,
        components=tuple(
            ComponentDraft(
                distribution=part.distribution.name,
                name=part.name,
                parameters=(*_parameters(part.distribution, part.unit), *_dof(part.dof)),
            )
            for part in one.components[is_read:]
        ),
    )


def _parameters(distribution: Distribution, unit: str) -> Iterator[tuple[str, str]]:
    if isinstance(distribution, Normal):
        yield "standard", _quantity(distribution.standard_uncertainty, unit)
        return
    for one in fields(distribution):  # type: ignore[arg-type]
        size = getattr(distribution, one.name)
        yield one.name, _number(size) if one.name == "beta" else _quantity(size, unit)


def _dof(dof: float) -> tuple[tuple[str, str], ...]:
    return () if dof == float("inf") else (("dof", _number(dof)),)


def _quantity(number: float, unit: str) -> str:
    return _number(number) if unit in ("", "1") else f"{_number(number)} {unit}"


def _number(number: float) -> str:
    whole = round(number)
    return str(whole) if whole == number and abs(number) < 1e15 else repr(number)
