"""Non-automatic weighing instruments under verification (OIML R 76-1:2006): errors, tests and classes.

Everything is exact: loads, indications and errors are decimals in one unit, of the caller's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from labcal.domain.limits.exact import in_base, in_unit
from labcal.domain.limits.table import LimitTable
from labcal.domain.quantity import QuantityValue
from labcal.errors.weighing import EmptySeriesError, SupportsError, UnsortedRangesError

HALF = Decimal("0.5")
ZERO_ACCURACY = Decimal("0.25")
"""In e (4.5.2; A.4.2.3); after taring too (4.6.3)."""
DISCRIMINATION = Decimal("1.4")
"""In d: the extra load that changes a digital indication (3.8.2.2; A.4.8)."""
LEAST_DISCRIMINATED = Decimal("0.005")
"""In g: with smaller scale intervals d the test is not made (3.8.2.2)."""
DISPLACEMENT = Decimal("0.7")
"""Of the extra load, that an analogue indication has to move by (3.8.2.1)."""
BALANCE_SHARE = Decimal("0.4")
"""Of the maximum permissible error: extra load of a non-self-indicating instrument (3.8.1)."""
BALANCE_LEAST = Decimal("0.001")
"""In g: and not less (3.8.1)."""
OVERLOAD = 9
"""In e: there is no indication above Max + 9 e (4.2.3)."""
EXTENDED = 5
"""An indication to e/5 or finer shows the error without changeover points (A.4.4.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeoverPoint:
    """One load on a digital instrument, with small weights added until the indication changes (A.4.4.3).

    Attributes:
        load: L, on the instrument.
        indication: I, before weights were added.
        added: ΔL, the weights added until I changed to I + e without doubt.
        interval: e, the verification scale interval.
    """

    load: Decimal
    indication: Decimal
    added: Decimal
    interval: Decimal

    @property
    def before_rounding(self) -> Decimal:
        """P = I + e/2 − ΔL, the indication before it was rounded to e."""
        return self.indication + HALF * self.interval - self.added

    @property
    def error(self) -> Decimal:
        """E = P − L = I + e/2 − ΔL − L, the error before rounding."""
        return self.before_rounding - self.load

    def corrected(self, at_zero: Decimal) -> Decimal:
        """Return Ec = E − E0.

        Args:
            at_zero: E0, the error at zero or near it, such as at 10 e.
        """
        return self.error - at_zero


def needs_changeover(scale_interval: Decimal, interval: Decimal) -> bool:
    """Tell whether errors have to be found by changeover points: not where d ≤ e/5 (A.4.4.3)."""
    return scale_interval * EXTENDED > interval


def is_zero_accurate(at_zero: Decimal, interval: Decimal) -> bool:
    """Tell whether zero-setting is accurate: |E0| ≤ 0.25 e (4.5.2)."""
    return abs(at_zero) <= ZERO_ACCURACY * interval


def repeatability(errors: Sequence[Decimal]) -> Decimal:
    """Return the greatest less the smallest result of one load (3.6.1; A.4.10).

    It is not greater than the absolute value of the maximum permissible error for that load.

    Raises:
        EmptySeriesError: There are fewer than two results.
    """
    if len(errors) < 2:
        raise EmptySeriesError(count=len(errors))
    return max(errors) - min(errors)


class Receptor(Enum):
    """Load receptors, as the test of eccentric loading tells them apart (3.6.2)."""

    USUAL = "usual"
    """A platform: tested on its quarters, or on each of more than four supports."""
    TANK = "tank"
    """One with little eccentric loading, such as a tank or a hopper."""
    ROLLING = "rolling"
    """One for rolling loads: vehicles, rails."""


def eccentric_load(
    maximum: Decimal,
    *,
    tare: Decimal = Decimal(0),
    supports: int = 4,
    receptor: Receptor = Receptor.USUAL,
) -> Decimal:
    """Return the load of the test of eccentric loading (3.6.2; A.4.7), unrounded.

    Args:
        maximum: Max.
        tare: Greatest additive tare effect, T+.
        supports: Number n of points of support; with more than four, each is loaded by itself.
        receptor: Kind of the load receptor. For rolling loads it is the greatest there is: the usual
            heaviest and most concentrated one, not above this.

    Raises:
        SupportsError: There is no support.
    """
    if supports < 1:
        raise SupportsError(count=supports)
    whole = maximum + tare
    if receptor is Receptor.TANK:
        return whole / 10
    if receptor is Receptor.ROLLING:
        return whole * Decimal("0.8")
    return whole / (supports - 1 if supports > 4 else 3)


def digital_extra_load(scale_interval: QuantityValue) -> Decimal | None:
    """Return 1.4 d, in the unit of d; None where d < 5 mg and no test is made (3.8.2.2)."""
    if scale_interval.in_unit("g") < LEAST_DISCRIMINATED:
        return None
    return DISCRIMINATION * scale_interval.value


def analogue_displacement(permissible: Decimal) -> Decimal:
    """Return how far an extra load of the maximum permissible error moves the indication (3.8.2.1)."""
    return DISPLACEMENT * abs(permissible)


def balance_extra_load(permissible: QuantityValue) -> Decimal:
    """Return the extra load that visibly moves a non-self-indicating instrument, in its unit (3.8.1)."""
    least = QuantityValue(str(BALANCE_LEAST), "g").in_unit(permissible.unit)
    return max(BALANCE_SHARE * abs(permissible.value), least)


def greatest_indication(maximum: Decimal, interval: Decimal) -> Decimal:
    """Return Max + 9 e, above which nothing is indicated (4.2.3)."""
    return maximum + OVERLOAD * interval


@dataclass(frozen=True, slots=True)
class PartialRange:
    """A partial weighing range of a multi-interval instrument (3.3)."""

    maximum: Decimal
    interval: Decimal


def interval_at(load: Decimal, ranges: Sequence[PartialRange]) -> Decimal:
    """Return e of the partial range that holds a load; that of the last above Max (3.3; T.3.2.6).

    Raises:
        UnsortedRangesError: There are none, or their Max or e do not grow.
    """
    pairs = list(pairwise(ranges))
    if not ranges or any(a.maximum >= b.maximum or a.interval >= b.interval for a, b in pairs):
        raise UnsortedRangesError
    return next((one.interval for one in ranges if load <= one.maximum), ranges[-1].interval)


def loads_to_test(
    table: LimitTable, grade: str, interval: QuantityValue, ends: tuple[Decimal, Decimal]
) -> tuple[Decimal, ...]:
    """Return the loads that no test of weighing leaves out: Min, Max, and where the error changes (A.4.4.1).

    Args:
        table: OIML R 76-1, with the variables m and e.
        grade: Accuracy class.
        interval: e.
        ends: Min and Max, in the unit of e.
    """
    values = {"e": in_base(interval.value, interval.unit)}
    bounds = (
        one.right.value(values)
        for row in table.rows
        if grade in row.grades
        for one in row.when.comparisons
        if one.left.text == "m" and one.right.symbols <= values.keys()
    )
    lowest, highest = ends
    inside = {in_unit(bound, interval.unit) for bound in bounds}
    return tuple(sorted({lowest, highest, *(one for one in inside if lowest < one < highest)}))
