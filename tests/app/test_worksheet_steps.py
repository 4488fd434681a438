"""From the bench to the signature on the worksheet: hand over, check, return, sign, and who may not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
)

from labcal.domain.job import Stage, State
from labcal.services.checks import CheckJob
from labcal_app.views.worksheet.page import DRAFT, OPENING, WORK
from labcal_app.views.worksheet.tabs import CHECK, HISTORY, STANDARD

BEATRICE, PASSWORD = "Beatrice Mensah", "labcal-demo"


@pytest.fixture
def demo(bench):
    return bench


@pytest.fixture
def at(calibrations):
    """The worksheet of a job for a person."""
    return lambda name, job: calibrations(name, job).worksheet


def state(sheet):
    return sheet.sheet.sheet.job.state


def press(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(qtbot, bar, words):
    qtbot.waitUntil(bar.line.hasFocus)
    qtbot.keyClicks(bar.line, words)
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)


def sign(qtbot, sheet, password=PASSWORD):
    qtbot.keyClicks(sheet.dialog.password.line, password)
    qtbot.keyClick(sheet.dialog.password.line, Qt.Key.Key_Return)


def test_what_is_missing_keeps_the_button_back_and_says_so(at):
    sheet = at("Amina Diallo", "2026-0006")
    assert sheet.head.primary.text() == "Hand over for check"
    assert not sheet.head.primary.isEnabled()
    assert sheet.head.why.text() == "0 of 3 cycles are complete."
    asked = [item.accessibleName() for item in sheet.side.checklist.items]
    assert "0 of 3 cycles are complete. 7.5.1" in asked


def test_handed_over_checked_signed_and_issued_by_three_people(qtbot, at):
    sheet = at("Amina Diallo", "2026-0007")
    press(qtbot, sheet.head.primary)
    qtbot.waitUntil(lambda: state(sheet) is State.CHECKING)
    assert "no longer change" in sheet.points.notice.hint.text()
    assert not sheet.head.primary.isVisible()
    assert "second person" in sheet.head.why.text()

    reviewer = at("Kwame Osei", "2026-0007")
    assert reviewer.tabs.bar.current == CHECK
    press(qtbot, reviewer.head.primary)
    qtbot.waitUntil(lambda: state(reviewer) is State.SIGNING)

    signatory = at("Fatou Ndiaye", "2026-0007")
    press(qtbot, signatory.head.primary)
    sign(qtbot, signatory, "wrong password")
    qtbot.waitUntil(lambda: signatory.dialog.password.refused)
    signatory.dialog.password.line.clear()
    sign(qtbot, signatory)
    qtbot.waitUntil(lambda: state(signatory) is State.ISSUED, timeout=20000)
    assert signatory.dialog is None
    number = signatory.sheet.sheet.job.certificate
    assert number == "CAL-2026-0002"
    assert signatory.sheet.sheet.stage is Stage.DONE
    with qtbot.waitSignal(signatory.certificate_wanted) as wanted:
        press(qtbot, signatory.head.primary)
    assert wanted.args == [number]


def test_returned_with_a_remark(qtbot, at):
    sheet = at("Kwame Osei", "2026-0003")
    press(qtbot, sheet.head.give_back)
    answer(qtbot, sheet.question, "Cycle 2 looks like a jump: repeat it")
    qtbot.waitUntil(lambda: state(sheet) is State.OPEN)
    review = sheet.sheet.sheet.job.reviews[-1]
    assert (review.accepted, review.remark) == (False, "Cycle 2 looks like a jump: repeat it")
    assert "repeat it" in sheet.tabs.check.facts.values["Returned"].text()


def test_the_signatory_returns_what_should_not_be_signed(qtbot, at):
    sheet = at("Fatou Ndiaye", "2026-0004")
    press(qtbot, sheet.head.give_back)
    answer(qtbot, sheet.question, "The serial number is another")
    qtbot.waitUntil(lambda: state(sheet) is State.OPEN)
    review = sheet.sheet.sheet.job.reviews[-1]
    assert (review.by, review.accepted, review.remark) == (
        "Fatou Ndiaye",
        False,
        "The serial number is another",
    )


def test_own_work_is_not_checked_by_oneself(qtbot, at, seat):
    sheet = at("Kwame Osei", "2026-0008")
    press(qtbot, sheet.head.primary)
    qtbot.waitUntil(lambda: state(sheet) is State.CHECKING)
    assert sheet.head.primary.text() == "Accept"
    assert not sheet.head.primary.isEnabled()
    assert "second person" in sheet.head.why.text()
    sheet._desk.run(CheckJob(job=sheet.job, accepted=True))
    qtbot.waitUntil(sheet.refusal.isVisible)
    assert "a second, different person has to check it" in sheet.refusal.said[0]


def test_an_administrator_excuses_the_second_person_with_a_reason(qtbot, at):
    sheet = at("Halima Yusuf", "2026-0008")
    excuse = next(action for action in sheet.head.menu.actions() if "exception" in action.text())
    assert excuse.isEnabled()
    excuse.trigger()
    answer(qtbot, sheet.question, "One metrologist this week")
    qtbot.waitUntil(lambda: sheet.sheet.sheet.job.exception is not None)
    assert "One metrologist this week" in sheet.tabs.check.facts.values["Exception"].text()


def test_who_is_no_administrator_sees_the_exception_greyed(at):
    sheet = at("Amina Diallo", "2026-0007")
    assert not next(one for one in sheet.head.menu.actions() if "exception" in one.text()).isEnabled()


def test_the_mentor_signs_for_the_supervised_readings(qtbot, at):
    sheet = at(BEATRICE, "2026-0002")
    assert sheet.head.primary.text() == "Sign for the supervised readings"
    qtbot.keyClick(sheet.head.primary, Qt.Key.Key_Space)
    assert sheet.dialog.isModal()
    sign(qtbot, sheet, "not hers")
    qtbot.waitUntil(lambda: sheet.dialog.password.refused)
    assert all(one.countersigned is None for one in sheet.sheet.sheet.job.readings)
    sheet.dialog.password.line.clear()
    sign(qtbot, sheet)
    qtbot.waitUntil(lambda: all(one.countersigned for one in sheet.sheet.sheet.job.readings))
    qtbot.waitUntil(lambda: sheet.dialog is None)


def test_escape_leaves_a_signature_as_it_was(qtbot, at):
    sheet = at("Fatou Ndiaye", "2026-0004")
    press(qtbot, sheet.head.primary)
    assert not sheet.dialog.sign.isEnabled()
    qtbot.keyClick(sheet.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: sheet.dialog is None)
    assert state(sheet) is State.SIGNING


def test_a_draft_is_seen_before_it_is_signed(qtbot, at):
    sheet = at("Fatou Ndiaye", "2026-0004")
    press(qtbot, sheet.head.preview)
    qtbot.waitUntil(lambda: sheet.stack.currentIndex() == DRAFT, timeout=15000)
    assert len(sheet.pages.views) >= 1
    qtbot.keyClick(sheet.pages.area, Qt.Key.Key_Escape)
    assert sheet.stack.currentIndex() == WORK


def test_a_job_is_opened_under_a_mentor(qtbot, calibrations):
    page = calibrations("Yacouba Traoré")
    page.receive()
    form = page.receiving
    qtbot.waitUntil(lambda: bool(form.opening._ways))
    form.customer.choose("Grain Marketing Board")
    form.item.which.set_value("I-0003")
    form.item.which.changed.emit("I-0003")
    form.opening.procedure.set_value("")
    form.agreed.condition.set_value("Good")
    form.submit()
    qtbot.waitUntil(lambda: page._worksheet is not None and page.worksheet.sheet is not None)
    sheet = page.worksheet
    assert sheet.stack.currentIndex() == OPENING
    assert sheet.opening.procedure.value == "mass/substitution"
    assert sheet.opening.mentor.isVisible()
    assert sheet.opening.mentor.value == BEATRICE
    press(qtbot, sheet.head.primary)
    qtbot.waitUntil(lambda: state(sheet) is State.OPEN)
    assert sheet.sheet.sheet.job.mentor == BEATRICE
    qtbot.waitUntil(lambda: sheet.tabs.bar.current == STANDARD)


def test_the_standard_is_tied_and_an_expired_one_refused_beside_its_field(qtbot, at):
    sheet = at("Amina Diallo", "2026-0006")
    tab = sheet.tabs.standard
    sheet.go_to("standard")
    assert tab.facts.values["Value"].text() == "10\u202f000.005\u202fg"
    tab.choice.set_value("S-0002")
    tab.choice.changed.emit("S-0002")
    press(qtbot, tab.use)
    qtbot.waitUntil(lambda: tab.choice.refused)
    assert "was good until" in tab.choice.sentence.text()


def test_the_room_is_read_by_keyboard_and_judged(qtbot, at):
    sheet = at("Amina Diallo", "2026-0006")
    sheet.go_to("room")
    fields = sheet.tabs.conditions.fields
    end = fields["temperature", "end"]
    end.line.setFocus()
    end.line.selectAll()
    qtbot.keyClicks(end.line, "30 °C")
    qtbot.keyClick(end.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.side.room.chip.chip.word == "Outside limits")
    asked = [item.accessibleName() for item in sheet.side.checklist.items]
    assert any("is outside 18 … 27 °C" in one for one in asked)
    end.line.selectAll()
    qtbot.keyClicks(end.line, "20 mm")
    qtbot.keyClick(end.line, Qt.Key.Key_Return)
    assert "length" in end.sentence.text()


def test_remarks_are_kept_while_typed_and_recorded_on_demand(qtbot, at, run):
    sheet = at("Amina Diallo", "2026-0006")
    tab = sheet.tabs.remarks
    sheet.go_to("received")
    tab.remarks.words.setPlainText("Cleaned with ethanol.")
    with qtbot.waitSignal(sheet.shown):
        sheet.show_job(sheet.job)
    assert tab.remarks.value == "Cleaned with ethanol."
    press(qtbot, tab.keep)
    qtbot.waitUntil(lambda: sheet.sheet.sheet.job.remarks == "Cleaned with ethanol.")
    assert not tab.keep.isEnabled()


@pytest.mark.parametrize("place", range(6))
def test_each_stage_leads_somewhere(at, place):
    sheet = at("Amina Diallo", "2026-0007")
    sheet.side.path.chosen.emit(place)
    assert sheet.window().focusWidget() is not None


def test_the_history_tells_who_did_what_once_it_is_looked_at(at, qtbot):
    sheet = at("Amina Diallo", "2026-0007")
    events = sheet.tabs.history.model
    assert events.rowCount() == 0
    sheet.tabs.bar.choose(HISTORY)
    qtbot.waitUntil(lambda: events.rowCount() > 0)
    assert events.line(0).command == "Paste readings"
    assert "Read: +0.010 g" in events.line(0).changes
    assert events.line(events.rowCount() - 1).command == "Receive item"


def test_every_control_of_the_worksheet_has_a_name(at):
    sheet = at("Amina Diallo", "2026-0006")
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView):
        for control in sheet.findChildren(kind):
            if control.isVisible() and not isinstance(control, QHeaderView):
                assert control.accessibleName(), control
