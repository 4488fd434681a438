"""Signed messages of CBOR: COSE_Sign1 with ECDSA P-256.

Source:
    RFC 9052 (COSE), 4.2 and 4.4; RFC 9053, 2.1 (ES256); RFC 8949 (CBOR), 4.2 deterministic encoding.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from labcal.errors.exchange import SignedMessageError
from labcal.text import mark, phrase

SIGN1 = 18
"""CBOR tag of COSE_Sign1."""
ALGORITHM, CONTENT_TYPE, KEY_ID = 1, 3, 4
"""Labels of COSE headers."""
ES256 = -7
HALF = 32
"""Bytes of each half of a P-256 signature."""
NONE = mark("it is no signed list.")


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A message as it was read, its signature not yet looked at.

    Attributes:
        key_id: Of the key that is said to have signed it, hexadecimal.
        content: The decoded payload.
    """

    key_id: str
    content: Any
    _protected: bytes
    _payload: bytes
    _signature: bytes

    def is_signed_by(self, key: EllipticCurvePublicKey) -> bool:
        """Tell whether this key signed it, and it is unchanged since."""
        r, s = (int.from_bytes(half, "big") for half in (self._signature[:HALF], self._signature[HALF:]))
        try:
            key.verify(
                encode_dss_signature(r, s), _to_sign(self._protected, self._payload), ECDSA(hashes.SHA256())
            )
        except InvalidSignature:
            return False
        return True


def signed(content: object, kind: str, key: EllipticCurvePrivateKey, key_id: str) -> bytes:
    """Return a message of ``kind``, signed with the key of that id."""
    head = {ALGORITHM: ES256, CONTENT_TYPE: kind, KEY_ID: bytes.fromhex(key_id)}
    protected, payload = cbor2.dumps(head, canonical=True), cbor2.dumps(content, canonical=True)
    r, s = decode_dss_signature(key.sign(_to_sign(protected, payload), ECDSA(hashes.SHA256())))
    signature = r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")
    return cbor2.dumps(cbor2.CBORTag(SIGN1, [protected, {}, payload, signature]), canonical=True)


def opened(data: bytes, kind: str) -> SignedMessage:
    """Return the message, whose signature is still to be looked at.

    Raises:
        SignedMessageError: It is none, is of another kind, or is not encoded in the one canonical form.
    """
    protected, payload, signature = _envelope(data)
    head = _decoded(protected)
    if not isinstance(head, dict) or head.get(ALGORITHM) != ES256 or head.get(CONTENT_TYPE) != kind:
        raise SignedMessageError(reason=phrase(mark("it is of another kind or of a newer release.")))
    named = head.get(KEY_ID)
    key_id = named.hex() if isinstance(named, bytes) else ""
    return SignedMessage(key_id, _decoded(payload), protected, payload, signature)


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _envelope(data: bytes) -> tuple[bytes, bytes, bytes]:
    tagged = _decoded(data)
    if not isinstance(tagged, cbor2.CBORTag) or tagged.tag != SIGN1:
        raise SignedMessageError(reason=phrase(NONE))
    match tagged.value:
        case [bytes() as protected, {**others}, bytes() as payload, bytes() as signature] if not others:
            if len(signature) == 2 * HALF:
                return protected, payload, signature
    raise SignedMessageError(reason=phrase(NONE))


def _decoded(data: bytes) -> Any:
    """Decode what is encoded as LabCal encodes it; anything else, and anything left over, is refused."""
    source = io.BytesIO(data)
    try:
        value = cbor2.load(source)
        same = cbor2.dumps(value, canonical=True) == data
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise SignedMessageError(reason=phrase(mark("it is broken."))) from error
    if not same:
        raise SignedMessageError(reason=phrase(mark("it is not in canonical form; it was altered.")))
    return value
