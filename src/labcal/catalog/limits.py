"""Tables of limits that ship as data: edition, clause, source, confidence, and who verified them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from labcal import resources
from labcal.catalog.limit_file import provenance, read_heading, read_rows, symbols_of
from labcal.catalog.reader import Table
from labcal.domain.limits.condition import condition
from labcal.domain.limits.exact import formula
from labcal.domain.limits.table import LimitRow, LimitTable
from labcal.domain.quantity import parse, parse_half_width
from labcal.errors import LabCalError
from labcal.errors.limits import LimitFileError, UnknownLimitTableError

GROUPS = ("oiml", "iso", "iec", "en", "eu", "fr")
"""Folders of the tables that ship, by who publishes the documents."""
FILE = "limits.toml"
COLUMNS = ["nominal", "class", "limit", "confidence"]
NAME = re.compile(r"[a-z0-9-]+")


def limit_tables() -> tuple[str, ...]:
    """Return the names of the shipped tables."""
    found = (path.parent.name for group in GROUPS for path in resources.path(group).glob(f"*/{FILE}"))
    return tuple(sorted(found))


def load_heading(name: str) -> LimitTable:
    """Return a shipped table without its rows: quick enough for lists.

    Args:
        name: Such as "r111-1-2004".

    Raises:
        UnknownLimitTableError: There is none of that name.
        LimitError, ProcedureError: Its file cannot be used.
    """
    return read_heading((_folder(name) / FILE).read_bytes(), name)[0]


def load_limits(name: str) -> LimitTable:
    """Return a shipped table.

    Args:
        name: Such as "r111-1-2004".

    Raises:
        UnknownLimitTableError: There is none of that name.
        LimitError, ProcedureError: Its files cannot be used.
    """
    folder = _folder(name)
    rows = folder / "mpe.csv"
    return parse_limits((folder / FILE).read_bytes(), name, rows.read_bytes() if rows.is_file() else None)


def digest_of(name: str) -> str:
    """Return the digest of the file that holds the rows of a shipped table, as ``LimitTable.digest`` has it.

    Raises:
        UnknownLimitTableError: There is none of that name.
    """
    rows = _folder(name) / "mpe.csv"
    file = rows if rows.is_file() else _folder(name) / FILE
    return hashlib.sha256(file.read_bytes()).hexdigest()


def parse_limits(body: bytes, name: str, rows: bytes | None = None) -> LimitTable:
    """Read a table of limits: one that ships, or a laboratory's own.

    Args:
        body: Its file (FORMATS, labcal-limits-2), UTF-8.
        name: Name of the table.
        rows: Its rows by nominal value and class, as CSV, where they are not in the file itself.

    Raises:
        LimitError, ProcedureError: They cannot be used; the sentence names the place.
    """
    heading, top = read_heading(body, name)
    digest = hashlib.sha256(body if rows is None else rows).hexdigest()
    own = read_rows(top, heading)
    return replace(heading, digest=digest, rows=own if rows is None else parse_rows(rows, heading))


def parse_rows(body: bytes, heading: LimitTable) -> tuple[LimitRow, ...]:
    """Read the rows of a table of limits by nominal value and class.

    Args:
        body: CSV in UTF-8, with the columns nominal, class, limit, confidence.
        heading: The table; its first variable is the nominal value.

    Raises:
        LimitFileError: A line cannot be read; it names the line.
    """
    lines = csv.DictReader(io.StringIO(body.decode()))
    if lines.fieldnames != COLUMNS:
        raise LimitFileError(file="mpe.csv", reason=f"{lines.fieldnames} ≠ {COLUMNS}")
    rows: dict[tuple[float, str], LimitRow] = {}
    for line in lines:
        try:
            key, row = _row(line, heading)
        except LabCalError as error:
            raise LimitFileError(file=f"mpe.csv, {lines.line_num}", reason=str(error)) from error
        if key in rows:
            reason = f"{line['nominal']}, {line['class']} × 2"
            raise LimitFileError(file=f"mpe.csv, {lines.line_num}", reason=reason)
        rows[key] = row
    return tuple(rows.values())


def _row(line: Mapping[str, str], heading: LimitTable) -> tuple[tuple[float, str], LimitRow]:
    symbols = symbols_of(heading)
    limit, nominal = parse_half_width(line["limit"], heading.unit), parse(line["nominal"])
    symbol = heading.variables[0].symbol
    figure = formula(f"{limit.number} {limit.unit}", symbols, heading.unit)
    row = LimitRow(
        grades=(line["class"],),
        stage=None,
        when=condition(f"{symbol} = {nominal.number} {nominal.unit}", symbols),
        minus=figure,
        plus=figure,
        told=provenance(Table({"confidence": line["confidence"]}, "mpe.csv"), heading.told),
    )
    return (nominal.base, line["class"]), row


def _folder(name: str) -> Path:
    if NAME.fullmatch(name):
        for group in GROUPS:
            folder = resources.path(group, name)
            if (folder / FILE).is_file():
                return folder
    raise UnknownLimitTableError(name=name)
