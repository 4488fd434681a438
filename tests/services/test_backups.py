"""A backup is whole or is not there; restoring overwrites nothing."""

import random
import shutil
import zipfile
from datetime import UTC, datetime

import pytest

from labcal.errors.book import BookExistsError, NoSuchBookError
from labcal.errors.files import NoSuchFileError, UnwritableFileError
from labcal.errors.keeping import (
    CancelledError,
    DamagedBackupError,
    LockedBackupError,
    LostArchiveError,
    NewerBackupError,
    NoRoomForBackupError,
    NotABackupError,
    ShortPassphraseError,
    UnsoundBookError,
    WrongBackupPassphraseError,
)
from labcal.services import backups
from labcal.services.backups import back_up, backups_in, compare, describe, restore, verify_backup
from labcal.services.certificates import files_of
from labcal.services.checking import check_book
from labcal.store import snapshot
from labcal.store.book import archive_of, create_book, open_book

PASSPHRASE = "a good passphrase"


@pytest.fixture
def backup(issued, tmp_path):
    path = tmp_path / "lab.labcal-backup"
    back_up(issued.path, path)
    return path


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_restored_book_is_the_book(issued, tmp_path, passphrase):
    path, target = tmp_path / "lab.labcal-backup", tmp_path / "restored" / "lab.labcal"
    target.parent.mkdir()
    key = backups.locked_with(passphrase) if passphrase else None
    made = back_up(issued.path, path, key)
    assert verify_backup(path, passphrase, whole=True) == made
    assert restore(path, target, passphrase) == made
    assert (made.entry, made.head) == _head(issued)
    assert (made.laboratory, made.certificates) == ("Measurement Standards", 1)
    book = open_book(target, issued.clock)
    assert check_book(book).findings == ()
    assert files_of(book, "CAL-2026-0001") == files_of(issued.book, "CAL-2026-0001")
    book.close()
    assert sorted(one.name for one in target.parent.iterdir()) == ["lab-archive", "lab.labcal"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["issued", "lab.labcal-backup", "restored"]


def _head(lab):
    entry, digest = lab.ask(lambda records: records.head())
    return entry, digest.hex()


def test_nothing_is_overwritten_by_restoring(issued, backup, tmp_path):
    with pytest.raises(BookExistsError):
        restore(backup, issued.path)
    other = tmp_path / "other.labcal"
    (tmp_path / "other-archive").mkdir()
    with pytest.raises(BookExistsError, match="other-archive"):
        restore(backup, other)
    assert not other.exists()
    with pytest.raises(NoSuchBookError):
        restore(backup, tmp_path / "missing" / "lab.labcal")


def test_a_backup_takes_the_place_of_a_backup_only(issued, backup, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear customer")
    (year,) = issued.path.with_name(f"{issued.path.stem}-archive").glob("*.sqlite")
    for target in (issued.path, year, other):
        before = target.read_bytes()
        with pytest.raises(NoRoomForBackupError, match="something else"):
            back_up(issued.path, target)
        assert target.read_bytes() == before
    assert back_up(issued.path, backup).certificates == 1
    back_up(issued.path, backup, backups.locked_with(PASSPHRASE))
    assert back_up(issued.path, backup).certificates == 1


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_the_log_of_a_book_that_was_moved_is_not_played_into_a_new_one(backup, tmp_path, ending):
    target = tmp_path / "new.labcal"
    log = target.with_name(f"{target.name}{ending}")
    log.write_bytes(b"what another book has yet to take in")
    with pytest.raises(BookExistsError, match=ending):
        restore(backup, target)
    with pytest.raises(BookExistsError, match=ending):
        create_book(target)
    assert not target.exists()
    assert log.exists()


def test_a_locked_backup_wants_its_passphrase(issued, tmp_path):
    path, target = tmp_path / "lab.labcal-backup", tmp_path / "new.labcal"
    back_up(issued.path, path, backups.locked_with(PASSPHRASE))
    with pytest.raises(LockedBackupError):
        restore(path, target)
    with pytest.raises(WrongBackupPassphraseError):
        restore(path, target, "another passphrase")
    with pytest.raises(ShortPassphraseError, match="at least 10"):
        backups.locked_with("short")
    assert not target.exists()
    assert b"Measurement Standards" not in path.read_bytes()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_backup_restores_nothing(backup, tmp_path, seed):
    random_, content = random.Random(seed), bytearray(backup.read_bytes())
    if seed % 3:
        with zipfile.ZipFile(backup) as packed:
            place = random_.choice(packed.infolist()).header_offset + 200
        content[place + random_.randrange(40)] ^= 1 << random_.randrange(8)
    else:
        del content[random_.randrange(100, len(content)) :]
    backup.write_bytes(content)
    target = tmp_path / "new.labcal"
    with pytest.raises(DamagedBackupError, match="use another backup"):
        restore(backup, target)
    assert not list(tmp_path.glob("*new*"))
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("content", "error"),
    [(None, NoSuchFileError), (b"Dear customer", NotABackupError), (b"", NotABackupError)],
)
def test_another_file_is_no_backup(tmp_path, content, error):
    path = tmp_path / "letter.labcal-backup"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        describe(path)


@pytest.mark.parametrize(
    ("manifest", "error"),
    [
        ('{"format": "labcal-backup-7", "version": "9.0"}', NewerBackupError),
        ('{"format": "other"}', NotABackupError),
        ("[]", NotABackupError),
        ("{", DamagedBackupError),
        (None, NotABackupError),
    ],
)
def test_another_archive_is_no_backup(tmp_path, manifest, error):
    path = tmp_path / "lab.labcal-backup"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("letter.txt" if manifest is None else "manifest.json", manifest or "")
    with pytest.raises(error):
        describe(path)


def test_parts_stay_in_their_folder(backup, tmp_path):
    forged = tmp_path / "forged.labcal-backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(forged, "w") as new:
        told = old.read("manifest.json").decode().replace("archive/2026.sqlite", "../../2026.sqlite")
        for one in old.infolist():
            name = one.filename.replace("archive/", "../../")
            new.writestr(name, told if name == "manifest.json" else old.read(one))
    with pytest.raises(DamagedBackupError):
        restore(forged, tmp_path / "new.labcal")


def test_a_good_backup_outlasts_a_bad_one(issued, backup, monkeypatch):
    kept = backup.read_bytes()

    def stop(done: int, total: int) -> None:
        if done > total * 0.9:
            raise CancelledError

    with pytest.raises(CancelledError):
        back_up(issued.path, backup, progress=stop)

    monkeypatch.setattr(snapshot, "complaint", lambda _connection: "row 7 missing from index")
    with pytest.raises(UnsoundBookError, match="row 7"):
        back_up(issued.path, backup)
    assert backup.read_bytes() == kept
    assert sorted(one.name for one in backup.parent.iterdir()) == ["issued", backup.name]


def test_a_place_that_refuses_it_is_a_sentence(issued, tmp_path):
    with pytest.raises(UnwritableFileError):
        back_up(issued.path, tmp_path / "missing" / "lab.labcal-backup")
    with pytest.raises(NoSuchBookError):
        back_up(tmp_path / "none.labcal", tmp_path / "lab.labcal-backup")


def test_what_restoring_would_take_back_is_told(issued, backup):
    assert compare(describe(backup), issued.path).since.total == 0
    issued.job("issued", serial="2")
    found = compare(describe(backup), issued.path)
    assert (found.related, found.since.certificates) == (True, ("CAL-2026-0002",))
    assert found.since.total == _head(issued)[0] - found.backup.entry


def test_a_backup_of_another_book_is_told(issued, backup, lab):
    found = compare(describe(backup), lab.path)
    assert not found.related
    assert found.since.total == _head(lab)[0]


def test_a_backup_is_compared_with_a_book_that_is_there(backup, tmp_path):
    with pytest.raises(NoSuchBookError):
        compare(describe(backup), tmp_path / "none.labcal")


def test_a_backup_without_the_issued_files_replaces_none_and_says_what_is_missing(issued, backup, tmp_path):
    before, archive = backup.read_bytes(), archive_of(issued.path)
    issued.book.close()
    archive.rename(archive.with_name("elsewhere"))
    with pytest.raises(LostArchiveError, match="2026"):
        back_up(issued.path, backup)
    assert backup.read_bytes() == before
    kept = backup.with_name("lab (incomplete).labcal-backup")
    assert kept not in backups_in(backup.parent, issued.path)
    restore(kept, tmp_path / "again.labcal")
    opened = open_book(tmp_path / "again.labcal")
    findings = [str(one.says) for one in check_book(opened).findings]
    opened.close()
    assert any("is missing" in says for says in findings)
    with pytest.raises(LostArchiveError):
        back_up(issued.path, backup)


def test_the_newest_good_backup_is_found(issued, tmp_path):
    for hour in (1, 2, 3):
        name = backups.name_at(issued.path, datetime(2026, 3, 2, hour, tzinfo=UTC))
        back_up(issued.path, tmp_path / name)
    first, second, third = reversed(backups_in(tmp_path, issued.path))
    third.write_bytes(third.read_bytes()[:5000])
    assert backups.newest_good([tmp_path, tmp_path], issued.path) == second
    second.unlink()
    first.write_bytes(b"")
    assert backups.newest_good([tmp_path], issued.path) is None


def test_a_backup_of_a_book_of_the_first_release_is_opened(tmp_path):
    from pathlib import Path

    old = Path(__file__).parents[1] / "store" / "books" / "0.1.0.zip"
    with zipfile.ZipFile(old) as packed:
        packed.extractall(tmp_path / "old")
    book = tmp_path / "old" / "demo.labcal"
    kept = book.read_bytes()
    made = back_up(book, tmp_path / "demo.labcal-backup")
    assert (made.schema, book.read_bytes()) == ("0002", kept)
    restore(tmp_path / "demo.labcal-backup", tmp_path / "new.labcal")
    shutil.rmtree(tmp_path / "old")
    opened = open_book(tmp_path / "new.labcal")
    assert check_book(opened).findings == ()
    opened.close()
