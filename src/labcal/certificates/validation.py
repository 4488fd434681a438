"""The report of a validation: what was published, what this machine found (ISO/IEC 17025:2017, 7.11.2)."""

from __future__ import annotations

from labcal.certificates.fonts import BODY, LABEL, NAME, NOTE, REGULAR, SECTION, SMALL, STRONG, TITLE, Style
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
from labcal.certificates.tables import Align, Column, table
from labcal.domain.validation import Examined, Validation, shown_figure
from labcal.text import Text, mark

LABELS = 120.0
FIGURES = Style(REGULAR, 7.4, 12)
"""A little smaller, so that fifteen digits stand side by side."""

PURPOSE = mark(
    "Every worked example that ships with the program was run again on this machine, and each published "
    "figure was compared with the one found here. A figure agrees where the two differ by no more than the "
    "tolerance stated beside them. "
    "The report supports the validation of software that ISO/IEC 17025:2017, 7.11.2, asks for."
)

FACTS = {
    "labcal": mark("LabCal"),
    "sha256": mark("SHA-256 of code and resources"),
    "python": mark("Python"),
    "name": mark("Computer"),
    "system": mark("Operating system"),
    "processor": mark("Processor"),
    "processors": mark("Number of processors"),
}


def render(validation: Validation, text: Text) -> bytes:
    """Return the report as PDF, in the language of ``text``; the same bytes for the same input.

    Raises:
        GlyphMissingError: The typeface cannot draw a character; nothing is ever dropped silently.
    """
    title = text(mark("Validation of software"))
    slabs = [
        gap(4),
        *kept(paragraph(title, TITLE)),
        gap(6),
        *_summary(validation, text),
        gap(6),
        *paragraph(text(PURPOSE), NOTE),
        gap(8),
        *_facts(validation, text),
        gap(10),
        *_release(text),
    ]
    for one in validation.examined:
        slabs += _example(one, text)
    slabs += [gap(9), _end(text)]
    at = f"{validation.at:%Y-%m-%d %H:%M} UTC"
    paper = Paper(
        title=title,
        author="LabCal",
        subject=at,
        language=text.language,
        at=validation.at,
        head=lambda pen, page, pages: _head(pen, text, (page, pages), at),
        head_height=NAME.leading + SMALL.leading + 16,
        foot=lambda pen: _foot(pen, validation),
        foot_height=20,
    )
    return printed(slabs, paper)


def _summary(validation: Validation, text: Text) -> list[Slab]:
    agree, count = validation.counted
    passing = sum(one.passed for one in validation.examined)
    says = mark("{agree} of {count} published figures agree, in {passing} of {examples} examples.")
    words = text(says, agree=agree, count=count, passing=passing, examples=len(validation.examined))
    verdict = mark("Every figure agrees.") if validation.passed else mark("NOT every figure agrees.")
    return kept([*paragraph(text(verdict), STRONG), *paragraph(words, BODY)])


def _facts(validation: Validation, text: Text) -> list[Slab]:
    facts = [*validation.program, *validation.machine]
    names = tuple(text(FACTS[name]) if name in FACTS else name for name, _ in facts)
    columns = (
        Column(text(mark("Program and machine")), names),
        Column(text(mark("As found")), tuple(fact or "–" for _, fact in facts), share=1),
    )
    return table(columns)


def _release(text: Text) -> list[Slab]:
    """Return the lines in which a person releases the program for use."""
    slabs: list[Slab] = [*kept(paragraph(text(mark("Release for use by the laboratory")), SECTION))]
    for label in (mark("Name"), mark("Date"), mark("Signature")):
        slabs.append(_line(text(label)))
    return kept(slabs)


def _line(label: str) -> Slab:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.text(x, y - 16, label, LABEL)
        pen.rule(x + LABELS, y - 18, WIDTH / 2, 0.5, 0.35)

    return Slab(22, draw)


def _example(one: Examined, text: Text) -> list[Slab]:
    example = one.example
    slabs = [gap(11), *_bound(f"{example.id} · {example.title}", one.passed, text)]
    words = text(
        mark("Source: {source} · confidence: {confidence}"),
        source=example.source,
        confidence=example.confidence,
    )
    slabs += _kept_all(paragraph(words, SMALL))
    if example.command:
        slabs += _kept_all(paragraph("labcal " + " ".join(_quoted(word) for word in example.command), SMALL))
    for note in (example.note, one.failure):
        slabs += _kept_all(paragraph(note, NOTE)) if note else []
    slabs += [gap(2.5), *_figures(one, text)]
    for finding in one.findings:
        if finding.figure.differs:
            slabs += paragraph(f"{finding.figure.name}: {finding.figure.differs}", SMALL)
    return slabs


def _figures(one: Examined, text: Text) -> list[Slab]:
    figures = [finding.figure for finding in one.findings]
    tolerances = tuple("–" if f.tolerance is None else shown_figure(str(f.tolerance)) for f in figures)
    published = tuple(shown_figure(figure.printed) for figure in figures)
    found = tuple(finding.found for finding in one.findings)
    agrees, differs = text(mark("agrees")), text(mark("DIFFERS"))
    columns = (
        Column(text(mark("Figure")), tuple(figure.name for figure in figures), share=1),
        Column(text(mark("Published")), published, Align.RIGHT, style=FIGURES),
        Column(text(mark("Tolerance")), tolerances, Align.RIGHT, style=FIGURES),
        Column(text(mark("Found")), found, Align.RIGHT, style=FIGURES),
        Column(
            text(mark("Verdict")), tuple(agrees if finding.passed else differs for finding in one.findings)
        ),
    )
    return table(columns)


def _bound(title: str, passed: bool, text: Text) -> list[Slab]:
    verdict = "" if passed else f" — {text(mark('NOT every figure agrees.'))}"
    return _kept_all(paragraph(title + verdict, SECTION))


def _kept_all(slabs: list[Slab]) -> list[Slab]:
    return [Slab(slab.height, slab.draw, keep=True) for slab in slabs]


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _head(pen: Pen, text: Text, page: tuple[int, int], at: str) -> None:
    pen.text(LEFT, TOP - NAME.size, "LabCal", NAME)
    pen.text(LEFT, TOP - NAME.leading - SMALL.size, text(mark("Validation of software")), SMALL)
    pen.right(RIGHT, TOP - NAME.size, at, BODY)
    shown = text(mark("page {page} of {pages}"), page=page[0], pages=page[1])
    pen.right(RIGHT, TOP - NAME.leading - SMALL.size, shown, SMALL)
    pen.rule(LEFT, TOP - NAME.leading - SMALL.leading - 6, WIDTH, 0.8, 0.25)


def _foot(pen: Pen, validation: Validation) -> None:
    facts = dict(validation.program)
    pen.rule(LEFT, BOTTOM + 12, WIDTH, 0.4)
    pen.text(LEFT, BOTTOM + 3, f"LabCal {facts['labcal']} · SHA-256 {facts['sha256']}", SMALL)


def _end(text: Text) -> Slab:
    words = text(mark("End of report"))

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.middle(x + WIDTH / 2, y - SMALL.size, f"—  {words}  —", SMALL)

    return Slab(SMALL.leading + 2, draw)
