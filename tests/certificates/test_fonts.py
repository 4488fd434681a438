"""Words are wrapped without loss, and the typeface's gaps are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.certificates import fonts
from labcal.errors.certificates import GlyphMissingError
from labcal.resources import path
from labcal.text import Text

METROLOGY = "−±×·≤≥°′″µμΩΩ‰²³⁻√∞Δσνχ½ℓ…–—“”’\u00a0\u202f\u2009"


@given(st.text("abc 1.2\u202f−µ", max_size=80), st.floats(20, 200))
def test_wrapping_loses_nothing_and_stays_within_the_room(words: str, room: float) -> None:
    lines = fonts.wrapped(words, fonts.BODY, room)
    assert "".join("".join(lines).split(" ")) == "".join(words.split(" "))
    assert all(fonts.width(line, fonts.BODY) <= room for line in lines)


def test_a_quantity_is_not_torn() -> None:
    lines = fonts.wrapped("The value is 10.000\u202f025\u00a0kg here", fonts.BODY, 62)
    assert "10.000\u202f025\u00a0kg" in lines


@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD])
def test_the_signs_of_metrology_can_be_drawn(font: str) -> None:
    fonts.refuse_missing(METROLOGY, font)


def test_a_missing_sign_is_named() -> None:
    with pytest.raises(GlyphMissingError) as caught:
        fonts.refuse_missing("mass 質量", fonts.REGULAR)
    shown = caught.value.shown(Text("en"))
    assert "質" in shown
    assert "U+8CEA" in shown
    assert "mass 質量" in shown


def test_letters_differ_in_width_so_that_a_typeface_is_really_there() -> None:
    assert fonts.width("W", fonts.BODY) > 2 * fonts.width("i", fonts.BODY)


@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.SEMIBOLD])
def test_figures_are_the_typefaces_own_and_of_one_width(font: str) -> None:
    """The glyphs that Inter's feature tnum puts in the place of its digits."""
    reader = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    with reader.TTFont(path("fonts", f"{font}.ttf")) as read:
        names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        glyphs = [read.getGlyphID(f"{name}.tf") for name in names]
    assert glyphs == list(range(fonts.FIRST_FIGURE, fonts.FIRST_FIGURE + 10))
    style = fonts.in_figures(fonts.Style(font, 10, 12))
    assert len({fonts.width(digit, style) for digit in "0123456789"}) == 1
    assert fonts.width("11", fonts.BODY) < fonts.width("00", fonts.BODY)
