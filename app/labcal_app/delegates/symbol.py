"""A quantity symbol with its subscript, drawn: there are no capitals among Unicode's subscripts."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from labcal_app.cells import Symbol
from labcal_app.theme.look import Look
from labcal_app.theme.paint import LEFT, RIGHT, words

LOWER = 4
SMALL = 10


def symbol_width(look: Look, symbol: Symbol) -> float:
    """Return the width of ``symbol``, in px."""
    below = QFontMetricsF(_below(look)).horizontalAdvance(symbol.subscript) if symbol.subscript else 0
    return look.metrics("section", 500).horizontalAdvance(symbol.base) + below + 1


def draw_symbol(painter: QPainter, look: Look, box: QRectF, symbol: Symbol, ink: str = "text") -> None:
    """Paint ``symbol`` at the start of ``box``; symbols read from left to right in every language."""
    wide = symbol_width(look, symbol)
    start = box.right() - wide if look.mirrored else box.left()
    base = look.metrics("section", 500).horizontalAdvance(symbol.base)
    place = QRectF(start, box.top(), base + 1, box.height())
    words(painter, place, symbol.base, (look.font("section", 500), look.colour(ink)), LEFT)
    if symbol.subscript:
        below = QRectF(start, box.top() + LOWER, wide, box.height())
        words(painter, below, symbol.subscript, (_below(look), look.colour(ink)), RIGHT)


def _below(look: Look) -> QFont:
    font = QFont(look.font("caption"))
    font.setPixelSize(SMALL)
    return font
