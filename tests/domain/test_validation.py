"""Published figures beside those found."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from labcal.domain.validation import (
    Figure,
    PublishedExample,
    Validation,
    compared,
    examined,
    failed,
    shown_figure,
)


def figure(path: str, printed: str, tolerance: str | None = "0.005") -> Figure:
    return Figure(
        name=path,
        path=path,
        printed=printed,
        tolerance=None if tolerance is None else Decimal(tolerance),
        differs="",
    )


def example(*figures: Figure) -> PublishedExample:
    return PublishedExample(
        id="one", title="", source="", confidence="high", note="", command=("fit",), figures=figures
    )


ANSWER = {"a": [1.867, {"b": 2.0}], "verdict": "pass", "text": "12.34", "yes": True, "none": None}


def test_figures_are_found_by_their_path() -> None:
    found = examined(
        example(
            figure("a.0", "1.87"),
            figure("a.1.b", "2"),
            figure("verdict", "pass", None),
            figure("text", "12.3", "0.05"),
            figure("yes", "true", None),
            figure("none", "null", None),
        ),
        ANSWER,
    )
    assert found.passed
    assert [one.found for one in found.findings] == ["1.867", "2.0", "pass", "12.34", "true", "–"]


@pytest.mark.parametrize("path", ["a.2", "a.b", "b", "a.0.c", "verdict.0"])
def test_what_is_not_there_does_not_pass(path: str) -> None:
    found = examined(example(figure(path, "1")), ANSWER)
    assert not found.passed
    assert found.findings[0].found == "–"


def test_comparison_is_exact() -> None:
    assert compared(figure("x", "1.82", "0"), 1.82).passed
    assert compared(figure("x", "1.0", "0.1"), 1.1).passed
    assert not compared(figure("x", "1.0", "0.1"), 1.1000000000000003).passed
    assert not compared(figure("x", "1.0"), "no number").passed
    assert not compared(figure("x", "1.0"), float("nan")).passed
    assert not compared(figure("x", "fail", None), "pass").passed
    assert not compared(figure("x", "1"), True).passed


def test_what_was_found_has_two_digits_more() -> None:
    assert compared(figure("x", "1.867"), 1.8666666666666667).found == "1.866\u202f67"
    assert compared(figure("x", "0.1E-8"), 1.234567e-9).found == "1.23 × 10⁻⁹"


def test_printed_figures_are_written_out() -> None:
    assert shown_figure("0.732059160401003E-06") == "7.320\u202f591\u202f604\u202f010\u202f03 × 10⁻⁷"
    assert shown_figure("1E+3") == "1000"
    assert shown_figure("pass") == "pass"
    assert shown_figure("NaN") == "NaN"


def test_a_validation_passes_with_all_of_its_figures() -> None:
    good = examined(example(figure("a.0", "1.87")), ANSWER)
    bad = failed(example(figure("a.0", "1.87")), "It refused.")

    def made(*found: object) -> Validation:
        return Validation(at=datetime(2026, 3, 2, tzinfo=UTC), program=(), machine=(), examined=found)

    assert made(good).passed
    assert made(good, bad).counted == (1, 2)
    assert not made(good, bad).passed
    assert not made().passed
