"""Guard bands from risks and ratios; figures collected with the decision rules."""

import math
from decimal import Decimal

import pytest

from labcal.domain.conformity import Limits, Outcome, decide
from labcal.domain.guard_bands import (
    TurMethod,
    acceptance_factor,
    guard_for_global_risk,
    multiple_for_risk,
)
from labcal.domain.risk import (
    Process,
    Zone,
    conformance_probability,
    global_risks,
    nonconformance_probability,
)
from labcal.errors.risk import RatioWantedError, RiskShareError, UnreachableRiskError


@pytest.mark.parametrize(
    ("risk", "multiple"),
    [
        (0.5, 0.0),
        (0.1, 0.6408),
        (0.05, 0.8224),
        (0.025, 0.98),
        (0.01, 1.1632),
        (0.005, 1.2879),
        (0.001, 1.5451),
    ],
)
def test_guard_band_for_a_specific_risk(risk: float, multiple: float) -> None:
    """JCGM 106:2012, 8.3.2: w/U with U = 2u such that the risk at the acceptance limit is as agreed."""
    found = multiple_for_risk(risk)
    assert found == pytest.approx(multiple, abs=5e-5)
    assert nonconformance_probability(-2 * found, 1.0, Zone(None, 0.0)) == pytest.approx(risk, rel=1e-12)


@pytest.mark.parametrize(
    ("ratio", "dobbert", "root", "whole", "rp10"),
    [
        (1.5, 0.75988, 0.74536, 0.33333, 0.58333),
        (2, 0.85918, 0.86603, 0.5, 0.75),
        (2.5, 0.91419, 0.91652, 0.6, 0.85),
        (3, 0.94823, 0.94281, 0.66667, 0.91667),
        (4, 0.98672, 0.96825, 0.75, 1.0),
    ],
)
def test_guard_bands_by_the_ratio(
    ratio: float, dobbert: float, root: float, whole: float, rp10: float
) -> None:
    """Z540.3 handbook, methods 5 and 6; NCSLI RP-10."""
    found = [acceptance_factor(method, ratio) for method in TurMethod]
    assert found == pytest.approx([dobbert, root, whole, rp10], abs=5e-6)


def test_a_root_sum_square_is_a_guard_band_that_never_rejects_all() -> None:
    assert all(0 < acceptance_factor(TurMethod.ROOT_SUM_SQUARE, 1 + 2.0**-n) < 1 for n in range(20))


@pytest.mark.parametrize(
    ("ratio", "accepted", "reached"),
    [(2, 0.3446, 1.49), (3, 0.2743, 1.3267), (4, 0.2119, 1.245), (5, 0.1587, 1.196), (10, 0.0228, 1.098)],
)
def test_what_u_of_a_third_lets_through(ratio: int, accepted: float, reached: float) -> None:
    """OIML G 19: simple acceptance of a true error of 1.1 MPE, and the error accepted with 2.5 %."""
    u, zone = 1 / (2 * ratio), Zone(None, 1.0)
    assert conformance_probability(1.1, u, zone) == pytest.approx(accepted, abs=5e-5)
    assert 1 + 2 * multiple_for_risk(0.025) * u == pytest.approx(reached, abs=5e-4)
    limits = Limits(lower=Decimal(-1), upper=Decimal(1), unit="g")
    outcome = decide("third", Decimal(1), Decimal(repr(2 * u)), limits).outcome
    assert outcome is (Outcome.NO_PASS if ratio < 3 else Outcome.PASS)


def test_guard_band_for_a_global_risk() -> None:
    """JCGM 106:2012, 9.5.3 the other way round; Z540.3: 2 %."""
    process, tolerance = Process(mean=1500.0, standard_deviation=0.12), Zone(1499.8, 1500.2)
    assert guard_for_global_risk(0.02, process, 0.04, tolerance) == 0.0
    guard = guard_for_global_risk(0.000469, process, 0.04, tolerance)
    assert guard == pytest.approx(0.08, abs=1e-4)
    zone = Zone(1499.8 + guard, 1500.2 - guard)
    assert global_risks(process, 0.04, tolerance, zone).false_accept == pytest.approx(0.000469, rel=1e-9)


def test_refusals() -> None:
    for risk in (0.0, 1.0, -0.1, math.nan):
        with pytest.raises(RiskShareError):
            multiple_for_risk(risk)
    with pytest.raises(RatioWantedError, match="of 1 leaves nothing"):
        acceptance_factor(TurMethod.WHOLE, 1)
    with pytest.raises(RiskShareError):
        guard_for_global_risk(2.0, Process(mean=0.0, standard_deviation=1.0), 1.0, Zone(-1.0, 1.0))
    with pytest.raises(UnreachableRiskError):
        guard_for_global_risk(0.02, Process(mean=0.0, standard_deviation=1.0), 1.0, Zone(None, 1.0))
