"""Linear least squares by QR of scaled columns, refined by residuals of twice double precision.

Source:
    Å. Björck, BIT 7 (1967), 257-278: refinement of residuals and parameters together. Normal equations lose
    half of the digits (7 on the Longley data of the NIST Statistical Reference Datasets); this loses none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labcal.domain.fits.precise import Array, Pair, Powers, exact
from labcal.errors.fits import DependentColumnsError, FitRangeError

STEPS = 12
"""Refinements at most; three or four are usual."""

SMALLEST_RATIO = 1e-14
"""Ratio of singular values below which scaled columns count as dependent."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Parameters x that make ‖b − A x‖ least.

    Attributes:
        parameters: Shape (p,).
        inverse: (AᵀA)⁻¹, shape (p, p).
        factor: L with L Lᵀ = (AᵀA)⁻¹, shape (p, p).
        residuals: b − A x, shape (n,).
        sum_of_squares: Of the residuals.
    """

    parameters: Array
    inverse: Array
    factor: Array
    residuals: Array
    sum_of_squares: float


def least_squares(design: Pair, observed: Pair) -> Solution:
    """Return the solution for ``design`` A of shape (n, p) and ``observed`` b of shape (n,).

    Raises:
        DependentColumnsError: The columns of A are dependent, or nearly so.
        FitRangeError: Numbers left the range of doubles.
    """
    if not (np.all(np.isfinite(design.high)) and np.all(np.isfinite(observed.high))):
        raise FitRangeError
    with np.errstate(all="ignore"):
        powers = _powers(design.high)
        scaled = design.scaled(-powers)
        q, r = np.linalg.qr(scaled.high)
        _refuse_dependent(r)
        parameters, residuals = _refined(scaled, observed, (q, r))
        factor = _back(r, np.eye(len(r)))
        inverse = _refined_inverse(scaled, factor)
        squares = float((residuals * residuals).total().high)
        scale = np.ldexp(1.0, -powers)
        solution = Solution(
            parameters.high * scale,
            inverse * scale[:, None] * scale,
            factor * scale[:, None],
            residuals.high,
            squares,
        )
    found = (solution.parameters, solution.inverse, solution.factor, solution.residuals, squares)
    if not all(np.all(np.isfinite(numbers)) for numbers in found):
        raise FitRangeError
    return solution


def _powers(design: Array) -> Powers:
    """Return the power of two that is nearest to each column's size; 2**power scales exactly."""
    largest = np.max(np.abs(design), axis=0)
    if not np.all(largest > 0):
        raise DependentColumnsError(parameters=design.shape[1])
    lengths = largest * np.sqrt(np.sum((design / largest) ** 2, axis=0))
    return np.asarray(np.frexp(lengths)[1], dtype=np.int32)


def _refuse_dependent(r: Array) -> None:
    if not np.all(np.isfinite(r)):
        raise FitRangeError
    singular = np.linalg.svd(r, compute_uv=False)
    if not singular[-1] > singular[0] * SMALLEST_RATIO:
        raise DependentColumnsError(parameters=len(r))


def _refined(design: Pair, observed: Pair, factors: tuple[Array, Array]) -> tuple[Pair, Pair]:
    """Return parameters and residuals that solve r + A x = b and Aᵀ r = 0 together."""
    q, r = factors
    parameters, residuals = exact(np.zeros(len(r))), exact(np.zeros(len(observed.high)))
    last = np.inf
    for _ in range(STEPS):
        first = observed - residuals - _times(design, parameters)
        second = -_transposed_times(design, residuals).high
        along = q.T @ first.high
        across = _forward(r, second)
        step = _back(r, along - across)
        size = float(np.max(np.abs(step)))
        if not size < last / 2:
            break
        parameters = parameters + exact(step)
        residuals = residuals + exact(first.high + q @ (across - along))
        last = size
    return parameters, residuals


def _refined_inverse(design: Pair, factor: Array) -> Array:
    """Return (AᵀA)⁻¹, improved from L Lᵀ by residuals of AᵀA, itself of twice double precision."""
    gram = _gram(design)
    inverse = exact(factor @ factor.T)
    identity = exact(np.eye(len(factor)))
    last = np.inf
    for _ in range(STEPS):
        rest = identity - _product(gram, inverse)
        step = factor @ (factor.T @ rest.high)
        size = float(np.max(np.abs(step)))
        if not size < last / 2:
            break
        inverse = inverse + exact(step)
        last = size
    return (inverse.high + inverse.high.T) / 2


def _gram(design: Pair) -> Pair:
    count = design.high.shape[1]
    rows = [_transposed_times(design, design.column(column)) for column in range(count)]
    return Pair(np.array([row.high for row in rows]), np.array([row.low for row in rows]))


def _product(one: Pair, other: Pair) -> Pair:
    count = one.high.shape[1]
    total = _column(one, 0) * other.part(0)
    for place in range(1, count):
        total = total + _column(one, place) * other.part(place)
    return total


def _column(pair: Pair, place: int) -> Pair:
    return Pair(pair.high[:, place : place + 1], pair.low[:, place : place + 1])


def _times(design: Pair, parameters: Pair) -> Pair:
    total = design.column(0) * parameters.part(0)
    for place in range(1, design.high.shape[1]):
        total = total + design.column(place) * parameters.part(place)
    return total


def _transposed_times(design: Pair, vector: Pair) -> Pair:
    sums = [(design.column(place) * vector).total() for place in range(design.high.shape[1])]
    return Pair(np.array([one.high for one in sums]), np.array([one.low for one in sums]))


def _back(r: Array, right: Array) -> Array:
    """Solve R x = b for upper triangular R."""
    x = np.array(right, dtype=np.float64)
    for row in range(len(r) - 1, -1, -1):
        x[row] = (x[row] - r[row, row + 1 :] @ x[row + 1 :]) / r[row, row]
    return x


def _forward(r: Array, right: Array) -> Array:
    """Solve Rᵀ x = b for upper triangular R."""
    x = np.array(right, dtype=np.float64)
    for row in range(len(r)):
        x[row] = (x[row] - r[:row, row] @ x[:row]) / r[row, row]
    return x
