"""Who measured, checked and signed, and the mark that nothing follows."""

from __future__ import annotations

from labcal.certificates.fonts import BODY, LABEL, SMALL, STRONG, Style, wrapped
from labcal.certificates.page import WIDTH, Pen, Slab, gap
from labcal.certificates.words import moment
from labcal.domain.certificate import CalibrationCertificate
from labcal.text import Text, mark

HALF = WIDTH / 2 - 12
LABELS = 82.0


def signature(
    certificate: CalibrationCertificate, text: Text, *, draft: bool, key_id: str = ""
) -> list[Slab]:
    """Return those responsible on the left and the facts of the signature on the right, kept together."""
    left = _people(certificate, text)
    right = [(text(mark("Not yet signed")), LABEL)] if draft else _signed(certificate, text, key_id)
    height = max(sum(style.leading for _, _, style in left), sum(s.leading for _, s in right) + 8)

    def draw(pen: Pen, x: float, y: float) -> None:
        line = y
        for label, words, style in left:
            pen.text(x, line - style.size, label, LABEL)
            pen.text(x + LABELS, line - style.size, words, style)
            line -= style.leading
        pen.rule(x + HALF + 24, y, HALF, 0.5, 0.35)
        line = y - 4
        for words, style in right:
            pen.text(x + HALF + 24, line - style.size, words, style)
            line -= style.leading

    return [gap(13), Slab(height, draw, keep=True)]


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


def _signed(certificate: CalibrationCertificate, text: Text, key_id: str) -> list[tuple[str, Style]]:
    responsible = certificate.responsible
    rows = [
        (text(mark("Signed electronically by {person}"), person=responsible.signed_by), STRONG),
        (responsible.signatory_role, BODY),
        (moment(certificate.signed_at, certificate.zone), BODY),
    ]
    if key_id:
        shown = " ".join(key_id.upper()[start : start + 4] for start in range(0, len(key_id), 4))
        rows.append((text(mark("Key {key} · can be verified without a network"), key=shown), SMALL))
    return [(line, style) for words, style in rows if words for line in wrapped(words, style, HALF)]


def end_mark(text: Text, number: str) -> list[Slab]:
    """Return the mark that ends a certificate (ISO/IEC 17025:2017, 7.8.2.1 d)."""
    words = text(mark("End of certificate {number}"), number=number) if number else text(mark("End of draft"))

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.middle(x + WIDTH / 2, y - SMALL.size, f"—  {words}  —", SMALL)

    return [gap(9), Slab(SMALL.leading + 2, draw)]
