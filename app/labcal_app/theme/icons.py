"""Icons: line drawings, coloured and rendered for the screen they are shown on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from labcal_app.theme.tokens import Tokens

FINE = 16
"""Below this size, in px, lines are drawn 2 wide on the 24 grid, or they fade."""


class IconKey(NamedTuple):
    """What makes a picture of an icon: file, colour, size in px, device pixels a px, mirrored."""

    file: str
    colour: int
    size: int
    ratio: float
    mirrored: bool


class Icons:
    """Pictures of icons, each rendered once."""

    def __init__(self, tokens: Tokens, folder: Path) -> None:
        self._tokens, self._folder = tokens, folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[IconKey, QPixmap] = {}

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float, mirror: bool = False) -> QPixmap:
        """Return the icon called ``name`` by the tokens, or so named as a file.

        Args:
            name: Name in the tokens, such as "pass", or of a file, such as "user".
            colour: Of the lines.
            size: In px.
            ratio: Device pixels in a px.
            mirror: Whether the layout runs from right to left; only some icons are flipped then.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        file = self._tokens.icons.get(name, name)
        key = IconKey(file, colour.rgba(), size, ratio, mirror and file in self._tokens.mirrored)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(key)
        return self._pixmaps[key]

    def icon(self, name: str, colours: tuple[QColor, QColor], size: int, mirror: bool = False) -> QIcon:
        """Return the icon for a control: ``colours`` are those of the enabled and the disabled one."""
        icon = QIcon()
        for colour, mode in zip(colours, (QIcon.Mode.Normal, QIcon.Mode.Disabled), strict=True):
            for ratio in (1.0, 2.0):
                icon.addPixmap(self.pixmap(name, colour, size, ratio, mirror), mode)
        return icon

    def _render(self, key: IconKey) -> QPixmap:
        stroke = 2 if key.size < FINE else self._tokens.stroke
        source = self._source(key.file).replace("currentColor", QColor.fromRgba(key.colour).name())
        source = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{stroke}"', source)
        pixmap = QPixmap(QSize(key.size, key.size) * key.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        if key.mirrored:
            pixmap = pixmap.transformed(QTransform.fromScale(-1, 1))
        pixmap.setDevicePixelRatio(key.ratio)
        return pixmap

    def _source(self, file: str) -> str:
        if file not in self._sources:
            self._sources[file] = (self._folder / f"{file}.svg").read_text(encoding="utf-8")
        return self._sources[file]
