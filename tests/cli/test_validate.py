"""``labcal validate``: every example that ships gives its published figures."""

import json
from pathlib import Path

import pytest

from labcal.cli import main
from labcal.domain import validation as domain
from labcal.services import validation as service


def test_every_published_figure_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All files of resources/examples and the example of every procedure, each with its source."""
    report = tmp_path / "report.pdf"
    code = main(["validate", "--json", "--report", str(report)])
    told = json.loads(capsys.readouterr().out)
    failures = [
        (one["id"], one["failure"], [figure for figure in one["figures"] if not figure["passed"]])
        for one in told["examples"]
        if not one["passed"]
    ]
    assert failures == []
    assert (code, told["passed"]) == (0, True)
    assert told["figures"] == told["figures_that_agree"] > 150
    assert report.read_bytes().startswith(b"%PDF")


@pytest.fixture
def one_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave two examples: one with a figure that is not so, one with a command that is not there."""
    whole = {one.id: one for one in service.published_examples()}
    right = whole["P14-carry"]
    wrong = domain.Figure(name="U", path="uncertainty", printed="0.11", tolerance=None, differs="")
    examples = (
        domain.PublishedExample(
            id="wrong",
            title="",
            source="nowhere",
            confidence="",
            note="",
            command=right.command,
            figures=(wrong,),
        ),
        domain.PublishedExample(
            id="unknown",
            title="",
            source="nowhere",
            confidence="",
            note="",
            command=("fly",),
            figures=(wrong,),
        ),
    )
    monkeypatch.setattr(service, "published_examples", lambda: examples)


@pytest.mark.usefixtures("one_wrong")
def test_a_figure_that_differs_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 1
    out = capsys.readouterr().out
    assert "✗ wrong: 0 of 1 figures" in out
    assert "U: published 0.11, found 0.10" in out
    assert "This program has no command “fly”." in out
    assert "published figures agree on this machine" in out


def test_a_report_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "published_examples", lambda: ())
    assert main(["validate", "--report", str(tmp_path / "none" / "report.pdf")]) == 1
