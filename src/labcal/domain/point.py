"""What is known of one point of a job: readings, standard, what they give so far, and what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Context, Decimal

from labcal.domain.procedure import Origin, Procedure
from labcal.domain.quantity import QuantityValue
from labcal.text import Phrase, mark

CONTEXT = Context(prec=50)

Cycle = tuple[QuantityValue | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardValue:
    """What the certificate and the record of a reference standard say.

    Attributes:
        value: Value of the standard.
        expanded: Expanded uncertainty of ``value``.
        k: Coverage factor of ``expanded``.
        drift: Half-width of the drift since its calibration; None where it is not known.
        dof: Effective degrees of freedom of ``expanded``.
    """

    value: QuantityValue
    expanded: QuantityValue
    k: float
    drift: QuantityValue | None = None
    dof: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class PointInputs:
    """What has been recorded for one point.

    Attributes:
        nominal: Nominal value.
        grade: Accuracy class; None or empty where there is none.
        readings: A row per cycle, a cell per column of the procedure; None where nothing was keyed yet.
        standard: The reference standard, once it is chosen.
        cmc: The laboratory's accredited capability here, below which no U is stated; None outside its scope.
    """

    nominal: QuantityValue
    grade: str | None
    readings: tuple[Cycle, ...]
    standard: StandardValue | None
    cmc: QuantityValue | None = None


NO_STANDARD = mark("A reference standard has not been chosen.")
NO_DRIFT = mark("The record of the standard gives no drift.")
WRONG_STANDARD = mark("The standard of {standard} is not of the nominal value {nominal}.")
OUT_OF_RANGE = mark("{nominal} lies outside the range of the procedure, {lowest} to {highest}.")
CELLS_EMPTY = mark("Cycle {cycle} has {given} of {wanted} readings.")
CYCLES_MISSING = mark("{given} of {wanted} cycles are complete.")


def difference(procedure: Procedure, cycle: Cycle) -> Decimal | None:
    """Return the weighted sum of one cycle, exactly, in the unit of the readings; None where a cell is empty.

    Raises:
        UnitMismatchError: A reading is of another kind than the plan wants.
    """
    plan = procedure.readings
    if len(cycle) != len(plan.columns) or any(cell is None for cell in cycle):
        return None
    total = Decimal(0)
    for column, cell in zip(plan.columns, cycle, strict=True):
        if cell is not None:
            term = CONTEXT.multiply(column.weight, cell.in_unit(plan.unit, difference=True))
            total = CONTEXT.add(total, term)
    return total


def mean(differences: tuple[Decimal, ...]) -> Decimal:
    """Return the mean of at least one difference: exact where it is a finite decimal, else to 50 digits."""
    total = Decimal(0)
    for one in differences:
        total = CONTEXT.add(total, one)
    return CONTEXT.divide(total, Decimal(len(differences)))


def missing(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    """Return what a result still needs, a sentence each."""
    return (
        *_missing_of_range(procedure, inputs),
        *_missing_of_standard(procedure, inputs),
        *_missing_of_readings(procedure, inputs),
    )


def is_in_range(procedure: Procedure, inputs: PointInputs) -> bool:
    """Tell whether nominal value and standard, as far as given, suit the procedure."""
    if _missing_of_range(procedure, inputs):
        return False
    return inputs.standard is None or not _missing_of_standard(procedure, inputs)


def _missing_of_range(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    if procedure.covers(inputs.nominal):
        return ()
    fields = (
        ("nominal", str(inputs.nominal)),
        ("lowest", str(procedure.lowest)),
        ("highest", str(procedure.highest)),
    )
    return (Phrase(OUT_OF_RANGE, fields),)


def _missing_of_standard(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    standard = inputs.standard
    if not procedure.needs_standard:
        return ()
    if standard is None:
        return (Phrase(NO_STANDARD),)
    if standard.drift is None and any(quantity.origin is Origin.DRIFT for quantity in procedure.inputs):
        return (Phrase(NO_DRIFT),)
    if procedure.standard_within is None:
        return ()
    nominal = inputs.nominal.base
    if abs(standard.value.base - nominal) <= procedure.standard_within.base * abs(nominal):
        return ()
    return (Phrase(WRONG_STANDARD, (("standard", str(standard.value)), ("nominal", str(inputs.nominal)))),)


def _missing_of_readings(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    wanted = len(procedure.readings.columns)
    found = []
    complete = 0
    for number, cycle in enumerate(inputs.readings, start=1):
        given = sum(cell is not None for cell in cycle)
        if given == wanted == len(cycle):
            complete += 1
        elif given:
            fields = (("cycle", str(number)), ("given", str(given)), ("wanted", str(wanted)))
            found.append(Phrase(CELLS_EMPTY, fields))
    least = procedure.readings.least_cycles
    if complete < least:
        found.append(Phrase(CYCLES_MISSING, (("given", str(complete)), ("wanted", str(least)))))
    return tuple(found)
