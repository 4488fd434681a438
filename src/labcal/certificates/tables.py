"""Small real tables: a shaded head, hairlines between rows, figures that stand in line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from labcal.certificates.fonts import BODY, HEAD, LINE, SHADE, Style, in_figures, width, wrapped
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
    """A column of a table; figures stand in line where it is aligned to the right.

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

    @property
    def face(self) -> Style:
        """The style in which its cells are drawn."""
        return in_figures(self.style) if self.align is Align.RIGHT else self.style


def table(columns: Sequence[Column], *, room: float = WIDTH) -> list[Slab]:
    """Return the head and one slab a row; the head comes again on every page that a row begins.

    Raises:
        GlyphMissingError: A face lacks a character.
    """
    sizes = widths(columns, room)
    head = _head(columns, sizes)
    count = len(columns[0].cells)
    rows = [_row(columns, sizes, row, head, last=row == count - 1) for row in range(count)]
    return [head, *kept(rows[:2])[:-1], *rows[1:]] if count > 1 else [head, *rows]


def widths(columns: Sequence[Column], room: float) -> list[float]:
    """Return each column's width, in points: its widest cell's; what is spare, or lacks, goes by share."""
    natural = [_natural(column) + 2 * PAD for column in columns]
    if sum(natural) > room:
        natural = [_natural(column, broken=True) + 2 * PAD for column in columns]
    spare = room - sum(natural)
    shares = [column.share for column in columns]
    if not any(shares):
        shares = [1.0 for _ in columns]
    if spare >= 0:
        return [wide + spare * share / sum(shares) for wide, share in zip(natural, shares, strict=True)]
    fixed = sum(wide for wide, share in zip(natural, shares, strict=True) if not share)
    flexible = max(room - fixed, room * 0.3)
    sizes = [flexible * s / sum(shares) if s else w for w, s in zip(natural, shares, strict=True)]
    return [size * min(1.0, room / sum(sizes)) for size in sizes]


def _natural(column: Column, *, broken: bool = False) -> float:
    """Width of the widest cell and of the title, or of the title's widest word where it may be broken."""
    heads = [width(line, HEAD) for line in (column.title.split(" ") if broken else column.title.splitlines())]
    cells = [width(line, column.face) for cell in column.cells for line in cell.splitlines()]
    return max([*heads, *cells, 20.0])


def _head(columns: Sequence[Column], sizes: Sequence[float]) -> Slab:
    titles = [wrapped(c.title, HEAD, w - 2 * PAD) for c, w in zip(columns, sizes, strict=True)]
    lines = max(len(title) for title in titles)
    height = lines * HEAD.leading + 2 * AIR

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.shade(x, y - height, sum(sizes), height, SHADE)
        for column, title, wide in zip(columns, titles, sizes, strict=True):
            _cell(pen, (x, y - AIR, wide), title, (HEAD, column.align))
            x += wide

    return Slab(height, draw, keep=True)


def _row(columns: Sequence[Column], sizes: Sequence[float], row: int, head: Slab, *, last: bool) -> Slab:
    cells = [wrapped(c.cells[row], c.face, w - 2 * PAD) for c, w in zip(columns, sizes, strict=True)]
    height = max(len(lines) * c.face.leading for c, lines in zip(columns, cells, strict=True)) + 2 * AIR

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.rule(x, y - height, sum(sizes), 0.7 if last else 0.35, 0.45 if last else LINE)
        for column, lines, wide in zip(columns, cells, sizes, strict=True):
            _cell(pen, (x, y - AIR, wide), lines, (column.face, column.align))
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
