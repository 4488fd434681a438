"""Draws a QR code (ISO/IEC 18004) on the printed page."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from labcal.certificates.page import MM, Pen

SIDE = 31 * MM
"""Edge of the code with its quiet zone: large enough for a print of 150 points an inch."""
QUIET = 4
"""Squares left white around the code (ISO/IEC 18004, 6.3.8)."""


@lru_cache(maxsize=8)
def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark squares of the code, row by row from the top."""
    import numpy as np
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = np.asarray(made.to_image(scale=1, add_quiet_zones=False)) == 0
    return tuple(tuple(row) for row in dark.tolist())


def draw(pen: Pen, text: str, x: float, y: float) -> None:
    """Draw the code of ``text`` with the upper left corner of its quiet zone at (x, y)."""
    rows = squares(text)
    step = SIDE / (len(rows) + 2 * QUIET)
    x, y = x + QUIET * step, y - QUIET * step
    pen.squares(
        [
            (x + first * step, y - (number + 1) * step, (last - first) * step, step)
            for number, row in enumerate(rows)
            for first, last in _runs(row)
        ]
    )


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return where dark squares begin and end, from 0."""
    padded = (False, *row, False)
    edges = [place for place, pair in enumerate(pairwise(padded)) if pair[0] != pair[1]]
    return list(zip(edges[::2], edges[1::2], strict=True))
