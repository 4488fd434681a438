"""One list of records as CSV or XLSX, with the columns that the importer reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from labcal.domain.listing import Page, Wanted
from labcal.errors.imports import UnknownTableKindError
from labcal.exchange.tables.writing import Value, write_csv
from labcal.exchange.tables.xlsx_write import write_xlsx
from labcal.services.files import replacing
from labcal.services.importing.kinds import Kind
from labcal.store import incoming
from labcal.store.book import Book
from labcal.store.work import Records
from labcal.text import Text

Progress = Callable[[int, int], None]
PAGE = 1000
STRIDE = 500
"""Rows after which progress is told."""
LISTS: dict[str, Callable[[Records, Wanted], Page[Any]]] = {
    incoming.INSTRUMENTS: lambda records, wanted: records.lists.instruments(wanted),
    incoming.STANDARDS: lambda records, wanted: records.lists.standards(wanted),
    incoming.CUSTOMERS: lambda records, wanted: records.lists.customers(wanted),
}
"""The lists that can be narrowed and sorted, by kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder:
    """Which records are to be written where.

    Attributes:
        path: A file that ends in .csv or .xlsx; one that is there is replaced once the new one is whole.
        text: The language of the headings.
        wanted: The list as it is shown: its words, filters and order; None for all, oldest first.
    """

    kind: Kind
    path: Path
    text: Text
    wanted: Wanted | None = None


def export_list(book: Book, order: ListOrder, progress: Progress | None = None) -> int:
    """Write the records of a kind into a table and return how many rows it has.

    Args:
        book: Where they are.
        order: Which records, and where to.
        progress: Is told rows written, and rows in all or 0; ``CancelledError`` raised by it leaves no file.

    Raises:
        UnknownTableKindError: The file's name has another ending.
        UnwritableFileError: The folder refuses it, or the disk is full.
    """
    kind, text, ending = order.kind, order.text, order.path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise UnknownTableKindError(file=order.path.name)
    headings = [text(column.title) for column in kind.columns]
    with book.read() as records, replacing(order.path) as target:
        rows = _told(_rows(records, kind, order.wanted, progress), kind)
        if ending == ".csv":
            return write_csv(target, headings, rows)
        return write_xlsx(target, headings, rows, text(kind.title))


def told_row(kind: Kind, told: dict[str, Value]) -> list[Value]:
    """Return a record as the cells of its row."""
    return [told.get(column.name, "") for column in kind.columns]


def _told(rows: Iterator[dict[str, Value]], kind: Kind) -> Iterator[list[Value]]:
    for row in rows:
        yield told_row(kind, row)


def _rows(
    records: Records, kind: Kind, wanted: Wanted | None, progress: Progress | None
) -> Iterator[dict[str, Value]]:
    numbers = _numbers(records, kind, wanted) if wanted is not None else None
    found = (
        records.outgoing.rows(kind.name) if numbers is None else records.outgoing.chosen(kind.name, numbers)
    )
    total = 0 if numbers is None else len(numbers)
    for count, row in enumerate(found, start=1):
        if progress is not None and count % STRIDE == 0:
            progress(count, total)
        yield row


def _numbers(records: Records, kind: Kind, wanted: Wanted) -> Sequence[str]:
    """Return the numbers of the records of a list, in its order."""
    pages, numbers = LISTS[kind.name], list[str]()
    asked = replace(wanted, size=PAGE, after=None, before=None, at=None, near="", end=False)
    while True:
        page = pages(records, asked)
        numbers += [line.number for line in page.lines]
        if not page.later:
            return numbers
        asked = replace(asked, after=page.places[-1])
