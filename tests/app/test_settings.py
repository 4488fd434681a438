"""The page Settings on the demonstration's book."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from labcal.exchange.keys import make_authority, unlock
from labcal.exchange.trust import entry_of, write_trust
from labcal.services.accounts import sign_in
from labcal.services.books import open_book
from labcal_app.views.settings import SettingsPage


class Dialogs:
    """Answers as the test says."""

    def __init__(self, path):
        self.path = path
        self.chosen = None

    def trust_list(self, _parent):
        return self.chosen

    def folder(self, _parent):
        return self.path


@pytest.fixture
def made(qtbot, look, text, seat, tmp_path):
    def made(name):
        page = SettingsPage(look, text, seat(name), Dialogs(tmp_path), (("en", "English"),))
        qtbot.addWidget(page)
        page.resize(1072, 692)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.model.rowCount() > 0 and bool(page.choice.value))
        return page

    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_profile_and_the_procedures_are_those_of_the_book(made):
    page = made("Amina Diallo")
    assert page.facts.values["Time zone"].text() == "Africa/Accra"
    assert page.facts.values["Book"].text() == "demo.labcal"
    assert page.model.shown(0, 0) == "mass/substitution"
    chosen = page._shipped["mass/substitution"]
    page.choice.set_value(chosen.name)
    page._offer()
    assert not page.adopt.isEnabled()


def test_the_password_is_changed_by_whoever_knows_the_present_one(qtbot, made, demo):
    page = made("Fatou Ndiaye")
    for field, typed in ((page.old, "not it"), (page.new, "new password"), (page.again, "new pasword")):
        qtbot.keyClicks(field.editor, typed)
    press(qtbot, page.change)
    assert page.again.sentence.text() == "The two are not the same."
    page.again.editor.clear()
    qtbot.keyClicks(page.again.editor, "new password")
    qtbot.keyClick(page.again.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.old.refused)
    page.old.editor.clear()
    qtbot.keyClicks(page.old.editor, "labcal-demo")
    press(qtbot, page.change)
    qtbot.waitUntil(lambda: page.banner.said[0] == "Your password is changed.", timeout=9000)
    book = open_book(demo)
    assert sign_in(book, "Fatou Ndiaye", "new password").role == "Technical signatory"
    book.close()


def test_the_trust_list_is_saved_and_a_refusing_folder_is_named(qtbot, made, tmp_path):
    page = made("Amina Diallo")
    press(qtbot, page.trust)
    qtbot.waitUntil(lambda: page.banner.said[0].startswith("The trust list is saved as"))
    assert (tmp_path / "trust.lct").stat().st_size > 0
    page._dialogs.path = tmp_path / "missing"
    press(qtbot, page.trust)
    qtbot.waitUntil(lambda: "cannot be written" in page.banner.said[0])


def test_theme_and_language_are_handed_on(qtbot, made):
    page = made("Amina Diallo")
    with qtbot.waitSignal(page.theme_chosen) as chosen:
        page.theme.choice.setFocus()
        qtbot.keyClick(page.theme.choice, Qt.Key.Key_Down)
        page.theme.choice.activated.emit(page.theme.choice.currentIndex())
    assert chosen.args == ["dark"]


def test_it_is_drawn_in_both_themes(made, grab):
    page = made("Amina Diallo")
    pictures = grab(page, "settings", page.size())
    assert pictures["light"] != pictures["dark"]


def test_a_key_is_revoked_by_whoever_has_the_passphrase(qtbot, made, demo):
    page = made("Halima Yusuf").keys
    qtbot.waitUntil(lambda: page.model.rowCount() > 1)
    row = next(row for row in range(page.model.rowCount()) if "Fatou" in page.model.shown(row, 0))
    assert not page.revoke.isVisible()
    page.table.selectRow(row)
    assert page.revoke.isVisible()
    page.reason.set_value("affiliationChanged")
    qtbot.keyClicks(page.passphrase.editor, "not it")
    press(qtbot, page.revoke)
    qtbot.waitUntil(lambda: "passphrase does not open" in page.banner.said[0], timeout=9000)
    page.passphrase.editor.clear()
    qtbot.keyClicks(page.passphrase.editor, "labcal-demo-authority")
    press(qtbot, page.revoke)
    qtbot.waitUntil(lambda: page.banner.said[0].startswith("The key is revoked"), timeout=9000)
    qtbot.waitUntil(lambda: "Revoked" in {page.model.shown(row, 3) for row in range(page.model.rowCount())})


def test_another_laboratory_is_asked_about_before_it_is_trusted(qtbot, made, tmp_path):
    settings = made("Halima Yusuf")
    page = settings.keys
    qtbot.waitUntil(lambda: page.model.rowCount() > 1)
    before = page.model.rowCount()
    path = tmp_path / "bureau.lct"
    path.write_bytes(foreign_list())
    settings._dialogs.chosen = path
    press(qtbot, page.bring)
    assert "Bureau of Standards" in page.told.text()
    assert page.model.rowCount() == before
    press(qtbot, page.believe)
    qtbot.waitUntil(lambda: page.model.rowCount() == before + 1)
    page.table.selectRow(before)
    press(qtbot, page.distrust)
    qtbot.waitUntil(lambda: page.model.rowCount() == before)
    path.write_bytes(b"no list")
    press(qtbot, page.bring)
    assert "trust list cannot be used" in page.banner.said[0]


def foreign_list():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    authority = make_authority("Bureau of Standards", "GH", "a phrase", at)
    key = unlock(authority.key_pem, "a phrase")
    return write_trust([entry_of(authority.certificate_der)], key)
