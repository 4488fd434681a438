"""Genuine, altered, unknown, expired, revoked, unsigned: told apart, in one plain sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from labcal.exchange.keys import make_authority, make_signing_key, unlock, unlock_signer
from labcal.exchange.pdf_signature import sign_pdf
from labcal.exchange.trust import COMPROMISED, entry_of, read_trust, write_trust
from labcal.exchange.verify import LIMIT, Signature, Verification, sentence, verify
from labcal.exchange.xml_signature import sign_xml
from labcal.text import Text

ENGLISH = Text("en")

# A changed byte in a certificate's name is told by cryptography as a warning too.
pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length must be")


def judge(lab: ModuleType, data: bytes, *, trust=None, now: datetime | None = None) -> Verification:
    """Verify with the laboratory's own trust list, two days after signing."""
    return verify(data, "file", [lab.trust_list()] if trust is None else trust, now or lab.NOW)


def test_both_faces_are_genuine(lab: ModuleType, issued) -> None:
    for data, kind in ((issued.pdf, "pdf"), (issued.signed, "xml")):
        found = judge(lab, data)
        assert (found.valid, found.trusted, found.kind) == (True, True, kind)
        assert found.signature is Signature.VALID
        assert (found.number, found.issuer) == ("2026-0001", "Institute of Metrology")
        assert (found.signed_at, found.time_is_claimed, found.status) == (lab.SIGNED_AT, True, "unknown")
        assert all(check.passed for check in found.checks)
        assert sentence(found, ENGLISH).startswith("Genuine: certificate 2026-0001 for Weight 10 kg")


def test_the_json_is_as_published(lab: ModuleType, issued) -> None:
    told = json.loads(json.dumps(judge(lab, issued.pdf).as_json(ENGLISH), allow_nan=False))
    assert list(told) == [
        *("valid", "trusted", "kind", "number", "issuer", "signed_at", "time_is_claimed"),
        *("signature", "status", "checks", "facts"),
    ]
    assert told["signature"] == "valid"
    assert {"name", "passed", "why"} == set(told["checks"][0])
    assert told["facts"]["results"][1]["value"] == "10.000025"
    assert told["facts"]["results"][1]["expanded_uncertainty"] == "0.000059"


def test_without_a_trust_list_it_is_valid_and_of_an_unknown_issuer(lab: ModuleType, issued) -> None:
    found = judge(lab, issued.pdf, trust=[])
    assert (found.valid, found.trusted, found.signature) == (True, False, Signature.UNKNOWN_ISSUER)
    assert "ask Institute of Metrology" in sentence(found, ENGLISH)


def test_a_list_of_the_authority_alone_is_enough(lab: ModuleType, issued) -> None:
    authority = lab.keys().authority
    data = write_trust([entry_of(authority.certificate_der)], unlock(authority.key_pem, lab.PASSPHRASE))
    assert judge(lab, issued.pdf, trust=[read_trust(data)]).trusted


def test_sixty_changed_bytes_are_found_in_each_face(lab: ModuleType, issued) -> None:
    random, trust = Random(20261118), [lab.trust_list()]
    for data in (issued.pdf, issued.signed):
        for _ in range(60):
            found = judge(lab, lab.changed(data, random), trust=trust)
            assert not found.valid
            assert not found.trusted
            assert found.facts is None or found.signature is Signature.ABSENT
            assert sentence(found, ENGLISH)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_thousand_changed_bytes_are_found_and_none_untouched_is_accused(lab: ModuleType, issued) -> None:
    random, trust = Random(4), [lab.trust_list()]
    for data in (issued.pdf, issued.signed):
        for _ in range(500):
            assert not judge(lab, lab.changed(data, random), trust=trust).valid
    for _ in range(100):
        assert judge(lab, issued.pdf, trust=trust).trusted


def test_revoked_after_signing_still_counts_before_it_does_not(lab: ModuleType, issued) -> None:
    after, before = lab.SIGNED_AT + timedelta(days=1), lab.SIGNED_AT - timedelta(days=1)
    good = judge(lab, issued.pdf, trust=[lab.trust_list(revoked_at=after, why="left")])
    assert good.trusted
    bad = judge(lab, issued.pdf, trust=[lab.trust_list(revoked_at=before, why="left")])
    assert (bad.valid, bad.trusted, bad.signature) == (True, False, Signature.REVOKED)
    assert "revoked" in sentence(bad, ENGLISH)


def test_nothing_of_a_stolen_key_is_believed(lab: ModuleType, issued) -> None:
    """A signing time is the signer's claim, so a thief could put any."""
    stolen = lab.trust_list(revoked_at=lab.SIGNED_AT + timedelta(days=1), why=COMPROMISED)
    assert judge(lab, issued.pdf, trust=[stolen]).signature is Signature.REVOKED


def test_a_key_that_had_expired_is_told(lab: ModuleType) -> None:
    late = datetime(2032, 1, 1, tzinfo=UTC)
    certificate = replace(lab.sample(), signed_at=late)
    found = judge(lab, lab.issue(certificate).pdf, now=late + timedelta(days=1))
    assert (found.valid, found.trusted, found.signature) == (True, False, Signature.EXPIRED)


def test_an_old_certificate_stays_trusted_after_its_key_expired(lab: ModuleType, issued) -> None:
    assert judge(lab, issued.pdf, now=datetime(2040, 1, 1, tzinfo=UTC)).trusted


def test_a_signature_from_the_future_is_not_trusted(lab: ModuleType, issued) -> None:
    found = judge(lab, issued.pdf, now=lab.SIGNED_AT - timedelta(days=3))
    assert (found.valid, found.trusted) == (True, False)
    assert "clock" in sentence(found, ENGLISH)


def test_faces_signed_with_different_keys_do_not_agree(lab: ModuleType, issued) -> None:
    authority = lab.keys().authority
    other = make_signing_key("Another", "p", authority, lab.PASSPHRASE, lab.FOUNDED_AT)
    signer = unlock_signer(other, "p", authority.certificate_der)
    mixed = sign_pdf(
        issued.printed, sign_xml(issued.xml, signer, lab.SIGNED_AT), lab.keys().signer, lab.SIGNED_AT
    )
    found = judge(lab, mixed)
    assert not found.valid
    assert "different keys" in sentence(found, ENGLISH)


def test_faces_with_another_number_or_value_do_not_agree(lab: ModuleType, issued) -> None:
    signer = lab.keys().signer
    number = lab.issue(lab.other()).signed
    found = judge(lab, sign_pdf(issued.printed, number, signer, lab.SIGNED_AT))
    assert "The PDF is certificate 2026-0001, its XML is certificate 2026-0002." in sentence(found, ENGLISH)
    whole = lab.sample()
    better = replace(whole, results=(replace(whole.results[0], value=Decimal("10.000024")),))
    found = judge(lab, sign_pdf(issued.printed, lab.issue(better).signed, signer, lab.SIGNED_AT))
    assert not found.valid
    assert "10.000024" in sentence(found, ENGLISH)


def test_a_certificate_in_grams_with_a_long_name_on_many_pages_agrees(lab: ModuleType) -> None:
    """Faces are compared by digits, whatever decimal unit each of them prints."""
    whole = lab.sample()
    grams = tuple(
        replace(r, nominal_unit="g", unit="g", value=r.value * 100, nominal=r.nominal * 100)
        for r in lab.points(60)
    )
    item = replace(whole.item, name="Weight of a very long name " * 8, serial="No. 17 of " + "9" * 60)
    assert judge(lab, lab.issue(replace(whole, results=grams, item=item)).pdf).trusted


def test_an_unsigned_face_says_so(lab: ModuleType, issued) -> None:
    found = judge(lab, issued.xml)
    assert (found.valid, found.signature, found.number) == (False, Signature.ABSENT, "2026-0001")
    assert sentence(found, ENGLISH) == "This file bears no signature, so nothing shows who issued it."
    assert judge(lab, issued.printed).signature is Signature.ABSENT


def test_a_pdf_around_an_unsigned_xml_is_not_valid(lab: ModuleType, issued) -> None:
    found = judge(lab, sign_pdf(issued.printed, issued.xml, lab.keys().signer, lab.SIGNED_AT))
    assert not found.valid
    assert "The XML bears no signature" in sentence(found, ENGLISH)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\x89PNG",
        b"%PDF-1.7",
        b"<svg/>",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b"%PDF-1.7 /ByteRange [0 1 2 3] %%EOF",
        b"%PDF-1.7 /ByteRange [0 9999999999 9999999999 9999999999] %%EOF",
        b"<" * 100_000,
        b"\xef\xbb\xbf<a/>",
    ],
)
def test_anything_else_is_answered_in_one_sentence(lab: ModuleType, data: bytes) -> None:
    found = judge(lab, data)
    assert (found.valid, found.trusted, found.facts) == (False, False, None)
    assert sentence(found, ENGLISH).startswith("Do not rely on this file.")
    json.dumps(found.as_json(ENGLISH), allow_nan=False)


def test_a_huge_file_is_not_looked_at(lab: ModuleType) -> None:
    found = judge(lab, b"%PDF-" + bytes(LIMIT))
    assert "100 MB" in sentence(found, ENGLISH)


def test_cut_at_any_length_it_is_found(lab: ModuleType, issued) -> None:
    for data in (issued.pdf, issued.signed):
        for part in range(1, 20):
            assert not judge(lab, data[: len(data) * part // 20]).valid


def test_samples_of_ptb(lab: ModuleType, dcc_folder: Path) -> None:
    """PTB: genuine of an unknown issuer, manipulated, and not signed at all."""
    name = "dcc_gp_temperature_typical_v12"
    answers = [
        judge(lab, (dcc_folder / "examples" / f"{name}{part}.xml").read_bytes())
        for part in ("_v3.2.0_signed", "_v3.2.0_signed_manipulated", "")
    ]
    assert [(a.valid, a.signature) for a in answers] == [
        (True, Signature.UNKNOWN_ISSUER),
        (False, Signature.INVALID),
        (False, Signature.ABSENT),
    ]
    assert answers[0].issuer == "Kalibrierfirma GmbH"
    assert "altered" in sentence(answers[1], ENGLISH)


def test_a_stranger_cannot_revoke_what_the_authority_itself_vouches_for(lab: ModuleType, issued) -> None:
    """Such a list may lie beside the file, sent by whoever sent the file."""
    stranger = make_authority("Stranger", "NZ", lab.PASSPHRASE, lab.FOUNDED_AT)
    revoked = [
        entry_of(entry.certificate_der, revoked_at=lab.FOUNDED_AT, why=COMPROMISED)
        for entry in lab.trust_list().entries
    ]
    signing = unlock(stranger.key_pem, lab.PASSPHRASE)
    false = read_trust(write_trust([entry_of(stranger.certificate_der), *revoked], signing))
    assert judge(lab, issued.signed, trust=[lab.trust_list(), false]).trusted
    assert judge(lab, issued.signed, trust=[false]).signature is Signature.REVOKED
    own = lab.trust_list(revoked_at=lab.FOUNDED_AT, why=COMPROMISED)
    assert judge(lab, issued.signed, trust=[lab.trust_list(), own]).signature is Signature.REVOKED


def test_a_laboratory_that_is_trusted_cannot_sign_in_the_name_of_another(lab: ModuleType, issued) -> None:
    """A key proves its own laboratory only, whatever the certificate claims."""
    authority = make_authority("Other Laboratory", "NZ", lab.PASSPHRASE, lab.FOUNDED_AT)
    key = make_signing_key("Mallory", lab.PASSWORD, authority, lab.PASSPHRASE, lab.FOUNDED_AT)
    listed = write_trust([entry_of(authority.certificate_der)], unlock(authority.key_pem, lab.PASSPHRASE))
    signer = unlock_signer(key, lab.PASSWORD, authority.certificate_der)
    found = judge(lab, sign_xml(issued.xml, signer, lab.SIGNED_AT), trust=[read_trust(listed)])
    assert (found.valid, found.trusted) == (True, False)
    assert sentence(found, ENGLISH) == (
        "Do not rely on certificate 2026-0001 yet. "
        "The key is one of Other Laboratory, "
        "and the certificate names Institute of Metrology as its laboratory."
    )


@pytest.mark.parametrize("claimed", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_outside_the_calendar_is_no_time(lab: ModuleType, issued, claimed: str) -> None:
    class Odd:
        def astimezone(self, _zone: object) -> "Odd":
            return self

        def isoformat(self, timespec: str) -> str:
            return claimed

    found = judge(lab, sign_xml(issued.xml, lab.keys().signer, Odd()))
    assert (found.valid, found.signed_at) == (True, None)


def test_letters_in_the_place_of_a_certificate_are_found(lab: ModuleType, issued) -> None:
    found = judge(lab, issued.signed.replace(b"<ds:X509Certificate>", "<ds:X509Certificate>é".encode(), 1))
    assert sentence(found, ENGLISH) == (
        "Do not rely on this file. The certificate of the key cannot be read."
    )


@pytest.mark.parametrize("value", [b"1E+999999999", b"0E-999999999", b"1" * 5000, b"sNaN"])
def test_a_number_that_would_fill_the_memory_is_not_written_out(lab: ModuleType, issued, value) -> None:
    changed = issued.xml.replace(b"<si:value>10.000025<", b"<si:value>" + value + b"<")
    assert changed != issued.xml
    found = judge(lab, sign_xml(changed, lab.keys().signer, lab.SIGNED_AT))
    assert not found.trusted or not all(check.passed for check in found.checks)
    assert len(json.dumps(found.as_json(ENGLISH))) < 10_000
    assert "is no number that can be measured" in str([check.reason for check in found.checks])


def test_another_authority_does_not_vouch_for_ours(lab: ModuleType, issued) -> None:
    other = make_authority(lab.LABORATORY.name, "KE", "p", lab.FOUNDED_AT)
    data = write_trust([entry_of(other.certificate_der)], unlock(other.key_pem, "p"))
    assert judge(lab, issued.pdf, trust=[read_trust(data)]).signature is Signature.UNKNOWN_ISSUER
