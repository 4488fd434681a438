"""What stands on a standard, what is due, and the papers of a job, in the window."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from labcal.domain.equipment import Period, Schedule, ScheduleKind
from labcal.domain.person import PersonName
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.books import open_book
from labcal.services.papers import WriteNote, notes
from labcal.services.perform import perform
from labcal.services.schedules import PlanSchedule, schedules_due
from labcal_app.views.records.due import DueTab
from labcal_app.views.records.trace import TraceTab
from labcal_app.views.today import TodayPage
from labcal_app.views.worksheet.tabs import NOTES_TAB

WHO = "Halima Yusuf"
STANDARD = Subject(SubjectKind.STANDARD, "S-0001")


@pytest.fixture
def shown(qtbot, look, text, seat):
    """Makes a part of the window and shows it."""

    def shown(part):
        widget = part(look, text, seat(WHO))
        qtbot.addWidget(widget)
        widget.resize(1072, 636)
        with qtbot.waitActive(widget):
            widget.show()
        return widget

    return shown


@pytest.fixture
def planned(demo):
    """The demonstration with a check of S-0001 that was due five days ago and one that is due in a year."""
    book = open_book(demo)
    with book.read() as records:
        today = records.today
    for kind, days in ((ScheduleKind.INTERMEDIATE_CHECK, -5), (ScheduleKind.MAINTENANCE, 400)):
        due = Schedule(kind=kind, every=6, period=Period.MONTHS, next_due=today + timedelta(days=days))
        perform(book, PersonName(WHO), PlanSchedule(item=STANDARD, schedule=due))
    book.close()
    return demo


def test_a_standard_is_traced_both_ways_and_its_records_open(qtbot, shown):
    tab = shown(TraceTab)
    tab.show_subject(STANDARD)
    qtbot.waitUntil(lambda: tab.ahead.model.rowCount() == 4)
    assert [tab.behind.model.line(0).certificate, tab.behind.model.rowCount()] == ["DNL-2026-3310", 1]
    jobs = [tab.ahead.model.line(row) for row in range(4)]
    assert [one.subject.number for one in jobs] == ["2026-0004", "2026-0003", "2026-0002", "2026-0001"]
    assert jobs[-1].certificate == "CAL-2026-0001"
    assert tab.ahead.title.note.text().startswith("certificates: 1 · jobs: 4")
    assert not tab.ahead.open.isEnabled()
    tab.ahead.table.selectRow(3)
    with qtbot.waitSignal(tab.wanted) as told:
        qtbot.mouseClick(tab.ahead.open, Qt.MouseButton.LeftButton)
    assert told.args == [Subject(SubjectKind.JOB, "2026-0001")]


def test_the_due_list_tells_days_and_what_is_done_leaves_it(qtbot, planned, shown):
    tab = shown(DueTab)
    tab.show_subject(Subject(SubjectKind.LABORATORY, "1"))
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    line = tab.model.line(0)
    assert (line.item, line.days, line.standard) == ("S-0001", -5, True)
    tab.table.selectRow(0)
    with qtbot.waitSignal(tab.wanted) as told:
        qtbot.mouseClick(tab.open, Qt.MouseButton.LeftButton)
    assert told.args == [STANDARD]
    qtbot.mouseClick(tab.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tab.act_form.isVisible)
    qtbot.mouseClick(tab.act_form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 0)
    assert tab.empty.isVisible()


def test_today_says_what_is_due_with_own_equipment(qtbot, planned, shown):
    page = shown(TodayPage)
    qtbot.waitUntil(lambda: page.schedules.body.count() == 1)
    row = page.schedules.body.itemAt(0).widget()
    assert row.accessibleName() == "Weight 10 kg · S-0001 · Intermediate check overdue 5 d"
    with qtbot.waitSignal(page.record_wanted) as told:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert told.args == [STANDARD]


def test_a_due_list_is_bounded_and_own_equipment_can_be_asked_for_alone(planned):
    book = open_book(planned)
    item = Subject(SubjectKind.INSTRUMENT, "I-0001")
    with book.read() as records:
        day = records.today - timedelta(days=9)
    theirs = Schedule(kind=ScheduleKind.CALIBRATION, every=1, period=Period.MONTHS, next_due=day)
    perform(book, PersonName(WHO), PlanSchedule(item=item, schedule=theirs))
    with book.read() as records:
        assert [(one.item, one.own) for one in schedules_due(records)] == [
            ("I-0001", False),
            ("S-0001", True),
        ]
        assert [one.item for one in schedules_due(records, own=True)] == ["S-0001"]
        assert len(records.equipment.due(records.today, records.today, 1)) == 1
    book.close()


def test_a_job_has_notes_and_files_of_its_own(qtbot, calibrations, seat, run):
    page = calibrations("Amina Diallo", "2026-0001").worksheet
    page.tabs.bar.choose(NOTES_TAB)
    assert page.tabs.notes.model.rowCount() == 0
    job = Subject(SubjectKind.JOB, "2026-0001")
    run(page._desk, WriteNote(subject=job, words="Photographed"))
    qtbot.waitUntil(lambda: page.tabs.notes.model.rowCount() == 1)
    page.tabs.bar.choose(NOTES_TAB + 1)
    assert page.tabs.files.subject == job
    page._desk.ask(page, lambda records: notes(records, job), lambda found: page.setProperty("told", found))
    qtbot.waitUntil(lambda: bool(page.property("told")))
    assert [one.value.words for one in page.property("told")] == ["Photographed"]


def test_the_due_list_of_customers_is_told_with_its_grace_and_put_on_paper(qtbot, shown, planned, tmp_path):
    book = open_book(planned)
    item = Subject(SubjectKind.INSTRUMENT, "I-0001")
    with book.read() as records:
        day = records.today - timedelta(days=3)
    theirs = Schedule(kind=ScheduleKind.CALIBRATION, every=12, period=Period.MONTHS, next_due=day, grace=14)
    perform(book, PersonName(WHO), PlanSchedule(item=item, schedule=theirs))
    book.close()
    tab = shown(DueTab)
    tab.dialogs.printed = lambda _parent, _name: tmp_path / "due.pdf"
    opened = []
    tab.dialogs.show = opened.append
    tab.show_subject(Subject(SubjectKind.LABORATORY, "1"))
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    tab.owner.choose("customers")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1 and tab.model.line(0).item == "I-0001")
    assert tab.model.shown(0, 0) == "in grace, 11 d left"
    tab.words.setText("nobody")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 0)
    tab.words.setText("port")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    tab.paper.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert (tmp_path / "due.pdf").read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(tab._desk.refused) as refused:
        tab.letters.click()
    assert "agreed that due dates are told" in str(refused.args[0])
