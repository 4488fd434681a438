"""Writes a procedure into a file that reads back as the same procedure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from labcal.catalog.example_writer import example_lines
from labcal.catalog.procedure_examples import Example
from labcal.catalog.procedure_file import FORMATS
from labcal.catalog.toml_text import keyed, listed, quoted
from labcal.domain.procedure import (
    ComponentRule,
    Origin,
    Planned,
    PointsPlan,
    Procedure,
    ProcedureInput,
    ProcedureWords,
    ReadingsPlan,
    RoomLimit,
)
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty.coverage import Coverage, FactorRule


def write_procedure(procedure: Procedure, example: Example | None = None) -> str:
    """Return the text of ``procedure.toml``; ``parse_with_example`` reads it back as it was.

    The digest is not written: it follows from the text.
    """
    told = example_lines(example, procedure) if example is not None else ()
    return "\n".join([*_lines(procedure), *told]) + "\n"


def _lines(procedure: Procedure) -> Iterator[str]:
    yield f"format = {quoted(FORMATS[procedure.form - 1])}"
    yield f"id = {quoted(procedure.id)}"
    yield f"version = {procedure.version}"
    yield f"quantity = {quoted(procedure.quantity)}"
    yield f"references = {listed(procedure.references)}"
    yield f"source = {quoted(procedure.source)}"
    yield f"confidence = {quoted(procedure.confidence)}"
    yield from _texts(("comment", procedure.comment), ("verified_by", procedure.verified_by))
    yield from ("", "[range]")
    yield from _quantities(("lowest", procedure.lowest), ("highest", procedure.highest))
    if procedure.points is not None:
        yield from ("", "[points]", *_points(procedure.points))
    yield from ("", "[result]", *_result(procedure))
    yield from ("", "[coverage]", *_coverage(procedure.coverage))
    if procedure.standard_within is not None:
        yield from ("", "[standard]", *_quantities(("within", procedure.standard_within)))
    if procedure.acclimatisation is not None:
        yield from ("", "[item]", *_quantities(("acclimatisation", procedure.acclimatisation)))
    yield from _formulas(procedure)
    yield from _readings(procedure.readings, procedure.form)
    for quantity in procedure.inputs:
        yield from ("", "[[input]]", *_input(quantity, procedure.form))
    for limit in procedure.room:
        yield from ("", "[[room]]", *_room(limit))
    if procedure.conformity is not None:
        rule = procedure.conformity
        yield from ("", "[conformity]", *_texts(("limits", rule.limits), ("rule", rule.rule)))
    if procedure.words is not None:
        yield from _words("words", procedure.words, procedure.form)
    if procedure.translation is not None:
        yield from _words("translation", procedure.translation, procedure.form)


def _result(procedure: Procedure) -> Iterator[str]:
    yield f"symbol = {quoted(procedure.symbol)}"
    yield f"model = {quoted(procedure.model)}"
    yield f"unit = {quoted(procedure.unit)}"
    yield f"value_unit = {quoted(procedure.value_unit)}"
    yield f"uncertainty_unit = {quoted(procedure.uncertainty_unit)}"
    yield f"digits = {procedure.digits}"
    yield f"rounding = {quoted(procedure.policy.value)}"
    if procedure.form > 1:
        yield f"reports = {quoted(procedure.reports.value)}"
    if procedure.greatest is not None:
        yield from _quantities(("greatest", procedure.greatest))


def _points(plan: PointsPlan) -> Iterator[str]:
    if plan.nominal:
        yield f"nominal = {listed(tuple(keyed(one) for one in plan.nominal))}"
    elif plan.parts:
        yield f"parts = {listed(tuple(str(one) for one in plan.parts))}"
    else:
        yield f"most = {plan.most}"


def _formulas(procedure: Procedure) -> Iterator[str]:
    """Yield derived quantities, checks and the fit of a procedure of format 2."""
    for one in procedure.derived:
        yield from ("", "[[derived]]")
        yield from _texts(("symbol", one.symbol), ("unit", one.unit), ("expression", one.expression))
    for rule in procedure.checks:
        yield from ("", "[[check]]")
        yield from _texts(("name", rule.name), ("expression", rule.expression), ("unit", rule.unit))
        yield from _quantities(("greatest", rule.greatest))
    if procedure.fit is not None:
        yield from ("", "[fit]", f"degree = {procedure.fit.degree}", *_texts(("unit", procedure.fit.unit)))
        for told in procedure.fit.coefficients:
            yield from ("", "[[fit.coefficient]]")
            yield from _texts(("symbol", told.symbol), ("model", told.model), ("unit", told.unit))


def _coverage(coverage: Coverage) -> Iterator[str]:
    for key, number in (("k", coverage.k), ("probability", coverage.probability)):
        if number is not None:
            yield f"{key} = {number!r}"
    yield f"dof_rule = {quoted(coverage.dof_rule.value)}"
    if coverage.factor_rule is not FactorRule.T:
        yield f"factor_rule = {quoted(coverage.factor_rule.value)}"


def _readings(plan: ReadingsPlan, form: int) -> Iterator[str]:
    yield from ("", "[readings]")
    yield f"scheme = {quoted(plan.scheme)}"
    yield f"unit = {quoted(plan.unit)}"
    yield f"cycles = {plan.cycles}"
    yield f"least_cycles = {plan.least_cycles}"
    for column in plan.columns:
        yield from ("", "[[readings.column]]")
        yield f"symbol = {quoted(column.symbol)}"
        yield f"object = {quoted(column.object)}"
        if form == 1:
            yield f"weight = {quoted(str(column.weight))}"
            continue
        yield from _texts(("unit", column.unit), ("per", column.share.value), ("direction", column.direction))
        if column.default is not None:
            yield from _quantities(("default", column.default))


def _input(quantity: ProcedureInput, form: int) -> Iterator[str]:
    yield f"symbol = {quoted(quantity.symbol)}"
    yield f"origin = {quoted(quantity.origin.value)}"
    yield f"unit = {quoted(quantity.unit)}"
    if quantity.value is not None:
        yield from _quantities(("value", quantity.value))
    if form > 1:
        yield from _origin(quantity)
    pooled = quantity.pooled
    if pooled is not None:
        parts = [f"standard = {quoted(keyed(pooled.standard))}"]
        parts += [f"dof = {pooled.dof:.0f}"] if math.isfinite(pooled.dof) else []
        parts.append(f"greatest_ratio = {quoted(str(pooled.greatest_ratio))}")
        yield f"pooled = {{ {', '.join(parts)} }}"
    yield from _components("input.component", quantity.components)
    if quantity.planned is not None and quantity.origin is not Origin.CONSTANT:
        yield from _planned(quantity.planned)


def _origin(quantity: ProcedureInput) -> Iterator[str]:
    """Yield what format 2 says of where an input comes from."""
    if quantity.origin is Origin.READINGS:
        yield from _texts(
            ("expression", quantity.expression),
            ("statistic", quantity.statistic.value),
            ("simultaneous", quantity.simultaneous),
        )
    elif quantity.origin is Origin.STANDARD:
        yield from _texts(("take", quantity.taken.value))
    yield from _texts(("room", quantity.room), ("standard", quantity.standard))


def _planned(planned: Planned) -> Iterator[str]:
    yield from ("[input.planned]", *_quantities(("value", planned.value)))
    yield from _components("input.planned.component", planned.components)


def _components(name: str, components: Sequence[ComponentRule]) -> Iterator[str]:
    for rule in components:
        yield f"[[{name}]]"
        yield from _texts(("name", rule.name), ("distribution", rule.distribution))
        yield from _quantities(*rule.parameters)
        if rule.relative is not None:
            yield from _quantities(("relative", rule.relative))
        yield from _texts(("formula", rule.formula))


def _room(limit: RoomLimit) -> Iterator[str]:
    yield f"name = {quoted(limit.name)}"
    yield f"unit = {quoted(limit.unit)}"
    yield f"lowest = {quoted(str(limit.lowest))}"
    yield f"highest = {quoted(str(limit.highest))}"
    yield f"confidence = {quoted(limit.confidence)}"


def _words(table: str, words: ProcedureWords, form: int) -> Iterator[str]:
    yield from ("", f"[{table}]")
    yield f"language = {quoted(words.language)}"
    yield f"title = {quoted(words.title)}"
    yield f"result = {quoted(words.result)}"
    yield f"purpose = {quoted(words.purpose)}"
    checks = (("check", words.checks),) if form > 1 else ()
    for name, pairs in (
        ("input", words.inputs),
        ("column", words.columns),
        ("room", words.room),
        *checks,
    ):
        yield f"[{table}.{name}]"
        for key, word in pairs:
            yield f"{quoted(key)} = {quoted(word)}"


def _quantities(*pairs: tuple[str, QuantityValue]) -> Iterator[str]:
    return (f"{key} = {quoted(keyed(quantity))}" for key, quantity in pairs)


def _texts(*pairs: tuple[str, str]) -> Iterator[str]:
    """Yield a line for each text that is not empty."""
    return (f"{key} = {quoted(text)}" for key, text in pairs if text)
