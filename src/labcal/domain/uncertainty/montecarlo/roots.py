"""Implicit models solved for whole blocks of draws, by Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.montecarlo.vectors import SLOPES, Array, Operand, value
from labcal.domain.uncertainty.tape import Tape

Flags = NDArray[np.bool_]

MOST_STEPS = 60
MOST_HALVINGS = 30
SETTLED = 4 * 2.0**-52
"""A step that is smaller than this share of the solution changes nothing any more."""


@dataclass(frozen=True, slots=True)
class Equation:
    """An implicit model.

    Attributes:
        tape: The left side, which equals zero; its last input is the result.
        text: As it was written.
        start: Its solution at the estimates, in the coherent SI unit.
    """

    tape: Tape
    text: str
    start: float


def solve(equation: Equation, inputs: Sequence[Array], out: Array) -> int:
    """Fill an array with solutions, and return in how many draws there is none.

    Newton's method starts at the solution at the estimates; steps that lead away are halved.

    Args:
        equation: The model.
        inputs: Draws of all inputs, in coherent SI units; those that are not used may be empty.
        out: The array.

    Source:
        JCGM 102:2011, 6.3 and 7.5 (implicit models).
    """
    out.fill(equation.start)
    waiting = np.arange(out.size)
    given = list(inputs)
    with np.errstate(all="ignore"):
        here = _at(equation.tape, given, np.full(out.size, equation.start))
        for _ in range(MOST_STEPS):
            reached, is_nearer, is_settled = _stepped(equation.tape, given, here)
            reached.y[~is_nearer & ~is_settled] = np.nan
            out[waiting] = reached.y
            goes_on = is_nearer & ~is_settled
            if not goes_on.any():
                waiting = waiting[:0]
                break
            waiting = waiting[goes_on]
            given = _some(given, goes_on)
            here = _Point(reached.y[goes_on], reached.residual[goes_on], reached.slope[goes_on])
    out[waiting] = np.nan
    return int(np.count_nonzero(~np.isfinite(out)))


@dataclass(frozen=True, slots=True)
class _Point:
    """Where the search is in each draw, with the left side there and its derivative by the result."""

    y: Array
    residual: Array
    slope: Array


def _at(tape: Tape, given: Sequence[Array], y: Array) -> _Point:
    residual, slope = _residual(tape, given, y)
    return _Point(y, residual, slope)


def _some(given: Sequence[Array], chosen: Flags | NDArray[np.intp]) -> list[Array]:
    return [array[chosen] if array.size else array for array in given]


def _stepped(tape: Tape, given: Sequence[Array], here: _Point) -> tuple[_Point, Flags, Flags]:
    """Return where the steps lead, whether nearer to a residual of zero, and whether they have settled."""
    step = -here.residual / here.slope
    is_solved = here.residual == 0
    step[is_solved] = 0.0
    there = _at(tape, given, here.y + step)
    is_settled = is_solved | (np.abs(step) <= SETTLED * np.abs(there.y))
    is_near = np.abs(step) <= 1e3 * SETTLED * np.abs(here.y)
    is_nearer = np.abs(there.residual) < np.abs(here.residual)
    is_settled |= is_near & ~is_nearer
    for _ in range(MOST_HALVINGS):
        late = np.flatnonzero(~is_nearer & ~is_settled & np.isfinite(step))
        if not late.size:
            break
        step[late] /= 2
        tried = _at(tape, _some(given, late), here.y[late] + step[late])
        there.y[late], there.residual[late], there.slope[late] = tried.y, tried.residual, tried.slope
        is_nearer[late] = np.abs(tried.residual) < np.abs(here.residual[late])
    return there, is_nearer, is_settled


def _residual(tape: Tape, given: Sequence[Array], y: Array) -> tuple[Array, Array]:
    """Return the left side, and its derivative by the result."""
    own = len(tape.inputs) - 1
    found: list[Operand] = []
    slopes: list[Operand | None] = []
    for step in tape.steps:
        if step.function == "constant":
            found.append(step.value)
            slopes.append(None)
        elif step.function == "input":
            found.append(y if step.source == own else given[step.source])
            slopes.append(1.0 if step.source == own else None)
        else:
            arguments = tuple(found[number] for number in step.arguments)
            found.append(value(step.function, arguments))
            inner = [slopes[number] for number in step.arguments]
            slopes.append(_chained(step.function, arguments, found[-1], inner))
    slope = 0.0 if slopes[-1] is None else slopes[-1]
    return np.broadcast_to(found[-1], y.shape).copy(), np.broadcast_to(slope, y.shape).copy()


def _chained(
    function: str, arguments: tuple[Operand, ...], result: Operand, inner: Sequence[Operand | None]
) -> Operand | None:
    total: Operand | None = None
    for index, slope in enumerate(inner):
        if slope is not None:
            term = np.multiply(SLOPES[function](arguments, result, index), slope)
            total = term if total is None else np.add(total, term)
    return total
