"""The scope of accreditation, and the training of people."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.person import PersonName
from labcal.domain.scope import Cmc
from labcal.domain.training import Training
from labcal.store.find import one
from labcal.store.register import Register
from labcal.store.rows.people import PersonRow
from labcal.store.rows.scope import CmcRow, TrainingRow
from labcal.store.sealing import keys_of


class Scope:
    """The calibration and measurement capabilities of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.cmcs = Register(session, CmcRow, Cmc, "quantity", "low_base")

    def of_procedure(self, procedure: str) -> tuple[Cmc, ...] | None:
        """Return the lines that name a procedure; None where there is no scope at all."""
        found = tuple(kept.value for kept in self.cmcs.of(procedure=procedure))
        if found or self._session.scalar(select(CmcRow.id).limit(1)) is not None:
            return found
        return None


class Trainings:
    """The training of people, of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept = Register(session, TrainingRow, Training, "on")

    def add(self, person: PersonName, training: Training) -> int:
        """Write a training of a person; its evidence is sealed in the journal."""
        key = one(self._session, PersonRow.name, person, "person").id
        keys_of(self._session).ensure(key)
        return self._kept.add(training, person_id=key)

    def change(self, key: int, training: Training, *, seen: int) -> None:
        """Write other values into a training."""
        self._kept.change(key, training, seen=seen)

    def of(self, person: PersonName) -> list[Kept[Training]]:
        """Return the training of a person, oldest first."""
        return self._kept.of(person_id=one(self._session, PersonRow.name, person, "person").id)

    def all(self) -> list[tuple[PersonName, Kept[Training]]]:
        """Return everybody's training, by name and day."""
        query = (
            select(PersonRow.name, TrainingRow)
            .join(PersonRow, PersonRow.id == TrainingRow.person_id)
            .order_by(PersonRow.name, TrainingRow.on, TrainingRow.id)
        )
        return [(PersonName(name), self._kept.kept(row)) for name, row in self._session.execute(query)]
