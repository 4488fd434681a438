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
    with np.errstate(all="ignore"):
        for _ in range(MOST_STEPS):
            given = [array[waiting] if array.size else array for array in inputs]
            y = out[waiting]
            residual, slope = _residual(equation.tape, given, y)
            moved, is_nearer, is_settled = _stepped(equation.tape, given, (y, residual, slope))
            moved[~is_nearer & ~is_settled] = np.nan
            out[waiting] = moved
            waiting = waiting[is_nearer & ~is_settled]
            if not waiting.size:
                break
    out[waiting] = np.nan
    return int(np.count_nonzero(~np.isfinite(out)))


def _stepped(
    tape: Tape, given: Sequence[Array], at: tuple[Array, Array, Array]
) -> tuple[Array, Flags, Flags]:
    """Return where the steps lead, whether nearer to a residual of zero, and whether they have settled."""
    y, residual, slope = at
    step = -residual / slope
    is_solved = residual == 0
    step[is_solved] = 0.0
    moved = y + step
    is_settled = is_solved | (np.abs(step) <= SETTLED * np.abs(moved))
    is_near = np.abs(step) <= 1e3 * SETTLED * np.abs(y)
    reached, _ = _residual(tape, given, moved)
    is_nearer = np.abs(reached) < np.abs(residual)
    is_settled |= is_near & ~is_nearer
    for _ in range(MOST_HALVINGS):
        late = np.flatnonzero(~is_nearer & ~is_settled & np.isfinite(step))
        if not late.size:
            break
        step[late] /= 2
        moved[late] = y[late] + step[late]
        some = [array[late] if array.size else array for array in given]
        reached, _ = _residual(tape, some, moved[late])
        is_nearer[late] = np.abs(reached) < np.abs(residual[late])
    return moved, is_nearer, is_settled


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
    return np.broadcast_to(found[-1], y.shape), np.broadcast_to(_or_zero(slopes[-1]), y.shape)


def _chained(
    function: str, arguments: tuple[Operand, ...], result: Operand, inner: Sequence[Operand | None]
) -> Operand | None:
    total: Operand | None = None
    for index, slope in enumerate(inner):
        if slope is not None:
            term = np.multiply(SLOPES[function](arguments, result, index), slope)
            total = term if total is None else np.add(total, term)
    return total


def _or_zero(slope: Operand | None) -> Operand:
    return 0.0 if slope is None else slope
