"""From a job's records to its result: evaluated, frozen, and thawed for the certificate."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from labcal.domain import units
from labcal.domain.certificate import CertifiedResult, Decision
from labcal.domain.certified import suiting
from labcal.domain.conformity import Limits, Outcome, Verdict
from labcal.domain.evaluation import PointInputs, PointResult, StandardValue
from labcal.domain.instrument import StandardInUse
from labcal.domain.job import FrozenResult, Job, Phase, Place, Reading
from labcal.domain.person import PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.domain.scope import Cmc, capability
from labcal.domain.uncertainty.first_order import Line
from labcal.services.agreed import agreed_limits, rule_words, shipped_table
from labcal.text import Text, mark

Cells = tuple[tuple[QuantityValue | None, ...], ...]
Keyed = Mapping[Place, QuantityValue]


def points_of(job: Job, procedure: Procedure, phase: Phase | None = None) -> tuple[PointInputs, ...]:
    """Return what the evaluation of each point of a job starts from, at least of one; see ``numbered``."""
    return tuple(inputs for _, inputs in numbered(job, procedure, phase))


def numbered(
    job: Job, procedure: Procedure, phase: Phase | None = None
) -> tuple[tuple[int, PointInputs], ...]:
    """Return the number of each point of a job with what its evaluation starts from, at least of one.

    Args:
        job: With everything recorded for it.
        procedure: As pinned in it.
        phase: Before or after an adjustment; None for the readings that stand for the result.
    """
    readings = job.readings if phase is None else job.of_phase(phase)
    keyed: Keyed = {reading.place: reading.quantity for reading in readings}
    out = frozenset((one.place.point, one.place.row) for one in readings if one.outlier is not None)
    against = {one.place.point: one.standard for one in readings if one.standard is not None}
    cells, room, others = _cells(procedure, keyed, out), room_of(job), _others(job, procedure)
    empty = _empty(procedure, procedure.readings.cycles)
    return tuple(
        (
            point,
            PointInputs(
                nominal=nominal,
                grade=job.grade or None,
                readings=cells.get(point, empty),
                standard=_standard(job, procedure, nominal, against.get(point)),
                room=room,
                standards=others,
                cmc=_capability(job, procedure, nominal, readings),
            ),
        )
        for point, nominal in _nominals(job, procedure, keyed)
    )


def room_of(job: Job) -> tuple[tuple[str, QuantityValue], ...]:
    """Return name and quantity of what was read in the room; of a sensor's record, its mean alone."""
    recorded = {one.name for one in job.room_records}
    read = [(one.name, one.quantity) for one in job.room if one.name not in recorded]
    means = [(one.name, QuantityValue(one.mean, one.unit)) for one in job.room_records]
    return (*read, *means)


def _nominals(job: Job, procedure: Procedure, keyed: Keyed) -> list[tuple[int, QuantityValue]]:
    """Return number and nominal value of each point; of one that is asked for, once something is keyed."""
    plan, own = procedure.points, job.instrument.nominal
    if plan is None:
        return [(0, own)]
    if plan.nominal:
        return list(enumerate(plan.nominal))
    if plan.parts:
        values = (own.value * part for part in plan.parts)
        return [(point, QuantityValue(f"{value:f}", own.unit)) for point, value in enumerate(values)]
    column = next(n for n, one in enumerate(procedure.readings.columns) if one.object == "nominal")
    begun = sorted({place.point for place in keyed}) or [0]
    return [(point, keyed.get(Place(point=point, row=0, column=column), own)) for point in begun]


def _cells(procedure: Procedure, keyed: Keyed, out: frozenset[tuple[int, int]]) -> dict[int, Cells]:
    """Return the rows of each point begun; of one that is left out, only what counts for the whole point.

    Each row that is left out makes room for another.
    """
    plan = procedure.readings
    own = frozenset(plan.per_cycle)
    further = Counter(point for point, _ in out)
    grids: dict[int, list[list[QuantityValue | None]]] = {}
    last = {place.point: place.row for place in sorted(keyed, key=lambda one: one.row)}
    for place, quantity in keyed.items():
        grid = grids.get(place.point)
        if grid is None:
            rows = max(plan.cycles + further[place.point], last[place.point] + 1)
            grid = grids[place.point] = [[None] * len(plan.columns) for _ in range(rows)]
        is_out = place.column in own and (place.point, place.row) in out
        if place.row < len(grid) and not is_out:
            grid[place.row][place.column] = quantity
    return {point: tuple(map(tuple, grid)) for point, grid in grids.items()}


def scope_at(job: Job, nominal: QuantityValue, readings: Sequence[Reading]) -> Cmc | None:
    """Return the capability that holds at a nominal value on the last day of the work; None outside."""
    last = max((one.on for one in readings), default=None)
    return capability(job.cmcs, nominal, last) if job.cmcs and last is not None else None


def _capability(
    job: Job, procedure: Procedure, nominal: QuantityValue, readings: Sequence[Reading]
) -> QuantityValue | None:
    """Return the U that the scope of accreditation states, in the unit in which U is reported."""
    found = scope_at(job, nominal, readings)
    unit = procedure.uncertainty_unit
    if found is None or not found.is_of(unit, nominal):  # a U of another kind cannot be held against it
        return None
    stated = Decimal(f"{found.expanded(nominal) / units.scale(unit):.6g}")
    return QuantityValue(f"{stated:f}", unit)


def _empty(procedure: Procedure, rows: int) -> Cells:
    return ((None,) * len(procedure.readings.columns),) * rows


def limits_of(job: Job, procedure: Procedure, point: PointInputs | None = None) -> Limits | None:
    """Return the limits that a point's statement of conformity is decided by; None where none is asked for.

    Args:
        job: With the class that was agreed.
        procedure: As pinned in it.
        point: None for the nominal value of the item.

    Raises:
        UnknownGradeError, NominalNotInTableError: The table has no such class or nominal value.
    """
    found = _limits_of(job, procedure, job.instrument.nominal if point is None else point.nominal)
    if found is not None and found.digest in job.compared:
        return replace(found, verified=True)
    return found


def _limits_of(job: Job, procedure: Procedure, nominal: QuantityValue) -> Limits | None:
    if job.agreement is not None:
        told, body = job.agreement.agreed, job.agreement.body
        return agreed_limits(job, told, body, nominal) if told.limits else None
    if procedure.conformity is None or not job.grade:
        return None
    return shipped_table(procedure.conformity.limits).limit(nominal, job.grade)


def freeze(
    result: PointResult,
    by: PersonName,
    at: datetime,
    point: int = 0,
    scope: Mapping[str, str] | None = None,
) -> FrozenResult:
    """Return ``result`` as the job keeps it: rounded figures, and the whole evaluation as JSON.

    ``scope`` is what the scope of accreditation says of it; None where the laboratory has none.
    """
    evaluation, limits = result.evaluation, result.limits
    body = {
        "nominal": [result.nominal.number, result.nominal.unit],
        "error": str(result.error),
        "coverage_factor": str(result.coverage_factor),
        "coverage_probability": evaluation.coverage_probability,
        "effective_dof": _finite(evaluation.effective_dof),
        "mean": [str(result.mean), result.difference_unit],
        "differences": [str(difference) for difference in result.differences],
        "lines": [{**_columns(line), "dof": _finite(line.dof)} for line in evaluation.lines],
        "limits": None if limits is None else {**_columns(limits), **_ends(limits)},
        "verdict": None if result.verdict is None else _told(result.verdict),
    }
    if scope is not None:
        body["scope"] = dict(scope)
    return FrozenResult(
        point=point,
        value=str(result.value),
        unit=result.unit,
        expanded=str(result.expanded),
        uncertainty_unit=result.uncertainty_unit,
        standard_uncertainty=evaluation.standard_uncertainty,
        outcome=result.verdict.outcome.value if result.verdict else "",
        body=json.dumps(body, ensure_ascii=False, sort_keys=True),
        by=by,
        at=at,
    )


def thaw(frozen: FrozenResult, quantity: str) -> CertifiedResult:
    """Return a frozen result as a certificate states it; nothing is computed anew."""
    body = json.loads(frozen.body)
    limits, verdict = body["limits"] or {}, body["verdict"]
    number, unit = body["nominal"]
    return CertifiedResult(
        quantity=quantity,
        nominal=QuantityValue(number, unit).value,
        nominal_unit=unit,
        value=Decimal(frozen.value),
        unit=frozen.unit,
        error=Decimal(body["error"]),
        expanded=Decimal(frozen.expanded),
        uncertainty_unit=frozen.uncertainty_unit,
        coverage_factor=Decimal(body["coverage_factor"]),
        coverage_probability=body["coverage_probability"],
        effective_dof=None if body["effective_dof"] is None else math.floor(body["effective_dof"]),
        lower_limit=_limit(limits, "lower", frozen.uncertainty_unit),
        upper_limit=_limit(limits, "upper", frozen.uncertainty_unit),
        verdict=None if verdict is None else _verdict(verdict),
    )


def decision_of(frozen: FrozenResult, text: Text) -> Decision | None:
    """Return specification and rule of a frozen verdict; None where no statement was asked for."""
    body = json.loads(frozen.body)
    limits, verdict = body["limits"], body["verdict"]
    if limits is None or verdict is None:
        return None
    told = mark("{specification}, class {grade}, limits of {clause}")
    if not limits["grade"]:
        told = mark("{specification}, limits of {clause}")
    fields = {name: limits[name] for name in ("specification", "grade", "clause")}
    rule, version, share = verdict["rule"], verdict.get("version", "1"), verdict.get("share", "")
    return Decision(
        specification=text(told, **fields),
        rule=rule,
        statement=rule_words(rule, version, share, text),
        edition=limits["edition"],
        verified=limits["verified"],
    )


def _standard(
    job: Job, procedure: Procedure, nominal: QuantityValue, key: int | None
) -> StandardValue | None:
    """Return what the certificate says that a point was read against; else that which suits it best."""
    mine = [one for one in job.standards if not one.role]
    named = next((one for one in (*mine, *job.certificates) if one.key == key), None)
    if named is None and not mine:
        return None
    return _told_by(named or suiting(mine, nominal), procedure)


def _others(job: Job, procedure: Procedure) -> tuple[tuple[str, StandardValue], ...]:
    """Return the standards that have a part of their own in the procedure."""
    return tuple((one.role, _told_by(one, procedure)) for one in job.standards if one.role)


def _told_by(standard: StandardInUse, procedure: Procedure) -> StandardValue:
    told = standard.certificate
    return StandardValue(
        value=told.value,
        expanded=told.expanded,
        k=float(told.coverage_factor),
        drift=told.drift,
        points=standard.points if procedure.form > 1 else (),
    )


def _finite(dof: float) -> float | None:
    return dof if math.isfinite(dof) else None


def _columns(told: Line | Limits | Verdict) -> dict[str, Any]:
    """Return the attributes of a flat record by name, many times as fast as ``asdict``, which copies them."""
    return {name: getattr(told, name) for name in told.__slots__}


def _ends(limits: Limits) -> dict[str, Any]:
    return {
        end: None if value is None else str(value)
        for end, value in (("lower", limits.lower), ("upper", limits.upper))
    }


def _limit(limits: Mapping[str, Any], end: str, unit: str) -> Decimal | None:
    """Return one limit in the unit of the error that a certificate holds against it."""
    told = limits.get(end)
    if told is None or limits["unit"] == unit:
        return None if told is None else Decimal(told)
    return units.convert(Decimal(told), limits["unit"], unit, difference=True)


def _told(verdict: Verdict) -> dict[str, Any]:
    return {**_columns(verdict), "outcome": verdict.outcome.value}


def _verdict(told: dict[str, Any]) -> Verdict:
    fields = tuple((name, value) for name, value in told["fields"])
    return Verdict(**{**told, "outcome": Outcome(told["outcome"]), "fields": fields})
