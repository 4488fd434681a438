"""A book on another computer's disk is refused in a sentence, with the way out."""

from pathlib import Path

import pytest

from labcal.errors.keeping import NetworkDriveError
from labcal.store import book as books
from labcal.store import drives
from labcal.store.book import create_book, open_book

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/data /data nfs4 rw 0 0
/dev/sdb1 /data/local ext4 rw 0 0
//nas/lab /mnt/lab\\040books cifs rw 0 0
tmpfs /run tmpfs rw 0 0
user@host: /mnt/ssh fuse.sshfs rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lab.labcal", ""),
        ("/data/ana/lab.labcal", "nfs4"),
        ("/data/local/lab.labcal", ""),
        ("/datasets/lab.labcal", ""),
        ("/mnt/lab books/lab.labcal", "cifs"),
        ("/mnt/ssh/deep/lab.labcal", "fuse.sshfs"),
        ("/run/lab.labcal", ""),
    ],
)
def test_the_deepest_file_system_counts(path, kind):
    assert drives.kind_among(drives.parts_of(MOUNTS), Path(path)) == kind


def test_the_last_file_system_put_at_a_place_counts():
    mounts = [("/", "ext4"), ("/data", "ext4"), ("/data", "nfs")]
    assert drives.kind_among(mounts, Path("/data/lab.labcal")) == "nfs"


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("\\\\nas\\lab\\lab.labcal", True),
        ("//nas/lab/lab.labcal", True),
        ("\\\\?\\UNC\\nas\\lab.labcal", True),
        ("\\\\?\\C:\\lab.labcal", False),
        ("C:\\lab.labcal", False),
    ],
)
def test_another_computer_is_known_by_its_path(path, named):
    assert drives.unc(path) is named


def test_this_disk_is_a_disk_of_this_computer(tmp_path):
    assert drives.network_kind(tmp_path) == ""


def test_a_book_on_a_network_drive_is_refused(lab, tmp_path, monkeypatch):
    lab.book.close()
    listed = tmp_path / "mounts"
    listed.write_text(f"//nas/lab {tmp_path} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(drives, "MOUNTS", listed)
    with pytest.raises(NetworkDriveError, match=r"network drive \(cifs\).*copy the book and the folder"):
        open_book(lab.path)
    with pytest.raises(NetworkDriveError):
        create_book(tmp_path / "new.labcal")
    open_book(lab.path, lab.clock, anywhere=True).close()
    monkeypatch.setenv(books.ANYWHERE, "1")
    open_book(lab.path).close()
