"""The design tokens, read once into frozen values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from PySide6.QtGui import QColor


class TypeStep(NamedTuple):
    """One step of the type scale: size and line height in px, weight from 100 to 900."""

    px: int
    weight: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one theme, by the names of the tokens.

    Attributes:
        name: "light" or "dark".
        colours: Colour by name.
        chart: Colour by name of what charts add: limit, accept, guard, grid, series_0 and so on.
        series: Categorical colours, in their order.
        markers: Marker of each series.
        dashes: Dash of each series.
    """

    name: str
    colours: Mapping[str, QColor]
    chart: Mapping[str, QColor]
    series: tuple[QColor, ...]
    markers: tuple[str, ...]
    dashes: tuple[str, ...]

    def colour(self, name: str) -> QColor:
        """Return the colour called ``name``.

        Raises:
            KeyError: The tokens have no such colour.
        """
        return self.colours[name] if name in self.colours else self.chart[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """All values of ``tokens.toml``; lengths in device-independent px.

    Attributes:
        families: First family and the one for Arabic.
        features: OpenType features by use: "number", "code".
        steps: The type scale.
        space: Gaps by name.
        radius: Corner radii by name.
        size: Heights and widths by name.
        wide: Least width of the window for the wide arrangement.
        least: Least size of the window.
        ring: Width of the focus ring.
        ring_offset: Gap between a control and its ring.
        stroke: Width of the lines of icons.
        icons: File name by token name.
        mirrored: File names that are flipped right to left.
        themes: Theme by name.
    """

    families: tuple[str, ...]
    features: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, TypeStep]
    space: Mapping[str, int]
    radius: Mapping[str, int]
    size: Mapping[str, int]
    wide: int
    least: tuple[int, int]
    ring: int
    ring_offset: int
    stroke: float
    icons: Mapping[str, str]
    mirrored: frozenset[str]
    themes: Mapping[str, Theme]


def read_tokens(file: Path) -> Tokens:
    """Return the tokens kept in ``file``.

    Raises:
        OSError: The file cannot be read.
        KeyError: A table is missing, which is a fault of the build.
    """
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    font = raw["font"]
    return Tokens(
        families=(font["family"], font["fallback_arabic"]),
        features=_frozen(
            {"": (), "number": tuple(font["features_number"]), "code": tuple(font["features_code"])}
        ),
        steps=_frozen({name: TypeStep(*step) for name, step in raw["type"].items()}),
        space=_frozen(raw["space"]),
        radius=_frozen(raw["radius"]),
        size=_frozen(raw["size"]),
        wide=raw["breakpoint"]["wide"],
        least=(raw["breakpoint"]["min"][0], raw["breakpoint"]["min"][1]),
        ring=raw["focus"]["ring_px"],
        ring_offset=raw["focus"]["offset_px"],
        stroke=raw["icons"]["stroke"],
        icons=_frozen(raw["icons"]["nav"] | raw["icons"]["action"] | raw["icons"]["state"]),
        mirrored=frozenset(raw["icons"]["mirror"]["names"]),
        themes=_frozen({name: _theme(name, raw) for name in ("light", "dark")}),
    )


def colour(written: str) -> QColor:
    """Return the colour written as ``#RRGGBB`` or ``#RRGGBBAA``."""
    digits = written.removeprefix("#")
    return QColor(*(int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21.

    Source:
        WCAG 2.2, definition of relative luminance and contrast ratio.
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(ink: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (ink.red() / 255, ink.green() / 255, ink.blue() / 255)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(name: str, raw: Mapping[str, Any]) -> Theme:
    chart = raw["chart"][name]
    return Theme(
        name=name,
        colours=_frozen({key: colour(written) for key, written in raw[name].items()}),
        chart=_frozen(
            {
                **{key: colour(chart[key]) for key in ("limit", "accept", "guard", "grid")},
                **{f"series_{place}": colour(one) for place, one in enumerate(chart["series"])},
            }
        ),
        series=tuple(colour(written) for written in chart["series"]),
        markers=tuple(chart["markers"]),
        dashes=tuple(chart["dashes"]),
    )


def _frozen(table: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(table)
