"""Writes rows of tables through the door for rows by the thousand; people one by one, as they are sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labcal.domain.person import PersonName
from labcal.store.bulk import Bulk
from labcal.store.incoming import (
    CALIBRATIONS,
    CERTIFICATES,
    CUSTOMERS,
    INSTRUMENTS,
    NUMBERED,
    PEOPLE,
    STANDARDS,
    Raw,
    Staged,
)
from labcal.store.people import People
from labcal.store.spans import Cells, Same

TABLES = {
    CUSTOMERS: "customer",
    INSTRUMENTS: "instrument",
    STANDARDS: "standard",
    CERTIFICATES: "standard_certificate",
    CALIBRATIONS: "item_calibration",
}
BESIDE: Mapping[str, Mapping[str, Same]] = {
    CUSTOMERS: {"in_house": Same(0)},
    INSTRUMENTS: {"type_id": Same(None)},
    STANDARDS: {"suspended": Same(0), "instrument_id": Same(None)},
    CERTIFICATES: {"job_id": Same(None)},
    CALIBRATIONS: {},
}
"""Columns that no table of words tells."""


class IncomingWriter:
    """Writes batches of resolved rows of one kind.

    Attributes:
        next: The number of the next record that comes without one.
    """

    def __init__(self, session: Session, bulk: Bulk, kind: str, first: int) -> None:
        self._session, self._bulk, self._kind = session, bulk, kind
        self.next = first

    def write(self, rows: Sequence[Staged]) -> None:
        """Write a batch."""
        if self._kind == PEOPLE:
            people = People(self._session)
            for row in rows:
                people.add(PersonName(row.raw["name"]), row.raw["role"])
        elif self._kind == STANDARDS:
            self._standards(rows)
        else:
            self._add(self._kind, [row.raw for row in rows])

    def _standards(self, rows: Sequence[Staged]) -> None:
        """Write the standards that are new, each once, and every certificate."""
        fresh: dict[str, Raw] = {}
        for row in rows:
            if "standard_id" not in row.second:
                fresh.setdefault(row.raw["identification"], row.raw)
        keys = dict(zip(fresh, self._add(STANDARDS, list(fresh.values())), strict=True))
        certificates = [
            {**row.second, "standard_id": row.second.get("standard_id") or keys[row.raw["identification"]]}
            for row in rows
        ]
        self._add(CERTIFICATES, certificates)

    def _add(self, kind: str, raws: Sequence[Raw]) -> Sequence[int]:
        if not raws:
            return ()
        columns: dict[str, Cells] = {name: [raw[name] for raw in raws] for name in raws[0]}
        if kind in NUMBERED:
            columns["number"] = [raw["number"] or self._number(NUMBERED[kind][1]) for raw in raws]
        return self._bulk.add(TABLES[kind], {**columns, **BESIDE[kind]})

    def _number(self, prefix: str) -> str:
        number, self.next = self.next, self.next + 1
        return f"{prefix}{number:04d}"


def owned(rows: Sequence[Staged], owner: Any) -> None:
    """Give the rows of instruments that name no customer to ``owner``, by its key."""
    for row in rows:
        if row.raw["customer_id"] is None:
            row.raw["customer_id"] = owner
