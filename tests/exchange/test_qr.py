"""The QR code: signed facts that paper carries, read back from what a printer and a camera make of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from labcal.errors.exchange import PictureError, QrTextError
from labcal.exchange import qr
from labcal.exchange.pictures import LARGEST, texts_of_pages, texts_of_picture
from labcal.exchange.verification import Signature, sentence
from labcal.exchange.verify import verify, verify_code
from labcal.text import Text


@pytest.fixture(scope="module")
def issued(lab: ModuleType):
    return lab.issue()


def page(pdf: bytes) -> Image.Image:
    """Return the last page as a printer and a scanner of 150 points an inch make it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[len(document) - 1].render(scale=150 / 72, grayscale=True).to_pil()
    finally:
        document.close()


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def found(checks, name: str):
    return next(check for check in checks if check.name == name)


def test_the_printed_code_is_the_signed_one(issued) -> None:
    assert texts_of_pages(issued.pdf) == [issued.code]


@pytest.mark.parametrize("angle", [0, 4, 17, 90, 133, 180, 271])
@pytest.mark.parametrize("blur", [0.0, 1.0])
def test_the_code_is_read_from_a_picture_turned_and_blurred(issued, angle: int, blur: float) -> None:
    taken = page(issued.pdf).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert texts_of_picture(png(taken.filter(ImageFilter.GaussianBlur(blur)))) == [issued.code]


def test_a_picture_is_verified(lab: ModuleType, issued) -> None:
    answer = verify(png(page(issued.pdf)), "photo.png", [lab.trust_list()], lab.NOW)
    assert (answer.valid, answer.trusted, answer.kind) == (True, True, "qr")
    assert (answer.number, answer.signed_by) == ("2026-0001", "Dr Fatou Ndiaye")
    assert answer.facts is not None
    assert answer.facts.serial == "4471"
    words = sentence(answer, Text("en"))
    assert "The code is genuine" in words
    assert "Compare this with the paper" in words


def test_an_unknown_key_is_told_apart_from_an_altered_code(lab: ModuleType, issued) -> None:
    unknown = verify_code(issued.code, [], lab.NOW)
    assert (unknown.valid, unknown.trusted, unknown.signature) == (False, False, Signature.UNKNOWN_ISSUER)
    altered = verify_code(lab.issue(lab.other()).code[:-9] + issued.code[-9:], [lab.trust_list()], lab.NOW)
    assert (altered.valid, altered.signature) == (False, Signature.INVALID)


def test_a_revoked_key_is_said(lab: ModuleType, issued) -> None:
    since = lab.SIGNED_AT - timedelta(days=3)
    answer = verify_code(issued.code, [lab.trust_list(revoked_at=since, why="left")], lab.NOW)
    assert (answer.valid, answer.trusted, answer.signature) == (True, False, Signature.REVOKED)


def test_a_code_of_tomorrow_says_that_a_clock_is_wrong(lab: ModuleType, issued) -> None:
    answer = verify_code(issued.code, [lab.trust_list()], lab.SIGNED_AT - timedelta(days=5))
    assert not answer.trusted
    assert "a clock is wrong" in found(answer.checks, "signing time").why(Text("en"))


def test_paper_and_file_are_held_against_each_other(lab: ModuleType, issued) -> None:
    trust = [lab.trust_list()]
    for face in (issued.pdf, issued.signed):
        assert verify(face, "c", trust, lab.NOW, issued.code).trusted
        wrong = verify(face, "c", trust, lab.NOW, lab.issue(lab.other()).code)
        assert not wrong.valid
        assert "2026-0002" in next(check for check in wrong.checks if check.passed is False).why(Text("en"))
        assert not verify(face, "c", trust, lab.NOW, "LC1:nonsense").valid


def test_a_printed_code_of_another_certificate_is_found(lab: ModuleType, issued) -> None:
    from labcal.certificates.calibration import render
    from labcal.exchange.pdf_signature import sign_pdf

    signer = lab.keys().signer
    code = lab.issue(lab.other()).code
    printed = render(lab.sample(), Text("en"), key_id=signer.key_id, code=code)
    mixed = sign_pdf(printed, issued.signed, signer, lab.SIGNED_AT)
    answer = verify(mixed, "c.pdf", [lab.trust_list()], lab.NOW)
    assert not answer.valid
    assert found(answer.checks, "qr").passed is False


def test_every_changed_character_is_found(lab: ModuleType, issued) -> None:
    random, trust = Random(5), [lab.trust_list()]
    for _ in range(150):
        place = random.randrange(len(issued.code))
        other = random.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        changed = issued.code[:place] + other + issued.code[place + 1 :]
        if changed.rstrip() != issued.code.rstrip():
            assert not verify_code(changed, trust, lab.NOW).valid


def test_space_and_line_ends_around_it_are_no_harm(issued) -> None:
    assert (
        qr.read_qr(f"  \n{issued.code[:100]}\r\n{issued.code[100:]}\n ").facts
        == qr.read_qr(issued.code).facts
    )


@cache
def lab_facts(lab: ModuleType):
    from labcal.exchange.dcc_read import facts

    return facts(lab.issue().signed)


@given(
    words=st.tuples(*[st.text(st.characters(exclude_categories=["Cs"]), max_size=80)] * 3),
    day=st.dates(),
    until=st.none() | st.dates(min_value=date(2000, 1, 1)),
)
def test_facts_come_back(words, day, until) -> None:
    from tests.exchange import sample

    item, serial, issuer = words
    stated = replace(lab_facts(sample), item=item, serial=serial, issuer=issuer, issued_on=day)
    facts = qr.qr_facts(stated, b"xml", kind="verification", until=until)
    back = qr.read_qr(qr.write_qr(facts, sample.keys().signer))
    assert back.facts == facts
    assert back.facts.item == item[: qr.WORDS]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("HC1:6BFOXN", "does not begin"),
        ("https://example.org", "does not begin"),
        ("LC1:", "broken"),
        ("LC1:!!", "broken"),
        ("LC1:" + "A" * 5000, "longer"),
    ],
)
def test_another_scheme_is_refused(text: str, why: str) -> None:
    with pytest.raises(QrTextError, match=why):
        qr.read_qr(text)


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    import zlib

    import base45

    bomb = "LC1:" + base45.b45encode(zlib.compress(b"\0" * 2_000_000, 9)).decode()
    with pytest.raises(QrTextError, match="broken"):
        qr.read_qr(bomb[: qr.LONGEST])


def test_pictures_that_will_not_do(lab: ModuleType) -> None:
    blank = png(Image.new("L", (200, 200), 255))
    assert texts_of_picture(blank) == []
    answer = verify(blank, "photo.png", [], lab.NOW)
    assert "shows no QR code" in answer.checks[0].why(Text("en"))
    with pytest.raises(PictureError, match="damaged"):
        texts_of_picture(blank[:60])
    with pytest.raises(PictureError, match="camera"):
        texts_of_picture(png(Image.new("1", (LARGEST // 1000 + 1, 1000), 1)))


def dated(lab: ModuleType, kind: str, until: date | None):
    facts = qr.qr_facts(lab_facts(lab), b"", kind=kind, until=until)
    return verify_code(qr.write_qr(facts, lab.keys().signer), [lab.trust_list()], lab.NOW)


def test_the_notice_of_a_rejection_and_a_verification_that_ran_out_are_said(lab: ModuleType) -> None:
    today = lab.NOW.date()
    assert "genuine" in sentence(dated(lab, "verification", today), Text("en"))
    past = dated(lab, "verification", today - timedelta(days=1))
    assert (past.valid, found(past.checks, "validity").passed) == (True, False)
    assert "was valid until 2026-11-19" in sentence(past, Text("en"))
    rejected = sentence(dated(lab, "rejection", None), Text("en"))
    assert "may not be used for trade" in rejected
    assert "genuine" not in rejected
