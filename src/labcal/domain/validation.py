"""Validation of the program on the machine it runs on: published figures beside those found here.

ISO/IEC 17025:2017, 7.11.2: a laboratory validates its software before use, and again after changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal, InvalidOperation

from labcal.domain.rounding import decimal, grouped
from labcal.domain.shown import LARGEST, SMALLEST, scientific

WIDEST = 17
"""Significant digits of a double."""

MORE = 2
"""Digits shown of what was found, beyond those printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure.

    Attributes:
        name: What the source calls it.
        path: Keys and indexes, parted by points, into what the command prints with ``--json``.
        printed: As the source prints it.
        tolerance: By how much a computed number may differ; None for words, which have to be the same.
        differs: Why the print differs from an exact computation; empty where it does not.
    """

    name: str
    path: str
    printed: str
    tolerance: Decimal | None
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedExample:
    """A worked example that ships: a command and the figures that it has to give.

    Attributes:
        id: Its name.
        title: What it is about.
        source: Document and clause.
        confidence: How sure the printed figures are.
        note: What has to be known of it; may be empty.
        command: Words after ``labcal``; files lie beside the example.
        figures: What the source prints.
    """

    id: str
    title: str
    source: str
    confidence: str
    note: str
    command: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A published figure and what was found.

    Attributes:
        figure: What was published.
        found: What this machine computed, as people read it; "–" where there is nothing.
        passed: Whether it agrees.
    """

    figure: Figure
    found: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An example that was run again.

    Attributes:
        example: What was run.
        findings: One for each figure.
        failure: Why it could not be run; empty where it could.
    """

    example: PublishedExample
    findings: tuple[Finding, ...]
    failure: str = ""

    @property
    def passed(self) -> bool:
        """Whether every figure agrees."""
        return not self.failure and all(finding.passed for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What a validation found, and of which program on which machine.

    Attributes:
        at: When it was run; aware.
        program: Names and versions of the program and of what it computes with.
        machine: Names and facts of the computer.
        examined: Every example.
    """

    at: datetime
    program: tuple[tuple[str, str], ...]
    machine: tuple[tuple[str, str], ...]
    examined: tuple[Examined, ...]

    @property
    def passed(self) -> bool:
        """Whether there are examples and all agree."""
        return bool(self.examined) and all(one.passed for one in self.examined)

    @property
    def counted(self) -> tuple[int, int]:
        """Return how many figures agree, and how many there are."""
        findings = [finding for one in self.examined for finding in one.findings]
        return sum(finding.passed for finding in findings), len(findings)


def examined(example: PublishedExample, printed: object) -> Examined:
    """Return the findings on what the command of an example printed, read from JSON."""
    findings = tuple(compared(figure, _at(printed, figure.path)) for figure in example.figures)
    return Examined(example=example, findings=findings)


def failed(example: PublishedExample, why: str) -> Examined:
    """Return the findings on an example that could not be run."""
    findings = tuple(Finding(figure=figure, found="–", passed=False) for figure in example.figures)
    return Examined(example=example, findings=findings, failure=why)


def compared(figure: Figure, found: object) -> Finding:
    """Return a figure beside what was found: a number, words, true, false or None."""
    if isinstance(found, bool) or found is None or figure.tolerance is None:
        said = found if isinstance(found, str) else json.dumps(found)
        return Finding(figure=figure, found="–" if found is None else said, passed=said == figure.printed)
    number = _number(found)
    if number is None:
        return Finding(figure=figure, found=str(found), passed=False)
    is_near = abs(number - Decimal(figure.printed)) <= figure.tolerance
    return Finding(figure=figure, found=_shown(number, figure.printed), passed=is_near)


def shown_figure(printed: str) -> str:
    """Return a printed figure as people read it, with all its digits; words stay as they are."""
    try:
        number = Decimal(printed)
    except InvalidOperation:
        return printed
    return _written(number) if number.is_finite() else printed


def _number(found: object) -> Decimal | None:
    """Return a number, or digits in text, exactly."""
    if isinstance(found, int | float):
        number = Decimal(repr(found))
    else:
        try:
            number = Decimal(str(found))
        except InvalidOperation:
            return None
    return number if number.is_finite() else None


def _shown(number: Decimal, printed: str) -> str:
    digits = min(len(Decimal(printed).as_tuple().digits) + MORE, WIDEST)
    return _written(Context(prec=digits).create_decimal(decimal(number)))


def _written(number: Decimal) -> str:
    if number and not SMALLEST < number.adjusted() < LARGEST:
        return scientific(number)
    exponent = number.as_tuple().exponent
    return grouped(number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number)


def _at(printed: object, path: str) -> object:
    """Return what lies at a path of keys and indexes; None where nothing does."""
    for key in path.split("."):
        if isinstance(printed, Mapping):
            printed = printed.get(key)
        elif isinstance(printed, Sequence) and not isinstance(printed, str) and key.isdigit():
            printed = printed[int(key)] if int(key) < len(printed) else None
        else:
            return None
    return printed
