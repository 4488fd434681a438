"""Whom a laboratory trusts: a signed list of authorities and keys (COSE_Sign1 over CBOR).

Source:
    RFC 9052 (COSE), 4.2 and 4.4; RFC 9053, 2.1 (ES256); RFC 8949 (CBOR), 4.2 deterministic encoding.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from labcal.errors.exchange import KeyMismatchError, TrustListError, UnreadableKeyError
from labcal.exchange.keys import holder, is_authority, key_id, public_key, validity
from labcal.text import mark, phrase

FORMAT = "labcal-trust-1"
SIGN1 = 18
"""CBOR tag of COSE_Sign1."""
ALGORITHM, CONTENT_TYPE, KEY_ID = 1, 3, 4
"""Labels of COSE headers."""
ES256 = -7
HALF = 32
"""Bytes of each half of a P-256 signature."""
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
    head = {ALGORITHM: ES256, CONTENT_TYPE: FORMAT, KEY_ID: bytes.fromhex(signing.key_id)}
    protected = cbor2.dumps(head, canonical=True)
    payload = cbor2.dumps([_written(entry) for entry in entries], canonical=True)
    r, s = decode_dss_signature(authority_key.sign(_to_sign(protected, payload), ECDSA(hashes.SHA256())))
    signature = r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")
    return cbor2.dumps(cbor2.CBORTag(SIGN1, [protected, {}, payload, signature]), canonical=True)


def read_trust(data: bytes) -> TrustList:
    """Return the trust list.

    Raises:
        TrustListError: It is none, was altered, or is signed by a key that it does not hold as an authority.
    """
    protected, payload, signature = _envelope(data)
    head = _decoded(protected)
    if not isinstance(head, dict) or head.get(ALGORITHM) != ES256 or head.get(CONTENT_TYPE) != FORMAT:
        raise TrustListError(reason=phrase(mark("it is of another kind or of a newer release.")))
    listed = _decoded(payload)
    if not isinstance(listed, list):
        raise TrustListError(reason=phrase(mark("it is not a list.")))
    entries = tuple(_read(line) for line in listed)
    named = head.get(KEY_ID)
    signing = next((entry for entry in entries if bytes.fromhex(entry.key_id) == named), None)
    if signing is None or not is_authority(signing.certificate_der):
        raise TrustListError(reason=phrase(mark("the authority that signed it is not in it.")))
    halves = (int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big"))
    try:
        key = public_key(signing.certificate_der)
        key.verify(encode_dss_signature(*halves), _to_sign(protected, payload), ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise TrustListError(reason=phrase(mark("it was altered after it was signed."))) from error
    return TrustList(entries, signing.key_id)


def _is_key_of(entry: TrustEntry, key: EllipticCurvePrivateKey) -> bool:
    return (
        is_authority(entry.certificate_der)
        and public_key(entry.certificate_der).public_numbers() == key.public_key().public_numbers()
    )


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _envelope(data: bytes) -> tuple[bytes, bytes, bytes]:
    tagged = _decoded(data) if len(data) <= LIMIT else None
    if not isinstance(tagged, cbor2.CBORTag) or tagged.tag != SIGN1:
        raise TrustListError(reason=phrase(mark("it is no signed list.")))
    match tagged.value:
        case [bytes() as protected, {**others}, bytes() as payload, bytes() as signature] if not others:
            if len(signature) == 2 * HALF:
                return protected, payload, signature
    raise TrustListError(reason=phrase(mark("it is no signed list.")))


def _decoded(data: bytes) -> Any:
    """Decode what is encoded as LabCal encodes it; anything else, and anything left over, is refused."""
    source = io.BytesIO(data)
    try:
        value = cbor2.load(source)
        same = cbor2.dumps(value, canonical=True) == data
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise TrustListError(reason=phrase(mark("it is broken."))) from error
    if not same:
        raise TrustListError(reason=phrase(mark("it is not in canonical form; it was altered.")))
    return value


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
