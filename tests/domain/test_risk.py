"""Conformance probability and risks (JCGM 106:2012); figures of 05_decision_rules.json."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_ndtr, ndtr, ndtri, owens_t

from labcal.domain.conformity import RULES, Limits, Outcome
from labcal.domain.risk import (
    Process,
    Question,
    Zone,
    acceptance_zone,
    assess,
    between,
    capability,
    conformance_of,
    conformance_probability,
    global_risks,
    log_between,
    nonconformance_probability,
    zone_of,
)
from labcal.errors.limits import LimitlessError, UnknownRuleError
from labcal.errors.risk import CrossedLimitsError, ProcessMeanError, UncertaintyWantedError

FIVE = Zone(-5.0, 5.0)
UNIT = Process(mean=0.0, standard_deviation=1.0)
OHM = Process(mean=1500.0, standard_deviation=0.12)
TOLERANCE = Zone(1499.8, 1500.2)


def limits(lower: str | None, upper: str | None, grade: str = "") -> Limits:
    return Limits(
        lower=None if lower is None else Decimal(lower),
        upper=None if upper is None else Decimal(upper),
        unit="1",
        grade=grade,
    )


def test_zener_diode() -> None:
    """JCGM 106:2012, 7.3, example: y = -5.47 V, u = 0.05 V, upper limit -5.40 V: p_c = 92 %."""
    assert conformance_probability(-5.47, 0.05, Zone(None, -5.40)) == pytest.approx(0.92, abs=0.005)


@pytest.mark.parametrize(
    ("y", "p_c"),
    [
        (0.0, 1.0),
        (3.9, 0.986097),
        (4.0, 0.97725),
        (4.01, 0.976148),
        (4.5, 0.841345),
        (5.0, 0.5),
        (5.01, 0.492022),
        (5.9, 0.03593),
        (6.0, 0.02275),
        (6.01, 0.021692),
        (-4.2, 0.945201),
        (-5.5, 0.158655),
        (-7.0, 3.2e-05),
    ],
)
def test_classification_cases(y: float, p_c: float) -> None:
    """05_decision_rules.json, classification_cases: limits ± 5, u = 0.5."""
    assert conformance_probability(y, 0.5, FIVE) == pytest.approx(p_c, abs=6e-7)
    assert nonconformance_probability(y, 0.5, FIVE) == pytest.approx(1 - p_c, abs=6e-7)


@pytest.mark.parametrize(("y", "p_c"), [(9.6, 0.97725), (10.0, 0.5), (10.2, 0.158655), (9.668, 0.951543)])
def test_one_limit(y: float, p_c: float) -> None:
    """05_decision_rules.json, one_sided: upper limit 10, u = 0.2."""
    assert conformance_probability(y, 0.2, Zone(None, 10.0)) == pytest.approx(p_c, abs=6e-7)
    assert conformance_probability(-y, 0.2, Zone(-10.0, None)) == pytest.approx(p_c, abs=6e-7)


@pytest.mark.parametrize(
    ("w", "risk"),
    [
        (3, 9.865876450376946e-10),
        (1.5, 0.0013498980316300933),
        (1, 0.022750131948179195),
        (0.83, 0.04845722626672282),
    ],
)
def test_greatest_specific_risk_of_a_guard_band(w: float, risk: float) -> None:
    """ILAC-G8:09/2019, table 1: at the acceptance limit w/U from the limit; U = 2 u."""
    assert nonconformance_probability(-2 * w, 1.0, Zone(None, 0.0)) == pytest.approx(risk, rel=1e-13)


@pytest.mark.parametrize(
    ("y", "cpk", "risk"), [(10, 0.833333, 0.01242), (10.5, 0.416667, 0.10574), (12, -1, 0.99379)]
)
def test_capability_and_specific_risk(y: float, cpk: float, risk: float) -> None:
    """Specific risk with limits 9 and 11, u = 0.4 (test figures of Suncal)."""
    assert nonconformance_probability(y, 0.4, Zone(9.0, 11.0)) == pytest.approx(risk, abs=5e-6)
    if cpk > 0:
        assert capability(y, 0.4, Zone(9.0, 11.0)) == pytest.approx(cpk, abs=1e-6)


@pytest.mark.parametrize(
    ("accepted", "printed"),
    [
        ((1499.8, 1500.2), (0.904419, 0.886154, 0.018942, 0.037208, 0.021376)),
        ((1499.88, 1500.12), (0.904419, 0.657218, 0.000469, 0.24767, 0.000713)),
        ((1499.8664, 1500.1336), (0.904419, 0.709123, 0.001093, 0.196389, 0.001541)),
        ((1499.72, 1500.28), (0.904419, 0.973143, 0.069405, 0.000681, 0.07132)),
    ],
)
def test_resistors(accepted: tuple[float, float], printed: tuple[float, ...]) -> None:
    """JCGM 106:2012, 9.5.4, resistors of 1500 Ω, recomputed (05_decision_rules.json)."""
    found = global_risks(OHM, 0.04, TOLERANCE, Zone(*accepted))
    figures = (found.conforming, found.accepted, found.false_accept, found.false_reject)
    assert (*figures, found.conditional_false_accept) == pytest.approx(printed, abs=6e-7)
    assert found.accepted - found.false_accept == pytest.approx(
        found.conforming - found.false_reject, rel=1e-12
    )


@pytest.mark.parametrize(
    ("itp", "pfa", "cpfa", "pfr"),
    [
        (0.6, 4.8386, 8.26008, 6.26045),
        (0.7, 3.92234, 5.72322, 5.38853),
        (0.8, 2.85583, 3.63227, 4.23202),
        (0.9, 1.59995, 1.7988, 2.65459),
        (0.95, 0.87101, 0.9239, 1.59539),
        (0.99, 0.19992, 0.20244, 0.44564),
    ],
)
def test_table_of_in_tolerance_probabilities(itp: float, pfa: float, cpfa: float, pfr: float) -> None:
    """05_decision_rules.json, rp19_like_table_reproduced: σ_p/σ_m = 4, percent."""
    limit = -float(ndtri((1 - itp) / 2))
    zone = Zone(-limit, limit)
    found = global_risks(UNIT, 0.25, zone, zone)
    conditional = found.conditional_false_accept or 0.0
    percent = [100 * one for one in (found.false_accept, conditional, found.false_reject)]
    assert percent == pytest.approx([pfa, cpfa, pfr], abs=6e-5)


@pytest.mark.parametrize(
    ("limit", "u", "accepted", "pfa", "pfr"),
    [
        (2, 0.25, 2, (0.008, 5e-4), (0.015, 5e-4)),
        (2.5, 0.25, 2.5, (0.0025, 1e-4), None),
        (2, 0.5, 1.82, (0.008, 5e-4), (0.066, 1e-3)),
    ],
)
def test_deaver(
    limit: float, u: float, accepted: float, pfa: tuple[float, float], pfr: tuple[float, float] | None
) -> None:
    """D. Deaver (Fluke): limits of 2 and 2.5 σ at TUR 4; guard band 0.91 at TUR 2."""
    found = global_risks(UNIT, u, Zone(-limit, limit), Zone(-accepted, accepted))
    assert found.false_accept == pytest.approx(pfa[0], abs=pfa[1])
    if pfr is not None:
        assert found.false_reject == pytest.approx(pfr[0], abs=pfr[1])


def joint_below(h: float, k: float, rho: float) -> float:
    """Return P(X ≤ h, Y ≤ k) of the standard bivariate normal, by Owen's T (D. B. Owen, 1956, 2.3)."""
    root = math.sqrt((1 - rho) * (1 + rho))
    first, second = (k - rho * h) / (h * root), (h - rho * k) / (k * root)
    shift = 0.5 if h * k < 0 else 0.0
    return float((ndtr(h) + ndtr(k)) / 2 - owens_t(h, first) - owens_t(k, second) - shift)


@settings(max_examples=40)
@given(st.floats(0.3, 3.0), st.floats(0.05, 2.0), st.floats(0.3, 3.0))
def test_against_owens_t(limit: float, u: float, accepted: float) -> None:
    """An independent way: the bivariate normal distribution by Owen's function."""
    found = global_risks(UNIT, u, Zone(None, limit), Zone(None, accepted))
    spread = math.hypot(1.0, u)
    joint = joint_below(limit, accepted / spread, 1 / spread)
    assert found.false_accept == pytest.approx(float(ndtr(accepted / spread)) - joint, abs=2e-15)
    assert found.false_reject == pytest.approx(float(ndtr(limit)) - joint, abs=2e-15)


@pytest.mark.parametrize("u", [1e-3, 1e-6, 1e-9, 1e-12])
def test_small_uncertainties(u: float) -> None:
    """For u → 0 both risks tend to 2 φ(2) u/√(2π), to first order in u."""
    zone = Zone(-2.0, 2.0)
    found = global_risks(UNIT, u, zone, zone)
    wanted = 2 * math.exp(-2) / math.sqrt(2 * math.pi) * u / math.sqrt(2 * math.pi)
    assert found.false_accept == pytest.approx(wanted, rel=2 * u + 1e-11)
    assert found.false_reject == pytest.approx(wanted, rel=2 * u + 1e-11)


def test_tails_keep_their_digits() -> None:
    """Φ(−30) = 4.906713927148187e-198; a guard band of 20 u leaves P(x > T, accepted) near 1e-91."""
    assert nonconformance_probability(0.0, 1.0, Zone(-30.0, 30.0)) == pytest.approx(
        2 * 4.906713927148187e-198, rel=1e-13
    )
    assert between(10.0, 10.0001) == pytest.approx(7.690752596672983e-27, rel=1e-11)
    assert between(-1e-9, 1e-9) == pytest.approx(2e-9 / math.sqrt(2 * math.pi), rel=1e-14)
    assert log_between(50.0, math.inf) == pytest.approx(-1254.8313611394194, rel=1e-14)
    assert log_between(-40.0, -39.0) == pytest.approx(float(log_ndtr(-39)), rel=1e-15)
    zone = Zone(-20.0, 20.0)
    found = global_risks(UNIT, 0.001, zone, zone)
    bound = 2 * math.exp(-200) / math.sqrt(2 * math.pi) * 0.001 / math.sqrt(2 * math.pi)
    assert found.false_accept == pytest.approx(bound, rel=0.02)
    assert found.conditional_false_accept == pytest.approx(found.false_accept)


@settings(max_examples=30)
@given(
    st.floats(-1.0, 1.0),
    st.floats(0.05, 1.5),
    st.floats(0.5, 3.0),
    st.floats(-0.4, 0.4),
    st.tuples(st.integers(-1000, 1000), st.integers(1, 100)),
)
def test_risks_do_not_depend_on_units(
    mean: float, u: float, limit: float, guard: float, units: tuple[int, int]
) -> None:
    zero, scale = units
    one = global_risks(
        Process(mean=mean, standard_deviation=1.0), u, Zone(-limit, limit), Zone(guard - limit, limit - guard)
    )
    ends = [scale * end + zero for end in (-limit, limit, guard - limit, limit - guard)]
    other = global_risks(
        Process(mean=scale * mean + zero, standard_deviation=scale),
        scale * u,
        Zone(*ends[:2]),
        Zone(*ends[2:]),
    )
    assert other.false_accept == pytest.approx(one.false_accept, rel=1e-8)
    assert other.false_reject == pytest.approx(one.false_reject, rel=1e-8)
    balance = one.accepted - one.false_accept - (one.conforming - one.false_reject)
    assert balance == pytest.approx(0, abs=1e-13)


@settings(max_examples=50)
@given(st.floats(-3, 3), st.floats(0.01, 3), st.floats(-3, 3), st.floats(0.01, 6))
def test_the_two_probabilities_make_one(y: float, u: float, low: float, width: float) -> None:
    zone = Zone(low, low + width)
    p = conformance_probability(y, u, zone)
    assert p + nonconformance_probability(y, u, zone) == pytest.approx(1, abs=1e-14)


def test_any_computed_distribution() -> None:
    class Flat:
        """Equally probable between 0 and 1."""

        def probability_below(self, limit: float) -> float:
            return min(max(limit, 0.0), 1.0)

    assert conformance_of(Flat(), Zone(0.25, 0.75)) == 0.5
    assert conformance_of(Flat(), Zone(None, 0.75)) == 0.75
    assert conformance_of(Flat(), Zone(0.25, None)) == 0.75
    assert conformance_of(Flat(), Zone(is_empty=True)) == 0


@pytest.mark.parametrize(
    ("rule", "zone"),
    [
        ("simple", (-5.0, 5.0)),
        ("guard-u", (-4.0, 4.0)),
        ("r-u", (-4.5, 4.5)),
        ("iso14253", (-4.17, 4.17)),
        ("non-binary", (-4.0, 4.0)),
        ("relaxed", (-6.0, 6.0)),
        ("r111", (-4.0, 4.0)),
    ],
)
def test_acceptance_zone_of_every_rule(rule: str, zone: tuple[float, float]) -> None:
    assert rule in RULES
    found = acceptance_zone(rule, Decimal(1), limits("-5", "5"), ratio=Decimal("0.5"))
    assert (found.lower, found.upper) == pytest.approx(zone, rel=1e-15)


def test_zones_at_their_ends() -> None:
    """Where 2 w reaches the tolerance nothing is accepted; R 111, 5.2: neither where U > MPE/3."""
    assert acceptance_zone("guard-u", Decimal(5), limits("-5", "5")).is_empty
    assert acceptance_zone("non-binary", Decimal(6), limits("-5", "5")).is_empty
    assert acceptance_zone("r111", Decimal(2), limits("-5", "5")).is_empty
    assert acceptance_zone("r111", Decimal(1), limits("-5", "5", "E1")) == FIVE
    assert acceptance_zone("r111", Decimal(1), limits("-6", "5")) == Zone(-4.0, 4.0)
    assert acceptance_zone("guard-u", Decimal(1), limits(None, "5")) == Zone(None, 4.0)
    assert acceptance_zone("relaxed", Decimal(1), limits("5", None)) == Zone(4.0, None)
    assert zone_of(limits("1", None)) == Zone(1.0, None)


@settings(max_examples=60)
@given(st.sampled_from(sorted(RULES)), st.integers(-80, 80), st.integers(1, 60))
def test_zone_and_verdict_agree(rule: str, y: int, u: int) -> None:
    """Whatever lies in the acceptance zone passes, and nothing else does."""
    question = Question(
        value=Decimal(y) / 10,
        standard_uncertainty=Decimal(u) / 20,
        limits=limits("-5", "5"),
        rule=rule,
        ratio=Decimal("0.5"),
    )
    answer = assess(question)
    zone = answer.zone
    accepted = not zone.is_empty and zone.low - 1e-12 <= y / 10 <= zone.high + 1e-12
    assert accepted is (answer.verdict.outcome is Outcome.PASS)


def test_an_answer() -> None:
    question = Question(
        value=Decimal("4.01"),
        standard_uncertainty=Decimal("0.5"),
        limits=limits("-5", "5"),
        rule="non-binary",
        process_deviation=Decimal(2),
    )
    answer = assess(question)
    assert answer.verdict.outcome is Outcome.CONDITIONAL_PASS
    assert answer.zone == Zone(-4.0, 4.0)
    assert answer.specific_false_accept == pytest.approx(1 - 0.976148, abs=6e-7)
    assert answer.whole == global_risks(Process(mean=0.0, standard_deviation=2.0), 0.5, FIVE, Zone(-4.0, 4.0))


def test_nothing_is_accepted() -> None:
    found = global_risks(UNIT, 0.1, FIVE, Zone(is_empty=True))
    assert (found.false_accept, found.accepted, found.conditional_false_accept) == (0, 0, None)
    assert found.false_reject == found.conforming
    assert nonconformance_probability(0.0, 1.0, Zone(is_empty=True)) == 1
    assert conformance_probability(0.0, 1.0, Zone(is_empty=True)) == 0
    far = global_risks(Process(mean=1e6, standard_deviation=1.0), 0.25, Zone(None, 2.5), Zone(None, 2.0))
    assert (far.false_accept, far.conditional_false_accept) == (0, None)


def ask(**changes: object) -> None:
    given = {"value": Decimal(1), "standard_uncertainty": Decimal(1), "limits": limits("-5", "5")}
    assess(Question(**(given | changes)))


def test_what_cannot_be_answered_is_said() -> None:
    with pytest.raises(LimitlessError):
        ask(limits=limits(None, None))
    with pytest.raises(CrossedLimitsError, match="5, is not below the upper one, 5"):
        ask(limits=limits("5", "5"))
    with pytest.raises(UncertaintyWantedError, match="standard uncertainty of 0"):
        ask(standard_uncertainty=Decimal(0))
    with pytest.raises(UncertaintyWantedError, match="coverage factor of -1"):
        ask(k=Decimal(-1))
    with pytest.raises(UncertaintyWantedError, match="standard deviation of 0"):
        ask(process_deviation=Decimal(0))
    with pytest.raises(ProcessMeanError):
        ask(limits=limits(None, "5"), process_deviation=Decimal(1))
    with pytest.raises(UnknownRuleError):
        ask(rule="hope")
