"""One unit of work: a session, its repositories and its recorder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy.orm import Session

from labcal.domain.job import HistoryLine, JobNumber
from labcal.domain.person import Need
from labcal.domain.subject import Subject, SubjectKind
from labcal.domain.verification import VerificationNumber
from labcal.errors.people import ClockError
from labcal.errors.records import NotUndoableError
from labcal.store import journal, search
from labcal.store.accounts import Accounts
from labcal.store.after_issue import CertificatesAfterIssue
from labcal.store.agreements import Agreements, Specifications
from labcal.store.attempts import AttemptRecords
from labcal.store.backup_rules import BackupRules
from labcal.store.batches import Batches
from labcal.store.bench import Bench
from labcal.store.body import Change
from labcal.store.bulk import Bulk
from labcal.store.certificates import Certificates
from labcal.store.crew import Alone, Crew, crew
from labcal.store.customers import Customers
from labcal.store.due import DueList
from labcal.store.entries import EntryRow
from labcal.store.equipment import Equipment
from labcal.store.findings import Findings
from labcal.store.incoming import Incoming
from labcal.store.incoming_write import IncomingWriter
from labcal.store.instrument_types import InstrumentTypes
from labcal.store.instruments import Instruments
from labcal.store.jobs import Jobs
from labcal.store.keys import Keys
from labcal.store.lists import Lists
from labcal.store.lives import Lives
from labcal.store.named import in_words, named, refresh
from labcal.store.outgoing import Outgoing
from labcal.store.outgoing_all import Everything
from labcal.store.papers import Papers
from labcal.store.people import People
from labcal.store.personal import PersonalRecords
from labcal.store.places import Places
from labcal.store.procedures import Procedures
from labcal.store.proof import (
    IssuedFiles,
    Proof,
    SignedHead,
    digest_at,
    is_signed,
    issued_files,
    issued_years,
    prove,
    signed_heads,
)
from labcal.store.readings import Readings
from labcal.store.recorder import Recorder, UnjournalledError
from labcal.store.referred import referred
from labcal.store.replay import Progress, size
from labcal.store.scope import Scope, Trainings
from labcal.store.seals import Seals
from labcal.store.spans import body_of
from labcal.store.standards import Standards
from labcal.store.subjects import parts_of
from labcal.store.tracing import Tracing
from labcal.store.undo import revert
from labcal.store.verifications import Verifications


class Records:
    """What a question may see."""

    def __init__(self, session: Session, now: datetime) -> None:
        refresh(session)
        self._session = session
        self.now = now
        self.people = People(session)
        self.personal = PersonalRecords(session)
        self.accounts = Accounts(session)
        self.attempts = AttemptRecords(session)
        self.keys = Keys(session)
        self.backup_rules = BackupRules(session)
        self.customers = Customers(session)
        self.instruments = Instruments(session)
        self.standards = Standards(session)
        self.procedures = Procedures(session)
        self.jobs = Jobs(session)
        self.batches = Batches(session)
        self.agreements = Agreements(session)
        self.specifications = Specifications(session)
        self.readings = Readings(session)
        self.bench = Bench(session)
        self.certificates = Certificates(session)
        self.after_issue = CertificatesAfterIssue(session, self.people.zone)
        self.verifications = Verifications(session)
        self.seals = Seals(session)
        self.lists = Lists(session)
        self.lives = Lives(session)
        self.due = DueList(session)
        self.findings = Findings(session)
        self.tracing = Tracing(session)
        self.places = Places(session)
        self.instrument_types = InstrumentTypes(session)
        self.equipment = Equipment(session)
        self.papers = Papers(session)
        self.scope = Scope(session)
        self.trainings = Trainings(session)
        self.incoming = Incoming(session)
        self.outgoing = Outgoing(session)
        self.everything = Everything(session)

    @property
    def today(self) -> date:
        """The civil date in the laboratory's time zone."""
        return self.now.astimezone(self.people.zone()).date()

    def need_of(self, entry: int) -> Need:
        """Return the right that the command of line ``entry`` needed.

        Raises:
            NotFoundError: The journal has no such line.
            NotUndoableError: That command is never undone.
        """
        line = journal.line(self._session, entry)
        need = body_of(line.body).need
        if need is None or not line.undoable:
            raise NotUndoableError(entry=entry, command=line.command)
        return named(self._session, need)

    def head(self) -> tuple[int, bytes]:
        """Return number and digest of the journal's last line; 0 and zeros where it is empty."""
        last = journal.head(self._session)
        return (last.id, last.digest) if last else (0, journal.FIRST)

    def written(self) -> datetime | None:
        """Return the instant of the journal's last line; None where it is empty."""
        last = journal.head(self._session)
        return last.at if last else None

    def touched(self, after: int) -> list[tuple[int, str]]:
        """Return each line of the journal later than ``after`` with each table that it touched."""
        return journal.touched(self._session, after)

    def history(self, table: str, key: int) -> list[HistoryLine]:
        """Return who changed a record, when and what, oldest first."""
        return [
            HistoryLine(entry.id, entry.at, entry.person, entry.command, self._in_words(change))
            for entry, change in journal.history(self._session, table, key)
        ]

    def _in_words(self, change: Change) -> str:
        return in_words(self._session, change).told()

    def crew(self, processes: int | None = None) -> AbstractContextManager[Crew]:
        """Open who reads the whole book: this process, or for a large book ``processes`` beside it."""
        return crew(self._session, size(self._session), processes)

    def proof(self, crew: Crew | None = None, progress: Progress | None = None) -> Proof:
        """Hold the book against its own journal."""
        return prove(self._session, crew or Alone(self._session), progress)

    def signed_heads(self) -> Iterator[SignedHead]:
        """Yield every signature of a head of the journal, oldest first."""
        return signed_heads(self._session)

    def digest_at(self, entry: int) -> bytes | None:
        """Return the digest that a line of the journal bears; None where there is no such line."""
        return digest_at(self._session, entry)

    def is_signed(self, entry: int) -> bool:
        """Tell whether the head at a line of the journal was signed."""
        return is_signed(self._session, entry)

    def issued_years(self) -> list[str]:
        """Return every year in which a certificate was issued, as text."""
        return issued_years(self._session)

    def issued_files(self, year: str) -> Iterator[IssuedFiles]:
        """Yield the certificates that were issued in a year, oldest first."""
        return issued_files(self._session, year)

    def job_history(self, number: JobNumber) -> list[HistoryLine]:
        """Return what happened to a job and to everything recorded for it, newest first."""
        papers = parts_of(self._session, Subject(SubjectKind.JOB, number))[1:]
        return self._history([*self.jobs.parts(number), *papers])

    def verification_history(self, number: VerificationNumber) -> list[HistoryLine]:
        """Return what happened to a verification and to everything recorded for it, newest first."""
        return self._history(self.verifications.parts(number))

    def subject_history(self, subject: Subject) -> list[HistoryLine]:
        """Return what happened to a record and to what belongs to it, newest first."""
        return self._history(parts_of(self._session, subject))

    def _history(self, rows: list[tuple[str, int]]) -> list[HistoryLine]:
        told = [
            self._told(entry, in_words(self._session, change))
            for entry, change in journal.histories(self._session, rows)
        ]
        return sorted(told, key=lambda line: line.entry, reverse=True)

    def _told(self, entry: EntryRow, change: Change) -> HistoryLine:
        changes = f"{change.table}: {change.told()}"
        columns = (*referred(self._session, change), *change.told_columns())
        told = (change.table, columns)
        return HistoryLine(entry.id, entry.at, entry.person, entry.command, changes, *told)


class Work(Records):
    """What a command may touch while it runs.

    Raises:
        ClockError: The clock stands before the last line of the journal.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        last = journal.head(session)
        if last is not None and now < last.at:
            raise ClockError(now=now.isoformat(), last=last.at.isoformat())
        entry = last.id + 1 if last else 1
        self._recorder = Recorder(session, entry)
        self.bulk = Bulk(session, entry)
        self._sealed = journal.Written([], self.bulk)

    def incoming_writer(self, kind: str, first: int) -> IncomingWriter:
        """Return what writes rows of tables; a record without a number gets the next from ``first`` on."""
        return IncomingWriter(self._session, self.bulk, kind, first)

    def revert(self, entry: int) -> None:
        """Put back what journal line ``entry`` changed; see ``undo.revert`` for what it refuses."""
        revert(self._session, self._recorder, self.bulk, entry)

    def checkpoint(self, key_id: str, head: tuple[int, bytes], signature: bytes) -> None:
        """Keep the signature of the journal's ``head`` (number and digest) by the key ``key_id``."""
        journal.add_checkpoint(self._session, key_id, head, signature, self.now)

    def seal(self, deed: journal.Deed) -> tuple[int, frozenset[str]]:
        """Flush, journal what changed, and return the line's number with the tables that it touched."""
        self._session.flush()
        self._sealed = journal.Written(self._recorder.changes, self.bulk)
        self._index()
        return journal.append(self._session, deed, self._sealed, self.now), self._sealed.tables

    def finish(self) -> None:
        """Flush; raise ``UnjournalledError`` where anything changed that no journal line tells."""
        self._session.flush()
        if self._recorder.changes != self._sealed.changes or not self.bulk.is_told:
            raise UnjournalledError("a unit of work ends with its journal line")

    def reindex(self) -> None:
        """Make the index of words and the keys of sorting anew; the records stay as they are."""
        search.rebuild(self._session.connection())

    def _index(self) -> None:
        """Have the words of what changed found, in the same transaction."""
        connection = self._session.connection()
        search.refresh(connection, self._sealed.changes)
        search.index_runs(connection, self.bulk.places)
