"""The chip that says a state: icon and word on a ground, never colour alone."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from labcal_app.cells import Chip, State
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, mirrored_box, rounded, starting, words

HEIGHT, PAD, GAP, ICON = 20, 6, 6, 14


class Dress(NamedTuple):
    """How a state is drawn: names of the colours of words, ground and edge; no edge where empty."""

    ink: str
    ground: str
    edge: str = ""


DRESSES = {
    State.PASS: Dress("pass", "pass_soft"),
    State.CONDITIONAL: Dress("warn", "warn_soft"),
    State.FAIL: Dress("on_fail", "fail"),
    State.INFO: Dress("info", "info_soft"),
    State.WAITING: Dress("text2", "sunken", "line_strong"),
    State.NONE: Dress("text2", "sunken", "line_strong"),
    State.EXPIRING: Dress("warn", "warn_soft"),
    State.EXPIRED: Dress("on_fail", "fail"),
    State.TRAINING: Dress("info", "info_soft"),
    State.STOPPED: Dress("on_fail", "fail"),
}


def chip_size(look: Look, chip: Chip) -> QSizeF:
    """Return the size of ``chip``, in px."""
    wide = look.metrics("small", 500).horizontalAdvance(chip.word) + 2 * PAD + 2
    return QSizeF(wide + (ICON + GAP if _has_icon(chip) else 0), HEIGHT)


def draw_chip(painter: QPainter, look: Look, box: QRectF, chip: Chip) -> None:
    """Paint ``chip`` at the start of ``box``, or all over it where it fills the cell."""
    if chip.fills and chip.state is State.NONE:
        words(painter, box, "–", (look.font("small", 500), look.colour("text3")), CENTRE)
        return
    dress, size = DRESSES[chip.state], chip_size(look, chip)
    wide = min(size.width(), box.width())
    body = QRectF(box.left(), round(box.center().y() - HEIGHT / 2), wide, HEIGHT)
    body = box if chip.fills else mirrored_box(body, box, look.mirrored)
    edge = look.colour(dress.edge) if dress.edge else None
    rounded(painter, body, look.colour(dress.ground), look.radius("chip"), edge)
    start = body.left() + max(PAD, (body.width() - size.width()) / 2 + PAD)
    if _has_icon(chip):
        icon = QRectF(start, body.center().y() - ICON / 2, ICON, ICON)
        look.draw_icon(painter, mirrored_box(icon, body, look.mirrored), chip.state.value, dress.ink)
        start += ICON + GAP
    label = mirrored_box(
        QRectF(start, body.top(), body.right() - start - 1, body.height()), body, look.mirrored
    )
    ink = (look.font("small", 500), look.colour(dress.ink))
    words(painter, label, chip.word, ink, starting(look.mirrored))


def _has_icon(chip: Chip) -> bool:
    return chip.state is not State.NONE
