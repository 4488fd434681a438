import pytest

from labcal.domain import units
from labcal.domain.uncertainty import tape
from labcal.domain.uncertainty.dimensions import check
from labcal.domain.uncertainty.expression import parse
from labcal.errors.models import (
    ComparisonDimensionError,
    ExponentError,
    LevelError,
    ModelDimensionError,
    ModelValueError,
    NumberWantedError,
    SubtractionDimensionError,
)

UNITS = {"l_s": "mm", "dt": "K", "alpha": "1/K", "m": "kg", "v": "m/s", "x": "1", "L": "dB"}


def kind(model: str) -> str:
    steps = tape.write(parse(model, frozenset(UNITS)), list(UNITS))
    return check(steps, [units.dimension(unit) for unit in UNITS.values()]).kind


@pytest.mark.parametrize(
    ("model", "result"),
    [
        ("l_s*(1 + alpha*dt)", "a length"),
        ("m*v**2/2", "an energy or a torque"),
        ("sqrt(l_s*l_s)", "a length"),
        ("(l_s**3)**(1/3)", "a length"),
        ("l_s**-1*l_s", "a plain number"),
        ("-abs(m)", "a mass"),
        ("max(m, 5 g)", "a mass"),
        ("atan2(l_s, 3 m)", "a plain number"),
        ("exp(alpha*dt)", "a plain number"),
        ("x**x", "a plain number"),
        ("m/(1 m^3)", "a density"),
        ("L - 3 dB + 0.5*L + 1 Np", "a level"),
        ("10^(L/20 dB)", "a plain number"),
        ("10 dB*log10(10^(L/(10 dB)) + x)", "a level"),
        ("sqrt(L*L)", "a level"),
        ("L/l_s", "an attenuation per length"),
    ],
)
def test_what_agrees(model: str, result: str) -> None:
    assert kind(model) == result


@pytest.mark.parametrize(
    ("model", "refusal", "sentence"),
    [
        ("l_s + dt", ModelDimensionError, "“l_s + dt”: metre cannot be added to kelvin."),
        ("x*(l_s - dt)", SubtractionDimensionError, "“(l_s - dt)”: kelvin cannot be subtracted from metre."),
        ("l_s*(1 + dt)", ModelDimensionError, "“(1 + dt)”: a plain number cannot be added to kelvin."),
        ("max(m, l_s)", ComparisonDimensionError, "“max(m, l_s)”: kilogram cannot be compared with metre."),
        ("exp(dt)", NumberWantedError, "“exp(dt)”: a plain number is wanted here, not kelvin."),
        ("x**dt", NumberWantedError, "not kelvin."),
        ("l_s**x", ExponentError, "“l_s**x”: a quantity in metre can only be raised to a simple constant"),
        ("m**0.1234567", ExponentError, "“m**0.1234567”"),
        ("log(m*v)", NumberWantedError, "not kg·m/s."),
    ],
)
def test_what_does_not_agree_is_named_with_its_place(
    model: str, refusal: type[Exception], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        kind(model)
    assert sentence in str(refused.value)


def test_constants_without_a_value() -> None:
    with pytest.raises(ModelValueError, match=r"“1/0” has no value"):
        kind("x + 1/0")


@pytest.mark.parametrize(
    "model", ["L + x", "x - L", "L + 0.5", "max(L, x)", "exp(L)", "10^L", "x**L", "10^(L/20)", "sin(L)"]
)
def test_decibels_and_plain_numbers_do_not_mix(model: str) -> None:
    with pytest.raises(LevelError, match="decibels and plain numbers do not mix"):
        kind(model)


def test_a_level_among_other_quantities_is_refused_as_they_are() -> None:
    with pytest.raises(ModelDimensionError, match="decibel cannot be added to metre"):
        kind("L + l_s")
