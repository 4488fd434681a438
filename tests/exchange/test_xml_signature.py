"""The signature of the XML: whole, strict, and found broken by one byte."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from lxml import etree

from labcal.errors import LabCalError
from labcal.errors.exchange import BrokenSignatureError, NotADccError
from labcal.exchange.safe_xml import parse
from labcal.exchange.xml_signature import check_form, check_signature, is_signed, sign_xml

# A changed byte in a certificate's name is told by cryptography as a warning too.
pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length must be")


def accept(data: bytes):
    """Check a certificate of ours as verification does."""
    root = parse(data)
    signature = check_signature(data, root)
    check_form(data, root)
    return signature


def test_untouched_it_is_accepted(lab: ModuleType, issued) -> None:
    signature = accept(issued.signed)
    made = lab.keys()
    assert signature.certificate_der == made.key.certificate_der
    assert signature.chain_der == (made.key.certificate_der, made.authority.certificate_der)
    assert signature.signed_at == lab.SIGNED_AT


def test_signed_it_is_still_valid_against_the_schema(issued, dcc_folder: Path) -> None:
    schema = etree.XMLSchema(etree.parse(dcc_folder / "xsd" / "dcc.xsd"))
    schema.assertValid(etree.fromstring(issued.signed))


def test_only_the_signature_value_differs_from_one_signing_to_the_next(lab: ModuleType, issued) -> None:
    again = sign_xml(issued.xml, lab.keys().signer, lab.SIGNED_AT)
    one, other = (
        [e.text for e in etree.fromstring(data).iter() if not str(e.tag).endswith("SignatureValue")]
        for data in (issued.signed, again)
    )
    assert one == other
    assert len(again) == len(issued.signed)


def test_sixty_changed_bytes_are_found(lab: ModuleType, issued) -> None:
    random = Random(20261118)
    for _ in range(60):
        with pytest.raises(LabCalError):
            accept(lab.changed(issued.signed, random))


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_thousand_changed_bytes_are_found(lab: ModuleType, issued) -> None:
    random = Random(1)
    for _ in range(1000):
        with pytest.raises(LabCalError):
            accept(lab.changed(issued.signed, random))


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_every_byte_of_the_signature_counts(issued) -> None:
    for place in range(len(issued.xml) - 40, len(issued.signed)):
        old = issued.signed[place]
        new = ord("A") if old != ord("A") else ord("B")
        with pytest.raises(LabCalError):
            accept(issued.signed[:place] + bytes([new]) + issued.signed[place + 1 :])


TRICKS = {
    "a comment": (b"<dcc:items>", b"<!--x--><dcc:items>"),
    "a comment within the signature": (b"</ds:Object>", b"<!--x--></ds:Object>"),
    "a space between elements": (b"</dcc:items>", b"</dcc:items> "),
    "a space in a tag": (b"<dcc:items>", b"<dcc:items >"),
    "other quotes": (b'schemaVersion="3.3.0"', b"schemaVersion='3.3.0'"),
    "a declaration": (b"<dcc:digital", b"<?xml version='1.0'?><dcc:digital"),
    "a processing instruction": (b"<dcc:items>", b"<?x y?><dcc:items>"),
    "text behind the properties": (b"</xades:QualifyingProperties>", b"</xades:QualifyingProperties>x"),
    "another target": (b'Target="#SignXMLSignature0001"', b'Target="#SignXMLSignature0002"'),
    "an attribute on the object": (b"<ds:Object>", b'<ds:Object Id="x">'),
    "an object more": (b"</ds:Signature>", b"<ds:Object></ds:Object></ds:Signature>"),
    "a value in two lines": (b"</ds:SignatureValue>", b"\n</ds:SignatureValue>"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_what_digests_would_let_pass_is_found(issued, name: str) -> None:
    old, new = TRICKS[name]
    assert old in issued.signed
    with pytest.raises(LabCalError):
        accept(issued.signed.replace(old, new, 1))


def test_a_signature_of_a_part_is_refused(issued) -> None:
    with pytest.raises(BrokenSignatureError):
        accept(issued.signed.replace(b'URI=""', b'URI="#SignXMLCertificate0002"'))


def test_two_signatures_are_refused(issued) -> None:
    start = issued.signed.index(b"<ds:Signature ")
    end = issued.signed.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    twice = issued.signed[:end] + issued.signed[start:end] + issued.signed[end:]
    with pytest.raises(BrokenSignatureError, match="exactly one"):
        accept(twice)


def test_without_a_signature_there_is_none(issued) -> None:
    assert not is_signed(parse(issued.xml))
    with pytest.raises(BrokenSignatureError):
        accept(issued.xml)


def test_only_certificates_are_signed(lab: ModuleType) -> None:
    with pytest.raises(NotADccError):
        sign_xml(b"<a/>", lab.keys().signer, lab.SIGNED_AT)


def test_the_genuine_sample_of_ptb_fits_and_its_manipulated_twin_does_not(dcc_folder: Path) -> None:
    """PTB, dcc_gp_temperature_typical_v12, signed with exclusive canonicalisation by another program."""
    name = "dcc_gp_temperature_typical_v12_v3.2.0_signed"
    genuine = (dcc_folder / "examples" / f"{name}.xml").read_bytes()
    signature = check_signature(genuine, parse(genuine))
    assert signature.signed_at == datetime(2023, 3, 27, 15, 14, 30, tzinfo=UTC)
    manipulated = (dcc_folder / "examples" / f"{name}_manipulated.xml").read_bytes()
    with pytest.raises(BrokenSignatureError):
        check_signature(manipulated, parse(manipulated))
