"""Tables of limits that ship as data: edition, clause, source, confidence, and who verified them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.procedure_file import unit_of
from labcal.domain.conformity import Limits
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.errors.limits import (
    LimitFileError,
    MissingGradeError,
    NoLimitError,
    NominalNotInTableError,
    UnknownGradeError,
    UnknownLimitTableError,
)

FORMAT = "labcal-limits-1"
COLUMNS = ["nominal", "class", "limit", "confidence"]
NAME = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One row: the limit is ± ``limit``, in the unit of the table."""

    nominal: QuantityValue
    grade: str
    limit: Decimal
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTable:
    """A table of limits by nominal value and class.

    Attributes:
        name: Such as "r111-1-2004".
        specification: Such as "OIML R 111-1:2004".
        edition: Edition of the document.
        clause: Clause and table.
        source: How the figures were obtained.
        verified_by: Who has compared them with the document; empty where nobody has.
        digest: SHA-256 of the rows' file, hexadecimal.
        unit: Unit of the limits.
        rows: In the order of the file.
    """

    name: str
    specification: str
    edition: str
    clause: str
    source: str
    verified_by: str
    digest: str
    unit: str
    rows: tuple[LimitRow, ...]

    @property
    def grades(self) -> tuple[str, ...]:
        """The classes, in the order of the file."""
        return tuple(dict.fromkeys(row.grade for row in self.rows))

    def limit(self, nominal: QuantityValue, grade: str) -> Limits:
        """Return the limits for one nominal value and class.

        Raises:
            MissingGradeError: The item has no class.
            UnknownGradeError: The table has no such class.
            NominalNotInTableError: The table has no such nominal value.
            NoLimitError: The table has no limit for both together.
            UnitMismatchError: The nominal value is of another kind.
        """
        classes = ", ".join(self.grades)
        if not grade:
            raise MissingGradeError(table=self.specification, grades=classes)
        if grade not in self.grades:
            raise UnknownGradeError(table=self.specification, grade=grade, grades=classes)
        same = [row for row in self.rows if nominal.in_unit(row.nominal.unit) == row.nominal.value]
        if not same:
            raise NominalNotInTableError(table=self.specification, nominal=str(nominal))
        for row in same:
            if row.grade == grade:
                return self._limits(row)
        raise NoLimitError(table=self.specification, nominal=str(nominal), grade=grade)

    def _limits(self, row: LimitRow) -> Limits:
        return Limits(
            lower=-row.limit,
            upper=row.limit,
            unit=self.unit,
            grade=row.grade,
            specification=self.specification,
            clause=self.clause,
            edition=self.edition,
            source=self.source,
            confidence=row.confidence,
            verified=bool(self.verified_by),
            digest=self.digest,
        )


def limit_tables() -> tuple[str, ...]:
    """Return the names of the shipped tables."""
    return tuple(sorted(path.parent.name for path in resources.path("oiml").glob("*/source.toml")))


def load_limits(name: str) -> LimitTable:
    """Return a shipped table.

    Args:
        name: Such as "r111-1-2004".

    Raises:
        UnknownLimitTableError: There is none of that name.
        LimitFileError, ProcedureError: Its files cannot be used.
    """
    if not NAME.fullmatch(name) or not resources.path("oiml", name, "source.toml").is_file():
        raise UnknownLimitTableError(name=name)
    folder = resources.path("oiml", name)
    body = (folder / "mpe.csv").read_bytes()
    top = reader.read((folder / "source.toml").read_bytes(), FORMAT, f"{name}/source.toml")
    unit = unit_of(top, "unit")
    table = LimitTable(
        name=name,
        specification=top.text("specification"),
        edition=top.text("edition"),
        clause=top.text("clause"),
        source=top.text("source"),
        verified_by=top.text("verified_by"),
        digest=hashlib.sha256(body).hexdigest(),
        unit=unit,
        rows=parse_rows(body, unit),
    )
    for key in ("quantity", "confidence", "verified_on"):
        top.text(key)
    top.end()
    return table


def parse_rows(body: bytes, unit: str) -> tuple[LimitRow, ...]:
    """Read the rows of a table of limits.

    Args:
        body: CSV in UTF-8, with the columns nominal, class, limit, confidence.
        unit: Unit of the limits.

    Raises:
        LimitFileError: A line cannot be read; it names the line.
    """
    lines = csv.DictReader(io.StringIO(body.decode()))
    if lines.fieldnames != COLUMNS:
        raise LimitFileError(file="mpe.csv", reason=f"{lines.fieldnames} ≠ {COLUMNS}")
    rows: dict[tuple[float, str], LimitRow] = {}
    for line in lines:
        row = _row(line, unit, lines.line_num)
        key = (row.nominal.base, row.grade)
        if key in rows:
            raise LimitFileError(file=f"mpe.csv, {lines.line_num}", reason=f"{row.nominal}, {row.grade} × 2")
        rows[key] = row
    return tuple(rows.values())


def _row(line: Mapping[str, str], unit: str, number: int) -> LimitRow:
    try:
        limit = parse_half_width(line["limit"], unit).in_unit(unit)
        nominal = parse(line["nominal"])
    except LabCalError as error:
        raise LimitFileError(file=f"mpe.csv, {number}", reason=str(error)) from error
    return LimitRow(nominal=nominal, grade=line["class"], limit=limit, confidence=line["confidence"])
