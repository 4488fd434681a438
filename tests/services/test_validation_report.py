"""Writing the report."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from labcal.domain.validation import Validation
from labcal.errors.files import UnwritableFileError
from labcal.services.validation_report import write_report
from labcal.text import Text

EMPTY = Validation(
    at=datetime(2026, 3, 2, tzinfo=UTC), program=(("labcal", "1"), ("sha256", "0")), machine=(), examined=()
)


def test_the_file_is_a_pdf(tmp_path: Path) -> None:
    write_report(tmp_path / "report.pdf", EMPTY, Text("en"))
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError):
        write_report(tmp_path / "none" / "report.pdf", EMPTY, Text("en"))
