"""What can be read of a damaged book is written out; what is secret is not."""

import csv
import sqlite3

import pytest

from labcal.errors.book import DamagedBookError, NotABookError
from labcal.errors.files import NotEmptyError
from labcal.services.salvage import salvage


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as place:
        return list(csv.DictReader(place))


def damage(path, table: str) -> None:
    """Overwrite the last page of a table's leaves."""
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        size = connection.execute("pragma page_size").fetchone()[0]
        pages = connection.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    root = (pages[0] - 1) * size
    assert content[root] == 5  # an inner page: its right-most child stands in the four bytes at 8
    first = int.from_bytes(content[root + 12 : root + 14], "big")
    leaf = int.from_bytes(content[root + first : root + first + 4], "big")
    content[(leaf - 1) * size : leaf * size] = b"\xff" * size
    path.write_bytes(content)


def test_a_whole_book_is_written_whole(issued, tmp_path):
    found = salvage(issued.path, tmp_path / "saved")
    assert all(one.whole for one in found.tables)
    assert (found.files, found.lost) == (2, 0)
    assert [row["name"] for row in rows(tmp_path / "saved", "customer")] == ["Port Office"]
    saved = tmp_path / "saved" / "archive" / "2026"
    assert (saved / "CAL-2026-0001.pdf").read_bytes().startswith(b"%PDF-")
    assert not (tmp_path / "saved" / "secret.csv").exists()
    with pytest.raises(NotEmptyError):
        salvage(issued.path, tmp_path / "saved")


def test_what_lies_around_the_damage_is_saved(lab, tmp_path):
    for serial in range(40):
        lab.receive(serial=str(serial))
    lab.book.close()
    whole = len(rows(salvaged(lab, tmp_path / "before"), "entry"))
    damage(lab.path, "entry")
    found = salvage(lab.path, tmp_path / "after")
    (entry,) = [one for one in found.tables if one.table == "entry"]
    assert not entry.whole
    kept = [int(row["id"]) for row in rows(tmp_path / "after", "entry")]
    assert 0 < len(kept) < whole
    assert (max(kept), len({*kept})) == (whole, len(kept))
    assert len(rows(tmp_path / "after", "instrument")) == 40


def salvaged(lab, folder):
    salvage(lab.path, folder)
    return folder


def test_what_is_no_book_is_a_sentence(tmp_path):
    path = tmp_path / "letter.labcal"
    path.write_bytes(b"Dear customer" * 500)
    with pytest.raises((NotABookError, DamagedBookError)):
        salvage(path, tmp_path / "saved")
