"""Head and foot of a document: who issues it, its number, which page; what it relates to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labcal.certificates.fonts import GREY, NAME, NUMBER, SEMIBOLD, SMALL, Style, width, wrapped
from labcal.certificates.page import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Pen
from labcal.certificates.words import NBSP, address
from labcal.domain.certificate import CalibrationCertificate
from labcal.text import Text, mark

WATERMARK = Style(SEMIBOLD, 150, 150, 0.93)
SPLIT = 0.66
"""Part of the measure that the laboratory's name and address may take in the head."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Draws what stands on each page of one document.

    Attributes:
        draft: A preview: a watermark instead of the number.
        says: Sentences at the foot, in the language of ``text``.
    """

    frame: CalibrationCertificate
    text: Text
    draft: bool
    says: Sequence[str]

    @property
    def height(self) -> float:
        """Height of the head, in points."""
        name = wrapped(self.frame.laboratory.name, NAME, WIDTH * SPLIT)
        return len(name) * NAME.leading + len(self._address()) * SMALL.leading + 16

    def head(self, pen: Pen, page: int, pages: int) -> None:
        """Draw the head of a page."""
        text = self.text
        if self.draft:
            pen.watermark(text(mark("Draft")), WATERMARK)
        y = TOP
        for line in wrapped(self.frame.laboratory.name, NAME, WIDTH * SPLIT):
            pen.text(LEFT, y - NAME.size, line, NAME)
            y -= NAME.leading
        for line in self._address():
            pen.text(LEFT, y - SMALL.size, line, SMALL)
            y -= SMALL.leading
        number = self.frame.number
        title = text(mark("Draft")) if self.draft else text(mark("No. {number}"), number=number)
        pen.right(RIGHT, TOP - NUMBER.size, title.replace(" ", NBSP), NUMBER)
        shown = text(mark("page {page} of {pages}"), page=page, pages=pages)
        pen.right(RIGHT, TOP - NUMBER.leading - SMALL.size, shown, SMALL)
        pen.rule(LEFT, y - 6, WIDTH, 0.8, 0.25)

    def foot(self, pen: Pen) -> None:
        """Draw the foot of a page."""
        y = BOTTOM + 26
        pen.rule(LEFT, y, WIDTH, 0.4)
        for line in wrapped(" ".join(self.says), SMALL, WIDTH):
            y -= SMALL.leading
            pen.text(LEFT, y, line, SMALL)
        if self.draft:
            return
        words = self.text(
            mark("Journal entry {entry} · {head}"),
            entry=self.frame.journal_entry,
            head=self.frame.journal_head,
        )
        small = Style(SMALL.font, 5.6, 8, GREY)
        fitting = words if width(words, small) <= WIDTH else f"{words[:90]}…"
        pen.text(LEFT, y - SMALL.leading, fitting, small)

    def _address(self) -> list[str]:
        laboratory, code = self.frame.laboratory, self.frame.laboratory_code
        parts = [*address(laboratory, self.text.language), laboratory.phone, laboratory.email]
        first = " · ".join(part for part in parts if part)
        told = self.text(mark("Laboratory code {code}"), code=code) if code else ""
        return wrapped("\n".join(part for part in (first, told) if part), SMALL, WIDTH * SPLIT)
