"""The estimate of an input as keyed, from a value, from readings or from what fixes it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Component, Input
from labcal.domain.uncertainty.distributions import ABSOLUTE, Distribution, Normal, StudentT
from labcal.domain.uncertainty.draft import ComponentDraft, InputDraft
from labcal.domain.uncertainty.keyed import Place
from labcal.domain.uncertainty.parameters import assemble_component, limits_of, samples_of
from labcal.errors.budgets import (
    NoValueError,
    OtherValueError,
    ReadingsWantedError,
    UnitWithoutReadingsError,
)
from labcal.errors.models import SimultaneousPooledError
from labcal.text import Phrase, mark

FROM_READINGS = mark("Readings")
THE_READINGS = mark("the readings")
THE_LIMITS = mark("the limits")
THE_DISTRIBUTION = mark("the parameters of its distribution")

ALIKE = 1e-9
"""Relative difference up to which a value given is the same as the one that follows from the rest."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value that something says: number, unit, and what says it."""

    value: float
    unit: str
    key: str
    said_by: str = ""


def assemble_input(draft: InputDraft, place: Place) -> Input:
    """Return an input, with its estimate and its components.

    Raises:
        PlaceError: Something cannot be used; it names key and place.
    """
    symbol = place.symbol("symbol", draft.symbol)
    estimate = _agreed(draft, place)
    readings, own = _readings(draft, estimate, place)
    others = tuple(
        assemble_component(component, estimate.value, estimate.unit, place.below(f"[[component]] {number}"))
        for number, component in enumerate(draft.components, start=1)
    )
    return Input(
        symbol=symbol,
        value=estimate.value,
        unit=estimate.unit,
        components=(*own, *others),
        name=draft.name,
        readings=readings,
        simultaneous=draft.simultaneous,
    )


def _agreed(draft: InputDraft, place: Place) -> Estimate:
    """Return the estimate, on which all that speak of it agree."""
    said = list(_said(draft, place))
    if not said:
        place.refuse("value", NoValueError(symbol=draft.symbol))
    first = said[0]
    for other in said[1:]:
        _refuse_another(first, other, place)
    return first


def _said(draft: InputDraft, place: Place) -> Iterator[Estimate]:
    """Yield every value that the parts of an input give it."""
    if draft.value:
        keyed = place.quantity("value", draft.value)
        yield Estimate(float(keyed.value), keyed.unit, "value")
    if draft.readings:
        unit = draft.unit or place.quantity("readings", draft.readings[0]).unit
        numbers = place.numbers("readings", draft.readings, unit, draft.unit)
        yield Estimate(type_a.mean(numbers), unit, "readings", THE_READINGS)
    for number, component in enumerate(draft.components, start=1):
        inside = place.below(f"[[component]] {number}")
        if fixed := _fixed(component, inside):
            yield fixed


def _fixed(draft: ComponentDraft, place: Place) -> Estimate | None:
    """Return the value that a component gives its input, if it gives one."""
    given = dict(draft.parameters)
    if "lower" in given or "upper" in given:
        lower, upper, unit = limits_of(given, place)
        return Estimate((lower + upper) / 2, unit, "lower", THE_LIMITS)
    if draft.distribution not in ABSOLUTE:
        return None
    if draft.samples:
        empirical, unit = samples_of(draft, place)
        return Estimate(empirical.mean, unit, "samples", THE_DISTRIBUTION)
    for key, more in (("mean", 0.0), ("counts", 1.0)):
        if key in given:
            keyed = place.quantity(key, given[key])
            return Estimate(float(keyed.value) + more, keyed.unit, key, THE_DISTRIBUTION)
    return None


def _refuse_another(first: Estimate, other: Estimate, place: Place) -> None:
    """Refuse a second value that is not the first."""

    def compare() -> None:
        units.check_same(f"{other.value:.10g} {other.unit}", other.unit, first.unit)
        one, two = units.to_base(first.value, first.unit), units.to_base(other.value, other.unit)
        if not math.isclose(one, two, rel_tol=ALIKE, abs_tol=0.0):
            raise OtherValueError(
                given=f"{first.value:.12g} {units.pretty(first.unit)}".strip(),
                fixed=f"{other.value:.12g} {units.pretty(other.unit)}".strip(),
                source=Phrase(other.said_by),
            )

    place.check(first.key, compare)


def _readings(
    draft: InputDraft, estimate: Estimate, place: Place
) -> tuple[tuple[float, ...], tuple[Component, ...]]:
    """Return the readings in the unit of the estimate, and their component."""
    if not draft.readings:
        _refuse_alone(draft, place)
        return (), ()
    numbers = place.numbers("readings", draft.readings, estimate.unit, draft.unit)
    found = place.check("readings", lambda: _type_a(draft, numbers, estimate.unit, place))
    shape: Distribution = StudentT(found.standard_uncertainty)
    if math.isinf(found.dof):
        shape = Normal(found.standard_uncertainty)
    return numbers, (Component(name=FROM_READINGS, distribution=shape, unit=estimate.unit, dof=found.dof),)


def _type_a(draft: InputDraft, numbers: tuple[float, ...], unit: str, place: Place) -> type_a.TypeA:
    pooled = draft.pooled
    if pooled is None:
        return type_a.from_readings(numbers)
    if draft.simultaneous:
        raise SimultaneousPooledError(symbol=draft.symbol)
    inside = place.below("[pooled]")
    standard = inside.size("standard", pooled.standard)
    size = float(inside.check("standard", lambda: standard.in_unit(unit, difference=True)))
    dof = inside.number("dof", pooled.dof) if pooled.dof else math.inf
    return inside.check("dof", lambda: type_a.with_pooled(numbers, size, dof))


def _refuse_alone(draft: InputDraft, place: Place) -> None:
    """Refuse what means something only beside readings."""
    if draft.pooled is not None:
        place.refuse("pooled", ReadingsWantedError(key="pooled"))
    if draft.simultaneous:
        place.refuse("simultaneous", ReadingsWantedError(key="simultaneous"))
    if draft.unit:
        place.refuse("unit", UnitWithoutReadingsError())
