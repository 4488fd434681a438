"""The risks of a decision, and a result as it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from labcal.domain import units
from labcal.domain.numeral import completed
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.risk import Answer
from labcal.domain.rounding import MINUS, RoundingPolicy, report


@dataclass(frozen=True, slots=True)
class Printed:
    """A result as printed digits, both numbers in ``unit``."""

    value: Decimal
    uncertainty: Decimal
    unit: str

    @property
    def text(self) -> str:
        """The result as one line, such as "10.058 Ω ± 0.027 Ω", with a true minus."""
        unit = units.pretty(self.unit)
        line = " ± ".join(f"{abs(number):f} {unit}".rstrip() for number in (self.value, self.uncertainty))
        return MINUS + line if self.value < 0 else line

    def as_json(self) -> dict[str, object]:
        """Return what ``labcal round --json`` prints; the two numbers as programs read them."""
        return {"value": f"{self.value:f}", "uncertainty": f"{self.uncertainty:f}", "text": self.text}


def round_result(
    value: str, uncertainty: str, *, digits: int = 2, policy: RoundingPolicy = RoundingPolicy.NEAREST
) -> Printed:
    """Return a result as it is reported, in the unit of the value.

    Args:
        value: Number, and perhaps a unit; without one, that of the uncertainty.
        uncertainty: Number, and perhaps a unit; without one, that of the value.
        digits: Significant digits of the uncertainty, 1 or 2.
        policy: How the uncertainty is rounded.

    Raises:
        NotANumberError, UnknownUnitError, UnitMismatchError: What was keyed is no such quantity.
        NegativeHalfWidthError, NotReportableError: The uncertainty is negative, or 0.
        TooManyDigitsError: ``digits`` is neither 1 nor 2.

    Source:
        JCGM 100:2008, 7.2.6; ILAC-P14:09/2020, 5.3.
    """
    value, uncertainty = completed(value), completed(uncertainty)
    unit = _unit(value, uncertainty)
    estimate = parse(value, unit)
    expanded = parse_half_width(uncertainty, unit).in_unit(estimate.unit, difference=True)
    rounded = report(estimate.value, expanded, digits=digits, policy=policy)
    return Printed(rounded.value, rounded.expanded, estimate.unit)


def risk_json(answer: Answer) -> dict[str, object]:
    """Return what ``labcal risk --json`` prints; what was not asked for is None."""
    zone, whole = answer.zone, answer.whole
    return {
        "conformance_probability": answer.conformance_probability,
        "verdict": answer.verdict.outcome.value,
        "rule": answer.verdict.rule,
        "guard_band": answer.verdict.guard,
        "acceptance_limits": None if zone.is_empty else [zone.lower, zone.upper],
        "specific_false_accept": answer.specific_false_accept,
        "global_false_accept": None if whole is None else whole.false_accept,
        "global_false_reject": None if whole is None else whole.false_reject,
        "conditional_false_accept": None if whole is None else whole.conditional_false_accept,
    }


def _unit(value: str, uncertainty: str) -> str:
    """Return the unit of the value, or that of the uncertainty where the value bears none."""
    given: QuantityValue = parse(value)
    return given.unit if given.unit != "1" else parse_half_width(uncertainty).unit
