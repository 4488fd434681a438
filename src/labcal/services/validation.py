"""Runs every worked example again on this machine (ISO/IEC 17025:2017, 7.11.2)."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import labcal
from labcal import resources
from labcal.catalog.expected import examples_folder, published_examples
from labcal.catalog.procedures import Example, all_procedures, load_example
from labcal.domain import units
from labcal.domain.evaluation import PointResult, evaluate_point
from labcal.domain.procedure import Procedure
from labcal.domain.recompute import recompute
from labcal.domain.validation import (
    Examined,
    Figure,
    Finding,
    PublishedExample,
    Validation,
    compared,
    examined,
    failed,
)
from labcal.errors import LabCalError
from labcal.text import Text, mark

LIBRARIES = ("numpy", "scipy", "pint", "reportlab", "lxml", "cryptography")

RECOMPUTED = Context(prec=9)
AGREEMENT = Decimal("1e-8")
"""Relative difference that engine and independent recomputation of a procedure may show."""

Run = Callable[[Sequence[str]], object]
"""Runs the words after ``labcal`` and returns the JSON that they print."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how far a validation has come."""

    tell: Callable[[int, int], None] = lambda _done, _count: None


def validate(run: Run, text: Text, watcher: Watcher | None = None) -> Validation:
    """Return what every example that ships gives on this machine.

    Args:
        run: Runs one command; may raise ``LabCalError``, which is reported as a failure.
        text: Language of sentences in the report.
        watcher: Is told after each example.

    Raises:
        ProcedureError: A file that ships cannot be used.
    """
    watcher = watcher or Watcher()
    examples, procedures = published_examples(), all_procedures()
    count = len(examples) + len(procedures)
    found: list[Examined] = []
    for procedure in procedures:
        found.append(_procedure(procedure, text))
        watcher.tell(len(found), count)
    for example in examples:
        found.append(_example(example, run, text))
        watcher.tell(len(found), count)
    return Validation(at=datetime.now(UTC), program=_program(), machine=_machine(), examined=tuple(found))


def validation_json(validation: Validation) -> dict[str, object]:
    """Return what ``labcal validate --json`` prints."""
    agree, count = validation.counted
    return {
        "passed": validation.passed,
        "at": validation.at.isoformat(timespec="seconds"),
        "figures": count,
        "figures_that_agree": agree,
        "program": dict(validation.program),
        "machine": dict(validation.machine),
        "examples": [_example_json(one) for one in validation.examined],
    }


def _example_json(one: Examined) -> dict[str, object]:
    example = one.example
    return {
        "id": example.id,
        "title": example.title,
        "source": example.source,
        "confidence": example.confidence,
        "note": example.note,
        "command": list(example.command),
        "passed": one.passed,
        "failure": one.failure or None,
        "figures": [_finding_json(finding) for finding in one.findings],
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    figure = finding.figure
    return {
        "name": figure.name,
        "printed": figure.printed,
        "tolerance": None if figure.tolerance is None else str(figure.tolerance),
        "found": finding.found,
        "passed": finding.passed,
        "differs": figure.differs or None,
    }


def _example(example: PublishedExample, run: Run, text: Text) -> Examined:
    folder = examples_folder()
    words = [str(folder / word) if (folder / word).is_file() else word for word in example.command]
    try:
        return examined(example, run(words))
    except LabCalError as error:
        return failed(example, error.shown(text))


def _procedure(procedure: Procedure, text: Text) -> Examined:
    """Return the findings on the worked example that ships with a procedure."""
    return worked(procedure, load_example(procedure.id), text)


def worked(procedure: Procedure, told: Example, text: Text) -> Examined:
    """Return the findings on a worked example of a procedure, and on its independent recomputation."""
    several = len(told.points) > 1
    figures = tuple(
        Figure(
            name=f"{one.name}, {one.point + 1}" if several else one.name,
            path="",
            printed=str(one.printed.value),
            tolerance=one.tolerance.value,
            differs=one.differs,
        )
        for one in told.expected
    )
    example = PublishedExample(
        id=procedure.id,
        title=told.title,
        source=told.source,
        confidence=told.confidence,
        note="",
        command=(),
        figures=figures,
    )
    try:
        results = [evaluate_point(procedure, inputs) for inputs in told.points]
        again = [recompute(procedure, inputs) for inputs in told.points]
    except LabCalError as error:
        return failed(example, error.shown(text))
    known = [procedure_figures(procedure, result) for result in results]
    findings = tuple(
        _named(figure, known[one.point].get(one.name), one.printed.unit)
        for figure, one in zip(figures, told.expected, strict=True)
    )
    seconds = tuple(
        _recomputed(result, second.expanded, text) for result, second in zip(results, again, strict=True)
    )
    return Examined(example=example, findings=(*findings, *seconds))


def procedure_figures(procedure: Procedure, result: PointResult) -> Mapping[str, tuple[Decimal, str]]:
    """Return every number of a point that a document may print, with its unit, by the name it has there."""
    numbered = {
        f"difference {number}": (one, result.difference_unit)
        for number, one in enumerate(result.differences, start=1)
    }
    u = Decimal(repr(result.evaluation.standard_uncertainty))
    return numbered | {
        "mean difference": (result.mean, result.difference_unit),
        "value": (result.value, result.unit),
        "standard uncertainty": (u, procedure.unit),
        "expanded uncertainty": (result.expanded, result.uncertainty_unit),
        "coverage factor": (result.coverage_factor, "1"),
    }


def _named(figure: Figure, found: tuple[Decimal, str] | None, unit: str) -> Finding:
    if found is None:
        return Finding(figure=figure, found="–", passed=False)
    return compared(figure, units.convert(found[0], found[1], unit, difference=True))


def _recomputed(result: PointResult, expanded: float, text: Text) -> Finding:
    """Return whether the independent path gives the same U (ISO/IEC 17025:2017, 7.11.2)."""
    own = RECOMPUTED.create_decimal(repr(result.evaluation.expanded_uncertainty))
    figure = Figure(
        name=text(mark("U, computed again by an independent path")),
        path="",
        printed=str(own),
        tolerance=abs(own) * AGREEMENT,
        differs="",
    )
    return compared(figure, expanded)


def _program() -> tuple[tuple[str, str], ...]:
    libraries = [(name, found) for name in LIBRARIES if (found := _version(name))]
    return (
        ("labcal", labcal.__version__),
        ("sha256", _digest()),
        ("python", platform.python_version()),
        *libraries,
    )


def _machine() -> tuple[tuple[str, str], ...]:
    return (
        ("name", platform.node()),
        ("system", platform.platform()),
        ("processor", platform.processor() or platform.machine()),
        ("processors", str(os.cpu_count() or 1)),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _digest() -> str:
    """Return the SHA-256 of the program's code and resources, names and bytes in order."""
    total = hashlib.sha256()
    code = Path(labcal.__file__).parent
    for root, pattern in ((code, "*.py"), (resources.root(), "*")):
        for file in sorted(root.rglob(pattern)):
            if file.is_file():
                total.update(f"{file.relative_to(root).as_posix()}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
