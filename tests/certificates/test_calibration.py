"""The certificate's pages: every field, every digit, no character dropped, the same bytes each time."""

import re
from dataclasses import replace
from decimal import Decimal
from types import ModuleType

import pypdfium2
import pytest

from labcal.certificates.calibration import render
from labcal.domain.certificate import CalibrationCertificate
from labcal.domain.party import Party
from labcal.domain.rounding import grouped
from labcal.domain.statements import RELATES, REPRODUCTION, TRACEABILITY, UNCERTAINTY, UNVERIFIED
from labcal.errors.certificates import GlyphMissingError
from labcal.text import Text

ENGLISH = Text("en")
KEY = "4f7a91c20b3de856"


def pages(pdf: bytes) -> list[str]:
    """Return the words of each page, line ends and no-break spaces as spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [" ".join(words.replace("\u00a0", " ").split(" ")).replace("\r\n", " ") for words in found]


def long_one(lab: ModuleType) -> CalibrationCertificate:
    """Return a certificate in which everything is long."""
    whole = lab.sample()
    name = "Ministry of Trade, Industry and Cooperatives, Department of Weights and Measures, " * 2
    return replace(
        whole,
        laboratory=replace(whole.laboratory, name=name.strip()),
        customer=replace(whole.customer, name="The Honourable Company of Grain Merchants " * 4),
        item=replace(
            whole.item,
            mark="X" * 150,
            condition="\n".join(
                f"Line {n} of the condition on receipt, a scratch of {n} mm." for n in range(1, 13)
            ),
        ),
        results=lab.points(60),
        remarks="A remark of many words. " * 120,
    )


def test_the_numbers_are_those_of_the_certificate(lab: ModuleType) -> None:
    """EA-4/02 M:2022, S2: 10.000 025 kg, U = 59 mg, k = 2; OIML R 111-1:2004, table 1: M1, 10 kg, 500 mg."""
    (page,) = pages(render(lab.sample(), ENGLISH))
    assert "10 kg 10.000\u202f025 kg +25 mg 59 mg ±500 mg Pass" in page
    assert "U (k = 2)" in page


def test_every_field_the_standard_asks_for_is_there(lab: ModuleType) -> None:
    """ISO/IEC 17025:2017, 7.8.2.1 a to p and 7.8.4.1 a to f, 7.8.6.2, as far as they apply."""
    whole = lab.sample()
    (page,) = pages(render(whole, ENGLISH, key_id=KEY))
    asked = {
        "a": "Calibration certificate",
        "b": f"{whole.laboratory.name} {whole.laboratory.street}",
        "c": "Place At the laboratory",
        "d": "No. 2026-0001 page 1 of 1",
        "d end": "End of certificate 2026-0001",
        "e": "Customs and Excise, Port Office",
        "f": "Procedure mass/substitution, version 4, after EA-4/02 M:2022, S2",
        "g": "serial number 4471",
        "g condition": "Good; light scratches on the knob",
        "h": "Received 2026-11-09",
        "i": "Calibrated 2026-11-16",
        "j": "Issued 2026-11-18",
        "l": RELATES,
        "note": REPRODUCTION,
        "o": "Signed electronically by Dr Fatou Ndiaye Signatory, mass 2026-11-18 12:30 (Africa/Nairobi)",
        "checked": "Checked by Lindiwe Dube",
        "7.8.4.1 a": UNCERTAINTY,
        "7.8.4.1 b": "Temperature 19.8 °C 20.3 °C",
        "7.8.4.1 c": TRACEABILITY,
        "annex A": "NMISA-2025-3310",
        "7.8.6.2 rule": "Decision rule: A weight conforms when",
        "7.8.6.2 specification": "OIML R 111-1:2004, class M1",
        "unverified": UNVERIFIED,
        "journal": f"Journal entry 412 · {whole.journal_head}",
        "key": "Key 4F7A 91C2 0B3D E856",
    }
    for clause, words in asked.items():
        assert words in page, clause


def test_no_interval_is_recommended(lab: ModuleType) -> None:
    """ISO/IEC 17025:2017, 7.8.4.3."""
    (page,) = pages(render(lab.sample(), ENGLISH))
    assert not re.search(r"recalibrat|next calibration|due|valid until|interval", page, re.IGNORECASE)


def test_the_same_content_gives_the_same_bytes(lab: ModuleType) -> None:
    assert render(lab.sample(), ENGLISH, key_id=KEY) == render(lab.sample(), ENGLISH, key_id=KEY)
    later = replace(lab.sample(), signed_at=lab.NOW)
    assert render(later, ENGLISH) != render(lab.sample(), ENGLISH)


def test_metadata_name_the_certificate_and_its_time(lab: ModuleType) -> None:
    pdf = render(lab.sample(), ENGLISH)
    document = pypdfium2.PdfDocument(pdf)
    try:
        facts = document.get_metadata_dict()
    finally:
        document.close()
    assert facts["Title"] == "Calibration certificate 2026-0001"
    assert facts["Subject"] == "2026-0001"
    assert facts["Author"] == "Institute of Metrology"
    assert facts["CreationDate"].startswith("D:20261118093000")


def test_only_our_own_typeface_is_used(lab: ModuleType) -> None:
    """Nothing that a reader's machine might lack or replace."""
    pdf = render(lab.sample(), ENGLISH)
    names = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert names
    assert all(b"+Inter-" in name for name in names)


@pytest.mark.parametrize(
    ("field", "character"),
    [("name", "重"), ("name", "\u0627"), ("condition", "\u2066"), ("serial", "\u200b"), ("mark", "😀")],
)
def test_a_character_that_cannot_be_drawn_is_an_error_that_names_it(
    lab: ModuleType, field: str, character: str
) -> None:
    whole = lab.sample()
    odd = replace(whole, item=replace(whole.item, **{field: f"Weight {character}"}))
    with pytest.raises(GlyphMissingError) as caught:
        render(odd, ENGLISH)
    assert f"U+{ord(character):04X}" in caught.value.shown(ENGLISH)


def test_a_true_minus_is_printed(lab: ModuleType) -> None:
    whole = lab.sample()
    negative = replace(whole.results[0], error=Decimal("-0.5"), value=Decimal("9.9999995"))
    (page,) = pages(render(replace(whole, results=(negative,)), ENGLISH))
    assert "\u22120.5 mg" in page
    assert "9.999\u202f999\u202f5 kg" in page


def test_many_results_break_over_pages_with_their_head(lab: ModuleType) -> None:
    found = pages(render(long_one(lab), ENGLISH, key_id=KEY))
    assert len(found) >= 4
    for place, page in enumerate(found, 1):
        assert f"No. 2026-0001 page {place} of {len(found)}" in page
        assert RELATES in page
    with_rows = [page for page in found if re.search(r"\d kg \d+\.000", page)]
    assert len(with_rows) > 1
    assert all("Nominal value" in page and "Conformity" in page for page in with_rows)
    together = " ".join(found)
    for result in lab.points(60):
        assert f"{grouped(result.value)} kg" in together
    assert "Line 12 of the condition" in together
    assert "X" * 150 in together.replace(" ", "")
    assert "End of certificate" in found[-1]
    assert "End of certificate" not in " ".join(found[:-1])


def test_what_is_missing_leaves_no_empty_label(lab: ModuleType) -> None:
    whole = lab.sample()
    result = replace(whole.results[0], verdict=None, lower_limit=None, upper_limit=None)
    bare = replace(
        whole,
        laboratory=Party(name="Institute"),
        laboratory_code="",
        customer=Party(name="Somebody"),
        item=replace(
            whole.item, manufacturer="", model="", serial="", mark="A-1", specification="", condition=""
        ),
        standards=(),
        conditions=(),
        results=(result,),
        decision=None,
        responsible=replace(whole.responsible, checked_by="", signatory_role=""),
    )
    (page,) = pages(render(bare, ENGLISH))
    for label in (
        *("Manufacturer", "Specification", "Condition", "Traceability", "Conformity"),
        *("Checked by", "Limits", "Laboratory code", "Remarks", "Deviations"),
    ):
        assert label not in page
    assert "marked A-1" in page


def test_exceptions_mentors_deviations_and_remarks_are_printed(lab: ModuleType) -> None:
    whole = lab.sample()
    people = replace(
        whole.responsible,
        recorded_by=("Amina Diallo", "Bo Chen"),
        mentors=("Lindiwe Dube",),
        checked_by="",
        exception="One metrologist only.",
    )
    certificate = replace(
        whole,
        responsible=people,
        place="Harbour weighbridge, gate 4",
        remarks="Adjusted before.",
        method=replace(whole.method, deviations="Two cycles instead of three."),
    )
    page = " ".join(pages(render(certificate, ENGLISH)))
    for words in (
        "Measured by Amina Diallo, Bo Chen",
        "Supervised by Lindiwe Dube",
        "No second check One metrologist only.",
        "Remarks Adjusted before.",
        "Deviations Two cycles instead of three.",
        "Harbour weighbridge, gate 4",
    ):
        assert words in page


def test_differing_coverage_factors_stand_in_a_column_with_their_degrees_of_freedom(lab: ModuleType) -> None:
    one, other = lab.points(2)
    other = replace(other, coverage_factor=Decimal("2.11"), effective_dof=17)
    page = " ".join(pages(render(replace(lab.sample(), results=(one, other)), ENGLISH)))
    assert "59 mg 2 ±500 mg" in page
    assert "59 mg 2.11 ±500 mg" in page
    assert "k = 2.11 belongs to 17 effective degrees of freedom." in page


def test_a_draft_has_no_number_and_no_signature(lab: ModuleType) -> None:
    """A preview must never pass for the certificate."""
    pdf = render(lab.sample(), ENGLISH, draft=True)
    (page,) = pages(pdf)
    assert "2026-0001" not in page
    assert b"2026-0001" not in pdf
    assert "Signed electronically" not in page
    assert "Journal entry" not in page
    assert page.count("Draft") == 2
    assert "Not yet signed" in page


def test_a_picture_of_a_page_shows_ink_within_the_margins(lab: ModuleType) -> None:
    """Drawn, and nothing runs off the paper: the outer 15 mm at the sides stay white."""
    document = pypdfium2.PdfDocument(render(long_one(lab), ENGLISH))
    try:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("L")
            wide, high = picture.size
            margin = 42
            assert picture.crop((margin, margin, wide - margin, high - margin)).getextrema()[0] < 64
            assert picture.crop((0, 0, margin, high)).getextrema()[0] == 255
            assert picture.crop((wide - margin, 0, wide, high)).getextrema()[0] == 255
    finally:
        document.close()
