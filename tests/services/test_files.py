"""Files that leave the book."""

from pathlib import Path

import pytest

from labcal.errors.files import UnwritableFileError
from labcal.services.files import write
from labcal.services.keys import save_trust


def test_a_file_is_written_as_it_is(tmp_path):
    write(tmp_path / "a.bin", b"\x00\xff")
    assert (tmp_path / "a.bin").read_bytes() == b"\x00\xff"


def test_a_folder_that_is_none_is_a_sentence(tmp_path):
    with pytest.raises(UnwritableFileError, match="cannot be written"):
        write(tmp_path / "none" / "a.bin", b"")


def test_a_full_disk_is_a_sentence(lab, tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no device that is always full")
    (tmp_path / "trust.lct").write_bytes(b"earlier")
    (tmp_path / "trust.lct.part").symlink_to(full)
    with pytest.raises(UnwritableFileError, match="No space left on device"):
        save_trust(lab.book, tmp_path)
    assert (tmp_path / "trust.lct").read_bytes() == b"earlier"
