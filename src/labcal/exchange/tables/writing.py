"""Writes tables of records: CSV and XLSX, row by row, so that no spreadsheet runs what is only text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

from labcal.exchange.tables.csv_read import QUOTED

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
"""What a spreadsheet takes for a number, whatever its sign."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Tells a spreadsheet that the text is UTF-8."""

Value = str | date | None


def write_csv(
    target: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]], delimiter: str = ","
) -> int:
    """Write rows as CSV in UTF-8 and return how many; what a spreadsheet might run gets an apostrophe."""
    target.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(target, "utf-8", newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([quoted(name) for name in headings])
    count = 0
    for row in rows:
        writer.writerow([quoted(shown(value)) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def shown(value: Value) -> str:
    """Return a value as text; a date as ISO 8601 writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value.isoformat()


def quoted(text: str) -> str:
    """Return text so that a spreadsheet does not run it; ``csv_read`` takes the apostrophe away again."""
    if text[:1] and text[0] in QUOTED and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
