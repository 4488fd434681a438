"""Paper: slabs stacked on A4 pages, and the pen that draws on them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from labcal.certificates.archival import Description, archival
from labcal.certificates.fonts import BODY, REGULAR, Style, prepare, refuse_missing, width, wrapped

PROGRAM = "LabCal"
MM = 72 / 25.4
LEFT = 20 * MM
RIGHT = A4[0] - 20 * MM
TOP = A4[1] - 16 * MM
BOTTOM = 14 * MM
WIDTH = RIGHT - LEFT
"""Margins and measure, in points from the lower left corner."""


class Pen:
    """Draws on a page; whatever it draws has been checked to have its glyphs."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def text(self, x: float, y: float, line: str, style: Style = BODY) -> None:
        """Draw ``line`` with its base line at ``y``, starting at ``x``.

        Raises:
            GlyphMissingError: The face lacks a character.
        """
        refuse_missing(line, style.font)
        self._canvas.setFont(style.font, style.size)
        self._canvas.setFillGray(style.grey)
        self._canvas.drawString(x, y, line)

    def right(self, x: float, y: float, line: str, style: Style = BODY) -> None:
        """Draw ``line`` so that it ends at ``x``."""
        self.text(x - width(line, style), y, line, style)

    def middle(self, x: float, y: float, line: str, style: Style = BODY) -> None:
        """Draw ``line`` centred on ``x``."""
        self.text(x - width(line, style) / 2, y, line, style)

    def rule(self, x: float, y: float, length: float, thick: float = 0.5, grey: float = 0.78) -> None:
        """Draw a level line."""
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(thick)
        self._canvas.line(x, y, x + length, y)

    def shade(self, x: float, y: float, length: float, height: float, grey: float) -> None:
        """Fill a rectangle whose lower left corner is (x, y)."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, y, length, height, stroke=0, fill=1)

    def squares(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Fill rectangles in full black, each by its lower left corner, width and height, as one shape."""
        path = self._canvas.beginPath()
        for box in boxes:
            path.rect(*box)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def watermark(self, word: str, style: Style) -> None:
        """Draw ``word`` across the page, from lower left to upper right."""
        refuse_missing(word, style.font)
        self._canvas.saveState()
        self._canvas.translate(A4[0] / 2, A4[1] / 2)
        self._canvas.rotate(52)
        self.text(-width(word, style) / 2, -style.size / 3, word, style)
        self._canvas.restoreState()


Draw = Callable[[Pen, float, float], None]
"""Draws a slab, given the pen, its left edge and its upper edge."""


@dataclass(frozen=True, slots=True)
class Slab:
    """A strip of the page that is never cut.

    Attributes:
        height: In points.
        draw: Draws it.
        keep: Whether it must not be the last on its page.
        header: Drawn again above it where it begins a page, such as a table's head.
    """

    height: float
    draw: Draw
    keep: bool = False
    header: Slab | None = None


def gap(height: float) -> Slab:
    """Return empty space."""
    return Slab(height, lambda _pen, _x, _y: None, keep=True)


def paragraph(words: str, style: Style = BODY, *, room: float = WIDTH, indent: float = 0) -> list[Slab]:
    """Return one slab a line; a page may end between lines, but not after the first or before the last."""
    lines = wrapped(words, style, room)

    def drawn(line: str) -> Draw:
        return lambda pen, x, y: pen.text(x + indent, y - style.size, line, style)

    slabs = [Slab(style.leading, drawn(line)) for line in lines]
    if len(slabs) > 1:
        slabs[0] = replace(slabs[0], keep=True)
        slabs[-2] = replace(slabs[-2], keep=True)
    return slabs


def kept(slabs: Sequence[Slab]) -> list[Slab]:
    """Return the slabs bound to stay on one page, and to what follows the last as it was."""
    return [*(replace(slab, keep=True) for slab in slabs[:-1]), *slabs[-1:]]


def paginated(slabs: Sequence[Slab], room: float) -> list[list[Slab]]:
    """Return the slabs page by page, none of which is higher than ``room`` points."""
    pages: list[list[Slab]] = [[]]
    used = 0.0
    for place, slab in enumerate(slabs):
        needed = slab.height
        for following in range(place, len(slabs) - 1):
            if not slabs[following].keep:
                break
            needed += slabs[following + 1].height
        if pages[-1] and used + min(needed, room) > room:
            pages.append([])
            used = 0.0
        if not pages[-1] and slab.header is not None:
            pages[-1].append(slab.header)
            used += slab.header.height
        pages[-1].append(slab)
        used += slab.height
    return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on every page around the slabs.

    Attributes:
        title: Of the document, for its metadata.
        author: The laboratory.
        subject: The certificate's number; "" for a draft.
        language: ISO 639-1 code.
        at: Instant that the metadata bear.
        head: Draws the head of page n of m and tells nothing.
        head_height: In points.
        foot: Draws the foot of a page.
        foot_height: In points.
    """

    title: str
    author: str
    subject: str
    language: str
    at: datetime
    head: Callable[[Pen, int, int], None]
    head_height: float
    foot: Callable[[Pen], None]
    foot_height: float


def printed(slabs: Sequence[Slab], paper: Paper) -> bytes:
    """Return the PDF, as PDF/A-3b; the same bytes for the same input.

    Raises:
        GlyphMissingError: A face lacks a character.
    """
    prepare()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR, lang=paper.language
    )
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.author)
    canvas.setSubject(paper.subject)
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.setDateFormatter(lambda *_: paper.at.strftime("D:%Y%m%d%H%M%S+00'00'"))
    pen = Pen(canvas)
    top = TOP - paper.head_height
    pages = paginated(slabs, top - BOTTOM - paper.foot_height)
    for number, page in enumerate(pages, 1):
        paper.head(pen, number, len(pages))
        y = top
        for slab in page:
            slab.draw(pen, LEFT, y)
            y -= slab.height
        paper.foot(pen)
        canvas.showPage()
    canvas.save()
    described = Description(
        title=paper.title, author=paper.author, subject=paper.subject, program=PROGRAM, at=paper.at
    )
    return archival(buffer.getvalue(), described)
