"""Whose item it is, what it is, when and how it was calibrated: the upper part of a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from labcal.certificates.fonts import BODY, LABEL, STRONG, Style, wrapped
from labcal.certificates.page import WIDTH, Draw, Pen, Slab, gap
from labcal.certificates.words import address, day, period
from labcal.domain.certificate import CalibrationCertificate
from labcal.text import Text, mark

LABELS = 82.0
"""Width of the labels on the left, in points."""
RIGHT_PART = 168.0
RIGHT_LABELS = 58.0
SPACE = 18.0

PLACES = {
    "laboratory": mark("At the laboratory"),
    "customer": mark("At the customer’s premises"),
    "laboratoryBranch": mark("At a branch of the laboratory"),
    "customerBranch": mark("At a branch of the customer"),
    "other": mark("Elsewhere"),
}

Fact = tuple[str, str, Style]
"""Label, words and the face of the words."""


def identity(certificate: CalibrationCertificate, text: Text) -> list[Slab]:
    """Return customer, item, days and place in two columns, and below them condition and method."""
    slabs = _two_columns(_left(certificate, text), _right(certificate, text))
    for label, words in _below(certificate, text):
        slabs += [gap(2.2), *_fact(label, words, BODY)] if words.strip() else []
    return slabs


def _left(certificate: CalibrationCertificate, text: Text) -> list[Fact]:
    item, customer = certificate.item, certificate.customer
    made = ", ".join(part for part in (item.manufacturer, item.model) if part)
    known = [text(mark("serial number {serial}"), serial=item.serial)] if item.serial else []
    known += [text(mark("marked {mark}"), mark=item.mark)] if item.mark else []
    facts = [
        (text(mark("Customer")), customer.name, STRONG),
        ("", "\n".join(address(customer, text.language)), BODY),
        (text(mark("Item")), item.name, STRONG),
        (text(mark("Manufacturer, type")), made, BODY),
        (text(mark("Identification")), ", ".join(known), BODY),
        (text(mark("Specification")), item.specification, BODY),
    ]
    return [fact for fact in facts if fact[1].strip()]


def _right(certificate: CalibrationCertificate, text: Text) -> list[Fact]:
    place = PLACES.get(certificate.place)
    facts = [
        (text(mark("Received")), day(certificate.received_on), BODY),
        (text(mark("Calibrated")), period(certificate.performed_from, certificate.performed_to), BODY),
        (text(mark("Issued")), day(certificate.issued_on), BODY),
        (text(mark("Place")), certificate.place if place is None else text(place), BODY),
        (text(mark("Job")), certificate.job, BODY),
    ]
    return [fact for fact in facts if fact[1].strip()]


def _below(certificate: CalibrationCertificate, text: Text) -> list[tuple[str, str]]:
    method = certificate.method
    named = text(mark("Procedure {id}, version {version}"), id=method.id, version=method.version)
    if method.references:
        documents = "; ".join(method.references)
        after = text(mark("after {documents}"), documents=documents)
        named = f"{named}, {after}"
    return [
        (text(mark("Condition")), certificate.item.condition),
        (text(mark("Method")), f"{method.title}\n{named}"),
        (text(mark("Deviations")), method.deviations),
    ]


def _two_columns(left: Sequence[Fact], right: Sequence[Fact]) -> list[Slab]:
    """Return both columns line by line, so that a tall one may break over pages."""
    room = WIDTH - RIGHT_PART - SPACE
    first = _lines(left, LABELS, room)
    second = _lines(right, RIGHT_LABELS, RIGHT_PART)
    return [
        Slab(BODY.leading + 0.8, _drawn(((one, 0.0, LABELS), (other, room + SPACE, RIGHT_LABELS))))
        for one, other in zip_longest(first, second)
    ]


Line = tuple[str, str, Style] | None


def _lines(facts: Sequence[Fact], labels: float, room: float) -> list[Line]:
    lines: list[Line] = []
    for label, words, style in facts:
        lines += [None] if lines and style is STRONG else []
        for place, line in enumerate(wrapped(words, style, room - labels)):
            lines.append((label if place == 0 else "", line, style))
    return lines


def _drawn(parts: Sequence[tuple[Line, float, float]]) -> Draw:
    def draw(pen: Pen, x: float, y: float) -> None:
        for line, indent, labels in parts:
            if line is None:
                continue
            label, words, style = line
            pen.text(x + indent, y - style.size, label, LABEL)
            pen.text(x + indent + labels, y - style.size, words, style)

    return draw


def _fact(label: str, words: str, style: Style) -> list[Slab]:
    lines = _lines([(label, words, style)], LABELS, WIDTH)
    return [Slab(style.leading, _drawn(((line, 0.0, LABELS),))) for line in lines]
