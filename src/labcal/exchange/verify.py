"""Verifies a certificate without a network: is it unchanged, do its faces agree, is its signer known?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from labcal.errors import LabCalError
from labcal.errors.exchange import BrokenSignatureError, NotADccError, NotAPdfError, PictureError
from labcal.exchange import pdf_signature, xml_signature
from labcal.exchange.dcc_check import check_tree
from labcal.exchange.dcc_read import ERROR, MEASURED, Facts, facts_of
from labcal.exchange.keys import certified_by, holder, is_name_of, key_id, organisation, validity
from labcal.exchange.pdf_signature import digits, letters
from labcal.exchange.pictures import is_picture
from labcal.exchange.safe_xml import parse
from labcal.exchange.trust import COMPROMISED, TrustEntry, TrustList
from labcal.exchange.verification import Check, Signature, Verification, sentence
from labcal.exchange.verify_qr import code_of_file, code_on_pages, read_code, text_in
from labcal.text import mark, phrase

__all__ = ["Check", "Signature", "Verification", "sentence", "verify", "verify_code"]

LIMIT = 100_000_000
"""Greatest size of a file that is looked at, in bytes."""
XML_LIMIT = 32_000_000
SKEW = timedelta(minutes=10)
"""How far two good clocks may differ."""
AHEAD = timedelta(hours=14)
"""By how much a civil day begins before that of UTC, at most."""
OURS = "LabCal"
SHORT = 24
"""Characters of a word that is surely printed in one line."""

NOTHING = Verification(
    valid=False,
    trusted=False,
    kind="unknown",
    number="",
    issuer="",
    signed_by="",
    key_id="",
    signed_at=None,
    time_is_claimed=True,
    signature=Signature.ABSENT,
    status="unknown",
    checks=(),
    facts=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Xml:
    """What the XML face says: its checks, its facts and, where the signature fits, who signed."""

    checks: tuple[Check, ...]
    facts: Facts | None
    signature: xml_signature.XmlSignature | None
    absent: bool


def verify(data: bytes, name: str, trust: Sequence[TrustList], now: datetime, code: str = "") -> Verification:
    """Return the answer about a file; a file that is no certificate has one too.

    Args:
        data: The file: PDF, XML, or a picture of a certificate's QR code.
        name: Its name, for the sentences.
        trust: Lists whose authorities are believed.
        now: Aware instant of the question.
        code: Text of the QR code on paper, to be held against the file; empty for none.
    """
    if len(data) > LIMIT:
        reason = mark("“{name}” is larger than 100 MB, which no certificate is.")
        return replace(NOTHING, checks=(Check("file", False, phrase(reason, name=name)),))
    if data.startswith(b"%PDF-"):
        return _verify_pdf(data, trust, now, code)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _verify_xml(data, trust, now, code)
    if is_picture(data):
        try:
            return verify_code(text_in(data), trust, now)
        except PictureError as error:
            return replace(NOTHING, checks=(_failed("file", error),))
    reason = mark("“{name}” is neither a PDF, an XML file nor a picture, or its beginning was altered.")
    return replace(NOTHING, checks=(Check("file", False, phrase(reason, name=name)),))


def verify_code(text: str, trust: Sequence[TrustList], now: datetime) -> Verification:
    """Return the answer about the text of a QR code alone.

    Args:
        text: Of the code.
        trust: Lists whose authorities are believed.
        now: Aware instant of the question.
    """
    found = read_code(text, trust, now.date())
    base = replace(NOTHING, kind="qr", checks=(found.check,), signature=Signature.INVALID)
    if found.facts is None:
        return base
    facts = found.facts
    base = replace(base, number=facts.number, issuer=facts.issuer, facts=facts, key_id=found.key_id)
    if found.certificate is None:
        return replace(base, signature=Signature.UNKNOWN_ISSUER)
    answer = _answered_code(replace(base, valid=True), found.certificate, trust, now)
    return replace(answer, checks=(*answer.checks, *found.notices))


def _verify_xml(data: bytes, trust: Sequence[TrustList], now: datetime, code: str) -> Verification:
    found = _read_xml(data)
    state = Signature.ABSENT if found.absent else Signature.INVALID
    base = replace(NOTHING, kind="xml", checks=found.checks, signature=state)
    if found.facts is None:
        return base
    base = replace(base, number=found.facts.number, issuer=found.facts.issuer, facts=found.facts)
    if found.absent:
        return base
    if found.signature is None:
        return replace(base, facts=None)
    base = replace(base, valid=True)
    if code:
        base = _with(base, code_of_file(code, data, base.number, found.signature.certificate_der))
    return _answered(base, found.signature, trust, now)


def _with(base: Verification, check: Check) -> Verification:
    """Return the answer with one more check, which a valid certificate does not fail."""
    return replace(base, valid=base.valid and check.passed is not False, checks=(*base.checks, check))


def _verify_pdf(data: bytes, trust: Sequence[TrustList], now: datetime, code: str) -> Verification:
    base = replace(NOTHING, kind="pdf")
    if not data.rstrip().endswith(b"%%EOF"):
        cut = Check("file", False, phrase(mark("The PDF is cut off, or something was appended to it.")))
        return replace(base, signature=Signature.INVALID, checks=(cut,))
    if not pdf_signature.is_signed(data):
        return replace(
            base, checks=(Check("pdf signature", False, phrase(mark("The PDF bears no signature."))),)
        )
    try:
        certificate = pdf_signature.check_pdf(data)
        face = pdf_signature.face(data)
    except (BrokenSignatureError, NotAPdfError) as error:
        failed = _failed("pdf signature", error)
        return replace(base, signature=Signature.INVALID, checks=(failed,))
    passed = Check("pdf signature", True, phrase(mark("The PDF is unchanged since it was signed.")))
    if face.xml is None:
        missing = Check("xml", False, phrase(mark("The PDF carries no certificate as XML.")))
        return replace(base, signature=Signature.INVALID, checks=(passed, missing))
    found = _read_xml(face.xml)
    base = replace(base, checks=(passed, *found.checks))
    if found.facts is None or found.signature is None:
        return replace(base, signature=Signature.INVALID)
    base = replace(base, number=found.facts.number, issuer=found.facts.issuer, facts=found.facts)
    agreed = _agreed(data, face, found, certificate)
    base = replace(base, valid=bool(agreed.passed), checks=(*base.checks, agreed))
    base = _with(base, code_on_pages(data, face.xml, base.number, certificate))
    if code:
        base = _with(base, code_of_file(code, face.xml, base.number, certificate))
    return _answered(base, found.signature, trust, now)


def _read_xml(data: bytes) -> _Xml:
    if len(data) > XML_LIMIT:
        large = Check("xml", False, phrase(mark("The XML is larger than any certificate.")))
        return _Xml(checks=(large,), facts=None, signature=None, absent=True)
    try:
        root = parse(data)
        facts = facts_of(root)
    except NotADccError as error:
        absent = b"SignatureValue" not in data
        return _Xml(checks=(_failed("xml", error),), facts=None, signature=None, absent=absent)
    if not xml_signature.is_signed(root):
        unsigned = Check("xml signature", False, phrase(mark("The XML bears no signature.")))
        return _Xml(checks=(unsigned,), facts=facts, signature=None, absent=True)
    try:
        signature = xml_signature.check_signature(data, root)
        if facts.software == OURS:
            xml_signature.check_form(data, root)
    except BrokenSignatureError as error:
        return _Xml(checks=(_failed("xml signature", error),), facts=facts, signature=None, absent=False)
    passed = Check("xml signature", True, phrase(mark("The XML is unchanged since it was signed.")))
    findings = check_tree(root)
    sound = Check("content", True, phrase(mark("What the certificate states is consistent in itself.")))
    if findings:
        sound = Check("content", False, findings[0].reason)
    return _Xml(checks=(passed, sound), facts=facts, signature=signature, absent=False)


def _agreed(data: bytes, face: pdf_signature.PdfFace, xml: _Xml, certificate: bytes) -> Check:
    """Whether the printed face and the XML say the same and were signed with the same key."""
    name, facts = "faces agree", xml.facts
    if facts is None or xml.signature is None or xml.signature.certificate_der != certificate:
        return Check(name, False, phrase(mark("PDF and XML were signed with different keys.")))
    if face.number != facts.number:
        reason = mark("The PDF is certificate {pdf}, its XML is certificate {xml}.")
        return Check(name, False, phrase(reason, pdf=face.number or "–", xml=facts.number))
    try:
        pages = pdf_signature.all_words(data)
    except NotAPdfError as error:
        return _failed(name, error)
    missing = next((words for words in _wanted(facts) if letters(words) not in pages.words), None)
    missing = missing or next((words for words in _numbers(facts) if digits(words) not in pages.digits), None)
    if missing is not None:
        reason = mark("The XML states “{words}”, which the printed pages do not show.")
        return Check(name, False, phrase(reason, words=missing))
    return Check(
        name, True, phrase(mark("The printed pages and the XML say the same and bear the same key."))
    )


def _wanted(facts: Facts) -> list[str]:
    """The number and the serial number; a long one may be printed in several lines, and is not looked for."""
    return [
        words for words in (facts.number, facts.serial) if len(words) <= SHORT and len(words.split()) == 1
    ]


def _numbers(facts: Facts) -> list[str]:
    """The values and deviations; their digits are the same in whatever decimal unit they are printed."""
    return [format(result.value, "f") for result in facts.results if result.ref_type in {MEASURED, ERROR}]


def _answered(
    base: Verification, signature: xml_signature.XmlSignature, trust: Sequence[TrustList], now: datetime
) -> Verification:
    certificate = signature.certificate_der
    state, check = _trust(certificate, signature.signed_at, trust, now)
    clock, issuer = _clock(signature.signed_at, now), _issuer(base.issuer, certificate)
    return replace(
        base,
        signed_by=holder(certificate),
        key_id=key_id(certificate),
        issuer=base.issuer or organisation(certificate),
        signed_at=signature.signed_at,
        signature=state,
        trusted=bool(state is Signature.VALID and clock.passed and issuer.passed),
        checks=(*base.checks, clock, check, issuer),
    )


def _answered_code(
    base: Verification, certificate: bytes, trust: Sequence[TrustList], now: datetime
) -> Verification:
    """Answer by the day of issue, which is all that a code tells of the time: its last instant counts."""
    day = base.facts.issued_on if base.facts else None
    last = now if day is None else datetime.combine(day, time.max, UTC)
    early = day is not None and datetime.combine(day, time.min, UTC) - AHEAD > now + SKEW
    state, check = _trust(certificate, last if early else min(last, now), trust, now)
    clock, issuer = _day(day, early=early), _issuer(base.issuer, certificate)
    return replace(
        base,
        signed_by=holder(certificate),
        signature=state,
        trusted=bool(state is Signature.VALID and clock.passed is not False and issuer.passed),
        checks=(*base.checks, clock, check, issuer),
    )


def _day(day: date | None, *, early: bool) -> Check:
    name = "signing time"
    if day is None:
        return Check(name, None, phrase(mark("The code states no day of issue.")))
    if early:
        reason = mark("It says that it was issued on {day}, which lies in the future: a clock is wrong.")
        return Check(name, False, phrase(reason, day=day.isoformat()))
    return Check(
        name, True, phrase(mark("Issued on {day}; the day is the signer’s claim."), day=day.isoformat())
    )


def _issuer(stated: str, certificate: bytes) -> Check:
    """Whether the laboratory that the certificate names is the one whose key signed it."""
    owner = organisation(certificate)
    reason = mark("The key is one of {owner}, and the certificate names {stated} as its laboratory.")
    if stated and not is_name_of(owner, stated):
        return Check("issuer", False, phrase(reason, owner=owner or "–", stated=stated))
    return Check("issuer", True, phrase(mark("The key is one of the laboratory that the certificate names.")))


def _clock(signed_at: datetime | None, now: datetime) -> Check:
    if signed_at is None:
        return Check("signing time", None, phrase(mark("The signature states no time.")))
    at = signed_at.isoformat(timespec="minutes")
    if signed_at > now + SKEW:
        reason = mark("It says that it was signed at {at}, which lies in the future: a clock is wrong.")
        return Check("signing time", False, phrase(reason, at=at))
    reason = mark("Signed at {at}; the time is the signer’s claim.")
    return Check("signing time", True, phrase(reason, at=at))


def _trust(
    certificate: bytes, signed_at: datetime | None, trust: Sequence[TrustList], now: datetime
) -> tuple[Signature, Check]:
    name, at = "trust", signed_at or now
    entries = _speaking_for(certificate, trust)
    chain = [entry for entry in entries if _certifies(entry, certificate)]
    person = {"person": holder(certificate), "key": key_id(certificate).upper()}
    if not chain:
        reason = mark("No trust list here vouches for {person}, key {key}.")
        return Signature.UNKNOWN_ISSUER, Check(name, False, phrase(reason, **person))
    chain += [entry for entry in entries if entry.certificate_der == certificate]
    for entry in chain:
        if entry.revoked_at is not None and (at >= entry.revoked_at or entry.why == COMPROMISED):
            day = entry.revoked_at.date().isoformat()
            reason = mark("The key of {person} was revoked on {day} ({why}).")
            found = phrase(reason, person=entry.holder, day=day, why=entry.why or "–")
            return Signature.REVOKED, Check(name, False, found)
    periods = [validity(certificate), *((entry.valid_from, entry.valid_until) for entry in chain)]
    for first, last in periods:
        if not first <= at <= last:
            reason = mark("The key was valid from {first} to {last}, not when this was signed.")
            days = {"first": first.date().isoformat(), "last": last.date().isoformat()}
            return Signature.EXPIRED, Check(name, False, phrase(reason, **days))
    reason = mark("{person}, key {key}, is vouched for by an authority that is trusted here.")
    return Signature.VALID, Check(name, True, phrase(reason, **person))


def _speaking_for(certificate: bytes, trust: Sequence[TrustList]) -> list[TrustEntry]:
    """Return the entries that count: where the authority of a key has spoken, no other list revokes it."""
    own = [listed for listed in trust if any(_signs(listed, entry, certificate) for entry in listed.entries)]
    return [entry for listed in own or trust for entry in listed.entries]


def _signs(listed: TrustList, entry: TrustEntry, certificate: bytes) -> bool:
    return entry.key_id == listed.signed_by and _certifies(entry, certificate)


def _certifies(entry: TrustEntry, certificate: bytes) -> bool:
    return entry.certificate_der != certificate and certified_by(certificate, entry.certificate_der)


def _failed(name: str, error: LabCalError) -> Check:
    return Check(name, False, phrase(error.template, **error.fields))
