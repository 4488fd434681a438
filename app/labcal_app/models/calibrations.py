"""The columns of the list of jobs."""

from __future__ import annotations

from datetime import date

from labcal.domain.agreement import DELAYS, Priority
from labcal.domain.job import JobLine
from labcal.services.lists import job_page
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Kind, Stage, TwoLines
from labcal_app.dates import shown_date
from labcal_app.models.paged import PagedSource
from labcal_app.models.table import Column
from labcal_app.outcomes import PATH, STAGES, stage_of_line, stage_place

JOBS = PagedSource[JobLine](
    question=job_page,
    shows=frozenset({"job", "reading", "certificate", "delay"}),
    key=lambda line: line.number,
)
SOON = 7
"""Days before the date promised from which on it is coloured."""


def job_columns(text: Text, today: date) -> tuple[Column[JobLine], ...]:
    """Return the columns as of ``today``."""
    return (
        Column[JobLine](
            title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=110, order="number"
        ),
        Column[JobLine](
            title=mark("Item"),
            value=lambda line: _item(line, text),
            kind=Kind.TWO_LINES,
            grows=True,
            width=260,
            order="item",
        ),
        Column[JobLine](
            title=mark("Serial"), value=lambda line: line.serial, kind=Kind.CODE, width=100, order="serial"
        ),
        Column[JobLine](
            title=mark("Stage"),
            value=lambda line: _stage(line, text),
            kind=Kind.STAGE,
            width=180,
            order="stage",
        ),
        Column[JobLine](
            title=mark("Due"),
            value=lambda line: due_word(line.due_on, today, text) if _is_open(line) else "",
            kind=Kind.DATE,
            width=130,
            tone_of=lambda line: due_tone(line.due_on, today) if _is_open(line) else "",
            tip=lambda line: shown_date(line.due_on, text) if line.due_on else "",
            order="due",
        ),
        Column[JobLine](
            title=mark("Who"), value=lambda line: shown_name(line.who, text), tone="text2", width=130
        ),
        Column[JobLine](
            title=mark("Certificate"), value=lambda line: line.certificate or "", kind=Kind.CODE, width=130
        ),
    )


def due_word(due: date | None, today: date, text: Text) -> str:
    """Return the time left until ``due``, in words; empty without a date."""
    if due is None:
        return ""
    left = (due - today).days
    if left < 0:
        return text(mark("overdue {days} d"), days=-left)
    if left == 0:
        return text(mark("due today"))
    if left == 1:
        return text(mark("due tomorrow"))
    return text(mark("due in {days} days"), days=left)


def due_tone(due: date | None, today: date) -> str:
    """Return the colour of that time."""
    if due is None:
        return ""
    left = (due - today).days
    return "fail" if left < 0 else "warn" if left <= SOON else "text2"


def _item(line: JobLine, text: Text) -> TwoLines:
    """Return item and customer, with that it is urgent, or what holds it up, as long as it is not issued."""
    told = [line.customer]
    if _is_open(line) and line.priority is Priority.URGENT:
        told.insert(0, text(mark("urgent")))
    if _is_open(line) and line.delay is not None:
        told.insert(0, text(DELAYS[line.delay]))
    return TwoLines(line.item, " · ".join(told))


def _stage(line: JobLine, text: Text) -> Stage:
    stage = stage_of_line(line)
    word = text(STAGES[stage]) if stage in STAGES else text(mark("Issued"))
    return Stage(stage_place(stage), len(PATH), word)


def _is_open(line: JobLine) -> bool:
    return line.certificate is None
