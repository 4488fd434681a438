"""Distances of draws of several results from their mean (JCGM 102:2011, 7.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labcal.domain.uncertainty.montecarlo.tally import correlation
from labcal.domain.uncertainty.montecarlo.vectors import Array

SINGULAR = 1e-8
"""Smallest eigenvalue of a correlation matrix that has an inverse for the ellipsoid."""


class Distance:
    """How far draws are from their mean: by the farthest result, and by the ellipsoid."""

    def __init__(self, means: Array, covariance: Array) -> None:
        self._means = means
        self._spread = np.sqrt(np.diag(covariance))
        coefficients = correlation(covariance)
        is_regular = bool(np.all(self._spread > 0)) and np.linalg.eigvalsh(coefficients)[0] > SINGULAR
        self._inverse = np.linalg.inv(np.linalg.cholesky(coefficients)) if is_regular else None

    @property
    def has_ellipsoid(self) -> bool:
        """Whether the covariance matrix has an inverse."""
        return self._inverse is not None

    def of(self, results: Sequence[Array], spare: Array) -> list[Array]:
        """Return the distances; the results are changed to deviations in standard uncertainties."""
        for result, mean, u in zip(results, self._means, self._spread, strict=True):
            np.subtract(result, mean, out=result)
            if u > 0:
                np.divide(result, u, out=result)
            else:
                result.fill(0.0)
        farthest = np.zeros_like(spare)
        for result in results:
            np.abs(result, out=spare)
            np.maximum(farthest, spare, out=farthest)
        return [farthest] if self._inverse is None else [farthest, self._ellipsoid(results, spare)]

    def _ellipsoid(self, results: Sequence[Array], spare: Array) -> Array:
        square = np.zeros_like(spare)
        for row in self._inverse if self._inverse is not None else ():
            turned = np.zeros_like(spare)
            for factor, result in zip(row, results, strict=True):
                if factor:
                    np.multiply(result, float(factor), out=spare)
                    turned += spare
            np.square(turned, out=turned)
            square += turned
        return np.sqrt(square, out=square)
