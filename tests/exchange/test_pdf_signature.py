"""The signature of the PDF: of the whole file, in one form, and found broken by one byte."""

import io
from datetime import UTC, datetime
from random import Random
from types import ModuleType

import pikepdf
import pytest

from labcal.errors.exchange import BrokenSignatureError, NotADccError, NotAPdfError
from labcal.exchange.pdf_signature import (
    all_words,
    check_pdf,
    digits,
    face,
    is_signed,
    sign_pdf,
)


def test_untouched_it_is_accepted(lab: ModuleType, issued) -> None:
    assert check_pdf(issued.pdf) == lab.keys().key.certificate_der
    assert is_signed(issued.pdf)
    assert not is_signed(issued.printed)


def test_pyhanko_agrees(lab: ModuleType, issued) -> None:
    """PyHanko 0.38 as another judge: PAdES, sound, trusted, the whole file, one revision."""
    x509 = pytest.importorskip("asn1crypto.x509")
    reader = pytest.importorskip("pyhanko.pdf_utils.reader")
    validation = pytest.importorskip("pyhanko.sign.validation")
    context = pytest.importorskip("pyhanko_certvalidator").ValidationContext
    read = reader.PdfFileReader(io.BytesIO(issued.pdf), strict=True)
    (signature,) = read.embedded_signatures
    roots = [x509.Certificate.load(lab.keys().authority.certificate_der)]
    status = validation.validate_pdf_signature(
        signature, context(trust_roots=roots, allow_fetching=False, moment=lab.SIGNED_AT)
    )
    assert status.bottom_line
    assert status.coverage == validation.status.SignatureCoverageLevel.ENTIRE_FILE
    assert read.xrefs.total_revisions == 1
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert status.signer_reported_dt == lab.SIGNED_AT


def test_it_carries_the_signed_xml(issued) -> None:
    assert face(issued.pdf).xml == issued.signed
    assert face(issued.printed).xml is None
    with pikepdf.open(io.BytesIO(issued.pdf)) as document:
        (attached,) = document.Root.AF
        stream = attached.EF.F
        assert attached.AFRelationship == pikepdf.Name.Source
        assert str(attached.UF) == str(attached.F) == "2026-0001.xml"
        assert stream.Subtype == pikepdf.Name("/text/xml")
        assert int(stream.Params.Size) == len(issued.signed)
    assert face(issued.pdf).number == "2026-0001"


def test_only_the_digits_of_the_signature_differ_from_one_signing_to_the_next(
    lab: ModuleType, issued
) -> None:
    again = sign_pdf(issued.printed, issued.signed, lab.keys().signer, lab.SIGNED_AT)
    start, end = issued.pdf.index(b"<30") + 1, issued.pdf.index(b"0>", issued.pdf.index(b"<30"))
    assert len(again) == len(issued.pdf)
    assert again[:start] == issued.pdf[:start]
    assert again[end:] == issued.pdf[end:]


def test_sixty_changed_bytes_are_found(lab: ModuleType, issued) -> None:
    random = Random(20261118)
    for _ in range(60):
        with pytest.raises(BrokenSignatureError):
            check_pdf(lab.changed(issued.pdf, random))


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_thousand_changed_bytes_are_found(lab: ModuleType, issued) -> None:
    random = Random(2)
    for _ in range(1000):
        with pytest.raises(BrokenSignatureError):
            check_pdf(lab.changed(issued.pdf, random))


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_every_digit_of_the_signature_counts(issued) -> None:
    start = issued.pdf.index(b"<30")
    for place in range(start, start + 2 * 3072 + 2):
        for new in b"0f":
            if issued.pdf[place] != new:
                with pytest.raises(BrokenSignatureError):
                    check_pdf(issued.pdf[:place] + bytes([new]) + issued.pdf[place + 1 :])


def test_capital_digits_are_another_form(issued) -> None:
    start = issued.pdf.index(b"<30")
    upper = issued.pdf[start : start + 600].upper()
    with pytest.raises(BrokenSignatureError):
        check_pdf(issued.pdf[:start] + upper + issued.pdf[start + 600 :])


def test_what_is_appended_cut_or_revised_is_found(issued) -> None:
    revised = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued.pdf)) as document:
        document.save(revised)
    for data in (issued.pdf + b"\n", issued.pdf[:-1], issued.pdf + issued.pdf, revised.getvalue()):
        with pytest.raises(BrokenSignatureError):
            check_pdf(data)


def test_a_signature_taken_from_another_file_is_found(lab: ModuleType, issued) -> None:
    other = lab.issue(lab.other())
    start = issued.pdf.index(b"<30")
    foreign = other.pdf[other.pdf.index(b"<30") :][: 2 * 3072 + 2]
    with pytest.raises(BrokenSignatureError):
        check_pdf(issued.pdf[:start] + foreign + issued.pdf[start + len(foreign) :])


def test_what_is_no_pdf_is_refused(lab: ModuleType, issued) -> None:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    with pytest.raises(NotAPdfError):
        sign_pdf(b"%PDF-1.4 nothing", issued.signed, lab.keys().signer, at)
    with pytest.raises(NotADccError):
        sign_pdf(issued.printed, b"<a/>", lab.keys().signer, at)
    for read in (face, all_words):
        with pytest.raises(NotAPdfError):
            read(b"%PDF-1.4 nothing")
    with pytest.raises(BrokenSignatureError):
        check_pdf(b"%PDF-1.4 nothing")


def test_an_attachment_that_unfolds_without_end_is_not_unfolded(issued) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued.printed)) as document:
        document.attachments["x.xml"] = pikepdf.AttachedFileSpec(document, b" " * 40_000_000)
        document.save(buffer)
    assert len(buffer.getvalue()) < 1_000_000
    assert face(buffer.getvalue()).xml is None


@pytest.mark.parametrize(
    ("number", "kept"),
    [("10.000025", "10000025"), ("-0.0130", "130"), ("0", ""), ("0.100", "100"), ("59", "59")],
)
def test_digits_of_a_number(number: str, kept: str) -> None:
    assert digits(number) == kept
