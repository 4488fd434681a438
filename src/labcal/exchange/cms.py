"""The one form of CMS signature that LabCal writes (PAdES B-B), built and matched byte for byte.

The form is a function of digest, certificate and signature value alone, so whatever else is found in its
place was altered.

Source:
    RFC 5652 (CMS), RFC 5035 (signing-certificate-v2), ETSI EN 319 142-1 (PAdES baseline B-B).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from asn1crypto import algos, cms, core, tsp, x509  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

from labcal.errors.exchange import BrokenSignatureError, UnreadableKeyError
from labcal.exchange.keys import Signer, public_key
from labcal.text import mark, phrase

ALTERED = phrase(mark("The PDF was altered after it was signed."))


@dataclass(frozen=True, slots=True)
class _Parts:
    certificate_der: bytes
    signature: bytes


def sign_digest(digest: bytes, signer: Signer) -> bytes:
    """Return the DER of the signature over a SHA-256 ``digest``."""
    attributes = _attributes(digest, signer.certificate_der)
    signature = signer.private_key.sign(_to_sign(attributes), ECDSA(hashes.SHA256()))
    return _container(attributes, _Parts(signer.certificate_der, signature))


def check_digest(padded: bytes, digest: bytes) -> bytes:
    """Return the certificate of the key that signed ``digest``.

    Args:
        padded: DER of a signature, followed by nothing but zeros.
        digest: SHA-256 of what it should cover.

    Raises:
        BrokenSignatureError: It does not fit, or is not in LabCal's own form.
    """
    parts = _taken_apart(padded)
    attributes = _attributes(digest, parts.certificate_der)
    expected = _container(attributes, parts)
    if padded[: len(expected)] != expected or any(padded[len(expected) :]):
        raise BrokenSignatureError(reason=ALTERED)
    try:
        key = public_key(parts.certificate_der)
        key.verify(parts.signature, _to_sign(attributes), ECDSA(hashes.SHA256()))
    except (InvalidSignature, UnreadableKeyError) as error:
        raise BrokenSignatureError(reason=ALTERED) from error
    return parts.certificate_der


def _taken_apart(padded: bytes) -> _Parts:
    try:
        content = cms.ContentInfo.load(padded, strict=False)["content"]
        certificate: bytes = content["certificates"][0].chosen.dump()
        signature: bytes = content["signer_infos"][0]["signature"].native
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BrokenSignatureError(reason=ALTERED) from error
    return _Parts(certificate, signature)


def _attributes(digest: bytes, certificate_der: bytes) -> cms.CMSAttributes:
    named = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate_der).digest()})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [tsp.SigningCertificateV2({"certs": [named]})],
                }
            ),
        ]
    )


def _to_sign(attributes: cms.CMSAttributes) -> bytes:
    encoded: bytes = attributes.untag().dump(force=True)
    return encoded


def _container(attributes: cms.CMSAttributes, parts: _Parts) -> bytes:
    try:
        certificate = x509.Certificate.load(parts.certificate_der, strict=True)
        issuer, serial = certificate.issuer, certificate.serial_number
    except (ValueError, TypeError) as error:
        raise BrokenSignatureError(reason=ALTERED) from error
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber({"issuer": issuer, "serial_number": serial}),
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": core.OctetString(parts.signature),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    encoded: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return encoded
