"""What a row refers to, as people call it: a history tells of keys by the records that they stand for."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from labcal.domain.job import ChangedColumn
from labcal.store.body import Change, fields
from labcal.store.rows.items import (
    CustomerRow,
    InstrumentTypeRow,
    ProcedureRow,
    StandardCertificateRow,
    StandardRow,
)
from labcal.store.rows.places import LaboratoryRoomRow, SiteRow

CALLED: dict[tuple[str, str], tuple[str, Select[*tuple[int | str, ...]]]] = {
    ("job_standard", "certificate_id"): (
        "standard",
        select(StandardCertificateRow.id, StandardRow.number, StandardRow.name, StandardCertificateRow.number)
        .join(StandardRow, StandardRow.id == StandardCertificateRow.standard_id)
        .order_by(StandardCertificateRow.id),
    ),
    ("item_location", "room_id"): ("room", select(LaboratoryRoomRow.id, LaboratoryRoomRow.name)),
    ("laboratory_room", "site_id"): ("site", select(SiteRow.id, SiteRow.name)),
    ("instrument", "customer_id"): ("customer", select(CustomerRow.id, CustomerRow.number, CustomerRow.name)),
    ("job", "customer_id"): ("customer", select(CustomerRow.id, CustomerRow.number, CustomerRow.name)),
    ("instrument", "type_id"): (
        "type",
        select(InstrumentTypeRow.id, InstrumentTypeRow.number, InstrumentTypeRow.name),
    ),
    ("job", "procedure_id"): (
        "procedure",
        select(ProcedureRow.id, ProcedureRow.name, ProcedureRow.edition),
    ),
}
"""By table and column: what a history calls the column, and what gives each record's key and names."""


def referred(session: Session, change: Change) -> list[ChangedColumn]:
    """Return what a changed row refers to, before and after, as people call it."""
    before, after = fields(change.before), fields(change.after)
    found = []
    for (table, column), (name, query) in CALLED.items():
        keys = before.get(column), after.get(column)
        if table == change.table and keys[0] != keys[1]:
            earlier, later = (_name(session, query, key) for key in keys)
            found.append(ChangedColumn(name, earlier, later, new=not before))
    return found


def _name(session: Session, query: Select[*tuple[int | str, ...]], key: object) -> str | None:
    if key is None:
        return None
    row = session.execute(query.where(query.selected_columns[0] == key)).first()
    return None if row is None else " ".join(str(part) for part in row[1:] if part)
