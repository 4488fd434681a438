"""Every page that is drawn is PDF/A-3b, before it is signed and after, as an independent validator finds."""

from __future__ import annotations

import io
from dataclasses import replace

import page
import pikepdf
import pytest

from labcal.certificates.calibration import render
from labcal.domain.party import Party
from labcal.text import Text


def faults(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_3B)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


@pytest.fixture
def many(lab):
    return replace(lab.sample(), results=lab.points(60))


def test_a_printed_certificate_is_fit_for_keeping(lab, many) -> None:
    for content in (lab.sample(), many):
        issued = lab.issue(content)
        assert faults(issued.printed) == []
        assert faults(issued.pdf) == []


def test_a_draft_is_fit_for_keeping(lab) -> None:
    assert faults(render(lab.sample(), Text("en"), draft=True)) == []


def test_names_with_signs_of_markup_are_described_as_they_are(lab) -> None:
    name = "Waage & Söhne <Labor> “Ω” ]]>"
    content = replace(
        lab.sample(), laboratory=Party(name=name, street="", post_code="", city="", country="DE")
    )
    printed = render(content, Text("en"))
    assert faults(printed) == []
    with pikepdf.open(io.BytesIO(printed)) as document, document.open_metadata() as told:
        assert told["dc:creator"] == [name]
        assert str(document.docinfo["/Author"]) == name


def test_without_its_colours_described_it_is_not(lab) -> None:
    """The validator bites."""
    with pikepdf.open(io.BytesIO(lab.issue().pdf)) as document:
        del document.Root.OutputIntents
        buffer = io.BytesIO()
        document.save(buffer)
    assert any("DEVICE-GRAY" in fault for fault in faults(buffer.getvalue()))


def test_the_same_input_gives_the_same_bytes(lab) -> None:
    assert render(lab.sample(), Text("en")) == render(lab.sample(), Text("en"))
