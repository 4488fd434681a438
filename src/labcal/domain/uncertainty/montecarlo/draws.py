"""Random draws from the distributions of uncertainty components, each centred on zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.domain.uncertainty.montecarlo.vectors import Array

Pair = tuple[Array, Array]
"""An array to be filled, and one that may be written over."""

Draw = Callable[[Any, np.random.Generator, Array, Array], None]
"""Fills the first array with draws in the unit of the component; the second is there to be written over."""


def generator(seed: int, block: int) -> np.random.Generator:
    """Return the stream of random numbers of one block, the same whoever asks for it.

    It is what ``SeedSequence(seed).spawn`` gives for the child of that number.
    """
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,))))


def draw(distribution: Distribution, dof: float, stream: np.random.Generator, into: Pair) -> None:
    """Fill the first of two arrays with deviations from the mean, in the unit of the component.

    Args:
        distribution: One of those in ``DRAWS``.
        dof: Degrees of freedom of the component, of use to t alone.
        stream: The random numbers.
        into: The array to fill, and one to be written over.

    Source:
        JCGM 101:2008, 6.4.
    """
    if isinstance(distribution, StudentT):
        student(stream, dof, into)
        into[0][...] *= distribution.scale
    else:
        DRAWS[type(distribution)](distribution, stream, *into)


def student(stream: np.random.Generator, dof: float, into: Pair) -> None:
    """Fill the first array with draws from t; the second is written over."""
    stream.standard_normal(out=into[0])
    if math.isfinite(dof):
        chi(stream, dof, into[1])
        np.divide(into[0], into[1], out=into[0])


def chi(stream: np.random.Generator, dof: float, out: Array) -> None:
    """Fill an array with draws of √(χ²/ν), by which normal draws are divided to make them t."""
    stream.standard_gamma(dof / 2, out=out)
    out *= 2 / dof
    np.sqrt(out, out=out)


def _normal(given: Normal, stream: np.random.Generator, out: Array, _: Array) -> None:
    stream.standard_normal(out=out)
    out *= given.standard


def _uniform(half_width: float, stream: np.random.Generator, out: Array) -> None:
    stream.random(out=out)
    out -= 0.5
    out *= 2 * half_width


def _rectangular(given: Rectangular, stream: np.random.Generator, out: Array, _: Array) -> None:
    _uniform(given.half_width, stream, out)


def _resolution(given: Resolution, stream: np.random.Generator, out: Array, _: Array) -> None:
    _uniform(given.step / 2, stream, out)


def _triangular(given: Triangular, stream: np.random.Generator, out: Array, spare: Array) -> None:
    stream.random(out=out)
    stream.random(out=spare)
    out += spare
    out -= 1.0
    out *= given.half_width


def _trapezoidal(given: Trapezoidal, stream: np.random.Generator, out: Array, spare: Array) -> None:
    _uniform(given.half_width * (1 + given.beta) / 2, stream, out)
    _uniform(given.half_width * (1 - given.beta) / 2, stream, spare)
    out += spare


def _curvilinear(given: CurvilinearTrapezoid, stream: np.random.Generator, out: Array, spare: Array) -> None:
    _uniform(given.half_width_uncertainty, stream, spare)
    spare += given.half_width
    _uniform(1.0, stream, out)
    out *= spare


def _arcsine(given: Arcsine, stream: np.random.Generator, out: Array, _: Array) -> None:
    _uniform(math.pi, stream, out)
    np.sin(out, out=out)
    out *= given.half_width


def _exponential(given: Exponential, stream: np.random.Generator, out: Array, _: Array) -> None:
    stream.standard_exponential(out=out)
    out -= 1.0
    out *= given.mean


def _gamma(given: Gamma, stream: np.random.Generator, out: Array, _: Array) -> None:
    stream.standard_gamma(given.counts + 1, out=out)
    out -= given.counts + 1


def _lognormal(given: Lognormal, stream: np.random.Generator, out: Array, _: Array) -> None:
    variance = math.log1p((given.standard / given.mean) ** 2)
    stream.standard_normal(out=out)
    out *= math.sqrt(variance)
    out -= variance / 2
    np.expm1(out, out=out)
    out *= given.mean


def _empirical(given: Empirical, stream: np.random.Generator, out: Array, _: Array) -> None:
    deviations = np.array(given.samples) - given.mean
    np.take(deviations, stream.integers(deviations.size, size=out.size), out=out, mode="clip")


DRAWS: Mapping[type, Draw] = {
    Normal: _normal,
    Rectangular: _rectangular,
    Triangular: _triangular,
    Arcsine: _arcsine,
    Trapezoidal: _trapezoidal,
    CurvilinearTrapezoid: _curvilinear,
    Resolution: _resolution,
    Exponential: _exponential,
    Gamma: _gamma,
    Lognormal: _lognormal,
    Empirical: _empirical,
}
"""How each distribution but t is drawn."""


def can_draw(distribution: Distribution) -> bool:
    """Tell whether there is a way to draw from it."""
    return isinstance(distribution, StudentT) or type(distribution) in DRAWS


def is_certain(distribution: Distribution) -> bool:
    """Tell whether the distribution has no width at all."""
    return distribution.standard_uncertainty == 0
