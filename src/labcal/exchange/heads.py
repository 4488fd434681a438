"""The journal's head, signed: whoever recomputes the chain cannot recompute this."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey

from labcal.exchange.keys import Signer


def sign_head(signer: Signer, entry: int, digest: bytes) -> bytes:
    """Return the signature (ECDSA, SHA-256, DER) of journal line ``entry`` with its ``digest``."""
    return signer.private_key.sign(_told(entry, digest), ECDSA(hashes.SHA256()))


def head_is_signed(certificate_der: bytes, entry: int, digest: bytes, signature: bytes) -> bool:
    """Tell whether the holder of a certificate signed journal line ``entry`` with this ``digest``."""
    key = x509.load_der_x509_certificate(certificate_der).public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, _told(entry, digest), ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _told(entry: int, digest: bytes) -> bytes:
    return b"labcal-journal-head-1\0" + entry.to_bytes(8, "big") + digest
