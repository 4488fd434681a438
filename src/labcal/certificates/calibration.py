"""A calibration certificate as A4 pages (ISO/IEC 17025:2017, 7.8.2.1 and 7.8.4.1)."""

from __future__ import annotations

from labcal.certificates.fonts import (
    GREY,
    NAME,
    NOTE,
    NUMBER,
    SECTION,
    SEMIBOLD,
    SMALL,
    STRONG,
    TITLE,
    Style,
    width,
    wrapped,
)
from labcal.certificates.identity import identity
from labcal.certificates.page import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Paper,
    Pen,
    Slab,
    gap,
    kept,
    paragraph,
    printed,
)
from labcal.certificates.results import all_tables
from labcal.certificates.signature import end_mark, signature
from labcal.certificates.tables import Align, Column, table
from labcal.certificates.words import NBSP, address, bound, day, value
from labcal.domain.certificate import CalibrationCertificate
from labcal.domain.statements import (
    RELATES,
    REPRODUCTION,
    TRACEABILITY,
    UNCERTAINTY,
    UNVERIFIED,
)
from labcal.text import Text, mark

WATERMARK = Style(SEMIBOLD, 150, 150, 0.93)
SPLIT = 0.66
"""Part of the measure that the laboratory's name and address may take in the head."""


def render(
    certificate: CalibrationCertificate, text: Text, *, draft: bool = False, key_id: str = "", code: str = ""
) -> bytes:
    """Return the certificate as PDF, in the language of ``text``; the same bytes for the same input.

    Args:
        certificate: Its whole content, with every number already rounded.
        text: The certificate's language.
        draft: A preview: a watermark, no number, no facts of a signature.
        key_id: Key of the signatory, printed beside the signature when given.
        code: Text of the QR code, drawn beside the signature when given.

    Raises:
        GlyphMissingError: The typeface cannot draw a character; nothing is ever dropped silently.
    """
    number = "" if draft else str(certificate.number)
    slabs = [
        *_body(certificate, text),
        *signature(certificate, text, draft=draft, key_id=key_id, code=code),
        *end_mark(text, number),
    ]
    head_height = _head_height(certificate, text)
    paper = Paper(
        title=text(mark("Calibration certificate")) + (f" {number}" if number else ""),
        author=certificate.laboratory.name,
        subject=number,
        language=text.language,
        at=certificate.signed_at,
        head=lambda pen, page, pages: _head(pen, certificate, text, (page, pages, draft)),
        head_height=head_height,
        foot=lambda pen: _foot(pen, certificate, text, draft=draft),
        foot_height=34,
    )
    return printed(slabs, paper)


def _body(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    """Return everything above the signature."""
    return [
        gap(4),
        *kept(paragraph(text(mark("Calibration certificate")), TITLE)),
        *_replaces(certificate, text),
        gap(6),
        *identity(certificate, text),
        *_results(certificate, text),
        *_traceability(certificate, text),
        *_conditions(certificate, text),
        *_section(text(mark("Remarks")), certificate.remarks),
    ]


def _replaces(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    """Return which certificate this one takes the place of, what is otherwise, and why (7.8.8.3)."""
    earlier = certificate.replaces
    if earlier is None:
        return []
    told = text(
        mark("This certificate replaces certificate {number} of {day}, which holds no longer."),
        number=earlier.number,
        day=day(earlier.issued_on),
    )
    otherwise = text(mark("Changed: {change} Reason: {why}"), change=earlier.change, why=earlier.why)
    return kept([*paragraph(told, STRONG), *paragraph(otherwise, NOTE)])


def _results(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    slabs = [gap(7), *_title(text(mark("Results"))), *all_tables(certificate, text), gap(6)]
    slabs += paragraph(text(UNCERTAINTY), NOTE)
    factors = {(r.coverage_factor, r.effective_dof) for r in certificate.results if r.effective_dof}
    belongs = mark("k = {factor} belongs to {dof} effective degrees of freedom.")
    for factor, dof in sorted(factors):
        slabs += paragraph(bound(text(belongs, factor=factor, dof=dof)), NOTE)
    for sentence in certificate.scope:
        slabs += paragraph(bound(sentence), NOTE)
    decision = certificate.decision
    if decision is None:
        return slabs
    slabs += [gap(7), *_title(text(mark("Conformity")))]
    slabs += paragraph(text(mark("Specification: {name}"), name=decision.specification), NOTE)
    slabs += paragraph(text(mark("Decision rule: {rule}"), rule=decision.statement), NOTE)
    reasons = dict.fromkeys(
        text(r.verdict.reason, **dict(r.verdict.fields)) for r in certificate.results if r.verdict is not None
    )
    if len(reasons) == 1:
        slabs += [slab for reason in reasons for slab in paragraph(reason, NOTE)]
    if not decision.verified:
        slabs += paragraph(text(UNVERIFIED), NOTE)
    return slabs


def _traceability(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    standards = certificate.standards
    if not standards:
        return []
    statement = paragraph(text(TRACEABILITY), NOTE)
    columns = (
        Column(
            text(mark("Reference standard")),
            tuple(f"{s.name}\n{s.identification}" for s in standards),
            share=1.2,
        ),
        Column(
            text(mark("Certificate")),
            tuple(f"{s.certificate}\n{s.laboratory}" for s in standards),
            share=1.2,
        ),
        Column(text(mark("Calibrated")), tuple(day(s.calibrated_on) for s in standards)),
        Column(text(mark("Value in its certificate")), tuple(bound(s.value) for s in standards), share=1.15),
    )
    return [gap(7), *_title(text(mark("Traceability"))), *kept([*statement, gap(4)]), *table(columns)]


def _conditions(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    conditions = certificate.conditions
    if not conditions:
        return []
    columns = (
        Column(text(mark("Influence quantity")), tuple(c.name for c in conditions), share=1),
        Column(text(mark("Lowest")), tuple(value(c.lowest, c.unit) for c in conditions), Align.RIGHT),
        Column(text(mark("Highest")), tuple(value(c.highest, c.unit) for c in conditions), Align.RIGHT),
    )
    return [
        gap(7),
        *_title(text(mark("Conditions during the measurement"))),
        *table(columns, room=WIDTH * 0.6),
    ]


def _title(words: str) -> list[Slab]:
    return [*(Slab(s.height, s.draw, keep=True) for s in paragraph(words, SECTION)), gap(2.5)]


def _section(title: str, words: str) -> list[Slab]:
    return [gap(7), *_title(title), *paragraph(words, NOTE)] if words.strip() else []


def _head_height(certificate: CalibrationCertificate, text: Text) -> float:
    name = wrapped(certificate.laboratory.name, NAME, WIDTH * SPLIT)
    address = wrapped(_address(certificate, text), SMALL, WIDTH * SPLIT)
    return len(name) * NAME.leading + len(address) * SMALL.leading + 16


def _address(certificate: CalibrationCertificate, text: Text) -> str:
    laboratory = certificate.laboratory
    parts = [*address(laboratory, text.language), laboratory.phone, laboratory.email]
    first = " · ".join(part for part in parts if part)
    if not certificate.laboratory_code:
        return first
    code = text(mark("Laboratory code {code}"), code=certificate.laboratory_code)
    return f"{first}\n{code}"


def _head(pen: Pen, certificate: CalibrationCertificate, text: Text, page: tuple[int, int, bool]) -> None:
    number, count, draft = page
    if draft:
        pen.watermark(text(mark("Draft")), WATERMARK)
    y = TOP
    for line in wrapped(certificate.laboratory.name, NAME, WIDTH * SPLIT):
        pen.text(LEFT, y - NAME.size, line, NAME)
        y -= NAME.leading
    for line in wrapped(_address(certificate, text), SMALL, WIDTH * SPLIT):
        pen.text(LEFT, y - SMALL.size, line, SMALL)
        y -= SMALL.leading
    title = text(mark("Draft")) if draft else text(mark("No. {number}"), number=certificate.number)
    pen.right(RIGHT, TOP - NUMBER.size, title.replace(" ", NBSP), NUMBER)
    shown = text(mark("page {page} of {pages}"), page=number, pages=count)
    pen.right(RIGHT, TOP - NUMBER.leading - SMALL.size, shown, SMALL)
    pen.rule(LEFT, y - 6, WIDTH, 0.8, 0.25)


def _foot(pen: Pen, certificate: CalibrationCertificate, text: Text, *, draft: bool) -> None:
    y = BOTTOM + 26
    pen.rule(LEFT, y, WIDTH, 0.4)
    for line in wrapped(f"{text(RELATES)} {text(REPRODUCTION)}", SMALL, WIDTH):
        y -= SMALL.leading
        pen.text(LEFT, y, line, SMALL)
    if draft:
        return
    words = text(
        mark("Journal entry {entry} · {head}"), entry=certificate.journal_entry, head=certificate.journal_head
    )
    small = Style(SMALL.font, 5.6, 8, GREY)
    y -= SMALL.leading
    fitting = words if width(words, small) <= WIDTH else f"{words[:90]}…"
    pen.text(LEFT, y, fitting, small)
