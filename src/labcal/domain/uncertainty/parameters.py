"""The parameters of a component as keyed, and the distribution they make."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty.budget import Component
from labcal.domain.uncertainty.distributions import (
    ABSOLUTE,
    FAMILY,
    PLAIN,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    build,
)
from labcal.domain.uncertainty.draft import ComponentDraft
from labcal.domain.uncertainty.keyed import Place
from labcal.errors.budgets import (
    LimitsOrderError,
    OneLimitError,
    ParameterWantedError,
    RelativeCelsiusError,
    RelativeError,
    RelativeLevelError,
    UnitWithoutReadingsError,
)
from labcal.errors.models import DistributionParameterError

LIMITS = ("lower", "upper")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Parameters as numbers: those with a unit are all in ``unit``."""

    numbers: Mapping[str, float]
    unit: str


def assemble_component(draft: ComponentDraft, value: float, unit: str, place: Place) -> Component:
    """Return one component.

    Args:
        draft: As keyed.
        value: Estimate of its input, in ``unit``.
        unit: Unit of its input.
        place: Where it stands.

    Raises:
        PlaceError: Something cannot be used; it names key and place.
    """
    given = dict(draft.parameters)
    dof = place.number("dof", given.pop("dof")) if "dof" in given else math.inf
    if draft.distribution == "t" and "dof" not in dict(draft.parameters):
        place.refuse("distribution", ParameterWantedError(distribution="t", parameter="dof"))
    if draft.unit and not draft.samples:
        place.refuse("unit", UnitWithoutReadingsError())
    if draft.distribution in ABSOLUTE:
        shape, own = _absolute(draft, given, (value, unit), place)
    else:
        sizes = _sizes(draft.distribution, given, (value, unit), place)
        shape, own = (
            place.check("distribution", lambda: build(draft.distribution, sizes.numbers, dof)),
            sizes.unit,
        )
    key, keyed = next(
        ((key, text) for key, text in draft.parameters if key not in PLAIN), ("distribution", f"1 {own}")
    )
    place.check(key, lambda: units.check_same(keyed, own, unit))
    return place.check("dof", lambda: Component(name=draft.name, distribution=shape, unit=own, dof=dof))


def limits_of(given: Mapping[str, str], place: Place) -> tuple[float, float, str]:
    """Return lower and upper limit in the unit of the lower, and that unit.

    Raises:
        PlaceError: One is missing, a half-width stands beside them, or they are in the wrong order.
    """
    if not all(key in given for key in LIMITS) or "half_width" in given or "relative" in given:
        place.refuse("lower" if "lower" in given else "upper", OneLimitError())
    lower = place.quantity("lower", given["lower"])
    upper = place.quantity("upper", given["upper"])
    high = place.check("upper", lambda: upper.in_unit(lower.unit))

    if high < lower.value:
        place.refuse("upper", LimitsOrderError(lower=lower, upper=upper))
    return float(lower.value), float(high), lower.unit


def samples_of(draft: ComponentDraft, place: Place) -> tuple[Empirical, str]:
    """Return the distribution of samples, and the unit of its numbers.

    Raises:
        PlaceError: A sample is no quantity, or of another kind than the first.
    """
    unit = draft.unit or place.quantity("samples", draft.samples[0]).unit
    numbers = place.numbers("samples", draft.samples, unit, draft.unit)
    return place.check("samples", lambda: Empirical(numbers)), unit


def _sizes(name: str, given: dict[str, str], estimate: tuple[float, str], place: Place) -> Sizes:
    """Return the parameters of a distribution centred on zero."""
    value, unit = estimate
    if any(key in given for key in LIMITS):
        lower, upper, own = limits_of(given, place)
        rest = {key: text for key, text in given.items() if key not in LIMITS}
        others = _numbers(rest, own, place)
        return Sizes({"half_width": (upper - lower) / 2, **others}, own)
    if "relative" in given:
        instead = _replaced(name, given)
        share = _share(given, instead, unit, place)
        rest = {key: text for key, text in given.items() if key != "relative"}
        return Sizes({instead: abs(value) * share, **_numbers(rest, unit, place)}, unit)
    first = next((key for key in given if key not in PLAIN), None)
    own = place.size(first, given[first]).unit if first else unit
    return Sizes(_numbers(given, own, place), own)


def _numbers(given: Mapping[str, str], unit: str, place: Place) -> dict[str, float]:
    """Return the parameters as numbers, those with a unit in ``unit``."""
    return {
        key: place.number(key, text) if key in PLAIN else _in_unit(key, place.size(key, text), unit, place)
        for key, text in given.items()
    }


def _in_unit(key: str, size: QuantityValue, unit: str, place: Place) -> float:
    return float(place.check(key, lambda: size.in_unit(unit, difference=True)))


def _absolute(
    draft: ComponentDraft, given: Mapping[str, str], estimate: tuple[float, str], place: Place
) -> tuple[Distribution, str]:
    """Return a distribution of the whole input, and the unit of its parameters."""
    value, unit = estimate
    key = ABSOLUTE[draft.distribution]
    keys = {*given, *(("samples",) if draft.samples else ())}
    is_relative = draft.distribution == "lognormal" and keys == {"relative"}
    if keys != {key} and not is_relative:
        told = ", ".join(sorted(keys)) or "–"
        refusal = DistributionParameterError(distribution=draft.distribution, wanted=key, given=told)
        place.refuse("distribution", refusal)
    if draft.distribution == "empirical":
        return samples_of(draft, place)
    if draft.distribution == "lognormal":
        standard = _sizes("lognormal", dict(given), estimate, place)
        size = standard.numbers["standard"] * units.factor(standard.unit, unit)
        return place.check(next(iter(given)), lambda: Lognormal(size, value)), unit
    keyed = place.quantity(key, given[key])
    number = float(keyed.value)
    make = Exponential if draft.distribution == "exponential" else Gamma
    return place.check(key, lambda: make(number)), keyed.unit


def _replaced(name: str, given: Mapping[str, str]) -> str:
    """Return the parameter that ``relative`` takes the place of."""
    if name in FAMILY:
        return FAMILY[name][0][0]
    return "expanded" if {"k", "probability"} & set(given) else "standard"


def _share(given: Mapping[str, str], instead: str, unit: str, place: Place) -> float:
    if {"standard", "expanded", instead} & set(given):
        place.refuse("relative", RelativeError(instead=instead))
    if units.understand(unit).offset:
        place.refuse("relative", RelativeCelsiusError())
    if units.dimension(unit).is_level:
        place.refuse("relative", RelativeLevelError())
    keyed = place.size("relative", given["relative"])
    place.check("relative", lambda: units.check_same(str(keyed), keyed.unit, "1"))
    return keyed.base
