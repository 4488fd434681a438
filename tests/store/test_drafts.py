"""Drafts lie beside the book, by person and place; the book knows nothing of them."""

from datetime import UTC, datetime, timedelta

from labcal.store.drafts import DraftFile

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_drafts_are_a_persons_own_and_are_forgotten(tmp_path):
    kept = DraftFile(tmp_path / "lab.labcal")
    assert kept.all("Bo") == {}
    kept.drop("Bo")
    assert list(tmp_path.iterdir()) == []
    kept.keep("Bo", "receive", "one", NOW)
    kept.keep("Bo", "receive", "two", NOW)
    kept.keep("Bo", "sheet", "0.1", NOW - timedelta(days=9))
    kept.keep("Tia", "receive", "three", NOW)
    assert kept.all("Bo") == {"receive": "two", "sheet": "0.1"}
    kept.drop_older(NOW - timedelta(days=1))
    assert kept.all("Bo") == {"receive": "two"}
    kept.drop("Bo", "receive")
    assert (kept.all("Bo"), kept.all("Tia")) == ({}, {"receive": "three"})
    kept.keep("Tia", "sheet", "0.2", NOW)
    kept.drop("Tia")
    assert kept.all("Tia") == {}
    assert b"three" not in kept.path.read_bytes()


def test_a_damaged_file_of_drafts_is_begun_anew(tmp_path):
    kept = DraftFile(tmp_path / "lab.labcal")
    kept.path.write_bytes(b"Dear customer" * 500)
    kept.keep("Bo", "receive", "one", NOW)
    assert kept.all("Bo") == {"receive": "one"}
