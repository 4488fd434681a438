"""Exact partial derivatives of a model, by the forward mode of automatic differentiation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.tape import Step, Tape, values
from labcal.errors.models import NoDerivativeError

Gradient = dict[int, float]
"""Partial derivatives by the inputs of these numbers; those that are left out are zero."""


def gradient(tape: Tape, estimates: Sequence[float]) -> tuple[float, list[float]]:
    """Return the value of a model and its n partial derivatives, in coherent SI units.

    Args:
        tape: The model.
        estimates: Values of the n inputs, in coherent SI units and in the order of ``tape.inputs``.

    Raises:
        ModelValueError: The model has no value there.
        NoDerivativeError: It has a value, but no derivative.

    Source:
        JCGM 100:2008, 5.1.3 (sensitivity coefficients).
    """
    found = values(tape, estimates)
    slopes: list[Gradient] = []
    for number, step in enumerate(tape.steps):
        if step.function == "constant":
            slopes.append({})
        elif step.function == "input":
            slopes.append({step.source: 1.0})
        else:
            arguments = [found[used] for used in step.arguments]
            slopes.append(_chained(step, arguments, found[number], [slopes[used] for used in step.arguments]))
    last = slopes[-1]
    return found[-1], [last.get(source, 0.0) for source in range(len(tape.inputs))]


def _chained(step: Step, arguments: Sequence[float], value: float, inner: Sequence[Gradient]) -> Gradient:
    """Apply the chain rule; a partial derivative is asked for only where the argument depends on an input."""
    result: Gradient = {}
    for index, slope in enumerate(inner):
        if not slope:
            continue
        partial = _partial(step, arguments, value, index)
        for source, derivative in slope.items():
            result[source] = result.get(source, 0.0) + partial * derivative
    return result


def _partial(step: Step, arguments: Sequence[float], value: float, index: int) -> float:
    try:
        partial = FUNCTIONS[step.function].partial(arguments, value, index)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise NoDerivativeError(place=step.place) from error
    if not math.isfinite(partial):
        raise NoDerivativeError(place=step.place)
    return partial
