"""What is asked in one line below the sheet: about an adjustment, an outlier, or nothing as found."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from labcal.domain.job import JobNumber, Phase, Place
from labcal.errors import LabCalError
from labcal.services.bench import DeclareNoAsFound, MarkOutlier, RecordAdjustment, TakeBackOutlier
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.widgets.notice import Question

Act = RecordAdjustment | DeclareNoAsFound | MarkOutlier | TakeBackOutlier


class Asked(NamedTuple):
    """A question that stands, and what its answer does."""

    question: Question
    act: Callable[[str], Act]


class Asking(QObject):
    """Asks for the reason of an act at the bench, and does it.

    Signals:
        changed: Another question stands, or none.
        refused: The act was refused.
    """

    changed = Signal()
    refused = Signal(LabCalError)

    def __init__(self, text: Text, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._desk = text, desk
        self.asked: Asked | None = None

    def adjustment(self, job: JobNumber) -> None:
        """Ask what was adjusted; from then on readings are as left."""
        self._ask(
            (mark("What was adjusted? Readings from now on are as left."), mark("Record adjustment"),
             mark("What was adjusted")),
            lambda words: RecordAdjustment(job=job, what=words),
        )  # fmt: skip

    def nothing_as_found(self, job: JobNumber) -> None:
        """Ask why there is nothing as found."""
        self._ask(
            (mark("Why is there nothing as found?"), mark("Record"), mark("Such as: first calibration")),
            lambda words: DeclareNoAsFound(job=job, reason=words),
        )

    def outlier(self, job: JobNumber, place: Place, phase: Phase) -> None:
        """Ask why a reading is left out."""
        self._ask(
            (mark("Why is this reading left out? It stays on record."), mark("Leave out"), mark("Reason")),
            lambda words: MarkOutlier(job=job, place=place, reason=words, phase=phase),
        )

    def take_back(self, job: JobNumber, place: Place, phase: Phase) -> None:
        """Let a reading that was left out count again."""
        self._desk.run(TakeBackOutlier(job=job, place=place, phase=phase), refused=self.refused.emit)

    def answer(self, words: str) -> None:
        """Do what was asked about."""
        asked = self.asked
        self.drop()
        if asked is not None:
            self._desk.run(asked.act(words), refused=self.refused.emit)

    def drop(self) -> None:
        """Ask no longer."""
        self.asked = None
        self.changed.emit()

    def _ask(self, told: tuple[str, str, str], act: Callable[[str], Act]) -> None:
        sentence, action, field = told
        self.asked = Asked(Question(self._text(sentence), self._text(action), self._text(field)), act)
        self.changed.emit()
