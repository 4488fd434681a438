"""A budget becomes a procedure, and a procedure the budget that it expects (ISO/IEC 17025:2017, 7.2, 7.6)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from labcal.catalog.limits import limit_tables, load_heading
from labcal.catalog.procedure_file import parse_procedure
from labcal.catalog.procedure_writer import write_procedure
from labcal.catalog.procedures import all_procedures, words_of
from labcal.domain.procedure import (
    Column,
    ComponentRule,
    ConformityRule,
    Origin,
    Planned,
    Pooled,
    Procedure,
    ProcedureInput,
    ProcedureWords,
    ReadingsPlan,
    RoomLimit,
)
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.uncertainty.assembly import assemble
from labcal.domain.uncertainty.budget import Budget
from labcal.domain.uncertainty.coverage import FactorRule
from labcal.domain.uncertainty.distributions import ABSOLUTE, FAMILY, PLAIN
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
)
from labcal.errors.plans import (
    CorrelatedInputsError,
    ManyComponentsError,
    NoDriftError,
    NominalWantedError,
    NotPlannedError,
    OneResultError,
    OtherFactorRuleError,
    ProcedureNameError,
    UnfitDistributionError,
)
from labcal.services.procedures import BookProcedure, book_procedures
from labcal.services.workbench import as_keyed
from labcal.store.work import Records
from labcal.text import Text, mark

NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
SCHEMES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "ABBA": (
        ("S1", "standard", "-0.5"), ("X1", "item", "0.5"), ("X2", "item", "0.5"), ("S2", "standard", "-0.5"),
    ),
    "ABA": (("S1", "standard", "-0.5"), ("X1", "item", "1"), ("S2", "standard", "-0.5")),
    "AB": (("S1", "standard", "-1"), ("X1", "item", "1")),
}  # fmt: skip
"""Cycles of readings: symbol, object and weight of each column."""
GREATEST_RATIO = Decimal(2)
"""Ratio of the observed to the pooled standard deviation from which on a job is warned."""
RESOLVED = frozenset({"relative", "lower", "upper"})
"""Parameters that a procedure does not know; the sizes they come to stand in their place."""
ENDLESS = frozenset({"inf", "+inf", "Infinity", "∞"})
OF_OBJECTS = {"standard": mark("Standard {number}"), "item": mark("Item {number}")}
OF_ROOM = {
    "temperature": mark("Temperature"),
    "relative humidity": mark("Relative humidity"),
    "pressure": mark("Air pressure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a procedure needs and a budget does not say.

    Attributes:
        id: Kind and name, such as "mass/substitution".
        version: A whole number, above those that are known.
        title: Of the procedure.
        result: Name of the quantity that is certified.
        reason: Why this version was made.
        lowest: Least nominal value it covers.
        highest: Greatest nominal value it covers.
        nominal: For which the budget was made; None where no input is relative to it.
        uncertainty_unit: Unit in which U is reported.
        origins: Where each input comes from, by symbol; one of them from readings.
        scheme: One of ``SCHEMES``.
        cycles: How many are planned.
        least_cycles: How many must be complete for a result.
        within: By how much of the nominal value a suitable standard differs at most.
        room: Limits of the room; none where nothing depends on it.
        conformity: Limits and rule that a job starts with.
    """

    id: str
    version: int
    title: str
    result: str
    lowest: QuantityValue
    highest: QuantityValue
    uncertainty_unit: str
    origins: Mapping[str, Origin]
    reason: str = ""
    nominal: QuantityValue | None = None
    scheme: str = "ABBA"
    cycles: int = 3
    least_cycles: int = 3
    within: QuantityValue | None = None
    room: tuple[RoomLimit, ...] = ()
    conformity: ConformityRule | None = None


class Basis(NamedTuple):
    """What a plan can begin with.

    Attributes:
        known: The newest version of every procedure in the book.
        shipped: Name and version of each that comes with the program.
        limits: Name and title of each table of limits that goes by one figure, such as the nominal value.
    """

    known: tuple[BookProcedure, ...]
    shipped: tuple[tuple[str, int], ...]
    limits: tuple[tuple[str, str], ...]

    def next_version(self, name: str) -> int:
        """Return the version that a procedure would have next; 1 for one that is new."""
        taken = [one.version for one in self.known if one.name == name]
        return max([*taken, *(version for known, version in self.shipped if known == name)], default=0) + 1


def basis(records: Records, language: str) -> Basis:
    """Return what a plan can begin with, titles in ``language``."""
    tables = (load_heading(name) for name in limit_tables())
    return Basis(
        known=tuple(book_procedures(records, language)),
        shipped=tuple((one.id, one.version) for one in all_procedures()),
        limits=tuple(
            (one.name, f"{one.specification}, {one.told.clause}") for one in tables if one.goes_by_nominal
        ),
    )


def procedure_text(draft: BudgetDraft, plan: Plan, text: Text) -> str:
    """Return the file of the procedure that computes as ``draft`` does; its words are in ``text``'s language.

    Raises:
        ProcedureError: The budget cannot become a procedure as it is, or the plan does not hold together.
        BudgetError, ModelError, PlaceError: The budget itself is refused.
    """
    if not NAME.fullmatch(plan.id):
        raise ProcedureNameError(id=plan.id)
    budget = assemble(draft)
    _refuse_unfit(draft, budget)
    written = write_procedure(_procedure(draft, budget, plan, text))
    parse_procedure(written.encode())
    return written


def _procedure(draft: BudgetDraft, budget: Budget, plan: Plan, text: Text) -> Procedure:
    output, full = draft.outputs[0], as_keyed(budget)
    return Procedure(
        id=plan.id,
        version=plan.version,
        digest="",
        quantity=plan.id.partition("/")[0],
        references=(draft.source,) if draft.source else (),
        source=draft.source or draft.title or plan.title,
        confidence=text(mark("As stated by the laboratory in its budget.")),
        comment=plan.reason,
        lowest=plan.lowest,
        highest=plan.highest,
        symbol=output.symbol,
        model=output.model,
        unit=output.unit,
        value_unit=output.report_unit or output.unit,
        uncertainty_unit=plan.uncertainty_unit,
        inputs=tuple(_input(one, whole, plan) for one, whole in zip(draft.inputs, full.inputs, strict=True)),
        readings=_readings(budget, plan),
        coverage=budget.coverage,
        room=plan.room,
        conformity=plan.conformity,
        standard_within=plan.within,
        words=_words(draft, plan, text),
    )


def budget_of_procedure(procedure: Procedure, language: str) -> BudgetDraft:
    """Return the budget that a procedure expects, names in ``language`` where it ships.

    Raises:
        NotPlannedError: It does not say what it expects of an input that each job finds anew.
    """
    words, coverage = words_of(procedure, language), procedure.coverage
    output = OutputDraft(
        symbol=procedure.symbol,
        unit=procedure.unit,
        name=words.result,
        report_unit="" if procedure.value_unit == procedure.unit else procedure.value_unit,
        model=procedure.whole_model,
    )
    return BudgetDraft(
        title=words.title,
        source="; ".join(procedure.references),
        outputs=(output,),
        inputs=tuple(_expected(procedure.id, one, words) for one in procedure.inputs),
        coverage=CoverageDraft(
            k="" if coverage.k is None else f"{coverage.k:g}",
            probability="" if coverage.probability is None else repr(coverage.probability),
            dof_rule=coverage.dof_rule.value,
        ),
    )


def _expected(procedure: str, one: ProcedureInput, words: ProcedureWords) -> InputDraft:
    """Return an input with the figures that its procedure states, or expects."""
    value, components = one.value, one.components
    if one.origin is not Origin.CONSTANT:
        if one.planned is None:
            raise NotPlannedError(id=procedure)
        value, components = one.planned.value, one.planned.components
    name = words.input(one.symbol)
    return InputDraft(
        symbol=one.symbol,
        name="" if name == one.symbol else name,
        value="0" if value is None else _keyed(value),
        components=tuple(_component(rule) for rule in components),
    )


def _refuse_unfit(draft: BudgetDraft, budget: Budget) -> None:
    """Refuse what has no place in any procedure."""
    if len(draft.outputs) != 1 or not draft.outputs[0].model:
        raise OneResultError
    if draft.correlations or any(one.simultaneous for one in draft.inputs):
        raise CorrelatedInputsError
    if budget.coverage.factor_rule is not FactorRule.T:
        raise OtherFactorRuleError


def _readings(budget: Budget, plan: Plan) -> ReadingsPlan:
    """Return the grid; bare readings have the unit of the input that comes from them."""
    own = (one.unit for one in budget.inputs if plan.origins.get(one.symbol) is Origin.READINGS)
    columns = SCHEMES[plan.scheme]
    return ReadingsPlan(
        scheme=plan.scheme,
        unit=next(own, budget.outputs[0].unit),
        columns=tuple(Column(symbol=one, object=which, weight=Decimal(w)) for one, which, w in columns),
        cycles=plan.cycles,
        least_cycles=plan.least_cycles,
    )


def _input(draft: InputDraft, whole: InputDraft, plan: Plan) -> ProcedureInput:
    """Return an input by its origin; ``whole`` is the same as assembled, every number at full length."""
    origin = plan.origins.get(draft.symbol, Origin.CONSTANT)
    value = parse(draft.value or whole.value)
    components = _rules(draft, whole)
    _check_origin(draft.symbol, origin, value, components)
    fixed = origin in (Origin.CONSTANT, Origin.NOMINAL)
    own = components if origin is Origin.CONSTANT else ()
    if origin is Origin.NOMINAL:
        own = tuple(_part(draft.symbol, rule, plan) for rule in _rules(whole, whole))
    return ProcedureInput(
        symbol=draft.symbol,
        origin=origin,
        unit=value.unit,
        value=value if fixed else None,
        components=own,
        pooled=_pooled(draft) if origin is Origin.READINGS else None,
        planned=None if origin is Origin.CONSTANT else Planned(value=value, components=components),
    )


def _check_origin(
    symbol: str, origin: Origin, value: QuantityValue, components: tuple[ComponentRule, ...]
) -> None:
    """Refuse components that no job would compute with."""
    if origin in (Origin.CONSTANT, Origin.NOMINAL):
        return
    if len(components) > 1:
        raise ManyComponentsError(symbol=symbol, count=len(components))
    if origin is Origin.DRIFT and (
        value.value or not components or components[0].distribution != "rectangular"
    ):
        raise NoDriftError(symbol=symbol)


def _rules(draft: InputDraft, whole: InputDraft) -> tuple[ComponentRule, ...]:
    """Return the components as keyed; those that a procedure cannot say so, by the sizes they come to."""
    own = len(whole.components) - len(draft.components)
    rules = []
    for place, full in enumerate(whole.components):
        keyed = draft.components[place - own] if place >= own else full
        if keyed.distribution in ABSOLUTE:
            raise UnfitDistributionError(distribution=keyed.distribution, symbol=draft.symbol)
        rules.append(_rule(full if RESOLVED & {key for key, _ in keyed.parameters} else keyed))
    return tuple(rules)


def _rule(component: ComponentDraft) -> ComponentRule:
    return ComponentRule(
        name=component.name,
        distribution=component.distribution,
        parameters=tuple(
            (key, parse_half_width(text))
            for key, text in component.parameters
            if not (key == "dof" and text in ENDLESS)
        ),
    )


def _part(symbol: str, rule: ComponentRule, plan: Plan) -> ComponentRule:
    """Return a component relative to the nominal value for which the budget was made."""
    if plan.nominal is None or not plan.nominal.value:
        raise NominalWantedError(symbol=symbol)
    key, size = next(pair for pair in rule.parameters if pair[0] not in PLAIN | {"dof"})
    others = tuple(pair for pair in rule.parameters if pair[0] != key)
    if any(other not in PLAIN | {"dof"} for other, _ in others) or key not in ("standard", *_first()):
        raise UnfitDistributionError(distribution=rule.distribution, symbol=symbol)
    share = size.in_unit(plan.nominal.unit, difference=True) / abs(plan.nominal.value)
    relative = QuantityValue(repr(float(share)), "1")
    return ComponentRule(name=rule.name, distribution=rule.distribution, parameters=others, relative=relative)


def _first() -> Iterator[str]:
    """Yield the first parameter of each distribution."""
    return (names[0] for names, _ in FAMILY.values())


def _pooled(draft: InputDraft) -> Pooled | None:
    if draft.pooled is None:
        return None
    dof = draft.pooled.dof
    return Pooled(
        standard=parse_half_width(draft.pooled.standard),
        dof=math.inf if not dof or dof in ENDLESS else float(math.floor(float(dof))),
        greatest_ratio=GREATEST_RATIO,
    )


def _words(draft: BudgetDraft, plan: Plan, text: Text) -> ProcedureWords:
    return ProcedureWords(
        language=text.language,
        title=plan.title,
        purpose=plan.reason,
        result=plan.result,
        inputs=tuple((one.symbol, one.name) for one in draft.inputs if one.name),
        columns=tuple(
            (symbol, text(OF_OBJECTS[which], number=symbol[1:])) for symbol, which, _ in SCHEMES[plan.scheme]
        ),
        room=tuple((one.name, text(OF_ROOM[one.name])) for one in plan.room if one.name in OF_ROOM),
    )


def _component(rule: ComponentRule) -> ComponentDraft:
    return ComponentDraft(
        distribution=rule.distribution,
        name=rule.name,
        parameters=tuple((key, _keyed(size)) for key, size in rule.parameters),
    )


def _keyed(quantity: QuantityValue) -> str:
    return quantity.number if quantity.unit == "1" else f"{quantity.number} {quantity.unit}"
