"""The distribution of a sum of independent contributions, from the product of characteristic functions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.characteristic import characteristic, reach
from labcal.domain.uncertainty.distributions import Distribution, Normal, StudentT

Reals = NDArray[np.float64]
Part = tuple[Distribution, float, float]
"""A distribution, the signed factor that carries it over to the sum, and its degrees of freedom."""

SMOOTHING = 5e-4
"""Spread, relative to the whole, of a normal part that is added and extrapolated away again."""

NODES = 10
PANELS = 4096
NEGLIGIBLE = 1e-16
EXACT = 1e-10


def enclosed(parts: Sequence[Part], half_width: float) -> float:
    """Return the probability that the sum lies within ± ``half_width`` of its mean.

    Args:
        parts: Independent contributions; at least one, each with an uncertainty above 0.
        half_width: In the unit of the sum.

    Source:
        J. Gil-Pelaez, Biometrika 38 (1951) 481.
    """
    scale = _scale(parts)
    x = half_width / scale
    return _enclosed(_weights(tuple(parts), max(8.0, 2.0 ** math.ceil(math.log2(x + 1)))), x)


def quantile(parts: Sequence[Part], probability: float) -> float:
    """Return the half-width about the mean that encloses ``probability``, in the unit of the sum.

    Args:
        parts: Independent contributions; at least one, each with an uncertainty above 0.
        probability: Between 0 and 1.
    """
    return _quantile(tuple(parts), probability)


@lru_cache(maxsize=256)
def _quantile(parts: tuple[Part, ...], probability: float) -> float:
    scale = _scale(parts)
    high = 8.0
    while _enclosed(_weights(parts, high), high) < probability:
        high *= 4
    weights = _weights(parts, high)
    low, below, above = 0.0, -probability, _enclosed(weights, high) - probability
    last = 0
    while high - low > EXACT * high:
        middle = (low * above - high * below) / (above - below)
        if not low < middle < high:
            middle = (low + high) / 2
        found = _enclosed(weights, middle) - probability
        if found == 0:
            return middle * scale
        if found > 0:
            high, above = middle, found
            below = below / 2 if last > 0 else below
            last = 1
        else:
            low, below = middle, found
            above = above / 2 if last < 0 else above
            last = -1
        if abs(found) < EXACT / 10:
            return middle * scale
    return (low + high) / 2 * scale


def _scale(parts: Sequence[Part]) -> float:
    return math.hypot(*(factor * distribution.standard_uncertainty for distribution, factor, _ in parts))


def _enclosed(weights: tuple[Reals, Reals], x: float) -> float:
    nodes, weighted = weights
    return float(np.clip(weighted @ np.sin(x * nodes), 0.0, 1.0))


@lru_cache(maxsize=8)
def _weights(parts: tuple[Part, ...], furthest: float) -> tuple[Reals, Reals]:
    """Return nodes t and weights w such that the sum lies within ± x with the probability Σ w sin(xt).

    Args:
        parts: The contributions.
        furthest: Largest x, relative to the standard uncertainty of the whole.
    """
    scale = _scale(parts)
    rate = furthest + math.fsum(abs(factor) * reach(one) for one, factor, _ in parts) / scale
    normal = math.hypot(
        *(factor * one.standard_uncertainty for one, factor, _ in parts if isinstance(one, Normal | StudentT))
    )
    is_rough = normal / scale < SMOOTHING
    nodes, weighted = [], []
    for t, width in _panels(math.pi / rate, 9.0 / max(normal / scale, SMOOTHING)):
        product = np.ones_like(t, dtype=np.complex128)
        for distribution, factor, dof in parts:
            values = characteristic(distribution, dof, t * abs(factor) / scale)
            product *= np.conj(values) if factor < 0 else values
        whole = product.real
        if is_rough:
            soft = np.exp(-((SMOOTHING * t) ** 2) / 2)
            whole = whole * (2 * soft - soft**2)
        nodes.append(t)
        weighted.append(2 / np.pi * whole / t * width)
        if float(np.abs(whole).max()) < NEGLIGIBLE:
            break
    return np.concatenate(nodes), np.concatenate(weighted)


def _panels(width: float, end: float) -> Iterator[tuple[Reals, Reals]]:
    """Yield Gauss–Legendre nodes and weights from 0 to ``end``; the first panel is cut ever finer to 0."""
    places, shares = np.polynomial.legendre.leggauss(NODES)
    edges = width * 2.0 ** np.arange(-40, 1)
    start = 0.0
    while start < end:
        if start:
            edges = start + width * np.arange(PANELS + 1)
        lengths = np.diff(edges)[:, None]
        yield (
            (edges[:-1, None] + lengths * (places + 1) / 2).ravel(),
            (lengths * shares / 2).ravel(),
        )
        start = float(edges[-1])
