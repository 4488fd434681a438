"""Before a book is changed it is copied: whole, once for each state."""

import pytest

from labcal.errors.keeping import CancelledError
from labcal.store import snapshot
from labcal.store.beforehand import keep_copy
from labcal.store.book import open_book


def test_a_copy_serves_again_as_long_as_the_book_is_the_same(lab):
    first = keep_copy(lab.path, "9")
    assert keep_copy(lab.path, "9") == first
    lab.receive()
    second = keep_copy(lab.path, "9")
    assert (first.name, second.name) == ("lab-before-9.labcal", "lab-before-9-2.labcal")
    assert keep_copy(lab.path, "9") == second
    assert snapshot.facts(first).entry + 1 == snapshot.facts(second).entry


def test_a_copy_that_is_cut_short_is_none(lab):
    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        keep_copy(lab.path, "9", stop)
    assert list(lab.path.parent.glob("*before*")) == []


def test_progress_is_told_while_a_book_is_brought_up_to_date(tmp_path):
    import zipfile
    from pathlib import Path

    with zipfile.ZipFile(Path(__file__).parent / "books" / "0.1.0.zip") as packed:
        packed.extractall(tmp_path)
    told = []
    open_book(tmp_path / "demo.labcal", progress=lambda done, total: told.append((done, total))).close()
    assert told[0][1] > 0
    assert (0, 0) in told
