"""Exact first and second partial derivatives of a model together, by the forward mode."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.curvatures import CURVATURES
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.tape import Step, Tape, values
from labcal.errors.models import NoDerivativeError

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curved:
    """A step by its derivatives: ``gradient`` of shape (m,), ``hessian`` of shape (m, m), None where zero."""

    gradient: Matrix
    hessian: Matrix | None


def hessian(tape: Tape, estimates: Sequence[float], wanted: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Return first and second partial derivatives by m of the inputs, in coherent SI units.

    Args:
        tape: The model.
        estimates: Values of all inputs, in coherent SI units and in the order of ``tape.inputs``.
        wanted: Numbers of the m inputs.

    Returns:
        The gradient, of shape (m,), and the symmetric matrix of second derivatives, of shape (m, m).

    Raises:
        ModelValueError: The model has no value there.
        NoDerivativeError: It has no first or no second derivative there.
    """
    found = values(tape, estimates)
    places = {number: place for place, number in enumerate(wanted)}
    last_use = {used: number for number, step in enumerate(tape.steps) for used in step.arguments}
    known: dict[int, Curved] = {}
    for number, step in enumerate(tape.steps):
        if step.function == "input" and step.source in places:
            unit = np.zeros(len(wanted))
            unit[places[step.source]] = 1.0
            known[number] = Curved(unit, None)
        elif step.function not in {"input", "constant"}:
            arguments = [found[used] for used in step.arguments]
            inner = {i: known[used] for i, used in enumerate(step.arguments) if used in known}
            if inner:
                known[number] = _chained(step, arguments, found[number], inner)
        for used in step.arguments:
            if last_use[used] == number:
                known.pop(used, None)
    last = known.get(len(tape.steps) - 1)
    nothing = np.zeros((len(wanted), len(wanted)))
    if last is None:
        return np.zeros(len(wanted)), nothing
    return last.gradient, nothing if last.hessian is None else last.hessian


def _chained(step: Step, arguments: Sequence[float], value: float, inner: dict[int, Curved]) -> Curved:
    """Apply the chain rule twice to the arguments that depend on an input."""
    try:
        firsts = {i: FUNCTIONS[step.function].partial(arguments, value, i) for i in inner}
        seconds = (
            {
                (i, j): CURVATURES[step.function](arguments, value, i, j)
                for i in inner
                for j in inner
                if i <= j
            }
            if len(inner) <= 2
            else {}
        )
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise NoDerivativeError(place=step.place) from error
    if not all(math.isfinite(number) for number in (*firsts.values(), *seconds.values())):
        raise NoDerivativeError(place=step.place)
    gradient = sum((firsts[i] * inner[i].gradient for i in inner), np.zeros(1))
    curvature: Matrix | None = None
    for i, one in inner.items():
        if one.hessian is not None and firsts[i]:
            curvature = _plus(curvature, firsts[i] * one.hessian)
    for (i, j), second in seconds.items():
        if second:
            mixed = second * np.outer(inner[i].gradient, inner[j].gradient)
            curvature = _plus(curvature, mixed if i == j else mixed + mixed.T)
    return Curved(gradient, curvature)


def _plus(total: Matrix | None, more: Matrix) -> Matrix:
    return more if total is None else total + more
