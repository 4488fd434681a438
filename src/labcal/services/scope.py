"""Commands and questions on the scope of accreditation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain import units
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.quantity import decimal_of
from labcal.domain.role import Right
from labcal.domain.scope import Cmc
from labcal.errors.equipment import NoUncertaintyError
from labcal.services.missing import refuse_crossed_days, refuse_crossed_ends, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCmc:
    """Enter a capability of the scope of accreditation."""

    title: ClassVar[str] = mark("Add capability")
    undoable: ClassVar[bool] = True
    cmc: Cmc

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_QUALITY, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        _screen(self.cmc)
        return work.scope.cmcs.add(self.cmc)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCmc:
    """Change a capability, or say until when it is valid."""

    title: ClassVar[str] = mark("Edit capability")
    undoable: ClassVar[bool] = True
    key: int
    cmc: Cmc
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_QUALITY, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen(self.cmc)
        work.scope.cmcs.change(self.key, self.cmc, seen=self.seen)


def cmcs(records: Records) -> list[Kept[Cmc]]:
    """Return every capability, by quantity and range."""
    return records.scope.cmcs.of()


def _screen(cmc: Cmc) -> None:
    """Refuse what no scope can state."""
    refuse_missing(
        (mark("The measured quantity or item"), cmc.quantity), (mark("The accreditation body"), cmc.body)
    )
    refuse_crossed_ends(cmc.low, cmc.high)
    refuse_crossed_days(cmc.valid_from, cmc.valid_until)
    relative = decimal_of(cmc.relative) if cmc.relative else None
    if cmc.constant is not None:
        units.check_same(str(cmc.constant), cmc.constant.unit, cmc.low.unit)
    constant = cmc.constant.value if cmc.constant else None
    positive = [part for part in (constant, relative) if part is not None]
    if not positive or min(positive) <= 0:
        raise NoUncertaintyError
