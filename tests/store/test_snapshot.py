"""A copy shows one moment of book and archive, whatever is written meanwhile."""

import shutil
import sqlite3

import pytest

from labcal.errors.keeping import CancelledError, UnsoundBookError
from labcal.services.checking import check_book
from labcal.store import snapshot
from labcal.store.book import archive_of, open_book


def test_what_is_written_while_it_copies_is_not_in_it(issued, tmp_path):
    job = issued.job("signing", serial="2")
    archive, folder, told = archive_of(issued.path), tmp_path / "copy", []
    folder.mkdir()
    before = issued.ask(lambda records: records.head())

    def write_once(done: int, total: int) -> None:
        if not told:
            issued.issue(job)  # into the book and into this year's archive, between two strides
        told.append((done, total))

    files = [one.target for one in snapshot.take(issued.path, archive, folder, write_once)]
    assert [path.name for path in files] == ["book.labcal", "2026.sqlite"]
    assert issued.ask(lambda records: records.head())[0] > before[0]
    found = snapshot.facts(files[0])
    assert (found.entry, found.head, found.certificates) == (before[0], before[1].hex(), 1)
    files[1].parent.rename(folder / "book-archive")
    copy = open_book(files[0], issued.clock)
    assert check_book(copy).findings == ()
    copy.close()
    assert issued.findings() == []
    assert told[-1][0] == told[-1][1]


def test_a_copy_can_be_cancelled_and_holds_nobody_up(lab, tmp_path):
    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        snapshot.take(lab.path, archive_of(lab.path), tmp_path, stop)
    lab.job()


def test_a_damaged_book_is_no_backup(lab, tmp_path):
    lab.book.close()
    with sqlite3.connect(lab.path) as connection:
        root = connection.execute("select rootpage from sqlite_master where name = 'person'").fetchone()[0]
        size = connection.execute("pragma page_size").fetchone()[0]
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    content = bytearray(lab.path.read_bytes())
    content[(root - 1) * size + 8 : root * size] = b"\xff" * (size - 8)
    lab.path.write_bytes(content)
    copied = snapshot.take(lab.path, archive_of(lab.path), tmp_path, None)
    with pytest.raises(UnsoundBookError, match=r"lab\.labcal shows damage"), snapshot.judging(copied):
        pass


def test_whoever_gives_up_waits_for_no_judgement(issued, tmp_path):
    copied = snapshot.take(issued.path, archive_of(issued.path), tmp_path, None)
    with pytest.raises(CancelledError), snapshot.judging(copied):
        raise CancelledError
    shutil.rmtree(tmp_path / "archive")  # nobody holds them any more, also where open files cannot be removed
    assert not (tmp_path / "archive").exists()


def test_a_folder_that_takes_no_file_is_read_all_the_same(lab, tmp_path):
    lab.book.close()
    folder = tmp_path / "sealed"
    folder.mkdir()
    shutil.copy(lab.path, folder / "lab.labcal")
    (folder / "lab.labcal").chmod(0o400)
    folder.chmod(0o500)
    try:
        assert snapshot.facts(folder / "lab.labcal").laboratory == "Measurement Standards"
        (tmp_path / "copy").mkdir()
        (copied,) = snapshot.take(folder / "lab.labcal", folder / "none", tmp_path / "copy", None)
        assert snapshot.facts(copied.target) == snapshot.facts(folder / "lab.labcal")
    finally:
        folder.chmod(0o700)
