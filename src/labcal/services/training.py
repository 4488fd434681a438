"""Commands and questions on the training of people (ISO/IEC 17025:2017, 6.2.5 c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.training import Training
from labcal.services.missing import refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTraining:
    """Record a training that a person had."""

    title: ClassVar[str] = mark("Record training")
    undoable: ClassVar[bool] = True
    person: PersonName
    training: Training

    def needs(self, records: Records) -> Need:
        return Need(right=Right.TRAIN, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        _screen(self.training, work.today)
        return work.trainings.add(self.person, self.training)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTraining:
    """Correct what was recorded of a training."""

    title: ClassVar[str] = mark("Edit training")
    undoable: ClassVar[bool] = True
    key: int
    training: Training
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.TRAIN, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen(self.training, work.today)
        work.trainings.change(self.key, self.training, seen=self.seen)


def trainings_of(records: Records, person: PersonName) -> list[Kept[Training]]:
    """Return the training of a person, oldest first."""
    return records.trainings.of(person)


def _screen(training: Training, today: date) -> None:
    refuse_missing((mark("The course"), training.course))
    refuse_future(training.on, today)
