"""The rows that a sheet offers: which loads, in which order, before anything is keyed."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from labcal.domain.verification import WeighingTest
from labcal.domain.verification_tests import (
    Measure,
    eccentric_load_of,
    extra_load,
    places_of,
    wanted_loads,
)
from labcal.errors import LabCalError

REPEATED = Decimal("0.8")
"""Of Max: the load of repeatability (A.4.10)."""
AT_ZERO = 10
"""In e: a load near zero that keeps zero-tracking out (A.4.2.3)."""
SPARE = 2
"""Rows left free at the end of the test of errors."""


class PlannedRow(NamedTuple):
    """One row that a sheet offers.

    Attributes:
        load: The load proposed, in the unit of e; None for a row left free.
        added: The extra load proposed, in the test of discrimination.
    """

    test: WeighingTest
    row: int
    load: Decimal | None
    added: Decimal | None = None


def planned(measure: Measure) -> tuple[PlannedRow, ...]:
    """Return the rows of a sheet, test by test; loads are multiples of e that weights can make."""
    told = measure.told
    maximum = told.maximum.in_unit(told.unit)
    up = _going_up(measure)
    half = _round(maximum / 2, measure.interval)
    loads: dict[WeighingTest, list[Decimal | None]] = {
        WeighingTest.ZERO: [AT_ZERO * measure.interval],
        WeighingTest.REPEATABILITY: [_round(REPEATED * maximum, measure.interval)]
        * measure.programme.weighings[told.grade],
        WeighingTest.ECCENTRICITY: [_round(eccentric_load_of(measure), measure.interval)] * places_of(told),
        WeighingTest.WEIGHING: [*up, *reversed(up[:-1]), *(None for _ in range(SPARE))],
        WeighingTest.DISCRIMINATION: [half],
    }
    extra = _extra(measure, half)
    if extra is None:
        loads[WeighingTest.DISCRIMINATION] = []
    return tuple(
        PlannedRow(test, row, load, extra if test is WeighingTest.DISCRIMINATION else None)
        for test in WeighingTest
        for row, load in enumerate(loads[test])
    )


def _going_up(measure: Measure) -> list[Decimal]:
    """Return the loads going up: those that may not lack, and others between until they are enough."""
    try:
        loads = set(wanted_loads(measure))
    except LabCalError:
        loads = set()
    maximum = measure.told.maximum.in_unit(measure.told.unit)
    loads.add(maximum)
    for part in ("0.5", "0.25", "0.75", "0.125", "0.375", "0.625", "0.875"):
        if len(loads) >= measure.programme.loads:
            break
        loads.add(_round(Decimal(part) * maximum, measure.interval))
    return sorted(loads)


def _round(load: Decimal, interval: Decimal) -> Decimal:
    """Return a load with two significant digits at most, a multiple of e and not above it."""
    coarse = Decimal(1).scaleb(load.adjusted() - 1) if load else interval
    step = max(coarse, interval)
    found = (load / step).to_integral_value(ROUND_DOWN) * step
    whole = (found / interval).to_integral_value(ROUND_DOWN) * interval
    return Decimal(f"{(whole or interval).normalize():f}")


def _extra(measure: Measure, load: Decimal) -> Decimal | None:
    try:
        return extra_load(measure, load)
    except LabCalError:
        return None
