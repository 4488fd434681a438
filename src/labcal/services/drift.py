"""Questions on how instruments and standards change over the years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from labcal.domain import units
from labcal.domain.drift import Course, Observation, course
from labcal.domain.instrument import InstrumentNumber, StandardCertificate, StandardNumber
from labcal.domain.quantity import QuantityValue
from labcal.domain.subject import Subject, SubjectKind
from labcal.store.lives import PastResult
from labcal.store.work import Records

Point = tuple[str, str]
"""A name above the point, such as its procedure, and the point as it is shown."""


def courses(records: Records, item: Subject) -> tuple[Course, ...]:
    """Return the course of each point of an instrument or a standard, those with most results first.

    Raises:
        NotFoundError: There is no such item.
    """
    standard = item.kind is SubjectKind.STANDARD
    told = _of_standard(records, item) if standard else _of_instrument(records, item)
    due = records.lives.calibration_due(item)
    if standard and due is None:
        due = _certificate_due(records, item)
    points: dict[Point, list[Observation]] = {}
    for point, observation in told:
        points.setdefault(point, []).append(observation)
    several = len({name for name, _ in points}) > 1
    found = [
        course(f"{shown} · {name}" if several and name else shown, of_point, due)
        for (name, shown), of_point in points.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.observations)))


def _of_instrument(records: Records, item: Subject) -> Iterator[tuple[Point, Observation]]:
    for past in records.lives.results(InstrumentNumber(item.number)):
        body = json.loads(past.result.body)
        number, unit = body["nominal"]
        yield (
            (past.procedure, str(QuantityValue(number, unit))),
            _observed(past, body),
        )


def _observed(past: PastResult, body: dict[str, Any]) -> Observation:
    told, unit = past.result, past.result.uncertainty_unit
    ends = body["limits"] or {}

    def limit(end: str) -> float | None:
        value = ends.get(end)
        return None if value is None else float(value) * units.factor(ends["unit"], unit)

    return Observation(
        on=past.on,
        value=float(body["error"]),
        expanded=float(told.expanded),
        standard=float(told.expanded) / float(body["coverage_factor"]),
        unit=unit,
        phase=told.phase,
        lower=limit("lower"),
        upper=limit("upper"),
        outcome=told.outcome,
        source=past.source,
    )


def _of_standard(records: Records, item: Subject) -> Iterator[tuple[Point, Observation]]:
    """Yield the values of a standard's certificates: the change since the first, and each correction."""
    versions = records.standards.versions(StandardNumber(item.number))
    first = versions[0].certificate.value if versions else None
    for version in versions:
        told = version.certificate
        if first is not None and units.same_dimension(told.value.unit, first.unit):
            change = told.value.in_unit(first.unit) - first.value
            yield ("", str(first)), _stated(told, (change, first.unit), told.expanded, told.coverage_factor)
        for point in records.standards.points(version.key):
            correction = (point.correction, point.nominal.unit)
            observation = _stated(told, correction, point.expanded, point.coverage_factor)
            yield ("", str(point.nominal)), observation


def _stated(
    told: StandardCertificate, value: tuple[Decimal, str], expanded: QuantityValue, factor: Decimal
) -> Observation:
    """Return what a certificate states, in the unit of its U."""
    number, unit = value
    half = float(expanded.value)
    return Observation(
        on=told.calibrated_on,
        value=float(number) * units.factor(unit, expanded.unit),
        expanded=half,
        standard=half / float(factor),
        unit=expanded.unit,
        source=told.number,
    )


def _certificate_due(records: Records, item: Subject) -> date | None:
    versions = records.standards.versions(StandardNumber(item.number))
    return versions[-1].certificate.due_on if versions else None
