"""Signing keys of the signatories, and the laboratory's trust list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.people import NoSigningKeyError
from labcal.errors.records import NotFoundError
from labcal.exchange import keys, trust
from labcal.services.accounts import ChangePassword, confirm
from labcal.services.files import write
from labcal.services.passwords import hashed
from labcal.services.perform import Outcome, perform
from labcal.store.book import Book
from labcal.store.keys import KeptKey
from labcal.store.work import Records, Work
from labcal.text import mark

TRUST = "trust.lct"
"""Name of the file in which a trust list travels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSigningKey:
    """Keep a signatory's new key, encrypted, and the trust list that names it."""

    title: ClassVar[str] = mark("Make signing key")
    undoable: ClassVar[bool] = False
    key: KeptKey
    trust: bytes

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.keys.add(self.key)
        work.keys.keep_trust(self.trust, work.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The two secrets that make a key: the signatory's own password and the authority's passphrase."""

    password: str
    passphrase: str

    def __repr__(self) -> str:
        """Return nothing of them."""
        return "Secrets()"


def make_signing_key(book: Book, who: PersonName, signatory: PersonName, secrets: Secrets) -> Outcome[None]:
    """Make a key for ``signatory``, encrypted with the signatory's password, certified by the authority.

    Raises:
        WrongPasswordError: It is not the signatory's password.
        WrongPassphraseError: It is not the authority's passphrase.
        NotAuthorisedError: ``who`` does not administer the laboratory.
    """
    confirm(book, signatory, secrets.password)
    with book.read() as records:
        authority, known = authority_of(records), records.keys.all()
    made = keys.make_signing_key(signatory, secrets.password, authority, secrets.passphrase, book.now)
    since, until = keys.validity(made.certificate_der)
    kept = KeptKey(
        key_id=made.key_id,
        person=signatory,
        certificate=made.certificate_der,
        valid_from=since,
        valid_until=until,
        private=made.key_pem,
    )
    entries = [trust.entry_of(key.certificate, revoked_at=key.revoked, why=key.why) for key in (*known, kept)]
    signed = trust.write_trust(entries, keys.unlock(authority.key_pem, secrets.passphrase))
    return perform(book, who, KeepSigningKey(key=kept, trust=signed))


def signer_of(book: Book, who: PersonName, password: str) -> keys.Signer:
    """Return the unlocked key of ``who``.

    Raises:
        NoSigningKeyError: There is none, or it has run out.
        WrongPassphraseError: It is another password.
    """
    with book.read() as records:
        kept, authority = records.keys.of(who, records.now), authority_of(records)
    if kept is None:
        raise NoSigningKeyError(person=who)
    key = keys.SigningKey(kept.private, kept.certificate)
    return keys.unlock_signer(key, password, authority.certificate_der)


def save_trust(book: Book, folder: Path) -> Path:
    """Write the laboratory's trust list into ``folder``, for those who verify elsewhere; return its path.

    Raises:
        UnwritableFileError: The folder refuses it, or the disk is full.
    """
    with book.read() as records:
        content = records.keys.trust()
    if content is None:
        raise NotFoundError(kind="trust list of", number=book.path.name)
    path = folder / TRUST
    write(path, content)
    return path


def change_password(book: Book, who: PersonName, old: str, new: str) -> Outcome[None]:
    """Replace one's own password, and encrypt one's signing keys anew with it.

    Raises:
        WrongPasswordError: ``old`` is not the password.
        WeakPasswordError: ``new`` is too short.
    """
    confirm(book, who, old)
    with book.read() as records:
        mine = [key for key in records.keys.all() if key.person == who]
    rekeyed = tuple((key.key_id, keys.change_password(key.private, old, new)) for key in mine)
    return perform(book, who, ChangePassword(old=old, hashed=hashed(new), rekeyed=rekeyed))


def authority_of(records: Records) -> keys.Authority:
    """Return the laboratory's authority.

    Raises:
        NotFoundError: There is none.
    """
    kept = records.keys.authority()
    if kept is None:
        raise NotFoundError(kind="certificate authority of", number=records.people.laboratory().party.name)
    return keys.Authority(kept.private, kept.certificate)
