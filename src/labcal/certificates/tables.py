"""Small real tables: a shaded head, hairlines between rows, figures that stand in line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from labcal.certificates.fonts import BODY, HEAD, LINE, SHADE, Style, width, wrapped
from labcal.certificates.page import WIDTH, Pen, Slab, kept

PAD = 5.0
"""Space left and right of a cell's words, in points."""
AIR = 3.4
"""Space above and below a row's words, in points."""


class Align(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: May hold line ends.
        cells: One for each row.
        align: Where its cells stand.
        share: Part of the spare room that it takes; a column without one is as wide as its widest cell.
        style: Of its cells.
    """

    title: str
    cells: tuple[str, ...]
    align: Align = Align.LEFT
    share: float = 0.0
    style: Style = BODY


def table(columns: Sequence[Column], *, room: float = WIDTH) -> list[Slab]:
    """Return the head and one slab a row; the head comes again on every page that a row begins.

    Raises:
        GlyphMissingError: A face lacks a character.
    """
    widths = _widths(columns, room)
    head = _head(columns, widths)
    count = len(columns[0].cells)
    rows = [_row(columns, widths, row, head, last=row == count - 1) for row in range(count)]
    return [head, *kept(rows[:2])[:-1], *rows[1:]] if count > 1 else [head, *rows]


def _widths(columns: Sequence[Column], room: float) -> list[float]:
    """As wide as the widest cell; what is spare, or lacks, goes by share."""
    natural = [_natural(column) + 2 * PAD for column in columns]
    if sum(natural) > room:
        natural = [_natural(column, broken=True) + 2 * PAD for column in columns]
    spare = room - sum(natural)
    shares = sum(column.share for column in columns)
    if not shares:
        scale = room / sum(natural)
        return [wide + spare / len(columns) if spare > 0 else wide * scale for wide in natural]
    if spare >= 0:
        return [w + spare * column.share / shares for w, column in zip(natural, columns, strict=True)]
    fixed = sum(w for w, column in zip(natural, columns, strict=True) if not column.share)
    flexible = max(room - fixed, room * 0.3)
    return [
        flexible * column.share / shares if column.share else w
        for w, column in zip(natural, columns, strict=True)
    ]


def _natural(column: Column, *, broken: bool = False) -> float:
    """Width of the widest cell and of the title, or of the title's widest word where it may be broken."""
    heads = [width(line, HEAD) for line in (column.title.split(" ") if broken else column.title.splitlines())]
    cells = [width(line, column.style) for cell in column.cells for line in cell.splitlines()]
    return max([*heads, *cells, 20.0])


def _head(columns: Sequence[Column], widths: Sequence[float]) -> Slab:
    titles = [wrapped(c.title, HEAD, w - 2 * PAD) for c, w in zip(columns, widths, strict=True)]
    lines = max(len(title) for title in titles)
    height = lines * HEAD.leading + 2 * AIR

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.shade(x, y - height, sum(widths), height, SHADE)
        for column, title, wide in zip(columns, titles, widths, strict=True):
            _cell(pen, (x, y - AIR, wide), title, (HEAD, column.align))
            x += wide

    return Slab(height, draw, keep=True)


def _row(columns: Sequence[Column], widths: Sequence[float], row: int, head: Slab, *, last: bool) -> Slab:
    cells = [wrapped(c.cells[row], c.style, w - 2 * PAD) for c, w in zip(columns, widths, strict=True)]
    height = max(len(lines) * c.style.leading for c, lines in zip(columns, cells, strict=True)) + 2 * AIR

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, y - height, sum(widths), 0.7 if last else 0.35, 0.45 if last else LINE)
        for column, lines, wide in zip(columns, cells, widths, strict=True):
            _cell(pen, (x, y - AIR, wide), lines, (column.style, column.align))
            x += wide

    return Slab(height, draw, header=head)


def _cell(
    pen: Pen, place: tuple[float, float, float], lines: Sequence[str], look: tuple[Style, Align]
) -> None:
    x, y, wide = place
    style, align = look
    for line in lines:
        base = y - style.size - (style.leading - style.size) * 0.35 + 1
        if align is Align.RIGHT:
            pen.right(x + wide - PAD, base, line, style)
        else:
            pen.text(x + PAD, base, line, style)
        y -= style.leading
