from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.limits import load_limits
from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.conformity import Outcome
from labcal.domain.evaluation import PointResult, assemble, evaluate_point, partial
from labcal.domain.procedure import ComponentRule, Origin, Procedure
from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.uncertainty.coverage import Coverage
from labcal.errors.results import IncompleteError
from labcal.text import Text

PROCEDURE = load_procedure("mass/substitution")
INPUTS = load_example("mass/substitution").inputs
LIMITS = load_limits("r111-1-2004").limit(parse("10 kg"), "M1")


def shifted(by: str) -> PointResult:
    """Return the result with the item's indications all shifted by that many grams."""
    readings = tuple(
        (first, moved(one, by), moved(other, by), last) for first, one, other, last in INPUTS.readings
    )
    return evaluate_point(PROCEDURE, replace(INPUTS, readings=readings), LIMITS)


def moved(cell: QuantityValue | None, by: str) -> QuantityValue:
    assert cell is not None
    return QuantityValue(f"{cell.value + Decimal(by):f}", "g")


def unpooled() -> Procedure:
    inputs = tuple(replace(quantity, pooled=None) for quantity in PROCEDURE.inputs)
    return replace(PROCEDURE, inputs=inputs, coverage=Coverage(probability=0.9545))


def test_weight_of_ea_4_02_s2() -> None:
    """EA-4/02 M:2022, S2.11: 10.000 025 kg ± 59 mg (k = 2); OIML R 111-1:2004, table 1: ± 500 mg for M1."""
    result = evaluate_point(PROCEDURE, INPUTS, LIMITS)
    assert (str(result.value), result.unit) == ("10.000025", "kg")
    assert (str(result.expanded), str(result.error), result.uncertainty_unit) == ("59", "25", "mg")
    assert result.differences == (Decimal("0.01"), Decimal("0.03"), Decimal("0.02"))
    assert result.mean == Decimal("0.02")
    assert result.coverage_factor == 2
    assert result.evaluation.standard_uncertainty == pytest.approx(0.02926, abs=5e-6)
    assert result.verdict is not None
    assert result.verdict.outcome is Outcome.PASS
    assert result.warnings == ()


def test_no_limits_no_verdict() -> None:
    assert evaluate_point(PROCEDURE, INPUTS).verdict is None


def test_verdicts_follow_the_printed_figures() -> None:
    assert shifted("0.416").error == 441
    outcomes = [shifted(by).verdict for by in ("0.416", "0.417", "0.480")]
    assert [verdict and verdict.outcome for verdict in outcomes] == [Outcome.PASS, Outcome.FAIL, Outcome.FAIL]


def test_limits_may_be_in_another_unit() -> None:
    grams = replace(LIMITS, lower=Decimal("-0.5"), upper=Decimal("0.5"), unit="g")
    verdict = evaluate_point(PROCEDURE, INPUTS, grams).verdict
    assert verdict is not None
    assert verdict.guard == 0.059
    assert verdict.outcome is Outcome.PASS


def test_without_pooled_deviation_the_readings_speak() -> None:
    """s = 0.010 g of three differences: u = 5.77 mg with 2 degrees of freedom (JCGM 100:2008, 4.2.3)."""
    budget = assemble(unpooled(), INPUTS)
    repeated = next(quantity for quantity in budget.inputs if quantity.symbol == "delta_m").components[0]
    assert repeated.distribution.standard_uncertainty == pytest.approx(0.01 / 3**0.5)
    assert repeated.dof == 2
    result = evaluate_point(unpooled(), INPUTS)
    assert result.evaluation.effective_dof == pytest.approx(2 * (26.1 / 5.77) ** 4, rel=0.02)


def test_u_is_raised_to_the_cmc() -> None:
    """ILAC-P14:09/2020, 5.5."""
    result = evaluate_point(PROCEDURE, replace(INPUTS, cmc=parse("80 mg")), LIMITS)
    assert result.expanded == 80
    assert str(result.warnings[0]).startswith(
        "U was raised to the calibration and measurement capability of 80"
    )
    assert evaluate_point(PROCEDURE, replace(INPUTS, cmc=parse("50 mg"))).warnings == ()


def test_a_large_spread_is_warned_of() -> None:
    """The observed standard deviation of the differences is more than twice the pooled 25 mg."""
    first = INPUTS.readings[0]
    wild = (first[0], moved(first[1], "0.2"), moved(first[2], "0.2"), first[3])
    result = evaluate_point(PROCEDURE, replace(INPUTS, readings=(wild, *INPUTS.readings[1:])))
    assert [str(warning) for warning in result.warnings] == [
        "The differences spread by s = 110\u202fmg, "
        "more than 2 times the pooled standard deviation of 25\u202fmg."
    ]


def test_components_relative_to_the_nominal_value() -> None:
    smaller = replace(INPUTS, nominal=parse("5 kg"))
    budget = assemble(PROCEDURE, smaller)
    buoyancy = next(quantity for quantity in budget.inputs if quantity.symbol == "delta_B").components[0]
    assert buoyancy.distribution.standard_uncertainty == pytest.approx(0.005 / 3**0.5)


def test_components_of_other_kinds() -> None:
    normal = (("expanded", parse("20 mg")), ("k", parse("2")))
    trapezoid = (("half_width", parse("6 mg")), ("beta", parse("0.5")), ("dof", parse("9")))
    rules = (
        ComponentRule(name="a", distribution="normal", parameters=normal),
        ComponentRule(name="b", distribution="trapezoidal", parameters=trapezoid),
    )
    inputs = tuple(
        replace(quantity, components=rules) if quantity.origin is Origin.CONSTANT else quantity
        for quantity in PROCEDURE.inputs
    )
    budget = assemble(replace(PROCEDURE, inputs=inputs), INPUTS)
    first, second = next(quantity for quantity in budget.inputs if quantity.symbol == "delta_m_C").components
    assert first.distribution.standard_uncertainty == pytest.approx(0.010)
    assert second.distribution.standard_uncertainty == pytest.approx(0.006 * (1.25 / 6) ** 0.5)
    assert (second.name, second.dof) == ("b", 9)


def test_what_is_incomplete_is_refused_with_what_is_missing() -> None:
    with pytest.raises(IncompleteError) as refused:
        evaluate_point(PROCEDURE, replace(INPUTS, readings=INPUTS.readings[:2]))
    sentence = "The point cannot be evaluated yet. 2 of 3 cycles are complete."
    assert str(refused.value) == refused.value.shown(Text("en")) == sentence
    for incomplete in (replace(INPUTS, standard=None), replace(INPUTS, readings=())):
        with pytest.raises(IncompleteError):
            assemble(PROCEDURE, incomplete)


def test_a_point_grows_as_it_is_typed() -> None:
    cells = [cell for row in INPUTS.readings for cell in row]
    shown: list[tuple[object, ...]] = []
    for count in range(len(cells) + 1):
        typed = [cell if number < count else None for number, cell in enumerate(cells)]
        rows = tuple(tuple(typed[i : i + 4]) for i in (0, 4, 8))
        progress = partial(PROCEDURE, replace(INPUTS, readings=rows), LIMITS)
        shown.append((progress.mean, progress.result and progress.result.expanded, progress.ready))
    assert shown[3] == (None, None, False)
    assert shown[4] == (Decimal("0.01"), 71, False)
    assert shown[8] == (Decimal("0.02"), 62, False)
    assert shown[12] == (Decimal("0.02"), 59, True)


def test_nothing_is_shown_for_what_does_not_suit() -> None:
    assert partial(PROCEDURE, replace(INPUTS, standard=None)).result is None
    assert partial(PROCEDURE, replace(INPUTS, nominal=parse("20 kg"))).result is None
    assert partial(PROCEDURE, replace(INPUTS, nominal=parse("10 mm"))).result is None
    assert partial(unpooled(), replace(INPUTS, readings=INPUTS.readings[:1])).result is None


def test_a_point_takes_less_than_five_milliseconds() -> None:
    evaluate_point(PROCEDURE, INPUTS, LIMITS)
    times = []
    for _ in range(9):
        begin = perf_counter()
        evaluate_point(PROCEDURE, INPUTS, LIMITS)
        times.append(perf_counter() - begin)
    assert min(times) < 0.005


@given(st.lists(st.decimals(-1, 1, places=4), min_size=12, max_size=12))
def test_value_and_error_agree_whatever_the_readings(numbers: list[Decimal]) -> None:
    cells = [QuantityValue(f"{number:f}", "g") for number in numbers]
    readings = tuple(tuple(cells[i : i + 4]) for i in (0, 4, 8))
    result = evaluate_point(PROCEDURE, replace(INPUTS, readings=readings), LIMITS)
    assert result.value * 1_000_000 - 10_000_000 == result.error
    assert abs(result.error - (result.mean * 1000 + 5)) <= Decimal("0.5")
