"""The rows of a file on the screen: the first of them, and the bad ones with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from labcal.errors import LabCalError
from labcal.exchange.tables.sheet import Cell
from labcal.services.importing.dry_run import DryRun
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.models.table import Column

SHOWN = 10_000
"""Bad rows that the table lists; whoever has more has the columns wrong."""


class FirstRow(NamedTuple):
    """A row of the file as it is."""

    number: int
    cells: tuple[Cell, ...]


class BadLine(NamedTuple):
    """One reason why a row is bad."""

    place: int
    row: int
    column: str
    reason: str


def bad_lines(found: DryRun, text: Text) -> list[BadLine]:
    """Return every reason of every bad row."""
    lines: list[BadLine] = []
    for bad in found.bad[:SHOWN]:
        for column, reason in bad.problems:
            title = text(found.kind.column(column).title) if column else ""
            lines.append(BadLine(len(lines), bad.row, title, reason.shown(text)))
    return lines


BAD_COLUMNS = (
    Column[BadLine](title=mark("Row"), value=lambda line: str(line.row), kind=Kind.STRONG, width=72),
    Column[BadLine](title=mark("Column"), value=lambda line: line.column, width=180, tone="text2"),
    Column[BadLine](
        title=mark("Reason"),
        value=lambda line: line.reason,
        tip=lambda line: line.reason,
        grows=True,
        width=320,
    ),
)


def first_columns(headings: Sequence[str], text: Text) -> tuple[Column[FirstRow], ...]:
    """Return the columns of the file's own headings."""

    def cell(line: FirstRow, place: int) -> str:
        told = line.cells[place]
        return told.shown(text) if isinstance(told, LabCalError) else told

    own = (
        Column[FirstRow](title=heading or "—", value=partial(cell, place=place), width=130)
        for place, heading in enumerate(headings)
    )
    number = Column[FirstRow](title=mark("Row"), value=lambda line: str(line.number), width=60, tone="text2")
    return (number, *own)


def rows_told(words: str) -> frozenset[int]:
    """Return the numbers of rows written as "5, 8-12"; whatever is no number is passed over."""
    rows: set[int] = set()
    for piece in words.replace("–", "-").replace(";", ",").split(","):
        first, _, last = piece.strip().partition("-")
        if first.strip().isdecimal():
            until = int(last) if last.strip().isdecimal() else int(first)
            rows.update(range(int(first), min(until, int(first) + 1_000_000) + 1))
    return frozenset(rows)
