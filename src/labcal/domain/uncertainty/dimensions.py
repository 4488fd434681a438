"""The dimension check of a model, done once, when it is compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from labcal.domain.dimension import LEVEL, Dimension
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.tape import Step, Tape
from labcal.errors.models import (
    ComparisonDimensionError,
    ExponentError,
    LevelError,
    ModelDimensionError,
    ModelValueError,
    NumberWantedError,
    SubtractionDimensionError,
)

SAME = {
    "add": ModelDimensionError,
    "subtract": SubtractionDimensionError,
    "min": ComparisonDimensionError,
    "max": ComparisonDimensionError,
    "atan2": ComparisonDimensionError,
}
"""Functions whose arguments are of one kind, and the refusal where they are not."""

RULES: Mapping[str, Callable[[Sequence[Dimension]], Dimension]] = {
    "negate": lambda used: used[0],
    "abs": lambda used: used[0],
    "multiply": lambda used: used[0] * used[1],
    "divide": lambda used: used[0] / used[1],
    "sqrt": lambda used: used[0] ** Fraction(1, 2),
}
"""How other functions make their dimension; those named nowhere take and give plain numbers."""

GREATEST_DENOMINATOR = 12
"""Of the exponent of a quantity with a unit."""

Known = tuple[Dimension, float | None]
"""Dimension of a step, and its value where it is a constant."""


def check(tape: Tape, dimensions: Sequence[Dimension]) -> Dimension:
    """Return the dimension of the result.

    Args:
        tape: The model.
        dimensions: Dimensions of the inputs, in the order of ``tape.inputs``.

    Raises:
        ModelDimensionError: Quantities of different kinds meet where they cannot; it names the place.
        ModelValueError: A part made of constants alone has no value.
    """
    found: list[Known] = []
    for step in tape.steps:
        if step.function == "constant":
            found.append((step.dimension, step.value))
        elif step.function == "input":
            found.append((dimensions[step.source], None))
        else:
            used = [found[number] for number in step.arguments]
            found.append((_dimension(step, used), _constant(step, used)))
    return found[-1][0]


def _dimension(step: Step, used: Sequence[Known]) -> Dimension:
    first = used[0][0]
    if step.function in SAME:
        for other, _ in used[1:]:
            if other != first:
                _refuse_mixed(step, first, other)
        return Dimension() if step.function == "atan2" else first
    if step.function in RULES:
        return RULES[step.function]([dimension for dimension, _ in used])
    if step.function == "power":
        return _raised(step, first, used[1])
    _require_number(step, first)
    return Dimension()


def _refuse_mixed(step: Step, first: Dimension, other: Dimension) -> None:
    """Name the two kinds in the order in which the sentence of the operation wants them."""
    if {first, other} == {LEVEL, Dimension()}:
        raise LevelError(place=step.place)
    left, right = (other, first) if step.function == "subtract" else (first, other)
    raise SAME[step.function](place=step.place, left=left.unit, right=right.unit)


def _require_number(step: Step, given: Dimension) -> None:
    if given.is_level:
        raise LevelError(place=step.place)
    if not given.is_number:
        raise NumberWantedError(place=step.place, given=given.unit)


def _raised(step: Step, base: Dimension, exponent: Known) -> Dimension:
    kind, value = exponent
    _require_number(step, kind)
    if base.is_number:
        return base
    if value is None:
        raise ExponentError(place=step.place, given=base.unit)
    simple = Fraction(value).limit_denominator(GREATEST_DENOMINATOR)
    if abs(float(simple) - value) > 1e-12 * max(1.0, abs(value)):
        raise ExponentError(place=step.place, given=base.unit)
    return base**simple


def _constant(step: Step, used: Sequence[Known]) -> float | None:
    """Return the value of a step made of constants alone."""
    numbers = [value for _, value in used if value is not None]
    if len(numbers) < len(used):
        return None
    try:
        return FUNCTIONS[step.function].value(numbers)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise ModelValueError(place=step.place) from error
