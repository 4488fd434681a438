"""Coefficients of a whole job: frozen with its results, and thawed for the certificate."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from labcal.domain.certificate import CertifiedCoefficient, Coefficients
from labcal.domain.job import FrozenCoefficients, Job, Phase
from labcal.domain.job_fit import JobFit, fit_of
from labcal.domain.person import PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.rounding import report
from labcal.errors.fits import FitError
from labcal.errors.models import ModelError
from labcal.services.points import PointEvaluation
from labcal.text import Text, mark

CORRELATION = mark("r({first}, {second}) = {coefficient}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFit:
    """The coefficients of one phase of a job."""

    phase: Phase
    fit: JobFit


def fits(procedure: Procedure, points: Sequence[PointEvaluation]) -> tuple[PhaseFit, ...]:
    """Return the coefficients of each phase whose points allow them; none where none are asked for."""
    found = []
    for phase in Phase:
        results = [one.result for one in points if one.phase is phase and one.result is not None]
        try:
            told = fit_of(procedure, results) if results else None
        except (FitError, ModelError):  # too few points as yet, or points that no line goes through
            continue
        if told is not None:
            found.append(PhaseFit(phase=phase, fit=told))
    return tuple(found)


def frozen_coefficients(
    procedure: Procedure, points: Sequence[PointEvaluation], by: PersonName, at: datetime
) -> tuple[FrozenCoefficients, ...]:
    """Return the coefficients as the job keeps them: rounded as they are printed, and unrounded.

    Raises:
        FitError, ModelError: The points that stand for the job give none.
    """
    final = points[-1].phase
    fit_of(procedure, [one.result for one in points if one.phase is final and one.result is not None])
    return tuple(
        FrozenCoefficients(phase=one.phase, body=_body(procedure, one.fit), by=by, at=at)
        for one in fits(procedure, points)
    )


def coefficients_of(job: Job, text: Text) -> Coefficients | None:
    """Return the coefficients that a certificate states: those of the phase that stands for the job."""
    final = {one.phase for one in job.final}
    frozen = next((one for one in job.coefficients if one.phase in final), None)
    if frozen is None:
        return None
    body = json.loads(frozen.body)
    values = tuple(
        CertifiedCoefficient(
            symbol=one["symbol"],
            value=Decimal(one["value"]),
            expanded=Decimal(one["expanded"]),
            unit=one["unit"],
            coverage_factor=Decimal(body["coverage_factor"]),
            coverage_probability=body["coverage_probability"],
        )
        for one in body["coefficients"]
    )
    pairs = (
        text(
            CORRELATION,
            first=values[row].symbol,
            second=values[column].symbol,
            coefficient=f"{body['correlation'][row][column]:+.3f}".replace("-", "\N{MINUS SIGN}"),
        )
        for row in range(len(values))
        for column in range(row + 1, len(values))
    )
    return Coefficients(values=values, correlation="; ".join(pairs))


def _body(procedure: Procedure, fit: JobFit) -> str:
    factor, probability = procedure.coverage.at(math.inf)
    rounded = [
        report(one.value, factor * one.standard_uncertainty, digits=procedure.digits)
        for one in fit.coefficients
    ]
    body = {
        "coefficients": [
            {
                "symbol": one.symbol,
                "unit": one.unit,
                "value": f"{shown.value:f}",
                "expanded": f"{shown.expanded:f}",
                "unrounded": one.value,
                "standard_uncertainty": one.standard_uncertainty,
            }
            for one, shown in zip(fit.coefficients, rounded, strict=True)
        ],
        "coverage_factor": f"{Decimal(repr(factor)).quantize(Decimal('0.01')).normalize():f}",
        "coverage_probability": probability,
        "correlation": fit.correlation,
        "residuals": fit.residuals,
        "chi_squared": fit.chi_squared,
        "dof": fit.dof,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
