"""Commands and questions on controlled notes and attachments of any record, and on its history."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from labcal.domain.job import HistoryLine
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.subject import Attachment, Note, Subject, SubjectKind
from labcal.errors.equipment import BigFileError, EmptyFileError, NotThatNoteError, SupersededError
from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.services.missing import refuse_missing
from labcal.services.perform import Outcome, admit, perform
from labcal.store.book import Book
from labcal.store.work import Records, Work
from labcal.text import mark

MEGABYTE = 1_000_000
MOST = 50
"""The largest file that is attached, in megabytes."""
ATTACHED = " (attached)"
"""What the archive puts behind the name of a file, so that none is taken for a certificate."""
OTHER = "application/octet-stream"

RIGHTS = {
    SubjectKind.CUSTOMER: Right.KEEP_CUSTOMERS,
    SubjectKind.INSTRUMENT: Right.RECEIVE,
    SubjectKind.TYPE: Right.RECEIVE,
    SubjectKind.JOB: Right.RECEIVE,
    SubjectKind.STANDARD: Right.KEEP_STANDARDS,
    SubjectKind.STANDARD_CERTIFICATE: Right.KEEP_STANDARDS,
    SubjectKind.CMC: Right.MANAGE_QUALITY,
    SubjectKind.CERTIFICATE: Right.MANAGE_QUALITY,
    SubjectKind.PROCEDURE: Right.KEEP_PROCEDURES,
    SubjectKind.PERSON: Right.MANAGE_PEOPLE,
    SubjectKind.LABORATORY: Right.ADMINISTER,
    SubjectKind.SITE: Right.ADMINISTER,
    SubjectKind.ROOM: Right.ADMINISTER,
}
"""The right that notes and attachments of each kind of record take: the one that keeps the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """Write a controlled note on a record; it stays for good, and can only be superseded.

    Attributes:
        replaces: Key of the note that this one supersedes.
    """

    title: ClassVar[str] = mark("Write note")
    undoable: ClassVar[bool] = False
    subject: Subject
    words: str
    replaces: int | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=RIGHTS[self.subject.kind], on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("The note"), self.words))
        if self.replaces is not None:
            if self.replaces not in {kept.key for kept in work.papers.notes(self.subject)}:
                raise NotThatNoteError
            if work.papers.superseded(self.replaces):
                raise SupersededError
        note = Note(words=self.words, by=who, at=work.now, replaces=self.replaces)
        return work.papers.note(self.subject, note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Let a file that lies in the archive belong to a record; ``attach`` puts it there first.

    Attributes:
        about: What it shows.
    """

    title: ClassVar[str] = mark("Attach file")
    undoable: ClassVar[bool] = True
    subject: Subject
    name: str
    size: int
    year: int
    digest: str
    about: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=RIGHTS[self.subject.kind], on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        attachment = Attachment(
            name=self.name,
            media=mimetypes.guess_type(self.name)[0] or OTHER,
            size=self.size,
            year=self.year,
            digest=self.digest,
            about=self.about,
            by=who,
            at=work.now,
        )
        return work.papers.attach(self.subject, attachment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detach:
    """Let a file no longer belong to a record; the archive keeps its bytes, the journal tells of it."""

    title: ClassVar[str] = mark("Detach file")
    undoable: ClassVar[bool] = True
    subject: Subject
    key: int
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=RIGHTS[self.subject.kind], on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.papers.detach(self.subject, self.key, seen=self.seen)


def attach(book: Book, who: PersonName, subject: Subject, path: Path, about: str = "") -> Outcome[int]:
    """Put a file into the archive, and let it belong to a record.

    Raises:
        NoSuchFileError, UnreadableFileError, EmptyFileError, BigFileError: The file will not do.
        NotAuthorisedError, NotFoundError, FullDiskError, ReadOnlyBookError: A sentence each.
    """
    content = read_file(path)
    with book.read() as records:
        year = records.today.year
        admit(records, who, Need(right=RIGHTS[subject.kind], on=records.today))
        name, kept = records.papers.to_archive(subject, f"{path.name}{ATTACHED}", content)
    digest = book.archive.keep(year, name, kept)
    command = Attach(
        subject=subject, name=path.name, size=len(content), year=year, digest=digest, about=about
    )
    return perform(book, who, command)


def attached(book: Book, key: int) -> tuple[Attachment, bytes]:
    """Return an attachment and its bytes.

    Raises:
        NotFoundError: The archive lacks them.
        AnonymousError: They were erased with the person.
    """
    with book.read() as records:
        told = records.papers.attachment(key)
        return told, records.papers.from_archive(key, book.archive.get(told.year, told.digest))


def notes(records: Records, subject: Subject) -> list[Kept[Note]]:
    """Return every note on a record, those superseded too, oldest first."""
    return records.papers.notes(subject)


def attachments(records: Records, subject: Subject) -> list[Kept[Attachment]]:
    """Return the files of a record, oldest first."""
    return records.papers.attachments(subject)


def history(records: Records, subject: Subject) -> list[HistoryLine]:
    """Return what happened to a record and to what belongs to it, newest first."""
    return records.subject_history(subject)


def dated_history(records: Records, subject: Subject) -> tuple[list[HistoryLine], ZoneInfo]:
    """Return the history of a record, and the laboratory's time zone to show it in."""
    return history(records, subject), records.people.zone()


def read_file(path: Path) -> bytes:
    """Return the bytes of a file to be kept; errors as for ``attach``."""
    try:
        size = path.stat().st_size
        if size > MOST * MEGABYTE:
            raise BigFileError(name=path.name, size=round(size / MEGABYTE), most=MOST)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NoSuchFileError(path=path) from error
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror) from error
    if not content:
        raise EmptyFileError(name=path.name)
    return content
