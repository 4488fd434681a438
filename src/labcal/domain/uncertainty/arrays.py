"""Values and exact partial derivatives of a model at many points at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.tape import Step, Tape
from labcal.errors.models import PointValueError

Reals = NDArray[np.float64]
Numbers = Reals | float
Values = Sequence[Numbers]
Gradient = dict[int, Numbers]
"""Partial derivatives by the inputs of these numbers; those that are left out are zero."""

LN10 = math.log(10)

VALUES: Mapping[str, Callable[..., Numbers]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "negate": np.negative,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    **{name: getattr(np, name) for name in ("sqrt", "exp", "log", "log10", "sin", "cos", "tan")},
    **{name: getattr(np, name) for name in ("sinh", "cosh", "tanh", "abs")},
}


def _power(a: Values, v: Numbers, i: int) -> Numbers:
    base, exponent = a
    if i == 0 and isinstance(exponent, float):
        return exponent * np.power(base, exponent - 1) if exponent else 0.0
    with np.errstate(all="ignore"):
        if i == 0:
            slope = np.where(np.equal(exponent, 0), 0.0, exponent * np.power(base, exponent - 1.0))
        else:
            slope = np.where(np.equal(base, 0) & np.greater(exponent, 0), 0.0, v * np.log(base))
    return _sound(slope)


def _chosen(a: Values, v: Numbers, i: int) -> Numbers:
    among = sum(np.equal(argument, v).astype(float) for argument in a)
    return _sound(np.where(np.greater(among, 1), np.nan, np.where(np.equal(a[i], v), 1.0, 0.0)))


def _sound(numbers: Reals) -> Reals:
    """Refuse what is not finite, as NumPy does where it is told to."""
    if not np.isfinite(numbers).all():
        raise FloatingPointError
    return numbers


def _angle(a: Values, _: Numbers, i: int) -> Numbers:
    square = a[0] * a[0] + a[1] * a[1]
    return a[1] / square if i == 0 else -a[0] / square


PARTIALS: Mapping[str, Callable[[Values, Numbers, int], Numbers]] = {
    "add": lambda a, v, i: 1.0,
    "subtract": lambda a, v, i: -1.0 if i else 1.0,
    "multiply": lambda a, v, i: a[1 - i],
    "divide": lambda a, v, i: -v / a[1] if i else 1 / a[1],
    "power": _power,
    "negate": lambda a, v, i: -1.0,
    "sqrt": lambda a, v, i: 0.5 / v,
    "exp": lambda a, v, i: v,
    "log": lambda a, v, i: 1 / a[0],
    "log10": lambda a, v, i: 1 / (a[0] * LN10),
    "sin": lambda a, v, i: np.cos(a[0]),
    "cos": lambda a, v, i: -np.sin(a[0]),
    "tan": lambda a, v, i: 1 + v * v,
    "asin": lambda a, v, i: 1 / np.sqrt(1 - a[0] * a[0]),
    "acos": lambda a, v, i: -1 / np.sqrt(1 - a[0] * a[0]),
    "atan": lambda a, v, i: 1 / (1 + a[0] * a[0]),
    "atan2": _angle,
    "sinh": lambda a, v, i: np.cosh(a[0]),
    "cosh": lambda a, v, i: np.sinh(a[0]),
    "tanh": lambda a, v, i: 1 - v * v,
    "abs": lambda a, v, i: _sound(np.where(np.equal(v, 0), np.nan, np.sign(a[0]))),
    "min": _chosen,
    "max": _chosen,
}
"""By function: its partial derivative by the argument i, from the arguments and the value."""


def gradients(tape: Tape, estimates: Values) -> tuple[Numbers, list[Numbers]]:
    """Return the value of a model and its n partial derivatives at N points, in coherent SI units.

    Args:
        tape: The model.
        estimates: Of each of the n inputs a number, or an array of shape (N,).

    Returns:
        The value and the derivatives, each a number or an array of shape (N,).

    Raises:
        PointValueError: A step has no value or no derivative at one of the points; it names the step.
    """
    found: list[Numbers] = []
    slopes: list[Gradient] = []
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        for step in tape.steps:
            try:
                value, slope = _step(step, found, slopes, estimates)
            except (FloatingPointError, ZeroDivisionError, OverflowError, ValueError) as error:
                raise PointValueError(place=step.place) from error
            found.append(value)
            slopes.append(slope)
    last = slopes[-1]
    return found[-1], [last.get(source, 0.0) for source in range(len(tape.inputs))]


def _step(
    step: Step, found: Sequence[Numbers], slopes: Sequence[Gradient], estimates: Values
) -> tuple[Numbers, Gradient]:
    if step.function == "constant":
        return step.value, {}
    if step.function == "input":
        return estimates[step.source], {step.source: 1.0}
    arguments = [found[used] for used in step.arguments]
    value = _value(step.function, arguments)
    result: Gradient = {}
    for index, used in enumerate(step.arguments):
        if slopes[used]:
            partial = PARTIALS[step.function](arguments, value, index)
            for source, slope in slopes[used].items():
                more = _times(partial, slope)
                result[source] = result[source] + more if source in result else more
    return value, result


def _times(one: Numbers, other: Numbers) -> Numbers:
    """Multiply, without an operation on arrays where a factor is 1."""
    if isinstance(one, float) and one == 1:
        return other
    return one if isinstance(other, float) and other == 1 else one * other


def _value(function: str, arguments: Values) -> Numbers:
    if function in VALUES:
        return VALUES[function](*arguments)
    choose = np.minimum if function == "min" else np.maximum
    chosen: Numbers = arguments[0]
    for argument in arguments[1:]:
        chosen = choose(chosen, argument)
    return chosen
