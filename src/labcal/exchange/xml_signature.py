"""Signs a certificate's XML (XAdES, enveloped) and tells whether a signature fits.

A certificate that LabCal wrote is signed in canonical form, and is accepted in that form only: a changed
byte either changes a digest or leaves the form.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.exceptions import SignXMLException
from signxml.xades.xades import (
    XAdESDataObjectFormat,
    XAdESSignatureConfiguration,
    XAdESSigner,
    XAdESVerifier,
)

from labcal.errors.exchange import BrokenSignatureError, UnreadableKeyError
from labcal.exchange.keys import Signer, certificate_of
from labcal.exchange.safe_xml import DS, NAMESPACES, XADES, canonical, parse, words
from labcal.text import mark, phrase

REFERENCES = 3
"""The document, the signed properties and the key's certificate."""
REFUSALS = (
    SignXMLException,
    UnreadableKeyError,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    etree.LxmlError,
)
"""What the library raises for signatures and certificates that are broken."""
OUR_SHAPE = {
    f"{{{DS}}}SignedInfo": set[str](),
    f"{{{DS}}}SignatureValue": set[str](),
    f"{{{DS}}}KeyInfo": {"Id"},
    f"{{{DS}}}Object": set[str](),
}
"""The children of our signature in their order, with the attributes that they bear."""


@dataclass(frozen=True, slots=True)
class XmlSignature:
    """A signature that fits: who made it and when the signer says it was."""

    certificate_der: bytes
    chain_der: tuple[bytes, ...]
    signed_at: datetime | None


class _Signer(XAdESSigner):
    """Signs with a time that is given and with names that stay the same from one signing to the next."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=SignatureMethod.ECDSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_1,
            data_object_format=XAdESDataObjectFormat(
                Description="Digital calibration certificate", MimeType="text/xml"
            ),
        )
        self._at = at
        self._names = 0

    def _get_token(self, length: int = 4) -> str:
        self._names += 1
        return str(self._names).zfill(length)

    def add_signing_time(self, properties: Any, sig_root: Any, signing_settings: Any) -> None:
        element = etree.SubElement(properties, f"{{{XADES}}}SigningTime")
        element.text = self._at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def sign_xml(xml: bytes, signer: Signer, at: datetime) -> bytes:
    """Return the certificate with an enveloped XAdES signature, in canonical form.

    Args:
        xml: A certificate without a signature.
        signer: The unlocked key with its certificates.
        at: Aware instant that the signer claims.

    Raises:
        NotADccError: ``xml`` is no digital calibration certificate.
    """
    chain = [certificate_of(signer.certificate_der), certificate_of(signer.authority_der)]
    signed = _Signer(at).sign(parse(xml), key=signer.private_key, cert=chain, always_add_key_value=False)
    return canonical(signed)


def is_signed(root: etree._Element) -> bool:
    """Whether the certificate bears a signature as its last element."""
    return root.find("ds:Signature", NAMESPACES) is not None


def check_signature(data: bytes, root: etree._Element) -> XmlSignature:
    """Return the signature of a certificate if it fits; whom to trust is another question.

    Args:
        data: The certificate.
        root: Its root, already parsed.

    Raises:
        BrokenSignatureError: A digest or the signature does not fit, or there is not exactly one.
    """
    signatures = list(root.iter(f"{{{DS}}}Signature"))
    if len(signatures) != 1 or signatures[0].getparent() is not root:
        raise BrokenSignatureError(
            reason=phrase(mark("It does not bear exactly one signature of the whole."))
        )
    signature = signatures[0]
    chain = tuple(_chain(signature))
    if not chain:
        raise BrokenSignatureError(reason=phrase(mark("The signature carries no certificate of its key.")))
    _whole_document(signature)
    try:
        certificate = certificate_of(chain[0])
        references = len(signature.findall("ds:SignedInfo/ds:Reference", NAMESPACES))
        settings = XAdESSignatureConfiguration(
            location="./",
            expect_references=max(references, 2),
            verification_time=certificate.not_valid_before_utc,
        )
        XAdESVerifier().verify(data, x509_cert=certificate, expect_config=settings)
    except REFUSALS as error:
        raise BrokenSignatureError(reason=phrase(mark("The XML was altered after it was signed."))) from error
    return XmlSignature(chain[0], chain, _claimed(signature))


def check_form(data: bytes, root: etree._Element) -> None:
    """Refuse a certificate of ours that is not, byte for byte, in the form in which LabCal signs.

    Raises:
        BrokenSignatureError: It is not.
    """
    signature = root.find("ds:Signature", NAMESPACES)
    beside = root.getprevious() is not None or root.getnext() is not None
    unsigned = beside or next(root.iter(etree.Comment), None) is not None
    if signature is None or unsigned or canonical(root) != data:
        raise BrokenSignatureError(reason=phrase(mark("The XML is not in canonical form; it was altered.")))
    if [child.tag for child in signature] != list(OUR_SHAPE) or set(signature.attrib) != {"Id"}:
        raise BrokenSignatureError(reason=phrase(mark("The signature has parts that LabCal does not write.")))
    qualifying = signature.find("ds:Object/xades:QualifyingProperties", NAMESPACES)
    sound = (
        all(set(child.attrib) == OUR_SHAPE[str(child.tag)] for child in signature)
        and not any((part or "").strip() for part in _loose(signature))
        and qualifying is not None
        and dict(qualifying.attrib) == {"Target": f"#{signature.get('Id')}"}
        and len(qualifying) == 1
        and len(signature[-1]) == 1
        and len(signature.findall("ds:SignedInfo/ds:Reference", NAMESPACES)) == REFERENCES
    )
    if not sound:
        raise BrokenSignatureError(reason=phrase(mark("The signature has parts that LabCal does not write.")))
    _strict(signature[1].text or "")


def _loose(signature: etree._Element) -> list[str | None]:
    """Text that stands outside every reference."""
    qualifying = signature.find("ds:Object/xades:QualifyingProperties", NAMESPACES)
    loose = [signature.text, signature[-1].text, *[child.tail for child in signature]]
    if qualifying is not None:
        loose += [qualifying.text, qualifying.tail, *[child.tail for child in qualifying]]
    return loose


def _strict(written: str) -> None:
    """The one value that no digest covers must be the base64 that the encoder would write."""
    try:
        decoded = base64.b64decode(written, validate=True)
    except binascii.Error as error:
        raise BrokenSignatureError(reason=phrase(mark("The signature is not written strictly."))) from error
    if base64.b64encode(decoded).decode() != written:
        raise BrokenSignatureError(reason=phrase(mark("The signature is not written strictly.")))


def _chain(signature: etree._Element) -> list[bytes]:
    path = "ds:KeyInfo/ds:X509Data/ds:X509Certificate"
    try:
        return [base64.b64decode(found.text or "") for found in signature.iterfind(path, NAMESPACES)]
    except ValueError as error:  # no base64, or letters outside ASCII
        raise BrokenSignatureError(
            reason=phrase(mark("The certificate of the key cannot be read."))
        ) from error


def _whole_document(signature: etree._Element) -> None:
    uris = [found.get("URI") for found in signature.iterfind("ds:SignedInfo/ds:Reference", NAMESPACES)]
    if uris.count("") != 1:
        raise BrokenSignatureError(reason=phrase(mark("The signature does not cover the whole certificate.")))


def _claimed(signature: etree._Element) -> datetime | None:
    written = words(signature, ".//xades:SigningTime")
    try:
        claimed = datetime.fromisoformat(written)
        return claimed.astimezone(UTC) if claimed.tzinfo is not None else claimed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no instant, or one outside the calendar
        return None
