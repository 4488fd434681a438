"""Books that do not open at once: an older one is renewed in view, a damaged one has two ways out."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from labcal.domain.backup_rule import BackupRule
from labcal.services.backup_rules import DecideBackups, back_up_now
from labcal.services.books import open_book
from labcal.services.perform import perform
from labcal_app.views.books import Chooser
from labcal_app.views.sign_in import SignIn
from labcal_app.widgets.buttons import Button

OLD = Path(__file__).parents[2] / "store" / "books" / "0.1.0.zip"
LONG = 30000


class Books:
    """Answers as the test says."""

    def __init__(self, folder):
        self.path = folder

    def restored(self, _parent, _proposed):
        return self.path / "restored.labcal"

    def folder(self, _parent):
        return self.path


def test_a_book_of_an_earlier_release_is_renewed_in_view(qtbot, start, tmp_path):
    with zipfile.ZipFile(OLD) as packed:
        packed.extractall(tmp_path / "old")
    program = start(tmp_path / "old" / "demo.labcal")
    assert isinstance(program.door, Chooser)
    assert "of an earlier LabCal" in program.door.banner.said[0]
    qtbot.waitUntil(lambda: isinstance(program.door, SignIn), timeout=LONG)
    assert list((tmp_path / "old").glob("demo-before-*.labcal"))


@pytest.fixture
def damaged(demo, tmp_path):
    """A book with one good backup, whose list of tables is then overwritten."""
    book = open_book(demo)
    rule = BackupRule(folder=str(tmp_path / "safe"), at_end=True)
    perform(book, "Halima Yusuf", DecideBackups(rule=rule))
    back_up_now(book)
    book.close()
    return demo


def destroy(path: Path, start: int = 100) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + 4000] = b"\xff" * 4000
    path.write_bytes(content)


def test_a_damaged_book_is_restored_from_its_newest_backup(qtbot, start, damaged, tmp_path):
    first = start(damaged)  # the program learns where the backups lie
    first.close()
    destroy(damaged)
    program = start(damaged)
    program.dialogs.books = Books(tmp_path)
    assert "is damaged" in program.door.banner.said[0]
    qtbot.waitUntil(program.door.restore.isVisible, timeout=LONG)
    shown = [one for one in program.door.findChildren(Button) if one.isVisible() and one.kind == "primary"]
    assert shown == [program.door.restore]
    qtbot.mouseClick(program.door.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(program.door, SignIn), timeout=LONG)
    assert program.book.path == tmp_path / "restored.labcal"


def test_of_a_damaged_book_without_a_backup_the_rest_is_saved(qtbot, start, demo, tmp_path):
    destroy(demo)
    program = start(demo)
    program.dialogs.books = Books(tmp_path)
    qtbot.waitUntil(program.door.salvage.isVisible, timeout=LONG)
    assert not program.door.restore.isVisible()
    qtbot.mouseClick(program.door.salvage, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is damaged" in program.door.banner.said[0], timeout=LONG)


def test_a_book_that_is_missing_offers_no_rescue(qtbot, start, tmp_path):
    program = start(tmp_path / "none.labcal")
    assert "There is no book" in program.door.banner.said[0]
    assert not program.door.salvage.isVisible()
