"""Controlled notes and attachments of any record; those of a person are sealed under the person's key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.subject import Attachment, Note, Subject
from labcal.errors.people import AnonymousError
from labcal.store.directory import handle_of
from labcal.store.register import Register
from labcal.store.rows.papers import AttachmentRow, NoteRow
from labcal.store.sealing import ERASED, LOST, SEALED, keys_of
from labcal.store.subjects import column_of, key_of

PERSON = "person_id"
TOLD = ("name", "about")
"""What an attachment tells of itself in words."""
CONTENT = "attachment.content"
NAMELESS = "sealed (attached)"
"""What the archive calls a file of a person's: its own name may tell more."""


class Papers:
    """The notes and attachments of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._notes = Register(session, NoteRow, Note, "at")
        self._attachments = Register(session, AttachmentRow, Attachment, "at")

    def note(self, subject: Subject, note: Note) -> int:
        """Write a note on a record and return its key."""
        link = self._link(subject)
        return self._notes.add(replace(note, words=self._sealed(link, "note.words", note.words)), **link)

    def notes(self, subject: Subject) -> list[Kept[Note]]:
        """Return every note on a record, those superseded too, oldest first."""
        link = self._link(subject)
        return [
            replace(kept, value=replace(kept.value, words=self._opened(link, "note.words", kept.value.words)))
            for kept in self._notes.of(**link)
        ]

    def superseded(self, key: int) -> bool:
        """Tell whether another note stands in the place of this one."""
        return self._session.scalar(select(NoteRow.id).where(NoteRow.replaces == key)) is not None

    def attach(self, subject: Subject, attachment: Attachment) -> int:
        """Write that a file belongs to a record, and return the key."""
        link = self._link(subject)
        told: dict[str, Any] = {
            name: self._sealed(link, f"attachment.{name}", getattr(attachment, name)) for name in TOLD
        }
        return self._attachments.add(replace(attachment, **told), **link)

    def detach(self, subject: Subject, key: int, *, seen: int) -> None:
        """Let a file no longer belong to its record; the archive keeps its bytes, the journal its name."""
        self._attachments.refuse_other(key, **self._link(subject))
        self._attachments.remove(key, seen=seen)

    def attachments(self, subject: Subject) -> list[Kept[Attachment]]:
        """Return the files of a record, oldest first."""
        link = self._link(subject)
        return [replace(kept, value=self._legible(link, kept.value)) for kept in self._attachments.of(**link)]

    def attachment(self, key: int) -> Attachment:
        """Return an attachment; raise ``NotFoundError`` where there is none."""
        return self._legible(self._owner(key), self._attachments.get(key).value)

    def to_archive(self, subject: Subject, name: str, content: bytes) -> tuple[str, bytes]:
        """Return name and bytes of a file as the archive is to keep them.

        Raises:
            NotFoundError: There is no such record.
            AnonymousError: The person's key is destroyed.
        """
        link = self._link(subject)
        if PERSON not in link:
            return name, content
        sealed = keys_of(self._session).seal_bytes(link[PERSON], CONTENT, content)
        if sealed is None:
            raise AnonymousError(person=subject.number)
        return NAMELESS, sealed

    def from_archive(self, key: int, content: bytes) -> bytes:
        """Return the bytes of an attachment, as they came.

        Raises:
            AnonymousError: The person's key is destroyed.
        """
        link = self._owner(key)
        if PERSON not in link:
            return content
        opened = keys_of(self._session).open_bytes(link[PERSON], CONTENT, content)
        if opened is None:
            raise AnonymousError(person=handle_of(link[PERSON]))
        return opened

    def personal(self) -> dict[str, int]:
        """Return the digest of each file that is sealed under a person's key, with the attachment's key."""
        query = select(AttachmentRow.digest, AttachmentRow.id).where(AttachmentRow.person_id.is_not(None))
        return {str(digest): key for digest, key in self._session.execute(query)}

    def years(self) -> set[str]:
        """Return the years in whose archives attachments lie."""
        return {str(year) for year in self._session.scalars(select(AttachmentRow.year).distinct())}

    def files(self, year: str) -> Iterator[tuple[int, str]]:
        """Yield key and digest of every attachment that lies in the archive of ``year``."""
        query = select(AttachmentRow.id, AttachmentRow.digest).where(AttachmentRow.year == int(year))
        for key, digest in self._session.execute(query.execution_options(yield_per=500)):
            yield key, str(digest)

    def _owner(self, key: int) -> dict[str, int]:
        person = self._attachments.row(key).person_id
        return {} if person is None else {PERSON: person}

    def _legible(self, link: Mapping[str, int], attachment: Attachment) -> Attachment:
        told: dict[str, Any] = {
            name: self._opened(link, f"attachment.{name}", getattr(attachment, name)) for name in TOLD
        }
        return replace(attachment, **told)

    def _sealed(self, link: Mapping[str, int], place: str, words: str) -> str:
        """Return words as the row keeps them: of a person, sealed."""
        if PERSON not in link or not words:
            return words
        sealed = keys_of(self._session).seal(link[PERSON], place, words)
        if sealed == LOST:
            raise AnonymousError(person=handle_of(link[PERSON]))
        return sealed

    def _opened(self, link: Mapping[str, int], place: str, words: str) -> str:
        if PERSON not in link or not words.startswith(SEALED):
            return words
        opened = keys_of(self._session).open(link[PERSON], place, words)
        return ERASED if opened is None else opened

    def _link(self, subject: Subject) -> dict[str, int]:
        return {column_of(subject.kind): key_of(self._session, subject)}
