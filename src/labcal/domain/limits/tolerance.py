"""A specification as people say it, "0.1 % of the reading + 2 V": the sum of parts, made into a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from labcal.domain import units
from labcal.domain.limits.condition import Condition
from labcal.domain.limits.exact import Formula, formula
from labcal.domain.limits.table import LimitRow, LimitTable, Provenance, Variable
from labcal.domain.quantity import QuantityValue
from labcal.errors.limits import PartlessToleranceError, RelativePartError
from labcal.text import mark


class Of(Enum):
    """What a part of a specification is a share of."""

    ITSELF = "absolute"
    READING = "of the reading"
    RANGE = "of the range"
    SPAN = "of the span"


OF = {
    Of.ITSELF: mark("absolute"),
    Of.READING: mark("of the reading"),
    Of.RANGE: mark("of the range"),
    Of.SPAN: mark("of the span"),
}
SYMBOLS = {Of.READING: "x", Of.RANGE: "range", Of.SPAN: "span"}
NAMES = {
    Of.READING: (("en", "reading or nominal value"), ("fr", "lecture ou valeur nominale")),
    Of.RANGE: (("en", "end of the measuring range"), ("fr", "fin de l’étendue de mesure")),
    Of.SPAN: (("en", "span, highest less lowest value"), ("fr", "intervalle, du plus bas au plus haut")),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One term: 2 V, or 0.1 % of the reading."""

    amount: QuantityValue
    of: Of = Of.ITSELF


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """Permissible errors as a specification states them.

    Attributes:
        plus: Terms of the upper limit; empty where there is none.
        minus: Terms of the lower limit, how far below 0; None: the same as ``plus``.
    """

    plus: tuple[Part, ...]
    minus: tuple[Part, ...] | None = None

    @property
    def below(self) -> tuple[Part, ...]:
        """The terms of the lower limit."""
        return self.plus if self.minus is None else self.minus


def formula_of(parts: Sequence[Part], unit: str) -> Formula | None:
    """Return the formula of a sum of terms; None where there are none.

    Args:
        parts: The terms.
        unit: Unit of the quantity that is specified; shares may be in %, ppm or mV/V.

    Raises:
        RelativePartError: A share is no plain number.
        ResultDimensionError: An absolute part is of another kind.
    """
    terms = []
    for part in parts:
        size = f"{part.amount.value:f}" + (f" {part.amount.unit}" if part.amount.unit != "1" else "")
        if part.of is not Of.ITSELF and not units.dimension(part.amount.unit).is_number:
            raise RelativePartError(amount=str(part.amount))
        term = size if part.of is Of.ITSELF else f"{size}*abs({_measured(part.of, unit)})"
        terms.append(term)
    symbols = {symbol: _unit(of, unit) for of, symbol in SYMBOLS.items()}
    return formula(" + ".join(terms), symbols, unit) if terms else None


def specification(tolerance: Tolerance, *, name: str, title: str, unit: str, told: Provenance) -> LimitTable:
    """Return a customer's or maker's specification in the form of every table of limits.

    Args:
        tolerance: What is permitted.
        name: Name of the table.
        title: What it is called on a certificate.
        unit: Unit of the quantity that is specified, and of the limits.
        told: Where it comes from.

    Raises:
        PartlessToleranceError: It has no terms at all.
        RelativePartError, ResultDimensionError: As for ``formula_of``.
    """
    if not tolerance.plus and not tolerance.below:
        raise PartlessToleranceError
    row = LimitRow(
        grades=(),
        stage=None,
        when=Condition(),
        minus=formula_of(tolerance.below, unit),
        plus=formula_of(tolerance.plus, unit),
        told=told,
    )
    return LimitTable(
        name=name,
        words=(("en", title),),
        specification=title,
        quantity="",
        unit=_difference(unit),
        unit_of="",
        told=told,
        digest="",
        variables=_variables(tolerance, unit),
        grades=(),
        factors={},
        rows=(row,),
    )


def _variables(tolerance: Tolerance, unit: str) -> tuple[Variable, ...]:
    """Return the reading, and what else shares are taken of."""
    used = {Of.READING, *(part.of for part in (*tolerance.plus, *tolerance.below))}
    return tuple(
        Variable(symbol=symbol, unit=_unit(of, unit), words=NAMES[of])
        for of, symbol in SYMBOLS.items()
        if of in used
    )


def _measured(of: Of, unit: str) -> str:
    """Return the symbol, measured from the zero of its own scale: from 0 °C, not from 0 K."""
    symbol = SYMBOLS[of]
    return f"{symbol} - 0 {unit}" if of is not Of.SPAN and units.understand(unit).offset else symbol


def _unit(of: Of, unit: str) -> str:
    """Return the unit of what a share is taken of."""
    return _difference(unit) if of is Of.SPAN else unit


def _difference(unit: str) -> str:
    """Return the unit of errors: K for temperatures in °C."""
    return "K" if units.understand(unit).offset else unit
