"""The report of a validation on paper."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pypdfium2

from labcal.certificates.validation import render
from labcal.domain.validation import Figure, PublishedExample, Validation, examined, failed
from labcal.text import Text

EXAMPLE = PublishedExample(
    id="StRD-Pontius",
    title="Calibration of a load cell",
    source="NIST Statistical Reference Datasets",
    confidence="high",
    note="A note.",
    command=("fit", "StRD-Pontius.csv", "--x", "t - 20"),
    figures=(
        Figure(
            name="B2",
            path="b",
            printed="-0.316081871345029E-14",
            tolerance=Decimal("3e-28"),
            differs="Printed otherwise.",
        ),
        Figure(name="verdict", path="verdict", printed="pass", tolerance=None, differs=""),
    ),
)
GOOD = Validation(
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    program=(("labcal", "0.1.0"), ("sha256", "ab" * 32), ("numpy", "2.4.6")),
    machine=(("name", "balance-room"), ("processors", "2")),
    examined=(examined(EXAMPLE, {"b": -0.316081871345029e-14, "verdict": "pass"}),),
)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(found).split())


def test_every_figure_and_fact_is_there() -> None:
    said = words(render(GOOD, Text("en")))
    for wanted in (
        "Validation of software",
        "Every figure agrees.",
        "2 of 2 published figures agree, in 1 of 1 examples.",
        "SHA-256 of code and resources " + "ab" * 32,
        "balance-room",
        "Release for use by the laboratory",
        'labcal fit StRD-Pontius.csv --x "t - 20"',
        "B2: Printed otherwise.",
        "A note.",
        "× 10⁻¹⁵",
        "page 1 of",
        "2026-03-02 09:00 UTC",
        "End of report",
    ):
        assert wanted in said
    assert "NOT" not in said


def test_what_differs_is_seen() -> None:
    bad = examined(EXAMPLE, {"b": 1.0, "verdict": "fail"})
    said = words(render(replace(GOOD, examined=(bad, failed(EXAMPLE, "It refused."))), Text("en")))
    assert "0 of 4 published figures agree, in 0 of 2 examples." in said
    assert said.count("NOT every figure agrees.") == 3
    assert said.count("DIFFERS") == 4
    assert "It refused." in said


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render(GOOD, Text("en")) == render(GOOD, Text("en"))


def test_many_examples_break_over_pages() -> None:
    document = pypdfium2.PdfDocument(render(replace(GOOD, examined=GOOD.examined * 30), Text("en")))
    assert len(document) > 3
    document.close()
