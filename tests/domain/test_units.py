"""Units as people type them; factors of the SI Brochure, 9th edition (2019), tables 2 to 8."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain import units
from labcal.errors.quantities import MistypedUnitError, UnitMismatchError, UnknownUnitError
from labcal.text import Text


@pytest.mark.parametrize(
    ("value", "unit", "to", "converted"),
    [
        ("10.000025", "kg", "g", "10000.025"),
        ("10.0000250", "kg", "g", "10000.0250"),
        ("10", "kg", "g", "10000"),
        ("59", "mg", "kg", "0.000059"),
        ("1.50", "h", "min", "90.00"),
        ("90", "s", "min", "1.5"),
        ("20.10", "°C", "K", "293.25"),
        ("293.15", "K", "degC", "20.00"),
        ("1", "l", "m³", "0.001"),
        ("1013.25", "hPa", "Pa", "101325"),
        ("1013.25", "mbar", "hPa", "1013.25"),
        ("36", "km/h", "m/s", "10"),
        ("5", "%", "1", "0.05"),
        ("1", "t", "kg", "1000"),
        ("1", "ppm", "%", "0.0001"),
        ("3.0", "dB/m", "dB/km", "3000"),
    ],
)
def test_decimal_conversions_are_exact_and_keep_zeros(value: str, unit: str, to: str, converted: str) -> None:
    result = units.convert(Decimal(value), unit, to)
    assert str(result) == converted or (result == Decimal(converted) and "E" not in str(result))
    assert result == Decimal(converted)


def test_zeros_are_kept_to_the_letter() -> None:
    assert str(units.convert(Decimal("10.0000250"), "kg", "g")) == "10000.0250"
    assert str(units.convert(Decimal("20.10"), "°C", "K")) == "293.25"
    assert str(units.convert(Decimal(10), "kg", "g")) == "10000"


def test_a_level_is_no_plain_number() -> None:
    """SI Brochure, 9th edition (2019), table 8: 1 Np is (20/ln 10) dB."""
    assert units.factor("Np", "dB") == pytest.approx(20 / math.log(10), rel=1e-15)
    with pytest.raises(UnitMismatchError, match="is a level; a plain number is wanted"):
        units.convert(Decimal(3), "dB", "1")
    with pytest.raises(MistypedUnitError, match="Did you mean dB"):
        units.understand("dBm")


def test_a_difference_of_temperature_is_no_point() -> None:
    assert units.convert(Decimal("0.02"), "°C", "mK", difference=True) == 20
    assert units.factor("°C", "K") == 1.0
    assert units.in_base(Decimal(20), "degC") == 293.15
    assert units.from_base(293.15, "°C") == pytest.approx(20, abs=1e-12)
    assert units.to_base(20.0, "°C") == 293.15


@pytest.mark.parametrize(
    ("unit", "printed"),
    [
        ("um", "µm"),
        ("\u00b5m", "µm"),
        ("\u03bcm", "µm"),
        ("ohm", "Ω"),
        ("\u2126", "Ω"),
        ("kΩ", "kΩ"),
        ("degC", "°C"),
        ("°C", "°C"),
        ("%", "%"),
        ("m3/s", "m³/s"),
        ("m^3/s", "m³/s"),
        ("kg m-3", "kg/m³"),
        ("m**2", "m²"),
        ("W/(m K)", "W/(m·K)"),
        ("J/kg/K", "J/(kg·K)"),
        ("1/K", "K⁻¹"),
        ("L", "L"),
        ("metre", "m"),
        ("", ""),
        ("1", ""),
    ],
)
def test_units_as_people_type_them(unit: str, printed: str) -> None:
    assert units.pretty(unit) == printed
    assert units.known(printed)
    assert units.understand(printed).factor == units.understand(unit).factor


@pytest.mark.parametrize(
    "nonsense",
    ["zorkmid", "2 kg", "ft", "As", "Ns", "kh", "km/", "m^", "m^^2", "mm^99", "()", "m(s)", "__class__",
     "Quantity", "m²kg", "m°C", "kg 2", "a" * 300, "(" * 50, "1.5", "kg/(m", "kg)"],
)  # fmt: skip
def test_nonsense_is_refused(nonsense: str) -> None:
    assert not units.known(nonsense)
    with pytest.raises(UnknownUnitError):
        units.dimension(nonsense)


def test_a_slip_of_the_pen_gets_a_suggestion() -> None:
    with pytest.raises(MistypedUnitError, match=r"Did you mean kg\?"):
        units.dimension("KG")
    with pytest.raises(MistypedUnitError, match=r"Did you mean celsius\?"):
        units.dimension("celcius")


def test_another_kind_of_quantity_is_named() -> None:
    with pytest.raises(UnitMismatchError) as refusal:
        units.check_same("10 mm", "mm", "g")
    assert str(refusal.value) == "“10 mm” is a length; a mass is wanted here, such as 10 g."
    assert refusal.value.shown(Text("en")) == str(refusal.value)
    with pytest.raises(UnitMismatchError):
        units.convert(Decimal(1), "kg", "m")
    assert units.same_dimension("hPa", "mbar")
    assert not units.same_dimension("K", "1")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000000, max_value=1000000, places=9))
def test_there_and_back_again(value: Decimal) -> None:
    for one, other in (("kg", "mg"), ("°C", "K"), ("bar", "Pa"), ("h", "s"), ("m³", "l")):
        assert units.convert(units.convert(value, one, other), other, one) == value


def test_a_temperature_in_its_own_unit_gains_no_zero():
    assert str(units.convert(Decimal("20.1"), "°C", "degC")) == "20.1"
    assert str(units.convert(Decimal("20.10"), "degC", "degC")) == "20.10"
    assert str(units.convert(Decimal("20.1"), "°C", "K")) == "293.25"
