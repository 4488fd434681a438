"""Who measured, checked and signed, and the mark that nothing follows."""

from __future__ import annotations

from labcal.certificates import qr_code
from labcal.certificates.fonts import BODY, LABEL, SMALL, STRONG, Style, wrapped
from labcal.certificates.page import WIDTH, Pen, Slab, gap
from labcal.certificates.words import moment
from labcal.domain.certificate import CalibrationCertificate
from labcal.text import Text, mark

HALF = WIDTH / 2 - 12
LABELS = 82.0
APART = 8.0
"""By how much the words begin lower than the quiet zone of the code, in points."""


def signature(
    certificate: CalibrationCertificate, text: Text, *, draft: bool, key_id: str = "", code: str = ""
) -> list[Slab]:
    """Return those responsible on the left and the facts of the signature on the right, kept together.

    Args:
        certificate: Its content.
        text: Its language.
        draft: Nothing is signed yet.
        key_id: Of the key that signs; empty for none to be printed.
        code: Text of the QR code that is drawn at the right; empty for none.
    """
    left = _people(certificate, text)
    room = HALF - qr_code.SIDE if code else HALF
    right = [(text(mark("Not yet signed")), LABEL)] if draft else _signed(certificate, text, key_id, room)
    height = max(sum(style.leading for _, _, style in left), sum(s.leading for _, s in right) + 8)
    if code:
        height = max(height, qr_code.SIDE)

    def draw(pen: Pen, x: float, y: float) -> None:
        top = y - APART if code else y
        line = top
        for label, words, style in left:
            pen.text(x, line - style.size, label, LABEL)
            pen.text(x + LABELS, line - style.size, words, style)
            line -= style.leading
        pen.rule(x + HALF + 24, top, room, 0.5, 0.35)
        line = top - 4
        for words, style in right:
            pen.text(x + HALF + 24, line - style.size, words, style)
            line -= style.leading
        if code:
            qr_code.draw(pen, code, x + WIDTH - qr_code.SIDE, y)

    return [gap(5 if code else 13), Slab(height, draw, keep=True)]


def _people(certificate: CalibrationCertificate, text: Text) -> list[tuple[str, str, Style]]:
    responsible = certificate.responsible
    rows = [
        (text(mark("Measured by")), ", ".join(responsible.recorded_by)),
        (text(mark("Supervised by")), ", ".join(responsible.mentors)),
        (text(mark("Checked by")), responsible.checked_by),
        (text(mark("No second check")), responsible.exception),
    ]
    lines: list[tuple[str, str, Style]] = []
    for label, words in rows:
        if words.strip():
            for place, line in enumerate(wrapped(words, BODY, HALF - LABELS)):
                lines.append((label if place == 0 else "", line, BODY))
    return lines


def _signed(
    certificate: CalibrationCertificate, text: Text, key_id: str, room: float
) -> list[tuple[str, Style]]:
    responsible = certificate.responsible
    rows = [
        (text(mark("Signed electronically by {person}"), person=responsible.signed_by), STRONG),
        (responsible.signatory_role, BODY),
        (moment(certificate.signed_at, certificate.zone), BODY),
    ]
    if key_id:
        shown = " ".join(key_id.upper()[start : start + 4] for start in range(0, len(key_id), 4))
        rows.append((text(mark("Key {key} · can be verified without a network"), key=shown), SMALL))
    return [(line, style) for words, style in rows if words for line in wrapped(words, style, room)]


def end_mark(text: Text, number: str) -> list[Slab]:
    """Return the mark that ends a certificate (ISO/IEC 17025:2017, 7.8.2.1 d)."""
    words = text(mark("End of certificate {number}"), number=number) if number else text(mark("End of draft"))

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.middle(x + WIDTH / 2, y - SMALL.size, f"—  {words}  —", SMALL)

    return [gap(4), Slab(SMALL.leading + 2, draw)]
