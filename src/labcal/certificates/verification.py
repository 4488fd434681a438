"""A verification certificate or a rejection notice as A4 pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from labcal.certificates.fonts import BODY, LABEL, NOTE, SECTION, STRONG, TITLE, Style, wrapped
from labcal.certificates.letterhead import Letterhead
from labcal.certificates.page import WIDTH, Draw, Paper, Pen, Slab, gap, kept, paragraph, printed
from labcal.certificates.signature import end_mark, signature
from labcal.certificates.tables import Align, Column, table
from labcal.certificates.words import address, bound, day, value
from labcal.domain.certificate import DocumentKind
from labcal.domain.limits.table import STAGES
from labcal.domain.seal import SEAL_KINDS
from labcal.domain.statements import REPRODUCTION, TRACEABILITY, UNVERIFIED
from labcal.domain.verification import ANSWERS, DECISIONS, TESTS, WeighingTest
from labcal.domain.verification_document import (
    RELATES,
    TITLES,
    DocumentRow,
    DocumentTest,
    VerificationDocument,
)
from labcal.text import Text, mark

LABELS = 118.0
NONE = "–"
ACCEPTED = mark("The instrument meets the requirements of {specification} and may be used for trade.")
REJECTED = mark(
    "The instrument does not meet the requirements of {specification}. It may not be used for trade until it "
    "is repaired and verified again."
)


def render_verification(
    document: VerificationDocument, text: Text, *, draft: bool = False, key_id: str = "", code: str = ""
) -> bytes:
    """Return the document as PDF, in the language of ``text``; the same bytes for the same input.

    Args:
        document: Its whole content.
        text: Its language.
        draft: A preview: a watermark, no number, no facts of a signature.
        key_id: Key of the signatory, printed beside the signature when given.
        code: Text of the QR code, drawn beside the signature when given.

    Raises:
        GlyphMissingError: The typeface cannot draw a character; nothing is ever dropped silently.
    """
    frame, title = document.frame, text(TITLES[document.kind])
    number = "" if draft else str(frame.number)
    slabs = [
        gap(4),
        *kept(paragraph(title, TITLE)),
        gap(6),
        *_body(document, text),
        *signature(frame, text, draft=draft, key_id=key_id, code=code),
        *end_mark(text, number),
    ]
    letter = Letterhead(frame, text, draft, (text(RELATES), text(REPRODUCTION)))
    paper = Paper(
        title=f"{title} {number}".strip(),
        author=frame.laboratory.name,
        subject=number,
        language=text.language,
        at=frame.signed_at,
        head=letter.head,
        head_height=letter.height,
        foot=letter.foot,
        foot_height=34,
    )
    return printed(slabs, paper)


def _body(document: VerificationDocument, text: Text) -> list[Slab]:
    return [
        *_facts(document, text),
        *_decision(document, text),
        *_tests(document, text),
        *_examined(document, text),
        *_kit(document, text),
        *_words(text(mark("Remarks")), document.frame.remarks),
    ]


def _facts(document: VerificationDocument, text: Text) -> list[Slab]:
    frame, told = document.frame, document.told
    item = frame.item
    marks = [
        text(mark("class {grade}"), grade=told.grade),
        *(f"{name} = {quantity}" for name, quantity in _marks(document)),
    ]
    known = [text(mark("serial number {serial}"), serial=item.serial)] if item.serial else []
    known += [text(mark("marked {mark}"), mark=item.mark)] if item.mark else []
    owner = "\n".join((frame.customer.name, *address(frame.customer, text.language)))
    rows = [
        (text(mark("Trader")), owner),
        (text(mark("Premises")), told.premises),
        (text(mark("Instrument")), item.name),
        (text(mark("Manufacturer, type")), ", ".join(x for x in (item.manufacturer, item.model) if x)),
        (text(mark("Identification")), ", ".join(known)),
        (text(mark("Markings")), bound("; ".join(marks))),
        (text(mark("Type approval")), told.approval),
        (text(mark("Seals as found")), told.seals_found),
        (text(mark("Kind of verification")), text(STAGES[told.stage])),
        (text(mark("Verified on")), day(frame.performed_to)),
        (text(mark("Verification")), frame.job),
        (text(mark("Method")), f"{frame.method.title}, {document.specification}"),
    ]
    return [slab for label, words in rows if words.strip() for slab in _fact(label, words)]


def _marks(document: VerificationDocument) -> list[tuple[str, str]]:
    told = document.told
    found = [("Max", told.maximum), ("Min", told.minimum), ("e", told.interval), ("d", told.division)]
    if told.additive_tare is not None:
        found.append(("T+", told.additive_tare))
    return [(name, str(quantity)) for name, quantity in found]


def _fact(label: str, words: str, *, strong: bool = False) -> list[Slab]:
    style = STRONG if strong else BODY
    slabs = []
    for place, line in enumerate(wrapped(words, style, WIDTH - LABELS)):
        slabs.append(Slab(style.leading + 0.8, _line(label if place == 0 else "", line, style)))
    return slabs


def _line(label: str, line: str, style: Style) -> Draw:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.text(x, y - style.size, label, LABEL)
        pen.text(x + LABELS, y - style.size, line, style)

    return draw


def _decision(document: VerificationDocument, text: Text) -> list[Slab]:
    accepted = document.kind is DocumentKind.VERIFICATION
    rows = [
        (text(mark("Decision")), text(DECISIONS[document.decision])),
        (text(mark("Adjusted")), document.adjustment),
        (text(mark("Reasons")), "\n".join(f"{code}  {words}" for code, words in document.reasons)),
        (text(mark("Next verification due")), day(document.next_due) if document.next_due else ""),
        (text(mark("Repair by")), day(document.repair_until) if document.repair_until else ""),
        (text(mark("Marks and seals")), "\n".join(_seals(document, text))),
    ]
    sentence = text(ACCEPTED if accepted else REJECTED, specification=document.specification)
    slabs = [gap(7), *_title(text(mark("Decision"))), *paragraph(sentence, BODY), gap(2)]
    for place, (label, words) in enumerate(rows):
        slabs += _fact(label, words, strong=place == 0) if words.strip() else []
    return slabs


def _seals(document: VerificationDocument, text: Text) -> list[str]:
    told = [
        (text(SEAL_KINDS[seal.kind]), seal.number, f" ({seal.position})" if seal.position else "")
        for seal in document.seals
    ]
    return [f"{kind} {number}{where}" for kind, number, where in told]


def _tests(document: VerificationDocument, text: Text) -> list[Slab]:
    if not any(test.rows for test in document.tests):
        said = text(mark("Nothing was weighed."))
        return [gap(7), *_title(text(mark("Tests"))), *paragraph(said, NOTE)]
    slabs = [gap(7), *_title(text(mark("Tests"))), *_summary(document.tests, text)]
    slabs += [*_weighings(document, text), *_discrimination(document, text)]
    if not document.verified:
        slabs += [gap(3), *paragraph(text(UNVERIFIED), NOTE)]
    if document.as_found:
        slabs += [gap(7), *_title(text(mark("As found, before the adjustment")))]
        slabs += _summary(document.as_found, text)
    return slabs


def _summary(tests: Sequence[DocumentTest], text: Text) -> list[Slab]:
    columns = (
        Column(text(mark("Test")), tuple(text(TESTS[test.test]) for test in tests)),
        Column(text(mark("Clause")), tuple(test.clause for test in tests)),
        Column(text(mark("Result")), tuple(bound(text(test.says)) for test in tests), share=1),
        Column(text(mark("Verdict")), tuple(_verdict(test.passed, text) for test in tests)),
    )
    return table(columns)


def _verdict(passed: bool | None, text: Text) -> str:
    if passed is None:
        return text(mark("not completed"))
    return text(mark("passed")) if passed else text(mark("failed"))


def _weighings(document: VerificationDocument, text: Text) -> list[Slab]:
    """Return the rows of every test that judges errors, in one table."""
    found = [
        (test.test, row)
        for test in document.tests
        if test.test is not WeighingTest.DISCRIMINATION
        for row in test.rows
    ]
    if not found:
        return []
    names = [text(TESTS[test]) for test, _ in found]
    first = [name if place == 0 or names[place - 1] != name else "" for place, name in enumerate(names)]
    rows = [row for _, row in found]
    return [
        gap(6),
        *table((Column(text(mark("Test")), tuple(first), share=1), *_figures(document, rows, text))),
    ]


def _discrimination(document: VerificationDocument, text: Text) -> list[Slab]:
    rows = [row for test in document.tests if test.test is WeighingTest.DISCRIMINATION for row in test.rows]
    if not rows:
        return []
    title = _title(text(TESTS[WeighingTest.DISCRIMINATION]))
    return [gap(6), *title, *table(_figures(document, rows, text, moved=True))]


def _figures(
    document: VerificationDocument, rows: Sequence[DocumentRow], text: Text, *, moved: bool = False
) -> list[Column]:
    unit = document.unit
    named = [
        (mark("Load"), [row.load for row in rows], False),
        (mark("Indication"), [row.indication for row in rows], False),
        (mark("Extra load") if moved else mark("ΔL"), [row.added for row in rows], False),
        (mark("Indication with it"), [row.after for row in rows], False),
        (mark("Change") if moved else mark("Error"), [row.error for row in rows], True),
    ]
    columns = [
        Column(text(title), tuple(_number(one, unit, signed=signed) for one in found), Align.RIGHT)
        for title, found, signed in named
        if any(one is not None for one in found)
    ]
    limits = tuple(_limit(row, unit, moved=moved) for row in rows)
    columns.append(Column(text(mark("Limit")), limits, Align.RIGHT))
    columns.append(Column(text(mark("Verdict")), tuple(_verdict(row.passed, text) for row in rows)))
    return columns


def _number(number: Decimal | None, unit: str, *, signed: bool) -> str:
    return NONE if number is None else value(number, unit, signed=signed)


def _limit(row: DocumentRow, unit: str, *, moved: bool) -> str:
    if row.limit is None:
        return NONE
    return f"≥ {value(row.limit, unit)}" if moved else f"±{value(row.limit, unit)}"


def _examined(document: VerificationDocument, text: Text) -> list[Slab]:
    points = document.examined
    if not points:
        return []
    columns = (
        Column(text(mark("Point")), tuple(one.words for one in points), share=2),
        Column(text(mark("Clause")), tuple(one.clause for one in points)),
        Column(text(mark("Finding")), tuple(text(ANSWERS[one.answer]) for one in points)),
        Column(text(mark("Remark")), tuple(one.remark or NONE for one in points), share=1),
    )
    return [gap(7), *_title(text(mark("Visual examination"))), *table(columns)]


def _kit(document: VerificationDocument, text: Text) -> list[Slab]:
    kit = document.frame.standards
    if not kit:
        return []
    columns = (
        Column(text(mark("Weight")), tuple(f"{s.name}\n{s.identification}" for s in kit), share=1),
        Column(text(mark("Certificate")), tuple(f"{s.certificate}\n{s.laboratory}" for s in kit), share=1),
        Column(text(mark("Calibrated")), tuple(day(s.calibrated_on) for s in kit)),
        Column(text(mark("Value in its certificate")), tuple(bound(s.value) for s in kit), share=1),
    )
    said = paragraph(text(TRACEABILITY), NOTE)
    return [gap(7), *_title(text(mark("Test weights"))), *kept([*said, gap(4)]), *table(columns)]


def _title(words: str) -> list[Slab]:
    return [*(Slab(s.height, s.draw, keep=True) for s in paragraph(words, SECTION)), gap(2.5)]


def _words(title: str, words: str) -> list[Slab]:
    return [gap(7), *_title(title), *paragraph(words, NOTE)] if words.strip() else []
