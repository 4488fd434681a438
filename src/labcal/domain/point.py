"""What is known of one point of a job: readings, standard, what they give so far, and what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from labcal.domain import certified, cycle, units
from labcal.domain.cycle import CONTEXT, Cycle, mean
from labcal.domain.instrument import CertifiedPoint
from labcal.domain.procedure import Origin, Procedure, Share
from labcal.domain.quantity import QuantityValue
from labcal.text import Phrase, mark

__all__ = [
    "CONTEXT",
    "Cycle",
    "PointInputs",
    "StandardValue",
    "difference",
    "difference_unit",
    "differences",
    "is_in_range",
    "mean",
    "missing",
    "missing_of_readings",
    "weighted",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardValue:
    """What the certificate and the record of a reference standard say.

    Attributes:
        value: Value of the standard.
        expanded: Expanded uncertainty of ``value``.
        k: Coverage factor of ``expanded``.
        drift: Half-width of the drift since its calibration; None where it is not known.
        dof: Effective degrees of freedom of ``expanded``.
        points: What the certificate states along its range; empty where it states one value.
    """

    value: QuantityValue
    expanded: QuantityValue
    k: float
    drift: QuantityValue | None = None
    dof: float = math.inf
    points: tuple[CertifiedPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointInputs:
    """What has been recorded for one point.

    Attributes:
        nominal: Nominal value.
        grade: Accuracy class; None or empty where there is none.
        readings: A row per cycle, a cell per column of the procedure; None where nothing was keyed yet.
        standard: The reference standard, once it is chosen.
        cmc: The laboratory's accredited capability here, below which no U is stated; None outside its scope.
        room: Name and quantity of everything read in the room, such as at the start and at the end.
        standards: Further standards, each by the part that the procedure names.
    """

    nominal: QuantityValue
    grade: str | None
    readings: tuple[Cycle, ...]
    standard: StandardValue | None
    cmc: QuantityValue | None = None
    room: tuple[tuple[str, QuantityValue], ...] = ()
    standards: tuple[tuple[str, StandardValue], ...] = ()

    def standard_in(self, part: str) -> StandardValue | None:
        """Return the standard that has a part in the procedure; empty for the one of the readings."""
        return dict(self.standards).get(part) if part else self.standard


NO_STANDARD = mark("A reference standard has not been chosen.")
NO_STANDARD_FOR = mark("A standard has not been chosen for “{part}”.")
NO_DRIFT = mark("The record of the standard gives no drift.")
WRONG_STANDARD = mark("The standard of {standard} is not of the nominal value {nominal}.")
OUT_OF_RANGE = mark("{nominal} lies outside the range of the procedure, {lowest} to {highest}.")
OUTSIDE_CERTIFICATE = mark("{nominal} lies outside the certificate of the standard, {lowest} to {highest}.")
NO_ROOM = mark("The room has no reading of “{name}”.")
COLUMN_EMPTY = mark("“{column}” has no value yet.")
CELLS_EMPTY = mark("Cycle {cycle} has {given} of {wanted} readings.")
CYCLES_MISSING = mark("{given} of {wanted} cycles are complete.")


def weighted(procedure: Procedure, cycle: Cycle) -> Decimal | None:
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


def difference(procedure: Procedure, row: Cycle) -> Decimal | None:
    """Return what a cycle gives the input that is shown beside it; None where a cell is empty.

    It is in ``difference_unit``, exact but for functions that no decimal holds.

    Raises:
        UnitMismatchError: A reading is of another kind than the plan wants.
        ModelError: The expression of the input has no value there.
    """
    shown, plan = procedure.shown_input, procedure.readings
    if shown is None or not shown.expression:
        return weighted(procedure, row)
    rows = cycle.complete(plan, (row,))
    return cycle.cycle_value(plan, shown.expression, shown.unit, rows[0]) if rows else None


def differences(procedure: Procedure, inputs: PointInputs) -> tuple[Decimal | None, ...]:
    """Return ``difference`` of every cycle of a point."""
    rows = cycle.filled(procedure.readings, inputs.readings)
    return tuple(difference(procedure, row) for row in rows)


def difference_unit(procedure: Procedure) -> str:
    """Return the unit of what is shown beside a cycle."""
    shown = procedure.shown_input
    return shown.unit if shown is not None and shown.expression else procedure.readings.unit


def missing(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    """Return what a result still needs, a sentence each."""
    return (
        *_missing_of_range(procedure, inputs),
        *_missing_of_standard(procedure, inputs),
        *_missing_of_room(procedure, inputs),
        *missing_of_readings(procedure, inputs),
    )


def is_in_range(procedure: Procedure, inputs: PointInputs) -> bool:
    """Tell whether nominal value and standard, as far as given, suit the procedure."""
    if _missing_of_range(procedure, inputs):
        return False
    own = ("",) if procedure.needs_standard else ()
    given = (part for part in (*own, *procedure.parts) if inputs.standard_in(part) is not None)
    return all(_missing_of_part(procedure, inputs, part) is None for part in given)


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
    own = ("",) if procedure.needs_standard else ()
    found = (_missing_of_part(procedure, inputs, part) for part in (*own, *procedure.parts))
    return tuple(one for one in found if one is not None)


def _missing_of_part(procedure: Procedure, inputs: PointInputs, part: str) -> Phrase | None:
    standard = inputs.standard_in(part)
    if standard is None:
        return Phrase(NO_STANDARD_FOR, (("part", part),)) if part else Phrase(NO_STANDARD)
    reads = is_read_along(standard, inputs.nominal)
    if reads and not certified.covers(standard.points, inputs.nominal):
        return outside_certificate(standard, inputs.nominal)
    drifts = (one for one in procedure.inputs if one.standard == part and one.origin is Origin.DRIFT)
    if not _has_drift(standard) and any(drifts):
        return Phrase(NO_DRIFT)
    if part or reads or _is_near(procedure, standard, inputs.nominal):
        return None
    return Phrase(WRONG_STANDARD, (("standard", str(standard.value)), ("nominal", str(inputs.nominal))))


def is_read_along(standard: StandardValue, nominal: QuantityValue) -> bool:
    """Tell whether a certificate states values along a range of the nominal value's kind."""
    return bool(standard.points) and units.same_dimension(standard.points[0].nominal.unit, nominal.unit)


def _has_drift(standard: StandardValue) -> bool:
    each = bool(standard.points) and all(one.drift is not None for one in standard.points)
    return each or standard.drift is not None


def _is_near(procedure: Procedure, standard: StandardValue, nominal: QuantityValue) -> bool:
    within = procedure.standard_within
    return within is None or abs(standard.value.base - nominal.base) <= within.base * abs(nominal.base)


def outside_certificate(standard: StandardValue, nominal: QuantityValue) -> Phrase:
    """Return the sentence that a certificate of several values states none around this nominal value."""
    ordered = sorted((one.nominal for one in standard.points), key=lambda one: one.base)
    fields = (("nominal", str(nominal)), ("lowest", str(ordered[0])), ("highest", str(ordered[-1])))
    return Phrase(OUTSIDE_CERTIFICATE, fields)


def lacks_room(procedure: Procedure, inputs: PointInputs) -> bool:
    """Tell whether an influence quantity that the model uses has not been read."""
    return bool(_missing_of_room(procedure, inputs))


def _missing_of_room(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    read = {name for name, _ in inputs.room}
    wanted = dict.fromkeys(one.room for one in procedure.inputs if one.origin is Origin.ROOM)
    return tuple(Phrase(NO_ROOM, (("name", name),)) for name in wanted if name not in read)


def missing_of_readings(procedure: Procedure, inputs: PointInputs) -> tuple[Phrase, ...]:
    """Return what the readings still need, a sentence each."""
    plan = procedure.readings
    own = plan.per_cycle
    wanted = len(own)
    found = []
    begun = 0
    for number, row in enumerate(inputs.readings, start=1):
        given = sum(row[place] is not None for place in own if place < len(row))
        begun += bool(given)
        if given and not (given == wanted and len(row) == len(plan.columns)):
            fields = (("cycle", str(number)), ("given", str(given)), ("wanted", str(wanted)))
            found.append(Phrase(CELLS_EMPTY, fields))
    complete = begun - len(found)
    if complete < plan.least_cycles:
        counted = (("given", str(complete)), ("wanted", str(plan.least_cycles)))
        found.append(Phrase(CYCLES_MISSING, counted))
    return (*found, *(Phrase(COLUMN_EMPTY, (("column", one),)) for one in _empty_columns(procedure, inputs)))


def _empty_columns(procedure: Procedure, inputs: PointInputs) -> list[str]:
    """Return the symbols of columns that are filled in once a point, and are not."""
    first: Cycle = inputs.readings[0] if inputs.readings else ()
    return [
        column.symbol
        for number, column in enumerate(procedure.readings.columns)
        if column.share is Share.POINT
        and column.default is None
        and (number >= len(first) or first[number] is None)
    ]
