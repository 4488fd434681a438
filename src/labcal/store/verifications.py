"""Legal verifications in the book: the sheet, the findings, the kit, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from labcal.domain.certificate import SHOWN
from labcal.domain.instrument import CustomerNumber, InstrumentNumber, StandardInUse
from labcal.domain.person import PersonName
from labcal.domain.verification import (
    PREFIX,
    Decided,
    Finding,
    Identified,
    PinnedProgramme,
    SheetRow,
    Verification,
    VerificationLine,
    VerificationNumber,
    VerificationState,
)
from labcal.errors.records import NotFoundError
from labcal.store.customers import customer
from labcal.store.find import next_number, one
from labcal.store.instruments import instrument
from labcal.store.journal import refuse_stale
from labcal.store.lines import SERIAL
from labcal.store.register import Register
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.verifications import (
    SealRow,
    VerificationFindingRow,
    VerificationReadingRow,
    VerificationRow,
    VerificationStandardRow,
)
from labcal.store.seals import seal_line
from labcal.store.standards import in_use

PARTS = (
    VerificationStandardRow,
    VerificationFindingRow,
    VerificationReadingRow,
    SealRow,
    CertificateRow,
)
"""The tables whose rows belong to a verification."""


class Verifications:
    """The verifications of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told = Register(session, VerificationRow, Identified)
        self._sheet = Register(session, VerificationReadingRow, SheetRow)
        self._findings = Register(session, VerificationFindingRow, Finding)

    def add(
        self,
        told: Identified,
        programme: PinnedProgramme,
        about: tuple[CustomerNumber, InstrumentNumber],
        begun: tuple[date, PersonName, datetime],
    ) -> VerificationNumber:
        """Write a new verification and return its number.

        Args:
            told: Where the instrument stands, and what is marked on it.
            programme: Under which it is tested.
            about: Trader and instrument.
            begun: Day of the visit, who, and the instant.
        """
        (owner, item), (on, by, at) = about, begun
        number = next_number(self._session, VerificationRow.number, f"{PREFIX}{on.year}-")
        self._told.add(
            told,
            number=number,
            state=VerificationState.OPEN,
            customer_id=one(self._session, CustomerRow.number, owner, "customer").id,
            instrument_id=one(self._session, InstrumentRow.number, item, "instrument").id,
            programme=programme.id,
            edition=programme.version,
            digest=programme.digest,
            on=on,
            by=by,
            at=at,
            adjustment="",
            remarks="",
            decision=None,
            reasons="",
            body="",
        )
        return VerificationNumber(number)

    def get(self, number: VerificationNumber) -> Verification:
        """Return a verification with everything recorded; raise ``NotFoundError`` where there is none."""
        row = self._row(number)
        item = self._get(InstrumentRow, row.instrument_id)
        findings = self._findings.of(verification_id=row.id)
        return Verification(
            number=number,
            state=VerificationState(row.state),
            customer=customer(self._get(CustomerRow, row.customer_id)),
            instrument_number=InstrumentNumber(item.number),
            instrument=instrument(item),
            told=self._told.kept(row).value,
            programme=PinnedProgramme(id=row.programme, version=row.edition, digest=row.digest),
            on=row.on,
            by=row.by,
            adjustment=row.adjustment,
            remarks=row.remarks,
            kit=self._kit(row.id),
            findings=tuple(kept.value for kept in findings),
            rows=self._rows(row.id),
            decided=_decided(row),
            seals=tuple(map(seal_line, self._session.execute(_seals(row.id)).all())),
            document=self._document(row.id),
            version=row.version,
        )

    def state(self, number: VerificationNumber) -> VerificationState:
        """Return where a verification stands."""
        return VerificationState(self._row(number).state)

    def change(self, number: VerificationNumber, told: Identified, *, seen: int) -> None:
        """Write other marks of the instrument; refused where they changed since they were ``seen``."""
        row = self._row(number)
        refuse_stale(self._session, row, number, seen)
        self._told.change(row.id, told, seen=row.version)

    def record(self, number: VerificationNumber, wanted: SheetRow) -> None:
        """Write a row of the sheet at its place, over what stood there; an empty one takes it away."""
        owner = self._row(number).id
        place = {"test": wanted.test, "row": wanted.row, "adjusted": wanted.adjusted}
        standing = self._sheet.of(verification_id=owner, **place)
        if not standing:
            if not wanted.is_empty:
                self._sheet.add(wanted, verification_id=owner)
        elif wanted.is_empty:
            self._sheet.remove(standing[0].key, seen=standing[0].version)
        else:
            self._sheet.change(standing[0].key, wanted, seen=standing[0].version)

    def answer(self, number: VerificationNumber, finding: Finding) -> None:
        """Write what was found of one point, over what was told of it before."""
        owner = self._row(number).id
        standing = self._findings.of(verification_id=owner, code=finding.code)
        if standing:
            self._findings.change(standing[0].key, finding, seen=standing[0].version)
        else:
            self._findings.add(finding, verification_id=owner)

    def choose_kit(self, number: VerificationNumber, kit: tuple[StandardInUse, ...]) -> None:
        """Say which standards are used, in the place of those named before."""
        owner = self._row(number).id
        query = select(VerificationStandardRow).where(VerificationStandardRow.verification_id == owner)
        wanted = {one_.key for one_ in kit}
        for row in self._session.scalars(query):
            if row.certificate_id in wanted:
                wanted.discard(row.certificate_id)
            else:
                self._session.delete(row)
        self._session.flush()
        for one_ in kit:
            if one_.key in wanted:
                self._session.add(VerificationStandardRow(verification_id=owner, certificate_id=one_.key))

    def note(self, number: VerificationNumber, *, adjustment: str | None, remarks: str | None) -> None:
        """Write what was adjusted, or the remarks; None leaves them as they are."""
        row = self._row(number)
        if adjustment is not None:
            row.adjustment = adjustment
        if remarks is not None:
            row.remarks = remarks

    def decide(self, number: VerificationNumber, decided: Decided) -> None:
        """Write the decision."""
        row = self._row(number)
        row.state, row.decision = VerificationState.DECIDED, decided.decision
        row.reasons, row.body = " ".join(decided.reasons), decided.body
        row.next_due, row.repair_until = decided.next_due, decided.repair_until
        row.decided_by, row.decided_at = decided.by, decided.at

    def decided(self, number: VerificationNumber) -> Decided:
        """Return the decision; raise ``NotFoundError`` before it is taken."""
        found = _decided(self._row(number))
        if found is None:
            raise NotFoundError(kind="decision on verification", number=number)
        return found

    def finish(self, number: VerificationNumber) -> None:
        """Note that its document is issued."""
        self._row(number).state = VerificationState.ISSUED

    def key(self, number: VerificationNumber) -> int:
        """Return the key of a verification; raise ``NotFoundError`` where there is none."""
        return self._row(number).id

    def parts(self, number: VerificationNumber) -> list[tuple[str, int]]:
        """Return table and key of a verification and of every row that belongs to it."""
        key = self._row(number).id
        found = [("verification", key)]
        for part in PARTS:
            keys = self._session.scalars(select(part.id).where(part.verification_id == key))
            found.extend((part.__tablename__, one_) for one_ in keys)
        return found

    def of(self, item: InstrumentNumber) -> list[VerificationLine]:
        """Return every verification of one instrument, newest first."""
        query = _lines().where(InstrumentRow.number == item).order_by(VerificationRow.id.desc())
        return [_line(*row) for row in self._session.execute(query)]

    def lines(self) -> list[VerificationLine]:
        """Return every verification for a list, newest first."""
        query = _lines().order_by(VerificationRow.id.desc())
        return [_line(*row) for row in self._session.execute(query)]

    def _row(self, number: VerificationNumber) -> VerificationRow:
        row: VerificationRow = one(self._session, VerificationRow.number, number, "verification")
        return row

    def _get(self, row_class: Any, key: int) -> Any:
        row = self._session.get(row_class, key)
        if row is None:
            raise NotFoundError(kind=row_class.__tablename__, number=key)
        return row

    def _rows(self, key: int) -> tuple[SheetRow, ...]:
        kept = self._sheet.of(verification_id=key)
        return tuple(sorted((one_.value for one_ in kept), key=lambda row: (row.test.value, row.row)))

    def _kit(self, key: int) -> tuple[StandardInUse, ...]:
        query = (
            select(StandardRow, StandardCertificateRow)
            .join(StandardCertificateRow, StandardCertificateRow.standard_id == StandardRow.id)
            .join(
                VerificationStandardRow, VerificationStandardRow.certificate_id == StandardCertificateRow.id
            )
            .where(VerificationStandardRow.verification_id == key)
            .order_by(StandardRow.number)
        )
        return tuple(in_use(row, told) for row, told in self._session.execute(query))

    def _document(self, key: int) -> str | None:
        return self._session.scalar(
            select(CertificateRow.number).where(
                CertificateRow.verification_id == key, CertificateRow.status.in_(SHOWN)
            )
        )


def lines_by_key(session: Session, keys: Sequence[int]) -> dict[int, VerificationLine]:
    """Return the lines of the verifications ``keys``, by key."""
    query = _lines().add_columns(VerificationRow.id).where(VerificationRow.id.in_(keys))
    return {key: _line(*row) for *row, key in session.execute(query)}


def _seals(key: int) -> Select[*tuple[Any, ...]]:
    return (
        select(SealRow, VerificationRow.number)
        .join(VerificationRow, VerificationRow.id == SealRow.verification_id)
        .where(SealRow.verification_id == key)
        .order_by(SealRow.kind, SealRow.number)
    )


def _decided(row: VerificationRow) -> Decided | None:
    if row.decision is None or row.decided_by is None or row.decided_at is None:
        return None
    return Decided(
        decision=row.decision,
        reasons=tuple(row.reasons.split()),
        next_due=row.next_due,
        repair_until=row.repair_until,
        body=row.body,
        by=row.decided_by,
        at=row.decided_at,
    )


def _lines() -> Select[*tuple[Any, ...]]:
    document = (
        select(CertificateRow.number)
        .where(CertificateRow.verification_id == VerificationRow.id, CertificateRow.status.in_(SHOWN))
        .order_by(CertificateRow.id.desc())
        .limit(1)
        .correlate(VerificationRow)
        .scalar_subquery()
    )
    return (
        select(
            VerificationRow.number,
            InstrumentRow.name,
            SERIAL,
            VerificationRow.grade,
            CustomerRow.name,
            VerificationRow.premises,
            VerificationRow.state,
            VerificationRow.decision,
            VerificationRow.on,
            VerificationRow.by,
            VerificationRow.next_due,
            document,
            VerificationRow.version,
        )
        .join(InstrumentRow, InstrumentRow.id == VerificationRow.instrument_id)
        .join(CustomerRow, CustomerRow.id == VerificationRow.customer_id)
    )


def _line(number: str, *row: Any) -> VerificationLine:
    return VerificationLine(VerificationNumber(number), *row)
