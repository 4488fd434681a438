"""Our units in the words of the D-SI."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.errors.exchange import UnknownDsiUnitError
from labcal.exchange.dsi_units import PREFIXED, PREFIXES, dsi_unit, our_unit, rescaled, valid

OURS = [
    "kg",
    "mg",
    "µg",
    "ug",
    "degC",
    "°C",
    "%",
    "hPa",
    "kg/m^3",
    "m³/h",
    "1/K",
    "N·m",
    "N*m",
    "m**2",
    "mm",
    "m/s^2",
    "W/(m^2)",
    "1",
    "V",
    "mV",
    "kΩ",
    "kohm",
    "µV/V",
    "mL",
    "ml",
    "J/kg/K",
    "s^-1",
    "Hz",
    "ha",
    "mbar",
    "°",
    "kg·m^-3",
    "d",
    "ppm",
    "K",
    "kPa",
    "l",
    "L",
    "min",
    "h",
    "rad",
    "mol/l",
    "Pa·s",
    "m^2/s",
    "dB",
    "%/K",
    "g",
    "‰",
    "ppb",
    "pH",
    "g/cm^3",
    "eV",
    "bar",
    "t",
    "′",
    "″",
]


@pytest.mark.parametrize("unit", OURS)
def test_the_strict_grammar_of_the_reference_implementation_accepts_it(unit: str) -> None:
    """PTB's dsiUnits 3.1.3, ``DSI_UNIT_REGEX``."""
    reference = pytest.importorskip("dsi_unit.regex_generator", reason="dsiUnits is not installed")
    token = dsi_unit(unit).token
    assert re.fullmatch(reference.DSI_UNIT_REGEX, token)
    assert valid(token)
    assert dsi_unit(our_unit(token)).token == token


@pytest.mark.parametrize(
    "token",
    [
        "",
        "kg",
        r"\gram",
        r"\kilo\gram",
        r"\milli\kilogram",
        r"\kilogramm",
        r"\percent\tothe{2}",
        r"\metre\per\second\per\second",
        r"\per\metre",
        r"\meter",
        r"\degreeCelsius",
        "\\metre ",
        "|",
    ],
)
def test_what_is_no_unit_is_refused(token: str) -> None:
    assert not valid(token)


@pytest.mark.parametrize("unit", ["furlong", "kg!", "%^2", "kkg", "m^x"])
def test_a_unit_without_a_name_is_refused_by_name(unit: str) -> None:
    with pytest.raises(UnknownDsiUnitError, match=re.escape(unit)):
        dsi_unit(unit)


def test_a_gram_never_stands_alone_and_keeps_its_digits() -> None:
    assert dsi_unit("g").token == r"\kilogram"
    assert dsi_unit("g").of(Decimal("100.0000")) == "0.1000000"
    assert dsi_unit("mg").of(Decimal("5.90")) == "5.90"


def test_an_uncertainty_takes_the_unit_of_its_value() -> None:
    assert rescaled(Decimal("59"), r"\milli\gram", r"\kilogram") == Decimal("0.000059")
    assert rescaled(Decimal("0.02"), r"\volt", r"\micro\volt") == Decimal("2E+4")
    with pytest.raises(UnknownDsiUnitError):
        rescaled(Decimal(1), r"\milli\gram", r"\metre")


@given(
    st.sampled_from(sorted(PREFIXES)),
    st.sampled_from(sorted(set(PREFIXED) - {"gram", "bar", "degree", "arcminute", "arcsecond"})),
    st.integers(-9, 9),
)
def test_a_change_of_prefix_there_and_back_changes_nothing(prefix: str, name: str, exponent: int) -> None:
    value = Decimal(12345).scaleb(exponent)
    prefixed = rf"\{prefix}\{name}"
    there = rescaled(value, rf"\{name}", prefixed)
    assert rescaled(there, prefixed, rf"\{name}") == value
    assert there == value.scaleb(-PREFIXES[prefix][1])


def test_a_power_of_thousands_of_digits_is_no_unit() -> None:
    assert not valid(rf"\metre\tothe{{{'9' * 5000}}}")
