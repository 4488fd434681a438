"""Integrals to the last digits."""

import math

import pytest

from labcal.domain.quadrature import integral


def test_known_integrals() -> None:
    assert integral(math.exp, (0.0, 1.0)) == pytest.approx(math.e - 1, rel=1e-15)
    assert integral(lambda x: 1 / (1 + x * x), (-5.0, 5.0)) == pytest.approx(2 * math.atan(5), rel=1e-14)
    assert integral(math.exp, (1.0, 1.0)) == 0
    assert integral(math.exp, (2.0, 1.0)) == 0


def test_a_narrow_peak_is_not_missed() -> None:
    width = 1e-6
    found = integral(
        lambda x: math.exp(-(((x - 0.3) / width) ** 2) / 2),
        (0.0, 1.0),
        [0.3 + step * width for step in (-8, -4, 0, 4, 8)],
    )
    assert found == pytest.approx(width * math.sqrt(2 * math.pi), rel=1e-12)


def test_what_is_tiny_keeps_its_digits() -> None:
    assert integral(lambda x: 1e-250 * x, (0.0, 2.0)) == pytest.approx(2e-250, rel=1e-14)
