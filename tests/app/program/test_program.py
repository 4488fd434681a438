"""Opening books, letting people in and out, closing: the program as a whole."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSettings, Qt

from labcal.domain.backup_rule import BackupRule
from labcal.services.backup_rules import DecideBackups
from labcal.services.backups import verify_backup
from labcal.services.books import open_book
from labcal.services.fault_reports import keep_report
from labcal.services.people import person_lines
from labcal.services.perform import perform
from labcal_app.views.books import Chooser
from labcal_app.views.found import Found
from labcal_app.widgets.card import CardRow

PASSWORD = "labcal-demo"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of what unfolds


class Books:
    """Answers as the test says."""

    def __init__(self, path):
        self.path = path

    def existing(self, _parent):
        return self.path

    def new(self, _parent):
        return self.path


def test_without_a_book_one_is_asked_for_and_opened(qtbot, hands, start, demo):
    program = start()
    assert isinstance(program.door, Chooser)
    program.dialogs.books = Books(demo)
    qtbot.mouseClick(program.door.open, Qt.MouseButton.LeftButton)
    assert program.sign_in.door.laboratory.startswith("National Metrology Institute")


def test_the_book_that_was_open_last_is_opened_again(start, demo):
    start(demo).close()
    assert start().sign_in is not None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "There is no book"),
        (lambda path: path.write_text("Dear customer", encoding="utf-8"), "is not a LabCal book"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(4096)), "x.labcal"),
    ],
)
def test_a_book_that_does_not_open_is_told_in_a_sentence_with_a_way_out(start, demo, tmp_path, make, says):
    path = tmp_path / "x.labcal"
    make(path)
    program = start(path)
    assert isinstance(program.door, Chooser)
    assert says in program.door.banner.said[0]
    program.open(demo)
    assert program.sign_in is not None


def test_a_wrong_password_is_refused_and_the_right_one_opens_today(qtbot, hands, start, demo):
    program = start(demo)
    hand = hands(program)
    door = program.sign_in
    hand.fill(door.name, "Amina Diallo")
    hand.fill(door.password, "not it")
    hand.key(Qt.Key.Key_Return)
    hand.wait(lambda: door.password.refused)
    assert door.password.sentence.text() == "Name and password do not match: check both and try again."
    hand.sign_in("Amina Diallo", PASSWORD)
    frame = program.window.frame
    assert frame.current == "today"
    hand.wait(lambda: frame.navigation.buttons["today"]._count == 1)


def test_every_page_opens_and_leaving_leads_back_to_the_door(qtbot, hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in("Halima Yusuf", PASSWORD)
    for known in program.window.frame.navigation.buttons:
        assert hand.page(known).isVisible()
    hand.sign_out()
    assert program.sign_in.name.value == "Halima Yusuf"
    hand.sign_in("Amina Diallo", PASSWORD)
    assert program.desk.who == "Amina Diallo"


def test_one_page_leads_to_another(qtbot, hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in("Fatou Ndiaye", PASSWORD)
    frame = program.window.frame
    today = hand.page("today")
    hand.wait(lambda: today.model.rowCount() == 1)
    place = today.table.visualRect(today.model.index(0, 0)).center()
    qtbot.mouseClick(today.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert frame.current == "calibrations"
    assert frame.stack.currentWidget().worksheet.job == "2026-0004"
    hand.page("today")
    hand.wait(lambda: bool(today.standards.findChildren(CardRow)))
    qtbot.mouseClick(today.standards.findChildren(CardRow)[0], Qt.MouseButton.LeftButton)
    assert frame.current == "standards"
    hand.wait(lambda: frame.stack.currentWidget().table.current_key == "S-0002")
    program.ways.open_certificate("CAL-2026-0001")
    hand.wait(lambda: frame.stack.currentWidget().table.current_key == "CAL-2026-0001")
    frame.actions_table.action("job.receive").trigger()
    assert frame.stack.currentWidget().receiving.isVisible()


def test_a_new_book_is_founded_and_its_first_person_sits_at_it(qtbot, hands, start, tmp_path):
    program = start()
    program.dialogs.books = Books(tmp_path / "new.labcal")
    qtbot.mouseClick(program.door.found, Qt.MouseButton.LeftButton)
    assert isinstance(program.door, Found)
    hand, door = hands(program), program.door
    hand.fill(door.laboratory, "Dairy Board Laboratory")
    hand.fill(door.city, "Apia")
    door.country.set_value("WS")
    hand.fill(door.zone, "Pacific/Apia")
    hand.fill(door.person, "Sina Tua")
    for field in (door.password, door.password_again):
        hand.fill(field, "long enough")
    for field in (door.passphrase, door.passphrase_again):
        hand.fill(field, "the authority's own")
    hand.key(Qt.Key.Key_Return)
    hand.wait(lambda: program.window.frame is not None, 20_000)
    assert program.desk.who == "Sina Tua"
    program.close()
    book = open_book(tmp_path / "new.labcal")
    with book.read() as records:
        assert [line.name for line in person_lines(records)] == ["Sina Tua"]
    book.close()


def test_the_theme_is_kept(qtbot, hands, start, demo, tmp_path):
    program = start(demo)
    qtbot.mouseClick(program.sign_in.theme, Qt.MouseButton.LeftButton)
    assert program.look.theme.name == "dark"
    program.window.close()
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert kept.value("look/theme") == "dark"
    assert kept.value("books/recent") == str(demo) or str(demo) in kept.value("books/recent")


def test_closing_lets_go_of_the_book_after_the_last_command(qtbot, hands, start, demo):
    program = start(demo)
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    program.window.close()
    assert program.book is None
    assert program.desk is None


def test_a_fault_of_the_program_is_shown_printed_and_written_down(qtbot, hands, start, demo, capsys):
    program = start(demo)
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    error = ZeroDivisionError("by the test")
    program.faults.caught(type(error), error, None)
    said = program.window.frame.message.banner.said[0]
    report = program.faults.newest()
    assert "fault of the program (ZeroDivisionError)" in said
    assert str(report) in said
    assert "by the test" in capsys.readouterr().err
    assert "by the test" not in report.read_text(encoding="utf-8")


def test_what_ended_the_last_session_is_told_once(qtbot, hands, start, demo, tmp_path):
    program = start(demo)
    report = keep_report(program.faults.folder, "a report", datetime.now(UTC))
    shown = []
    program.dialogs.files.show = shown.append
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    banner = program.window.frame.message.banner
    assert "ended unexpectedly the last time" in banner.said[0]
    qtbot.mouseClick(banner.repair, Qt.MouseButton.LeftButton)
    assert shown == [report]
    program.sign_out()
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    assert program.window.frame.message.banner.said[0] == ""


def test_a_backup_is_made_when_the_book_is_closed(qtbot, hands, start, demo):
    book = open_book(demo)
    rule = BackupRule(at_end=True)
    perform(book, "Halima Yusuf", DecideBackups(rule=rule))
    book.close()
    program = start(demo)
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    program.window.close()
    (made,) = demo.with_name("demo-backups").iterdir()
    assert verify_backup(made).laboratory.startswith("National Metrology")


def test_a_backup_that_was_hindered_is_told_at_the_next_start(qtbot, hands, start, demo, tmp_path):
    book = open_book(demo)
    rule = BackupRule(at_end=True, folder=str(tmp_path / "gone" / "safe"))
    perform(book, "Halima Yusuf", DecideBackups(rule=rule))
    book.close()
    program = start(demo)
    hands(program).sign_in("Halima Yusuf", PASSWORD)
    program.window.close()
    again = start(demo)
    hands(again).sign_in("Halima Yusuf", PASSWORD)
    assert "The last backup was not made" in again.window.frame.message.banner.said[0]
