"""The commands that write what a dry run found good: all of it in one journalled step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from labcal.domain.person import Need, PersonName
from labcal.errors.imports import ChangedSinceError, NothingToImportError
from labcal.services.importing.dry_run import DryRun
from labcal.services.importing.kinds import KINDS
from labcal.services.instruments import owner_of_equipment
from labcal.store import incoming
from labcal.store.incoming import Staged
from labcal.store.incoming_write import owned
from labcal.store.work import Records, Work
from labcal.text import mark

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecords:
    """Write the good rows of a dry run, each held against the book once more.

    Attributes:
        rows: What the dry run put aside.
        left_out: Good rows that a person did not choose.
        progress: Is told how far it is; ``CancelledError`` raised by it leaves the book as it was.
    """

    title: ClassVar[str] = mark("Import records")
    undoable: ClassVar[bool] = True
    kind: ClassVar[str] = ""
    rows: DryRun = field(repr=False)
    left_out: frozenset[int] = field(default=frozenset(), repr=False)
    progress: Progress | None = field(default=None, repr=False)

    def needs(self, records: Records) -> Need:
        return KINDS[self.kind].need(records)

    def run(self, work: Work, who: PersonName) -> int:
        first = max(self.rows.highest + 1, work.incoming.next_number(self.kind)) if self._numbered else 0
        writer = work.incoming_writer(self.kind, first)
        written, total = 0, self.rows.count(self.left_out)
        for batch in self.rows.batches(self.left_out):
            for row, verdict in zip(batch, work.incoming.resolve(self.kind, batch), strict=True):
                if verdict is not None:
                    raise ChangedSinceError(row=row.row, reason=verdict)
            self._own(work, batch)
            writer.write(batch)
            written += len(batch)
            if self.progress is not None:
                self.progress(written, total)
        if not written:
            raise NothingToImportError
        return written

    @property
    def _numbered(self) -> bool:
        return self.kind in incoming.NUMBERED

    def _own(self, work: Work, batch: list[Staged]) -> None:
        """Enter instruments that name no customer as the laboratory's own."""
        if self.kind == incoming.INSTRUMENTS and any(row.raw["customer_id"] is None for row in batch):
            owned(batch, work.customers.kept(owner_of_equipment(work)).key)


class ImportInstruments(ImportRecords):
    """Write instruments out of a table."""

    title: ClassVar[str] = mark("Import instruments")
    kind: ClassVar[str] = incoming.INSTRUMENTS


class ImportStandards(ImportRecords):
    """Write standards with their certificates out of a table."""

    title: ClassVar[str] = mark("Import standards")
    kind: ClassVar[str] = incoming.STANDARDS


class ImportCustomers(ImportRecords):
    """Write customers out of a table."""

    title: ClassVar[str] = mark("Import customers")
    kind: ClassVar[str] = incoming.CUSTOMERS


class ImportPeople(ImportRecords):
    """Write people out of a table; they may do nothing yet."""

    title: ClassVar[str] = mark("Import people")
    kind: ClassVar[str] = incoming.PEOPLE


class ImportCalibrations(ImportRecords):
    """Write calibrations that were done elsewhere, or before this book, out of a table."""

    title: ClassVar[str] = mark("Import past calibrations")
    kind: ClassVar[str] = incoming.CALIBRATIONS


COMMANDS = {
    command.kind: command
    for command in (ImportInstruments, ImportStandards, ImportCustomers, ImportPeople, ImportCalibrations)
}
"""The command of each kind."""
