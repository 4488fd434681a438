"""Finds the row of any record by its kind and by what people call it, and what belongs to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labcal.domain.subject import Subject, SubjectKind
from labcal.store.detached import detached
from labcal.store.find import one
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.equipment import (
    ItemCalibrationRow,
    ItemEventRow,
    ItemLocationRow,
    ItemStatusRow,
    ReferenceMaterialRow,
    ScheduleRow,
)
from labcal.store.rows.items import (
    CustomerRow,
    InstrumentRow,
    InstrumentTypeRow,
    ProcedureRow,
    StandardCertificateRow,
    StandardRow,
)
from labcal.store.rows.jobs import JobRow
from labcal.store.rows.papers import AttachmentRow, ContactRow, NoteRow
from labcal.store.rows.people import (
    AccountRow,
    AuthorisationRow,
    LaboratoryRow,
    PersonRoleRow,
    PersonRow,
)
from labcal.store.rows.places import LaboratoryRoomRow, RoomLimitRow, SiteRow
from labcal.store.rows.scope import CertifiedPointRow, CmcRow, TrainingRow
from labcal.store.rows.verifications import VerificationRow

CALLED: dict[SubjectKind, InstrumentedAttribute[Any]] = {
    SubjectKind.LABORATORY: LaboratoryRow.id,
    SubjectKind.SITE: SiteRow.name,
    SubjectKind.ROOM: LaboratoryRoomRow.name,
    SubjectKind.CUSTOMER: CustomerRow.number,
    SubjectKind.INSTRUMENT: InstrumentRow.number,
    SubjectKind.TYPE: InstrumentTypeRow.number,
    SubjectKind.STANDARD: StandardRow.number,
    SubjectKind.STANDARD_CERTIFICATE: StandardCertificateRow.id,
    SubjectKind.CMC: CmcRow.id,
    SubjectKind.PERSON: PersonRow.name,
    SubjectKind.PROCEDURE: ProcedureRow.id,
    SubjectKind.JOB: JobRow.number,
    SubjectKind.CERTIFICATE: CertificateRow.number,
}
"""The column that holds what people call a record; its key where they call it nothing."""

OF_ITEM = (
    ItemStatusRow,
    ItemLocationRow,
    ScheduleRow,
    ItemEventRow,
    ItemCalibrationRow,
    ReferenceMaterialRow,
)
PARTS: dict[SubjectKind, tuple[InstrumentedAttribute[Any], ...]] = {
    SubjectKind.ROOM: (RoomLimitRow.room_id,),
    SubjectKind.CUSTOMER: (ContactRow.customer_id,),
    SubjectKind.INSTRUMENT: (*(row.instrument_id for row in OF_ITEM), VerificationRow.instrument_id),
    SubjectKind.STANDARD: (*(row.standard_id for row in OF_ITEM), StandardCertificateRow.standard_id),
    SubjectKind.STANDARD_CERTIFICATE: (CertifiedPointRow.certificate_id,),
    SubjectKind.PERSON: (
        AuthorisationRow.person_id,
        PersonRoleRow.person_id,
        AccountRow.person_id,
        TrainingRow.person_id,
    ),
}
"""The columns by which other rows belong to a record of a kind, notes and attachments aside.

Personal details are not among them: a history is read by everybody in post.
"""


def key_of(session: Session, subject: Subject) -> int:
    """Return the key of a record; raise ``NotFoundError`` where there is none."""
    column = CALLED[subject.kind]
    called: object = int(subject.number) if column.key == "id" else subject.number
    return int(one(session, column, called, subject.kind.value.replace("_", " ")).id)


def column_of(kind: SubjectKind) -> str:
    """Return the column by which a note or an attachment belongs to a record of ``kind``."""
    return {SubjectKind.ROOM: "room_id", SubjectKind.TYPE: "type_id"}.get(kind, f"{kind.value}_id")


def parts_of(session: Session, subject: Subject) -> list[tuple[str, int]]:
    """Return table and key of a record and of every row that belongs to it, as the journal knows them."""
    key, column = key_of(session, subject), column_of(subject.kind)
    found = [(subject.kind.value, key)]
    papers = (getattr(NoteRow, column), getattr(AttachmentRow, column))
    parts = (*PARTS.get(subject.kind, ()), *papers)
    for part in parts:
        row_class = part.class_
        keys = session.scalars(select(row_class.id).where(part == key))
        found.extend((row_class.__tablename__, one_) for one_ in keys)
    table = CALLED[subject.kind].class_.__tablename__
    return [*found, *detached(session, parts, (table, key))]
