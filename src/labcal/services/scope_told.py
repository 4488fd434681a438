"""What is said of the scope of accreditation: at a point, in its frozen result, on the certificate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from labcal.domain.job import FrozenResult, Job
from labcal.domain.quantity import QuantityValue
from labcal.services.evaluation import scope_at
from labcal.services.points import PointEvaluation
from labcal.text import Text, mark

OUTSIDE = mark("{nominal} lies outside the accredited scope.")
ACCREDITED = mark(
    "These calibrations are within the scope of accreditation {number} by {body}, edition {edition}."
)
NOT_ACCREDITED = mark("These calibrations are outside the accredited scope.")
SOME_OUTSIDE = mark("Outside the accredited scope: {nominals}.")
RAISED = mark(
    "At {nominals} U is the accredited calibration and measurement capability, because it came out smaller "
    "(ILAC-P14:09/2020, 5.4)."
)


def scope_of(job: Job, point: PointEvaluation) -> dict[str, str] | None:
    """Return what the scope of accreditation says of a point, to be frozen; None where there is no scope."""
    if job.cmcs is None:
        return None
    found = scope_at(job, point.inputs.nominal, job.of_phase(point.phase))
    if found is None or point.inputs.cmc is None:
        return {"standing": "outside"}
    return {
        "standing": "raised" if point.is_raised else "inside",
        "body": found.body,
        "number": found.number,
        "edition": found.edition,
        "cmc": str(point.inputs.cmc),
    }


def is_accredited(results: Sequence[FrozenResult]) -> bool:
    """Tell whether a certificate may bear the laboratory's accreditation: no scope, or a result within it."""
    told = [_told(one) for one in results]
    return any(one is None or one["standing"] != "outside" for one in told)


def statements(results: Sequence[FrozenResult], text: Text) -> Iterator[str]:
    """Yield what a certificate says of the scope of accreditation; nothing where there is none."""
    told = [(one, found) for one in results if (found := _told(one)) is not None]
    if not told:
        return
    outside = [_nominal(one) for one, found in told if found["standing"] == "outside"]
    if len(outside) == len(told):
        yield text(NOT_ACCREDITED)
        return
    schedules = dict.fromkeys(
        (found["body"], found["number"], found["edition"]) for _, found in told if "body" in found
    )
    for body, number, edition in schedules:
        yield text(ACCREDITED, body=body, number=number, edition=edition)
    if outside:
        yield text(SOME_OUTSIDE, nominals=_listed(outside))
    raised = [_nominal(one) for one, found in told if found["standing"] == "raised"]
    if raised:
        yield text(RAISED, nominals=_listed(raised))


def _told(result: FrozenResult) -> Mapping[str, str] | None:
    found: Mapping[str, str] | None = json.loads(result.body).get("scope")
    return found


def _nominal(result: FrozenResult) -> str:
    number, unit = json.loads(result.body)["nominal"]
    return str(QuantityValue(number, unit))


def _listed(nominals: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(nominals))
