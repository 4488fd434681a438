"""The tokens: read whole, and legible in both themes."""

import re

import pytest
from PySide6.QtGui import QColor

from labcal import resources
from labcal_app.theme.tokens import colour, contrast, read_tokens

TEXT, MARK = 4.5, 3.0
"""Least contrast of text and of marks: WCAG 2.2, success criteria 1.4.3 and 1.4.11."""
GROUNDS = {
    "text": ("window", "surface", "accent_soft", "hover", "fail_soft"),
    "text2": ("window", "surface", "header", "nav", "sunken"),
    "text3": ("window", "surface", "header", "nav", "hover", "accent_soft", "sunken"),
    "accent": ("window", "surface", "accent_soft", "nav_active"),
    "on_accent": ("accent", "accent_hover"),
    "on_fail": ("fail",),
    "pass": ("window", "surface", "pass_soft"),
    "warn": ("window", "surface", "warn_soft"),
    "fail": ("window", "surface", "fail_soft"),
    "info": ("window", "surface", "info_soft"),
}


@pytest.fixture(scope="module")
def tokens():
    return read_tokens(resources.path("tokens.toml"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_can_be_read_on_every_ground_they_stand_on(tokens, name):
    theme = tokens.themes[name]
    for ink, grounds in GROUNDS.items():
        for ground in grounds:
            found = contrast(theme.colour(ink), theme.colour(ground))
            assert found >= TEXT, f"{ink} on {ground}: {found:.2f}"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_edges_and_marks_can_be_seen(tokens, name):
    theme = tokens.themes[name]
    for ink in ("border", "focus"):
        for ground in ("window", "surface"):
            assert contrast(theme.colour(ink), theme.colour(ground)) >= MARK
    assert all(contrast(ink, theme.colour("surface")) >= MARK for ink in theme.series)
    assert contrast(theme.colour("limit"), theme.colour("accept")) >= MARK


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_contrasts_written_in_the_tokens_are_true(tokens, name):
    """The table [contrast.*] of tokens.toml, to the two places printed there."""
    import tomllib

    table = tomllib.loads(resources.path("tokens.toml").read_text(encoding="utf-8"))["contrast"][name]
    theme, checked = tokens.themes[name], 0
    for pair, written in table.items():
        ink, _, ground = pair.partition("_on_")
        if ink.startswith("on_") or pair.startswith("on_"):
            ink, ground = re.fullmatch(r"(on_\w+?)_on_(\w+)", pair).groups()
        if ink == "chart_series":
            found = [round(contrast(one, theme.colour(ground)), 2) for one in theme.series]
        else:
            found = round(contrast(theme.colour(ink), theme.colour(ground)), 2)
        assert found == pytest.approx(written, abs=0.011), pair
        checked += 1
    assert checked > 30


def test_a_colour_may_carry_how_much_it_covers():
    assert colour("#14191D26") == QColor(0x14, 0x19, 0x1D, 0x26)
    assert colour("#14191D").alpha() == 255


def test_black_on_white_has_the_greatest_contrast():
    """WCAG 2.2: 21 to 1."""
    assert contrast(QColor(0, 0, 0), QColor(255, 255, 255)) == pytest.approx(21)


def test_an_unknown_colour_is_a_fault(tokens):
    with pytest.raises(KeyError):
        tokens.themes["light"].colour("mauve")
