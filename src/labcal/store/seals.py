"""The stock of numbered seals and stickers in the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from labcal.domain.person import PersonName
from labcal.domain.seal import Reconciled, SealKind, SealLine, SealStatus
from labcal.errors.verifications import NoSuchSealError, SealTakenError
from labcal.store.journal import refuse_stale
from labcal.store.rows.verifications import SealRow, VerificationRow
from labcal.text import phrase

SOME = 400
"""Numbers that one statement asks for."""


class Seals:
    """The numbered seals and stickers of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def receive(self, kind: SealKind, numbers: Sequence[str], on: date, by: PersonName) -> int:
        """Write new numbers into the stock and return how many; raise ``SealTakenError`` for a known one."""
        for known in self._rows(kind, numbers):
            raise SealTakenError(kind=phrase(kind.value), number=known.number)
        for number in numbers:
            self._session.add(
                SealRow(
                    kind=kind,
                    number=number,
                    status=SealStatus.IN_STOCK,
                    received_on=on,
                    received_by=by,
                    position="",
                    why="",
                )
            )
        self._session.flush()
        return len(numbers)

    def of(self, kind: SealKind, numbers: Sequence[str]) -> list[SealLine]:
        """Return numbers of the stock, in order.

        Raises:
            NoSuchSealError: One was never received.
        """
        known = {row.number: row for row in self._rows(kind, numbers)}
        for number in numbers:
            if number not in known:
                raise NoSuchSealError(kind=phrase(kind.value), number=number)
        return [self._line(known[number]) for number in numbers]

    def hand_out(self, keys: Sequence[int], holder: PersonName, on: date) -> None:
        """Note that an inspector holds numbers from a day on."""
        for key in keys:
            row = self._row(key)
            row.status, row.holder, row.issued_on = SealStatus.HELD, holder, on

    def use(self, key: int, verification: int, position: str) -> None:
        """Note that a number is on an instrument."""
        row = self._row(key)
        row.status, row.verification_id, row.position = SealStatus.USED, verification, position

    def void(self, key: int, why: str, holder: PersonName, *, seen: int) -> None:
        """Note that a number can no longer be used, why, and in whose hands."""
        row = self._row(key)
        refuse_stale(self._session, row, row.number, seen)
        row.status, row.why = SealStatus.VOID, why
        row.holder = row.holder or holder

    def held_by(self, person: PersonName, most: int = 200) -> list[SealLine]:
        """Return the first numbers that a person can use, by kind and number."""
        query = (
            _told().where(SealRow.holder == person, SealRow.status == SealStatus.HELD).order_by(*ORDER)
        ).limit(most)
        return [seal_line(row) for row in self._session.execute(query)]

    def lines(self) -> list[SealLine]:
        """Return every number, by kind and number."""
        return [seal_line(row) for row in self._session.execute(_told().order_by(*ORDER))]

    def reconciled(self) -> list[Reconciled]:
        """Return how many numbers of each kind stand where."""
        query = select(SealRow.kind, SealRow.status, func.count()).group_by(SealRow.kind, SealRow.status)
        counted: dict[SealKind, Counter[SealStatus]] = {kind: Counter() for kind in SealKind}
        for kind, status, number in self._session.execute(query):
            counted[kind][status] = number
        return [
            Reconciled(kind, count.total(), *(count[status] for status in SealStatus))
            for kind, count in counted.items()
        ]

    def _rows(self, kind: SealKind, numbers: Sequence[str]) -> list[SealRow]:
        found: list[SealRow] = []
        for start in range(0, len(numbers), SOME):
            wanted = list(numbers[start : start + SOME])
            query = select(SealRow).where(SealRow.kind == kind, SealRow.number.in_(wanted))
            found.extend(self._session.scalars(query))
        return found

    def _row(self, key: int) -> SealRow:
        row = self._session.get(SealRow, key)
        if row is None:
            raise NoSuchSealError(kind=phrase("seal"), number=key)
        return row

    def _line(self, row: SealRow) -> SealLine:
        told = self._session.get(VerificationRow, row.verification_id or 0)
        return seal_line((row, told.number if told else None))


ORDER = (SealRow.kind, SealRow.number)


def seal_line(told: Any) -> SealLine:
    """Return the line of a number: its row, and the number of the verification it was used in."""
    row, verification = told
    return SealLine(
        key=row.id,
        kind=row.kind,
        number=row.number,
        status=row.status,
        received_on=row.received_on,
        holder=row.holder,
        verification=verification,
        position=row.position,
        why=row.why,
        version=row.version,
    )


def _told() -> Select[*tuple[Any, ...]]:
    return select(SealRow, VerificationRow.number).outerjoin(
        VerificationRow, VerificationRow.id == SealRow.verification_id
    )
