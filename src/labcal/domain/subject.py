"""What hangs on any record: the record meant, controlled notes, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from labcal.domain.person import PersonName


class SubjectKind(Enum):
    """Which kind of record is meant."""

    LABORATORY = "laboratory"
    SITE = "site"
    ROOM = "laboratory_room"
    CUSTOMER = "customer"
    INSTRUMENT = "instrument"
    TYPE = "instrument_type"
    STANDARD = "standard"
    STANDARD_CERTIFICATE = "standard_certificate"
    CMC = "cmc"
    PERSON = "person"
    PROCEDURE = "procedure"
    JOB = "job"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Subject:
    """A record by its kind and by what people call it: its number, its name, else its key."""

    kind: SubjectKind
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A controlled note: never edited, only superseded by another.

    Attributes:
        replaces: Key of the note that this one supersedes; None where it supersedes none.
    """

    words: str
    by: PersonName
    at: datetime
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a record; its bytes lie in the archive under their digest.

    Attributes:
        media: Media type, such as "image/jpeg".
        size: Bytes.
        year: Of the archive.
        digest: SHA-256 of the bytes, hexadecimal.
        about: What it shows.
    """

    name: str
    media: str
    size: int
    year: int
    digest: str
    about: str
    by: PersonName
    at: datetime
