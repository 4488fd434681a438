"""Labels on sheets and on label printers, as PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from labcal.certificates.fonts import MEDIUM, REGULAR, SEMIBOLD, Style, prepare, refuse_missing, width
from labcal.certificates.page import MM, Pen
from labcal.domain.label import LABEL_STATUSES, Label, LabelLayout, LabelStatus
from labcal.errors.labels import NoLabelError, NoSuchPlaceError
from labcal.text import Text, mark

EDGE = 1.6 * MM
"""Left free on each side: no printer reaches farther, and rolls are cut with some play."""
LEADING = 1.22
LARGEST, LEAST = 8.0, 4.2
"""Sizes of the words, in points: as large as there is room for."""
ELLIPSIS = "…"
BAR = {LabelStatus.CALIBRATED: 0.86, LabelStatus.LIMITED: 0.66, LabelStatus.OUT_OF_SERVICE: 0.0}
"""Grey behind the status: the word says it, the ground shows it from afar."""
HALF_DARK = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a label; what may be cut ends with an ellipsis where it is too long."""

    words: str
    font: str = REGULAR
    may_be_cut: bool = False


def printed_labels(labels: Sequence[Label], layout: LabelLayout, text: Text, start: int = 1) -> bytes:
    """Return the labels as PDF, in the language of ``text``; the same bytes for the same input.

    Args:
        labels: In the order of the places.
        layout: The sheet or the roll.
        text: The language.
        start: The first place of the sheet to be used, from 1.

    Raises:
        NoLabelError: There is none.
        NoSuchPlaceError: The sheet has no such place.
        GlyphMissingError: The typeface cannot draw a character; nothing is ever dropped silently.
    """
    if not labels:
        raise NoLabelError
    if not 1 <= start <= layout.on_a_page:
        raise NoSuchPlaceError(most=layout.on_a_page)
    prepare()
    buffer = io.BytesIO()
    size = (layout.page_width * MM, layout.page_height * MM)
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(text(mark("Labels")))
    canvas.setCreator("LabCal")
    canvas.setProducer("LabCal")
    pen, page = Pen(canvas), 0
    for label, (wanted, x, y) in zip(labels, layout.places(len(labels), start), strict=True):
        while page < wanted:
            canvas.showPage()
            page += 1
        box = (x * MM, size[1] - y * MM, layout.width * MM, layout.height * MM)
        _draw(pen, label, box, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def refuse_unprintable_label(label: Label, text: Text) -> None:
    """Refuse a label of which the typeface cannot draw a character.

    Raises:
        GlyphMissingError: It lacks one; the sentence names it.
    """
    for line in (_status(label, text), *(one.words for one in _lines(label, text))):
        refuse_missing(line, REGULAR)


def _draw(pen: Pen, label: Label, box: tuple[float, float, float, float], text: Text) -> None:
    """Draw a label into ``box``: left edge, upper edge, width and height in points."""
    left, top, wide, high = box
    lines = _lines(label, text)
    room, height = wide - 2 * EDGE, high - 2 * EDGE
    size = min(LARGEST, height / ((len(lines) + 1.4) * LEADING))
    bar, y = 1.4 * size * LEADING, top - EDGE
    grey = BAR[label.status]
    pen.shade(left + EDGE, y - bar, room, bar, grey)
    status = _status(label, text)
    style = _fitting(status, Style(SEMIBOLD, size * 1.1, size, 1.0 if grey < HALF_DARK else 0.0), room - 4)
    pen.middle(left + wide / 2, y - bar / 2 - style.size * 0.36, status, style)
    y -= bar
    for line in lines:
        y -= size * LEADING
        style = _fitting(line.words, Style(line.font, size, size, 0.0), room)
        words = _cut(line.words, style, room) if line.may_be_cut else line.words
        pen.text(left + EDGE, y + size * 0.12, words, style)


def _status(label: Label, text: Text) -> str:
    return text(LABEL_STATUSES[label.status]).upper()


def _lines(label: Label, text: Text) -> list[_Line]:
    day = mark("Since {day}") if label.status is LabelStatus.OUT_OF_SERVICE else mark("Calibrated {day}")
    lines = [_Line(text(day, day=label.on.isoformat()), MEDIUM)]
    if label.due is not None:
        lines.append(_Line(text(mark("Due {day}"), day=label.due.isoformat()), SEMIBOLD))
    if label.number:
        lines.append(_Line(text(mark("No. {number}"), number=label.number), MEDIUM))
    lines.append(_Line(label.identity, MEDIUM))
    lines.append(_Line(label.item, REGULAR, may_be_cut=True))
    lines.append(_Line(label.laboratory, REGULAR, may_be_cut=True))
    return lines


def _fitting(words: str, style: Style, room: float) -> Style:
    """Return the style, smaller where the words need it; a line that may not be cut goes below the least."""
    wide = width(words, style)
    if wide <= room:
        return style
    smaller = style.size * room / wide
    return replace(style, size=smaller)


def _cut(words: str, style: Style, room: float) -> str:
    """Return words as far as there is room at the least size, with an ellipsis where some are left out."""
    if style.size >= LEAST:
        return words
    least = replace(style, size=LEAST)
    kept = next(
        (n for n in range(len(words), 0, -1) if width(words[:n].rstrip() + ELLIPSIS, least) <= room), 0
    )
    return words[:kept].rstrip() + ELLIPSIS
