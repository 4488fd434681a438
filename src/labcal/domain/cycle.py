"""The value of one cycle of readings, by an expression in the symbols of its columns."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.domain.readings_plan import ReadingsPlan, Share
from labcal.domain.uncertainty.budget import compile_model
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.tape import Step, Tape
from labcal.errors.models import DivisionByZeroError, ModelValueError

CONTEXT = Context(prec=50)

Cycle = tuple[QuantityValue | None, ...]
Given = tuple[QuantityValue, ...]
"""A cycle in which no cell is empty."""

EXACT: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "add": lambda a: CONTEXT.add(a[0], a[1]),
    "subtract": lambda a: CONTEXT.subtract(a[0], a[1]),
    "multiply": lambda a: CONTEXT.multiply(a[0], a[1]),
    "divide": lambda a: CONTEXT.divide(a[0], a[1]),
    "negate": lambda a: a[0].copy_negate(),
    "abs": lambda a: a[0].copy_abs(),
    "min": min,
    "max": max,
}
"""Functions that are computed in decimals, so that a difference of readings keeps its digits."""


def filled(plan: ReadingsPlan, readings: Sequence[Cycle]) -> tuple[Cycle, ...]:
    """Return the cycles, with what is filled in once a point, or stands for itself, in every row begun."""
    shared = {number: one for number, one in enumerate(plan.columns) if one.share is Share.POINT}
    if not shared or not readings:
        return tuple(readings)
    first, width, own = readings[0], len(plan.columns), plan.per_cycle
    known = {
        number: first[number] if number < len(first) and first[number] is not None else one.default
        for number, one in shared.items()
    }
    return tuple(
        tuple(known.get(number, cell) for number, cell in enumerate(row))
        if _is_begun(row, width, own)
        else row
        for row in readings
    )


def _is_begun(row: Cycle, width: int, own: Sequence[int]) -> bool:
    return len(row) == width and any(row[number] is not None for number in own)


def complete(plan: ReadingsPlan, readings: Sequence[Cycle]) -> tuple[Given, ...]:
    """Return the cycles in which no cell is empty."""
    rows = (tuple(cell for cell in row if cell is not None) for row in filled(plan, readings))
    return tuple(row for row in rows if len(row) == len(plan.columns))


def compiled(plan: ReadingsPlan, expression: str, unit: str) -> Tape:
    """Return an expression in the symbols of the columns; errors as for ``compile_model``."""
    columns = tuple((one.symbol, plan.unit_of(number)) for number, one in enumerate(plan.columns))
    return compile_model(expression, columns, unit)


def cycle_value(plan: ReadingsPlan, expression: str, unit: str, cycle: Given) -> Decimal:
    """Return the value of a cycle in ``unit``: exact but for functions that no decimal holds.

    Raises:
        UnitMismatchError: A reading is of another kind than its column.
        ModelError: The expression has no value there.
    """
    steps = compiled(plan, expression, unit)
    for number, cell in enumerate(cycle):
        wanted = plan.unit_of(number)
        if cell.unit != wanted:
            units.check_same(str(cell), cell.unit, wanted)
    factor, offset = _scale(unit)
    found: list[Decimal] = []
    for step in steps.steps:
        if step.function == "constant":
            found.append(Decimal(repr(step.value)))
        elif step.function == "input":
            found.append(_base(cycle[step.source]))
        else:
            found.append(_value(step, [found[number] for number in step.arguments]))
    return _divided(CONTEXT.subtract(found[-1], offset), factor)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the mean of at least one value: exact where it is a finite decimal, else to 50 digits."""
    total = Decimal(0)
    for one in values:
        total = CONTEXT.add(total, one)
    return CONTEXT.divide(total, Decimal(len(values)))


def _value(step: Step, arguments: Sequence[Decimal]) -> Decimal:
    try:
        if step.function in EXACT:
            return EXACT[step.function](arguments)
        return Decimal(repr(FUNCTIONS[step.function].value([float(one) for one in arguments])))
    except (decimal.DivisionByZero, decimal.InvalidOperation, ZeroDivisionError) as error:
        raise DivisionByZeroError(place=step.place) from error
    except (ValueError, OverflowError, decimal.Overflow) as error:
        raise ModelValueError(place=step.place) from error


def _base(quantity: QuantityValue) -> Decimal:
    """Return a quantity in the coherent SI unit."""
    factor, offset = _scale(quantity.unit)
    return CONTEXT.add(CONTEXT.multiply(quantity.value, factor), offset)


@lru_cache(maxsize=1024)
def _scale(unit: str) -> tuple[Decimal, Decimal]:
    """Return factor and offset of a unit to the coherent SI unit."""
    meant = units.understand(unit)
    return _of(meant.factor), _of(meant.offset)


def _of(number: Fraction) -> Decimal:
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _divided(value: Decimal, by: Decimal) -> Decimal:
    """Return a quotient without the zeros that the way through the base unit has added."""
    found = CONTEXT.divide(value, by)
    plain = found.normalize(CONTEXT)
    exponent = plain.as_tuple().exponent
    return plain.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else plain
