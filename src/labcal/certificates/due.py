"""Due lists and reminders on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from labcal.certificates.fonts import BODY, NAME, NOTE, SMALL, STRONG, TITLE
from labcal.certificates.page import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Paper,
    Pen,
    Slab,
    gap,
    paragraph,
    printed,
)
from labcal.certificates.tables import Column, table
from labcal.domain.due import DUE_STATES, DueLine
from labcal.domain.equipment import SCHEDULES
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.text import Text, mark

REMINDER = mark(
    "Our records show that the items listed below are due. "
    "Please tell us when you would like to bring them, or that they are no longer in use."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePaper:
    """What stands around the lines: whose paper, its language, and when it was made."""

    laboratory: Laboratory
    text: Text
    at: datetime


def due_list_pdf(lines: Sequence[DueLine], told: DuePaper) -> bytes:
    """Return the due list as PDF.

    Raises:
        GlyphMissingError: The typeface cannot draw a character; nothing is ever dropped silently.
    """
    text = told.text
    slabs = [*paragraph(text(mark("Due list")), TITLE), gap(6), *_table(lines, text, customers=True)]
    return _printed(slabs, text(mark("Due list")), told)


def reminder_pdf(customer: Party, lines: Sequence[DueLine], told: DuePaper) -> bytes:
    """Return the letter that reminds a customer of what is due; errors as for ``due_list_pdf``."""
    text = told.text
    slabs = [
        *paragraph(customer.name, STRONG),
        *(slab for line in customer.lines for slab in paragraph(line)),
        gap(18),
        *paragraph(told.at.date().isoformat()),
        gap(12),
        *paragraph(text(mark("Reminder of what is due")), TITLE),
        gap(6),
        *paragraph(text(REMINDER)),
        gap(8),
        *_table(lines, text, customers=False),
        gap(12),
        *paragraph(told.laboratory.party.name, STRONG),
    ]
    return _printed(slabs, text(mark("Reminder of what is due")), told)


def _table(lines: Sequence[DueLine], text: Text, *, customers: bool) -> list[Slab]:
    def column(title: str, cells: list[str], share: float = 0.0) -> Column:
        return Column(text(title), tuple(cells), share=share)

    columns = [
        column(mark("Due"), [one.next_due.isoformat() for one in lines]),
        column(mark("What"), [text(SCHEDULES[one.kind]) for one in lines]),
        column(mark("Item"), [f"{one.item_name} {one.nominal}".strip() for one in lines], 2.0),
        column(mark("Serial no."), [one.identity for one in lines], 1.0),
    ]
    if customers:
        columns += [
            column(mark("Customer"), [one.customer for one in lines], 2.0),
            column(mark("Status"), [text(DUE_STATES[one.state]) for one in lines]),
        ]
    return table(columns)


def _printed(slabs: Sequence[Slab], title: str, told: DuePaper) -> bytes:
    name = told.laboratory.party.name
    address = " · ".join(told.laboratory.party.lines)

    def head(pen: Pen, page: int, pages: int) -> None:
        pen.text(LEFT, TOP - NAME.size, name, NAME)
        pen.text(LEFT, TOP - NAME.leading - SMALL.size, address, SMALL)
        count = told.text(mark("Page {page} of {pages}"), page=page, pages=pages)
        pen.right(RIGHT, TOP - NAME.size, count, SMALL)
        pen.rule(LEFT, TOP - NAME.leading - SMALL.leading - 4, WIDTH)

    def foot(pen: Pen) -> None:
        pen.text(LEFT, BOTTOM, told.text(mark("As of {day}"), day=told.at.date().isoformat()), NOTE)

    paper = Paper(
        title=title,
        author=name,
        subject="",
        language=told.text.language,
        at=told.at,
        head=head,
        head_height=NAME.leading + SMALL.leading + 16,
        foot=foot,
        foot_height=20,
    )
    return printed([gap(4), *slabs, *paragraph("", BODY)], paper)
