"""Backups in Settings: a rule decided, a backup made now, one compared and restored as a new book."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from labcal.domain.backup_rule import BackupRule
from labcal.domain.party import Party
from labcal.services.backup_rules import standing
from labcal.services.backups import back_up, locked_with
from labcal.services.books import open_book
from labcal.services.customers import AddCustomer
from labcal_app.dates import shown_date
from labcal_app.views.backups import BackupsPanel

ADMIN = "Halima Yusuf"


@pytest.fixture
def mill(run, seat):
    """Returns what adds a customer."""
    return lambda: run(seat("Amina Diallo"), AddCustomer(party=Party(name="Mill")))


class Files:
    """Answers as the test says."""

    def __init__(self, folder):
        self.folder, self.file, self.book = folder, None, folder / "restored.labcal"

    def backups(self, _parent):
        return self.folder

    def backup(self, _parent, _folder):
        return self.file

    def restored(self, _parent, _proposed):
        return self.book


@pytest.fixture
def panel(qtbot, look, text, seat, tmp_path):
    def panel(who: str = ADMIN) -> BackupsPanel:
        made = BackupsPanel(look, text, seat(who), Files(tmp_path))
        qtbot.addWidget(made)
        made.resize(760, 500)
        with qtbot.waitExposed(made):
            made.show()
        qtbot.waitUntil(lambda: bool(made.told.text()))
        return made

    return panel


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_rule_is_decided_and_shown(qtbot, panel, demo, tmp_path):
    shown = panel()
    assert "no backup yet" in shown.told.text()
    press(qtbot, shown.choose)
    shown.when.set_value("four")
    shown.number.set_value("x")
    press(qtbot, shown.keep)
    assert shown.number.refused
    shown.number.set_value("5")
    shown.lock.set_value("locked")
    shown.lock.changed.emit("locked")
    press(qtbot, shown.keep)
    assert shown.passphrase.refused
    qtbot.keyClicks(shown.passphrase.line, "a good passphrase")
    press(qtbot, shown.keep)
    qtbot.waitUntil(lambda: "from now on" in shown.banner.said[0])
    book = open_book(demo)
    kept = standing(book).rule
    book.close()
    rule = BackupRule(folder=str(tmp_path), at_end=True, hours=4, keep_number=5, keep_days=30, locked=True)
    assert kept == rule
    press(qtbot, shown.now)
    qtbot.waitUntil(lambda: "read back and is sound" in shown.banner.said[0], timeout=20000)
    qtbot.waitUntil(lambda: "newest of 1" in shown.told.text())


def test_who_may_not_decide_is_told(qtbot, panel):
    shown = panel("Kwame Osei")
    press(qtbot, shown.keep)
    qtbot.waitUntil(lambda: "may not" in shown.banner.said[0])


def test_a_backup_is_compared_and_restored_as_a_new_book(qtbot, panel, demo, tmp_path, mill):
    path = tmp_path / "demo.labcal-backup"
    back_up(demo, path, locked_with("a good passphrase"))
    mill()
    shown = panel()
    part = shown.restoring
    part._dialogs.file = path
    press(qtbot, part.begin)
    qtbot.waitUntil(part.passphrase.isVisible)
    qtbot.keyClicks(part.passphrase.line, "another passphrase")
    press(qtbot, part.unlock)
    qtbot.waitUntil(lambda: part.passphrase.refused, timeout=20000)
    part.passphrase.set_value("a good passphrase")
    press(qtbot, part.unlock)
    qtbot.waitUntil(part.restore.isVisible, timeout=20000)
    assert "It lacks 1 journal entries of this book" in part.told.text()
    today = shown_date(datetime.now().astimezone().date(), part._text)
    assert f"The backup was made on {today} " in part.told.text()
    assert "Amina Diallo · Add customer" in part.lines.text()
    press(qtbot, part.restore)
    with qtbot.waitSignal(shown.restored, timeout=20000) as opened:
        qtbot.waitUntil(lambda: bool(part.banner.said[0]), timeout=20000)
        press(qtbot, part.banner.repair)
    assert opened.args == [str(tmp_path / "restored.labcal")]
    open_book(tmp_path / "restored.labcal").close()


def test_a_damaged_backup_is_told(qtbot, panel, tmp_path):
    shown = panel()
    shown.restoring._dialogs.file = tmp_path / "letter.labcal-backup"
    shown.restoring._dialogs.file.write_bytes(b"Dear customer")
    press(qtbot, shown.restoring.begin)
    qtbot.waitUntil(lambda: "is not a backup" in shown.restoring.banner.said[0])
    assert not shown.restoring.restore.isVisible()
