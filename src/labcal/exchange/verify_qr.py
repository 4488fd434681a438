"""Verifies the QR code of a certificate: alone, and against the file that it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from labcal.errors.exchange import PictureError, QrTextError, UnreadableKeyError
from labcal.exchange.dcc_read import Facts
from labcal.exchange.keys import key_id, public_key
from labcal.exchange.pictures import texts_of_pages, texts_of_picture
from labcal.exchange.qr import QrFacts, QrMessage, read_qr
from labcal.exchange.trust import TrustList
from labcal.exchange.verification import Check
from labcal.text import mark, phrase

NAME = "qr"
UNKNOWN = mark("No trust list here holds the key {key} that is said to have signed the code.")
ALTERED = mark("The code was altered after it was signed.")
UNCHANGED = mark("The code is unchanged since it was signed.")
ELSEWHERE = mark("The QR code belongs to another certificate, {number}, or to other contents.")
FOREIGN = mark("The QR code was not signed with the key of the file.")
AGREES = mark("The QR code states what the XML states and was signed with the same key.")
NO_CODE = mark("No page bears a QR code.")
REJECTION = "rejection"
REJECTED = mark("It is the notice that an instrument was rejected: it may not be used for trade.")
HOLDS = mark("The verification is valid until {day}.")
RAN_OUT = mark("The verification was valid until {day}.")
NOTHING_SHOWN = mark("it shows no QR code of a certificate.")


@dataclass(frozen=True, slots=True)
class CodeRead:
    """What a code alone shows.

    Attributes:
        check: Whether it is unchanged; its answer is None where its key is not known here.
        facts: What it states; None where it cannot be read.
        certificate: Of the key that signed it; None where that is not known, or did not.
        key_id: Of the key that is said to have signed it.
        notices: What a reader has to know of the document beside its facts.
    """

    check: Check
    facts: Facts | None
    certificate: bytes | None
    key_id: str = ""
    notices: tuple[Check, ...] = ()


def read_code(text: str, trust: Sequence[TrustList], today: date) -> CodeRead:
    """Return what the text of a QR code shows on a day, by the keys that the trust lists hold."""
    try:
        found = read_qr(text)
    except QrTextError as error:
        return CodeRead(Check(NAME, False, phrase(error.template, **error.fields)), None, None)
    named, facts = found.message.key_id, stated(found.facts)
    known = [entry.certificate_der for listed in trust for entry in listed.entries if entry.key_id == named]
    if not known:
        return CodeRead(Check(NAME, None, phrase(UNKNOWN, key=named.upper() or "–")), facts, None, named)
    if not found.message.is_signed_by(public_key(known[0])):
        return CodeRead(Check(NAME, False, phrase(ALTERED)), None, None, named)
    notices = tuple(_notices(found.facts, today))
    return CodeRead(Check(NAME, True, phrase(UNCHANGED)), facts, known[0], named, notices)


def _notices(facts: QrFacts, today: date) -> Iterator[Check]:
    """Yield that a document is none to rely on, or until when it may be."""
    if facts.kind == REJECTION:
        yield Check("kind", False, phrase(REJECTED))
    if facts.valid_until is not None:
        held = today <= facts.valid_until
        yield Check("validity", held, phrase(HOLDS if held else RAN_OUT, day=facts.valid_until.isoformat()))


def text_in(picture: bytes) -> str:
    """Return the text of the certificate's QR code that a picture shows.

    Raises:
        PictureError: It cannot be read, or shows none.
    """
    found = texts_of_picture(picture)
    if not found:
        raise PictureError(reason=phrase(NOTHING_SHOWN))
    return found[0]


def code_on_pages(pdf: bytes, xml: bytes, number: str, certificate: bytes) -> Check:
    """Tell whether the QR codes printed on the pages belong to the XML; none need be there."""
    try:
        found = texts_of_pages(pdf)
    except PictureError as error:
        return Check(NAME, None, phrase(error.template, **error.fields))
    if not found:
        return Check(NAME, None, phrase(NO_CODE))
    checks = [code_of_file(text, xml, number, certificate) for text in found]
    return next((check for check in checks if not check.passed), checks[0])


def code_of_file(text: str, xml: bytes, number: str, certificate: bytes) -> Check:
    """Tell whether the text of a QR code belongs to a signed XML.

    Args:
        text: Of the code.
        xml: The signed certificate.
        number: That the XML states.
        certificate: Of the key that signed the XML.
    """
    try:
        found = read_qr(text)
    except QrTextError as error:
        return Check(NAME, False, phrase(error.template, **error.fields))
    if not _is_signed_by(found, certificate):
        return Check(NAME, False, phrase(FOREIGN))
    facts = found.facts
    if facts.xml_digest != hashlib.sha256(xml).digest() or facts.number != number:
        return Check(NAME, False, phrase(ELSEWHERE, number=facts.number))
    return Check(NAME, True, phrase(AGREES))


def _is_signed_by(found: QrMessage, certificate: bytes) -> bool:
    try:
        return found.message.key_id == key_id(certificate) and found.message.is_signed_by(
            public_key(certificate)
        )
    except UnreadableKeyError:
        return False


def stated(facts: QrFacts) -> Facts:
    """Return what a code states in the form of a certificate's facts."""
    return Facts(
        number=facts.number,
        software="",
        issuer=facts.issuer,
        country="",
        item=facts.item,
        serial=facts.serial,
        customer="",
        job="",
        performed_to=None,
        issued_on=facts.issued_on,
        signed_by="",
        verdict=facts.verdict,
        journal_entry="",
        journal_head="",
        results=(),
    )
