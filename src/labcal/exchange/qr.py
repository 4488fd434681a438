"""The signed facts that a certificate's QR code holds, so that paper alone can be verified.

The text is ``LC1:`` and base45(zlib(COSE_Sign1(CBOR map))). The keys of the map: 1 number, 2 issuer, 3 issue
date, 4 item, 5 serial number, 6 verdict, 7 SHA-256 of the XML, 8 valid until (legal verification only),
9 kind of document.

Source:
    RFC 9285 (base45); RFC 9052 (COSE), 4.2; RFC 8949 (CBOR), 4.2.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from labcal.errors.exchange import QrTextError, SignedMessageError
from labcal.exchange import cose
from labcal.exchange.dcc_read import Facts
from labcal.exchange.keys import Signer
from labcal.text import Phrase, mark, phrase

PREFIX = "LC1:"
FORMAT = "labcal-qr-1"
LONGEST = 4296
"""Characters that the largest QR code holds (ISO/IEC 18004, table 7)."""
LIMIT = 16_000
"""Bytes of the message, unpacked."""
WORDS = 60
"""Characters of each word that are kept; the XML holds the whole."""
NUMBER, ISSUER, ISSUED_ON, ITEM, SERIAL, VERDICT, DIGEST, VALID_UNTIL, KIND = range(1, 10)
BROKEN = mark("it is broken, or was read in part only.")


@dataclass(frozen=True, slots=True, kw_only=True)
class QrFacts:
    """What a QR code states.

    Attributes:
        number: Of the certificate.
        issuer: The laboratory.
        issued_on: Day of issue; None where none was stated.
        item: What was calibrated.
        serial: Its serial number; may be empty.
        verdict: The DCC's word; empty without a statement of conformity.
        xml_digest: SHA-256 of the signed XML.
        valid_until: Last day of a legal verification; None for any other document.
        kind: Kind of document, such as "calibration".
    """

    number: str
    issuer: str
    issued_on: date | None
    item: str
    serial: str
    verdict: str
    xml_digest: bytes
    valid_until: date | None = None
    kind: str = "calibration"


@dataclass(frozen=True, slots=True)
class QrMessage:
    """The facts with the signature that stands for them, not yet looked at."""

    facts: QrFacts
    message: cose.SignedMessage


def qr_facts(facts: Facts, xml: bytes, *, kind: str = "calibration", until: date | None = None) -> QrFacts:
    """Return what the QR code of a signed certificate states.

    Args:
        facts: Of the certificate.
        xml: Its signed XML.
        kind: Of document.
        until: Last day of a legal verification.
    """
    return QrFacts(
        number=facts.number,
        issuer=facts.issuer[:WORDS],
        issued_on=facts.issued_on,
        item=facts.item[:WORDS],
        serial=facts.serial[:WORDS],
        verdict=facts.verdict,
        xml_digest=hashlib.sha256(xml).digest(),
        valid_until=until,
        kind=kind,
    )


def write_qr(facts: QrFacts, signer: Signer) -> str:
    """Return the text of the QR code, signed."""
    import base45

    content = {
        NUMBER: facts.number,
        ISSUER: facts.issuer,
        ISSUED_ON: _told(facts.issued_on),
        ITEM: facts.item,
        SERIAL: facts.serial,
        VERDICT: facts.verdict,
        DIGEST: facts.xml_digest,
        VALID_UNTIL: _told(facts.valid_until),
        KIND: facts.kind,
    }
    stated = {key: value for key, value in content.items() if value}
    message = cose.signed(stated, FORMAT, signer.private_key, signer.key_id)
    return PREFIX + str(base45.b45encode(zlib.compress(message, 9)), "ascii")


def read_qr(text: str) -> QrMessage:
    """Return what the text of a QR code states.

    Space around it is no harm: base45 never ends with one.

    Raises:
        QrTextError: It is of another scheme, broken, or lacks a part.
    """
    text = "".join(text.splitlines()).strip()
    if not text.startswith(PREFIX):
        raise QrTextError(reason=phrase(mark("it does not begin with “{prefix}”."), prefix=PREFIX))
    if len(text) > LONGEST:
        raise QrTextError(reason=phrase(mark("it is longer than any QR code.")))
    data = _unpacked(text.removeprefix(PREFIX))
    if data is None:
        raise QrTextError(reason=phrase(BROKEN))
    try:
        message = cose.opened(data, FORMAT)
    except SignedMessageError as error:
        raise QrTextError(reason=_reason(error)) from error
    return QrMessage(_facts(message.content), message)


def _unpacked(text: str) -> bytes | None:
    """Return the message packed in a text; None where it is not packed as LabCal packs."""
    import base45

    inflater = zlib.decompressobj()
    try:
        packed = base45.b45decode(text)
        data = inflater.decompress(packed, LIMIT)
    except (ValueError, zlib.error):
        return None
    whole = inflater.eof and not inflater.unused_data and base45.b45encode(packed).decode() == text
    return data if whole else None


def _reason(error: SignedMessageError) -> Phrase:
    found = error.fields["reason"]
    return found if isinstance(found, Phrase) else phrase(BROKEN)


def _told(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _facts(content: Any) -> QrFacts:
    match content:
        case {1: str() as number, 7: bytes() as digest, 9: str() as kind}:
            words = {
                key: content.get(key, "") for key in (ISSUER, ISSUED_ON, ITEM, SERIAL, VERDICT, VALID_UNTIL)
            }
        case _:
            raise QrTextError(reason=phrase(mark("it lacks a part.")))
    if (
        not all(isinstance(word, str) for word in words.values())
        or len(digest) != hashlib.sha256().digest_size
    ):
        raise QrTextError(reason=phrase(BROKEN))
    try:
        issued_on, until = (
            date.fromisoformat(words[key]) if words[key] else None for key in (ISSUED_ON, VALID_UNTIL)
        )
    except ValueError as error:
        raise QrTextError(reason=phrase(BROKEN)) from error
    return QrFacts(
        number=number,
        issuer=words[ISSUER],
        issued_on=issued_on,
        item=words[ITEM],
        serial=words[SERIAL],
        verdict=words[VERDICT],
        xml_digest=digest,
        valid_until=until,
        kind=kind,
    )
