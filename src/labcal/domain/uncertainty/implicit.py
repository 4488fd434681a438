"""The solution of an implicit model h(x, y) = 0, by Newton's method on exact derivatives."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labcal.domain.uncertainty import derivatives
from labcal.domain.uncertainty.tape import Tape
from labcal.errors.models import ModelValueError, NoRootError, NoSlopeError

MOST_STEPS = 200
MOST_HALVINGS = 40
SETTLED = 4 * 2.0**-52
"""A step that is smaller than this share of the solution changes nothing any more."""
NOISE = 1e3 * SETTLED
"""The share of the solution within which the binary noise of h may hide its zero."""


def solve(tape: Tape, estimates: Sequence[float], start: float) -> tuple[float, list[float]]:
    """Return the solution y, and the n + 1 derivatives of h there, the last of them by y.

    Steps that lead away, or to where h has no value, are halved.

    Args:
        tape: The left side h; its last input is y.
        estimates: Values of the n other inputs, in coherent SI units.
        start: Where the search begins, in the coherent SI unit of y.

    Raises:
        NoRootError: No solution was found.
        NoSlopeError: h does not change with y at the start or on the way.
        ModelValueError: h has no value at the start.

    Source:
        JCGM 102:2011, 6.3 (implicit models).
    """
    y = start
    residual, slopes = derivatives.gradient(tape, [*estimates, y])
    for _ in range(MOST_STEPS):
        if residual == 0:
            return y, _sloped(tape, slopes)
        step = -residual / _sloped(tape, slopes)[-1]
        found = _tried(tape, estimates, (y, step, abs(residual)))
        if found is None:
            if abs(step) <= NOISE * abs(y):
                return y, slopes
            break
        moved, residual, slopes = found
        if abs(moved - y) <= SETTLED * abs(moved):
            return moved, _sloped(tape, slopes)
        y = moved
    raise NoRootError(place=tape.steps[-1].place, start=f"{start:.6g}")


def _sloped(tape: Tape, slopes: list[float]) -> list[float]:
    """Return the derivatives, unless that by y is zero."""
    if slopes[-1] == 0:
        raise NoSlopeError(place=tape.steps[-1].place, symbol=tape.inputs[-1])
    return slopes


def _tried(
    tape: Tape, estimates: Sequence[float], at: tuple[float, float, float]
) -> tuple[float, float, list[float]] | None:
    """Return where the step, or a part of it, leads, unless no part of it brings h nearer to zero."""
    y, step, residual = at
    for _ in range(MOST_HALVINGS):
        moved = y + step
        try:
            reached, slopes = derivatives.gradient(tape, [*estimates, moved])
        except ModelValueError:
            step /= 2
            continue
        if abs(reached) < residual or (moved == y and math.isfinite(reached)):
            return moved, reached, slopes
        step /= 2
    return None
