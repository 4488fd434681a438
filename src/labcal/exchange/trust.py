"""Whom a laboratory trusts: a signed list of authorities and keys (COSE_Sign1 over CBOR)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from labcal.errors.exchange import KeyMismatchError, SignedMessageError, TrustListError, UnreadableKeyError
from labcal.exchange import cose
from labcal.exchange.keys import holder, is_authority, key_id, public_key, validity
from labcal.text import mark, phrase

FORMAT = "labcal-trust-1"
LIMIT = 4_000_000
"""Greatest size of a trust list, in bytes."""
COMPROMISED = "keyCompromise"
"""Reason of a revocation after which nothing that the key signed is believed (RFC 5280, 5.3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustEntry:
    """One authority or one signatory's key.

    Attributes:
        certificate_der: The X.509 certificate.
        holder: Person or laboratory.
        valid_from: First instant of validity, UTC.
        valid_until: Last instant of validity, UTC.
        revoked_at: Instant of revocation; None while the key is good.
        why: Reason of the revocation; "keyCompromise" withdraws trust from all that the key ever signed.
    """

    certificate_der: bytes
    holder: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None
    why: str = ""

    @property
    def key_id(self) -> str:
        """Sixteen hexadecimal digits."""
        return key_id(self.certificate_der)


@dataclass(frozen=True, slots=True)
class TrustList:
    """The entries, and the key id of the authority that signed them."""

    entries: tuple[TrustEntry, ...]
    signed_by: str


def entry_of(certificate_der: bytes, *, revoked_at: datetime | None = None, why: str = "") -> TrustEntry:
    """Return the entry of a certificate, with its own holder and validity.

    Raises:
        UnreadableKeyError: It is no certificate of a P-256 key.
    """
    public_key(certificate_der)
    first, last = validity(certificate_der)
    return TrustEntry(
        certificate_der=certificate_der,
        holder=holder(certificate_der),
        valid_from=first,
        valid_until=last,
        revoked_at=revoked_at,
        why=why,
    )


def write_trust(entries: Sequence[TrustEntry], authority_key: EllipticCurvePrivateKey) -> bytes:
    """Return the trust list, signed by an authority that is in it.

    Raises:
        KeyMismatchError: No entry is the authority of this key.
    """
    signing = next((entry for entry in entries if _is_key_of(entry, authority_key)), None)
    if signing is None:
        raise KeyMismatchError
    return cose.signed([_written(entry) for entry in entries], FORMAT, authority_key, signing.key_id)


def read_trust(data: bytes) -> TrustList:
    """Return the trust list.

    Raises:
        TrustListError: It is none, was altered, or is signed by a key that it does not hold as an authority.
    """
    if len(data) > LIMIT:
        raise TrustListError(reason=phrase(cose.NONE))
    try:
        message = cose.opened(data, FORMAT)
    except SignedMessageError as error:
        raise TrustListError(reason=error.fields["reason"]) from error
    if not isinstance(message.content, list):
        raise TrustListError(reason=phrase(mark("it is not a list.")))
    entries = tuple(_read(line) for line in message.content)
    signing = next((entry for entry in entries if entry.key_id == message.key_id), None)
    if signing is None or not is_authority(signing.certificate_der):
        raise TrustListError(reason=phrase(mark("the authority that signed it is not in it.")))
    if not message.is_signed_by(public_key(signing.certificate_der)):
        raise TrustListError(reason=phrase(mark("it was altered after it was signed.")))
    return TrustList(entries, signing.key_id)


def _is_key_of(entry: TrustEntry, key: EllipticCurvePrivateKey) -> bool:
    return (
        is_authority(entry.certificate_der)
        and public_key(entry.certificate_der).public_numbers() == key.public_key().public_numbers()
    )


def _written(entry: TrustEntry) -> dict[str, object]:
    return {
        "key id": bytes.fromhex(entry.key_id),
        "certificate": entry.certificate_der,
        "holder": entry.holder,
        "valid from": int(entry.valid_from.timestamp()),
        "valid until": int(entry.valid_until.timestamp()),
        "revoked at": None if entry.revoked_at is None else int(entry.revoked_at.timestamp()),
        "why": entry.why,
    }


def _read(line: Any) -> TrustEntry:
    match line:
        case {
            "key id": bytes() as named,
            "certificate": bytes() as certificate,
            "holder": str() as person,
            "valid from": int() as first,
            "valid until": int() as last,
            "revoked at": (int() | None) as revoked,
            "why": str() as why,
        }:
            return _entry(certificate, named, (person, why), (first, last, revoked))
    raise TrustListError(reason=phrase(mark("an entry lacks a part.")))


def _entry(
    certificate: bytes, named: bytes, words: tuple[str, str], times: tuple[int, int, int | None]
) -> TrustEntry:
    first, last, revoked = times
    try:
        public_key(certificate)
        entry = TrustEntry(
            certificate_der=certificate,
            holder=words[0],
            valid_from=datetime.fromtimestamp(first, UTC),
            valid_until=datetime.fromtimestamp(last, UTC),
            revoked_at=None if revoked is None else datetime.fromtimestamp(revoked, UTC),
            why=words[1],
        )
    except (UnreadableKeyError, ValueError, OverflowError, OSError) as error:
        raise TrustListError(reason=phrase(mark("an entry cannot be read."))) from error
    if bytes.fromhex(entry.key_id) != named:
        raise TrustListError(reason=phrase(mark("an entry’s key id is not its key’s.")))
    return entry
