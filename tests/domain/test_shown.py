"""Numbers as people read them: never an E."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.shown import plain, scientific, with_uncertainty


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0.0, "0"),
        (-0.1712, "−0.1712"),
        (12345678.0, "12\u202f346\u202f000"),
        (0.000001234, "0.000\u202f001\u202f234"),
        (1.234e-7, "1.234 × 10⁻⁷"),
        (-6.02214e23, "−6.0221 × 10²³"),
        (100.0, "100"),
        (2.5, "2.5"),
    ],
)
def test_plain(number: float, shown: str) -> None:
    assert plain(number) == shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_there_is_never_an_e(number: float) -> None:
    assert "e" not in plain(number).lower()


def test_with_uncertainty() -> None:
    """JCGM 100:2008, H.3.3: 0.002 18 with u = 0.000 67."""
    assert with_uncertainty(0.0021826977, 0.00066793877) == ("0.002\u202f18", "0.000\u202f67")
    assert with_uncertainty(7.32059160401e-07, 1.578e-10) == ("7.3206 × 10⁻⁷", "1.6 × 10⁻¹⁰")
    assert with_uncertainty(2.5, 0.0) == ("2.5", "0")


def test_scientific_keeps_zeros() -> None:
    from decimal import Decimal

    assert scientific(Decimal("0.000000120")) == "1.20 × 10⁻⁷"
