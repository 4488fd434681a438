"""Controlled notes and attachments of any record."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.subject import Attachment, Note, Subject
from labcal.store.register import Register
from labcal.store.rows.papers import AttachmentRow, NoteRow
from labcal.store.subjects import column_of, key_of


class Papers:
    """The notes and attachments of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._notes = Register(session, NoteRow, Note, "at")
        self._attachments = Register(session, AttachmentRow, Attachment, "at")

    def note(self, subject: Subject, note: Note) -> int:
        """Write a note on a record and return its key."""
        return self._notes.add(note, **self._link(subject))

    def notes(self, subject: Subject) -> list[Kept[Note]]:
        """Return every note on a record, those superseded too, oldest first."""
        return self._notes.of(**self._link(subject))

    def superseded(self, key: int) -> bool:
        """Tell whether another note stands in the place of this one."""
        return self._session.scalar(select(NoteRow.id).where(NoteRow.replaces == key)) is not None

    def attach(self, subject: Subject, attachment: Attachment) -> int:
        """Write that a file belongs to a record, and return the key."""
        return self._attachments.add(attachment, **self._link(subject))

    def detach(self, subject: Subject, key: int, *, seen: int) -> None:
        """Let a file no longer belong to its record; the archive keeps its bytes, the journal its name."""
        self._attachments.refuse_other(key, **self._link(subject))
        self._attachments.remove(key, seen=seen)

    def attachments(self, subject: Subject) -> list[Kept[Attachment]]:
        """Return the files of a record, oldest first."""
        return self._attachments.of(**self._link(subject))

    def attachment(self, key: int) -> Attachment:
        """Return an attachment; raise ``NotFoundError`` where there is none."""
        return self._attachments.get(key).value

    def years(self) -> set[str]:
        """Return the years in whose archives attachments lie."""
        return {str(year) for year in self._session.scalars(select(AttachmentRow.year).distinct())}

    def files(self, year: str) -> Iterator[tuple[int, str]]:
        """Yield key and digest of every attachment that lies in the archive of ``year``."""
        query = select(AttachmentRow.id, AttachmentRow.digest).where(AttachmentRow.year == int(year))
        for key, digest in self._session.execute(query.execution_options(yield_per=500)):
            yield key, str(digest)

    def _link(self, subject: Subject) -> dict[str, int]:
        return {column_of(subject.kind): key_of(self._session, subject)}
