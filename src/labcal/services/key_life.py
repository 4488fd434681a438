"""The life of keys after they were made, and the laboratories that are trusted beside one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.signing_key import HeldKey, KeyLine, RevocationReason
from labcal.errors.keys import (
    AlreadyRevokedError,
    ForgottenRevocationError,
    FutureRevocationError,
    OwnTrustListError,
)
from labcal.errors.records import NotFoundError
from labcal.exchange import keys, trust
from labcal.services.keys import authority_of
from labcal.services.perform import Outcome, perform
from labcal.services.verification import read
from labcal.store.book import Book
from labcal.store.keys import KeptKey, Trusted
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey:
    """Revoke a signatory's key, and keep the trust list that says so."""

    title: ClassVar[str] = mark("Revoke signing key")
    undoable: ClassVar[bool] = False
    key_id: str
    since: datetime
    why: RevocationReason
    trust: bytes

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        kept = next((key for key in work.keys.all() if key.key_id == self.key_id and key.person), None)
        if kept is None:
            raise NotFoundError(kind="signing key", number=self.key_id)
        if kept.revoked is not None:
            raise AlreadyRevokedError(key=self.key_id.upper(), day=kept.revoked.date())
        if self.since > work.now:
            raise FutureRevocationError(day=self.since.date())
        work.keys.revoke(self.key_id, self.since, self.why.value)
        work.keys.keep_trust(self.trust, work.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustLaboratory:
    """Believe what another laboratory signs, by the list that its authority signed."""

    title: ClassVar[str] = mark("Trust laboratory")
    undoable: ClassVar[bool] = True
    content: bytes

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        told = trust.read_trust(self.content)
        own = work.keys.authority()
        if own is not None and told.signed_by == own.key_id:
            raise OwnTrustListError
        earlier = next((one for one in work.keys.trusted() if one.authority == told.signed_by), None)
        if earlier is not None:
            _refuse_forgotten(trust.read_trust(earlier.content), told)
        name = next(entry.holder for entry in told.entries if entry.key_id == told.signed_by)
        work.keys.believe(
            Trusted(authority=told.signed_by, name=name, content=self.content, by=who, at=work.now)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrustLaboratory:
    """Believe another laboratory no longer; what was said of it stays in the journal."""

    title: ClassVar[str] = mark("Trust laboratory no longer")
    undoable: ClassVar[bool] = True
    authority: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.keys.disbelieve(self.authority, work.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Which key is to be revoked.

    Attributes:
        key_id: Of the key.
        why: The reason.
        since: Aware instant from which on the key is not believed; None for now.
    """

    key_id: str
    why: RevocationReason
    since: datetime | None = None


def revoke_key(book: Book, who: PersonName, revocation: Revocation, passphrase: str) -> Outcome[None]:
    """Revoke a key; the authority signs the list that says so.

    Raises:
        WrongPassphraseError: It is not the authority's passphrase.
        AlreadyRevokedError, FutureRevocationError, NotFoundError, NotAuthorisedError: Nothing is revoked.
    """
    with book.read() as records:
        authority, known = authority_of(records), records.keys.all()
    since = revocation.since or book.now
    entries = [_entry(key, revocation, since) for key in known]
    signed = trust.write_trust(entries, keys.unlock(authority.key_pem, passphrase))
    command = RevokeKey(key_id=revocation.key_id, since=since, why=revocation.why, trust=signed)
    return perform(book, who, command)


def key_lines(records: Records) -> list[KeyLine]:
    """Return every key there ever was, the newest first."""
    return [
        KeyLine(
            key_id=key.key_id,
            holder=keys.holder(key.certificate),
            is_authority=key.person is None,
            valid_from=key.valid_from,
            valid_until=key.valid_until,
            revoked=key.revoked,
            why=key.why,
        )
        for key in reversed(records.keys.all())
    ]


def held_keys(records: Records) -> list[HeldKey]:
    """Return our keys, the newest first, then the laboratories that are trusted."""
    ours = [
        HeldKey(line.key_id, line.holder, line.is_authority, line.condition(records.now), line.valid_until)
        for line in key_lines(records)
    ]
    others = [
        HeldKey(one.authority, one.name, is_authority=True, condition=None, until=None)
        for one in records.keys.trusted()
        if one.ended is None
    ]
    return [*ours, *others]


def told_trust(path: Path) -> trust.TrustList:
    """Return the trust list in a file, for a person to look at before it is believed.

    Raises:
        NoSuchFileError, UnreadableFileError, TrustListError: A sentence each.
    """
    return trust.read_trust(read(path))


def trusted_laboratories(records: Records) -> list[Trusted]:
    """Return every laboratory that is or was trusted beside this one."""
    return records.keys.trusted()


def lists_of(records: Records) -> list[trust.TrustList]:
    """Return the trust lists that count in this book: its own, and those of laboratories it trusts."""
    own = records.keys.trust()
    others = [one.content for one in records.keys.trusted() if one.ended is None]
    return [trust.read_trust(content) for content in (*([own] if own else []), *others)]


def _entry(key: KeptKey, revocation: Revocation, since: datetime) -> trust.TrustEntry:
    if key.key_id == revocation.key_id and key.revoked is None:
        return trust.entry_of(key.certificate, revoked_at=since, why=revocation.why.value)
    return trust.entry_of(key.certificate, revoked_at=key.revoked, why=key.why)


def _refuse_forgotten(earlier: trust.TrustList, later: trust.TrustList) -> None:
    """Refuse a list that no longer knows of a revocation: it is older than the one that is kept."""
    revoked = {entry.key_id for entry in later.entries if entry.revoked_at is not None}
    for entry in earlier.entries:
        if entry.revoked_at is not None and entry.key_id not in revoked:
            raise ForgottenRevocationError(person=entry.holder, key=entry.key_id.upper())
