"""Fonts are really there: Qt draws boxes without them, and only logs."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontInfo, QImage, QPainter

SYMBOLS = "−±≤≥×·ΩµΩμ°′″√∞²³⁻"
"""The signs of metrology that the window shows."""


def drawn(font: QFont, words: str) -> QImage:
    image = QImage(64, 32, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, 64, 32), words)
    painter.end()
    return image


def test_two_letters_are_drawn_differently(look):
    assert drawn(look.font("body"), "A") != drawn(look.font("body"), "B")


def test_the_shipped_family_is_used_at_each_weight(look):
    assert QFontInfo(look.font("body")).family().startswith("Inter")
    pictures = [drawn(look.font("title", weight), "Weight") for weight in (400, 500, 600)]
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_digits_of_a_column_are_equally_wide(look):
    measures = look.metrics("body", use="number")
    assert len({measures.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert measures.horizontalAdvance("1111") != look.metrics("body").horizontalAdvance("1111")


def test_a_code_has_a_slashed_zero(look):
    assert drawn(look.font("body", use="code"), "0") != drawn(look.font("body"), "0")


@pytest.mark.parametrize("sign", SYMBOLS)
def test_the_signs_of_metrology_are_in_the_font(look, sign):
    assert look.metrics("body").inFontUcs4(ord(sign))


def test_fonts_are_built_once(look):
    assert look.font("body", 500) is look.font("body", 500)
    assert look.metrics("body", 500) is look.metrics("body", 500)


def test_an_unknown_step_is_a_fault(look):
    with pytest.raises(KeyError):
        look.font("enormous")
