"""What a standard's certificate says between the values that it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.instrument import CertifiedPoint, StandardInUse
from labcal.domain.quantity import QuantityValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A certificate read at one nominal value; all numbers in the unit asked for.

    Attributes:
        correction: Value minus nominal value.
        standard_uncertainty: U/k.
        drift: Half-width of the drift since; None where a neighbouring point gives none.
    """

    correction: float
    standard_uncertainty: float
    drift: float | None


def covers(points: Sequence[CertifiedPoint], nominal: QuantityValue) -> bool:
    """Tell whether a nominal value lies between the values that a certificate states."""
    found = [point.nominal.base for point in points if units.same_dimension(point.nominal.unit, nominal.unit)]
    return bool(found) and min(found) <= nominal.base <= max(found)


def read_at(points: Sequence[CertifiedPoint], nominal: QuantityValue, unit: str) -> Certified:
    """Return correction, U/k and drift at a nominal value, in a straight line between its neighbours.

    Args:
        points: At least one; ``covers`` is true of them.
        nominal: Where the certificate is read.
        unit: Of the numbers returned.

    Raises:
        UnitMismatchError: A value is of another kind than ``unit``.
    """
    ordered = sorted(points, key=lambda point: point.nominal.base)
    below = [point for point in ordered if point.nominal.base <= nominal.base][-1]
    above = next(point for point in ordered if point.nominal.base >= nominal.base)
    width = above.nominal.base - below.nominal.base
    part = (nominal.base - below.nominal.base) / width if width else 0.0
    low, high = _stated(below, unit), _stated(above, unit)
    drift = None
    if low.drift is not None and high.drift is not None:
        drift = _between(low.drift, high.drift, part)
    return Certified(
        correction=_between(low.correction, high.correction, part),
        standard_uncertainty=_between(low.standard_uncertainty, high.standard_uncertainty, part),
        drift=drift,
    )


def suiting(standards: Sequence[StandardInUse], nominal: QuantityValue) -> StandardInUse:
    """Return which of several standards suits a nominal value best: the last tied among equals.

    One whose certificate states values on both sides goes before one whose own value is near.
    """

    def distance(one: StandardInUse) -> tuple[bool, float]:
        value = one.certificate.value
        if one.points or not units.same_dimension(value.unit, nominal.unit):
            return not covers(one.points, nominal), 0.0
        return False, abs(value.base - nominal.base)

    return min(reversed(standards), key=distance)


def _stated(point: CertifiedPoint, unit: str) -> Certified:
    correction = float(point.value.in_unit(unit) - point.nominal.in_unit(unit))
    expanded = float(point.expanded.in_unit(unit, difference=True))
    drift = None if point.drift is None else float(point.drift.in_unit(unit, difference=True))
    u = expanded / float(point.coverage_factor)
    return Certified(correction=correction, standard_uncertainty=u, drift=drift)


def _between(low: float, high: float, part: float) -> float:
    return low + part * (high - low)
