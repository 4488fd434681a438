"""Issued files are frozen; what happened to them all the same is found."""

import sqlite3

import pytest

from labcal.errors.book import NotABookError
from labcal.errors.records import NotFoundError
from labcal.store.archive import Archive

CONTENT = b"%PDF-1.7 the pages"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "lab-archive")


def raw(archive, year=2026):
    return sqlite3.connect(archive.folder / f"{year}.sqlite", isolation_level=None)


def test_bytes_come_back_as_they_were_kept(archive):
    digest = archive.keep(2026, "CAL-2026-0001.pdf", CONTENT)
    assert archive.get(2026, digest) == CONTENT
    assert archive.keep(2026, "again.pdf", CONTENT) == digest
    assert [(file.year, file.name, file.sound) for file in archive.files()] == [
        ("2026", "CAL-2026-0001.pdf", True)
    ]


def test_each_year_has_its_file(archive):
    for year in (2027, 2026):
        archive.keep(year, f"{year}.pdf", b"%d" % year)
    assert [file.year for file in archive.files()] == ["2026", "2027"]
    assert sorted(path.name for path in archive.folder.glob("*.sqlite")) == ["2026.sqlite", "2027.sqlite"]


def test_what_is_not_there_is_a_sentence(archive):
    with pytest.raises(NotFoundError, match=r"no archive 2026\.sqlite"):
        archive.get(2026, "0" * 64)
    archive.keep(2026, "a.pdf", CONTENT)
    with pytest.raises(NotFoundError, match="no archived file 000"):
        archive.get(2026, "0" * 64)
    assert list(Archive(archive.folder / "none").files()) == []


@pytest.mark.parametrize(
    "statement",
    ["update file set content = x'00'", "update file set name = 'x'", "delete from file"],
)
def test_what_was_issued_is_frozen(archive, statement):
    archive.keep(2026, "a.pdf", CONTENT)
    with pytest.raises(sqlite3.IntegrityError, match="frozen"):
        raw(archive).execute(statement)


def tampered(lab, statement):
    """Return what a check finds after ``statement`` was run on the archive, its triggers dropped."""
    assert lab.findings() == []
    connection = raw(lab.book.archive)
    connection.executescript(f"drop trigger file_no_UPDATE; drop trigger file_no_DELETE; {statement}")
    connection.close()
    return lab.findings()


def test_an_altered_byte_is_found(issued):
    flip = (
        "update file set content = cast(replace(content, 'Weight', 'Waight') as blob) where name like '%.xml'"
    )
    (found,) = tampered(issued, flip)
    assert "was altered" in found


@pytest.mark.parametrize("face", ["xml", "pdf"])
def test_a_missing_file_is_found(issued, face):
    found = tampered(issued, f"delete from file where name like '%.{face}'")
    assert any("is missing" in one for one in found)


def test_a_renamed_file_is_found(issued):
    found = tampered(issued, "update file set name = 'CAL-2026-0002.pdf' where name like '%.pdf'")
    assert any("bears another name" in one for one in found)


def test_a_missing_archive_is_found(issued):
    for path in issued.book.archive.folder.iterdir():
        path.unlink()
    assert sum("is missing" in one for one in issued.findings()) == 2


def test_an_archive_that_is_none_is_found(issued):
    (issued.book.archive.folder / "2026.sqlite").write_bytes(
        b"not a database, but long enough to be read" * 99
    )
    assert any("is not a LabCal book" in one for one in issued.findings())
    with pytest.raises(NotABookError):
        issued.book.archive.keep(2026, "a.pdf", CONTENT)


def test_the_checkpoint_of_an_issued_certificate_may_not_vanish(issued):
    connection = sqlite3.connect(issued.path, isolation_level=None)
    connection.executescript("drop trigger checkpoint_no_delete; delete from checkpoint;")
    connection.close()
    assert any("which it prints, is gone" in one for one in issued.findings())
