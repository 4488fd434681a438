"""Joint draws of correlated quantities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.montecarlo.draws import Pair, chi
from labcal.domain.uncertainty.montecarlo.vectors import Array

NOISE = 1e-10
"""By how much, for each quantity, rounding may leave a pivot of a correlation matrix beside zero."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Quantities that are drawn together.

    Attributes:
        members: Numbers of the inputs.
        root: Lower triangular root of their covariance (of their scale, for t), in coherent SI units.
        dof: Degrees of freedom of the multivariate t; infinite for the normal distribution.
    """

    members: tuple[int, ...]
    root: tuple[tuple[float, ...], ...]
    dof: float = math.inf


def draw_jointly(joint: Joint, stream: np.random.Generator, out: Sequence[Array], spare: Pair) -> None:
    """Fill one array a member with deviations from their means, in coherent SI units.

    Args:
        joint: What is drawn.
        stream: The random numbers.
        out: The arrays.
        spare: Two arrays to be written over.

    Source:
        JCGM 101:2008, 6.4.8.4; JCGM 102:2011, 5.3.2 and annex C.
    """
    normal, product = spare
    for array in out:
        array.fill(0.0)
    for column in range(len(out)):
        stream.standard_normal(out=normal)
        for row in range(column, len(out)):
            np.multiply(normal, joint.root[row][column], out=product)
            out[row][...] += product
    if math.isfinite(joint.dof):
        chi(stream, joint.dof, normal)
        for array in out:
            np.divide(array, normal, out=array)


def root(correlation: NDArray[np.float64], spread: Sequence[float]) -> tuple[tuple[float, ...], ...] | None:
    """Return a lower triangular root of a covariance matrix; None if it is not positive semidefinite.

    Unlike Cholesky's usual method it takes coefficients of ± 1 too: the column of a pivot of zero is zero.

    Args:
        correlation: n × n coefficients, ones on the diagonal.
        spread: Standard uncertainties of the n quantities.
    """
    size = len(spread)
    rest = correlation.astype(np.float64, copy=True)
    found = np.zeros((size, size))
    noise = NOISE * size
    for column in range(size):
        pivot = float(rest[column, column])
        if pivot <= noise:
            if pivot < -noise or float(np.max(np.abs(rest[column:, column]))) > math.sqrt(noise):
                return None
            continue
        found[column:, column] = rest[column:, column] / math.sqrt(pivot)
        rest[column:, column:] -= np.outer(found[column:, column], found[column:, column])
    return tuple(tuple(float(value) * u for value in row) for row, u in zip(found, spread, strict=True))
