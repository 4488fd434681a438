"""Evaluation of uncertainty from repeated readings (JCGM 100:2008, 4.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labcal.errors.models import DegreesOfFreedomError, TooFewReadingsError


@dataclass(frozen=True, slots=True)
class TypeA:
    """What repeated readings say.

    Attributes:
        mean: Arithmetic mean.
        standard_deviation: Experimental or pooled standard deviation of one reading.
        standard_uncertainty: Of the mean, s/√n.
        dof: Degrees of freedom of the standard uncertainty.
        count: Number of readings n.
    """

    mean: float
    standard_deviation: float
    standard_uncertainty: float
    dof: float
    count: int


def mean(readings: Sequence[float]) -> float:
    """Return the arithmetic mean, in the unit of the readings.

    The first reading is subtracted beforehand, so that a large common part costs no digits.

    Raises:
        TooFewReadingsError: There are no readings.
    """
    if not readings:
        raise TooFewReadingsError(count=0)
    first = readings[0]
    return first + math.fsum(reading - first for reading in readings) / len(readings)


def standard_deviation(readings: Sequence[float]) -> float:
    """Return the experimental standard deviation, with n − 1, in the unit of the readings.

    Raises:
        TooFewReadingsError: There are fewer than two readings.

    Source:
        JCGM 100:2008, equation (4), in two passes.
    """
    if len(readings) < 2:
        raise TooFewReadingsError(count=len(readings))
    return math.sqrt(math.fsum(value**2 for value in _deviations(readings)) / (len(readings) - 1))


def from_readings(readings: Sequence[float]) -> TypeA:
    """Return mean and u = s/√n with n − 1 degrees of freedom.

    Raises:
        TooFewReadingsError: There are fewer than two readings.

    Source:
        JCGM 100:2008, 4.2.3.
    """
    s = standard_deviation(readings)
    count = len(readings)
    return TypeA(mean(readings), s, s / math.sqrt(count), count - 1, count)


def with_pooled(readings: Sequence[float], pooled: float, dof: float = math.inf) -> TypeA:
    """Return the mean with u = s_p/√n, s_p known from earlier work.

    Args:
        readings: At least one.
        pooled: Pooled standard deviation of one reading, in the unit of the readings.
        dof: Its degrees of freedom; infinite where it is taken as well known.

    Raises:
        TooFewReadingsError: There are no readings.
        DegreesOfFreedomError: ``dof`` is not above 0.

    Source:
        JCGM 100:2008, 4.2.4.
    """
    if not dof > 0:
        raise DegreesOfFreedomError(dof=dof)
    return TypeA(mean(readings), pooled, pooled / math.sqrt(len(readings)), dof, len(readings))


def covariance_of_means(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the covariance of two means over n pairs of readings, in the product of their units.

    Raises:
        TooFewReadingsError: There are fewer than two pairs.

    Source:
        JCGM 100:2008, equation (17).
    """
    count = len(first)
    if count < 2:
        raise TooFewReadingsError(count=count)
    one, other = _deviations(first), _deviations(second)
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / (count * (count - 1))


def _deviations(readings: Sequence[float]) -> list[float]:
    """Return the deviations from the mean; the first reading is subtracted beforehand."""
    shifted = [reading - readings[0] for reading in readings]
    middle = math.fsum(shifted) / len(shifted)
    return [value - middle for value in shifted]


def pooled_deviation(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return the pooled standard deviation of several groups of readings, and its degrees of freedom.

    Raises:
        TooFewReadingsError: No group has two readings.

    Source:
        JCGM 100:2008, 4.2.4 and H.3.6, note.
    """
    used = [group for group in groups if len(group) > 1]
    dof = sum(len(group) - 1 for group in used)
    if not dof:
        raise TooFewReadingsError(count=max((len(group) for group in groups), default=0))
    squares = math.fsum(standard_deviation(group) ** 2 * (len(group) - 1) for group in used)
    return math.sqrt(squares / dof), float(dof)
