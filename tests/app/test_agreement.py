"""What is agreed at the counter decides the job; changes take a reason; all through the window."""

from functools import partial

import pytest

from labcal.domain.agreement import DelayReason, Priority
from labcal.domain.job import State as JobState
from labcal.services.agreements import Promise
from labcal.services.checks import CheckJob
from labcal.services.jobs import job
from labcal.services.specifications import specification_lines
from labcal_app.views.library.limits import LimitsTab
from labcal_app.views.library.rules import RulesTab
from labcal_app.views.today import TodayPage
from labcal_app.views.worksheet.tabs import AGREED, PROMISE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
ROWS = "; 20 kg; 0.01 % + 50 mg\n"


@pytest.fixture
def asked(qtbot):
    """Asks a question through a desk, and returns the answer."""

    def asked(desk, question):
        found = []
        desk.ask(desk, question, found.append)
        qtbot.waitUntil(lambda: bool(found))
        return found[0]

    return asked


@pytest.fixture
def demo(bench):
    """The jobs at the bench of ``bench``, in the place of the demonstration."""
    return bench


@pytest.fixture
def sheet(calibrations):
    """A job at the bench, without a reading."""
    return calibrations("Amina Diallo", "2026-0006").worksheet


@pytest.fixture
def library(qtbot, look, text, seat):
    desk = seat("Halima Yusuf")
    tab = LimitsTab(look, text, desk)
    qtbot.addWidget(tab)
    tab.resize(1072, 600)
    tab.show()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 41)
    return tab, desk


def fill(form, **told):
    for name, value in told.items():
        form.entries.fields[name].set_value(value)


def test_limits_are_evaluated_and_compared_on_the_screen(qtbot, library):
    tab, desk = library
    tab.filter.setText("R 76-1")
    tab.table.selectRow(0)
    qtbot.waitUntil(lambda: tab.sheet.found is not None and tab.sheet.found.line.name == "r76-1-2006")
    tab.sheet.grade.set_value("III")
    tab.sheet.figures.set_value("m = 2.5 kg; e = 5 g")
    tab.sheet.evaluate()
    qtbot.waitUntil(lambda: tab.sheet.answer.text() != "")
    assert tab.sheet.answer.text() == "± 0.0025 kg"
    tab.sheet.figures.set_value("m = 2.5 kg")
    tab.sheet.evaluate()
    qtbot.waitUntil(lambda: tab.sheet.refusal.isVisibleTo(tab))
    tab.sheet.compare.click()
    fill(tab.compare_form, document="OIML R 76-1:2006 (E)", row="99")
    tab.compare_form.submit()
    assert tab.compare_form.wrong.isVisibleTo(tab.compare_form)
    fill(tab.compare_form, row="")
    with qtbot.waitSignal(desk.changed):
        tab.compare_form.submit()
    qtbot.waitUntil(lambda: tab.table.current is not None and "Halima" in tab.table.current.verified)


def test_a_rule_is_shown_with_its_guard_band(qtbot, look, text, seat):
    tab = RulesTab(look, text, seat("Halima Yusuf"))
    qtbot.addWidget(tab)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 10)
    drawn = {}
    for row in range(10):
        tab.table.selectRow(row)
        qtbot.waitUntil(lambda row=row: tab.sheet.title.text() == tab.model.line(row).title)
        drawn[tab.model.line(row).name] = [point.state.name for point in tab.chart.plot.series.points]
    assert drawn["simple"] == ["PASS", "PASS", "FAIL", "FAIL"]
    assert drawn["guard-u"] == ["PASS", "FAIL", "FAIL", "FAIL"]
    assert drawn["non-binary"] == ["PASS", "CONDITIONAL", "CONDITIONAL", "FAIL"]
    assert drawn["relaxed"] == ["PASS", "PASS", "PASS", "FAIL"]


def typed_at_the_counter(qtbot, calibrations):
    """Type a new customer's weight in, to be held against the customer's specification, urgently."""
    page = calibrations("Amina Diallo")
    page.new.click()
    form = page.receiving
    form.customer.name.set_value("Harbour Board")
    form.item.name.set_value("Weight 10 kg")
    form.item.nominal.set_value("10 kg")
    form.item.serial.set_value("B-18")
    form.item.nominal_changed.emit()
    qtbot.waitUntil(lambda: form.agreed.conformity._offers.table("grain-board|1") is not None)
    form.agreed.condition.set_value("Good")
    form.agreed.conformity.limits.set_value("grain-board|1")
    form.agreed.conformity.limits.changed.emit("grain-board|1")
    form.agreed.priority.set_value(Priority.URGENT.value)
    form.agreed.priority.changed.emit(Priority.URGENT.value)
    return page


def test_a_customers_specification_is_written_agreed_on_at_the_counter_and_decides(
    qtbot, library, asked, calibrations
):
    tab, desk = library
    tab.write.click()
    fill(tab.write_form, title="Grain Board, sheet 7", name="grain-board", quantity="mass", unit="g")
    fill(tab.write_form, source="Letter of 2 March", rows="; 20 kg; 5 V")
    tab.write_form.submit()
    qtbot.waitUntil(lambda: tab.write_form.wrong.isVisibleTo(tab.write_form))
    fill(tab.write_form, rows=ROWS)
    with qtbot.waitSignal(desk.changed):
        tab.write_form.submit()
    assert [line.name for line in asked(desk, specification_lines)] == ["grain-board"]
    page = typed_at_the_counter(qtbot, calibrations)
    form = page.receiving
    form.submit()
    assert form.agreed.conformity.rule.refused
    assert form.agreed.because.refused
    form.agreed.conformity.rule.set_value("guard-u")
    form.agreed.conformity.agreed_with.set_value("Jo Mensah")
    form.agreed.because.set_value("The ship sails")
    qtbot.waitUntil(lambda: form.opening.way is not None)
    with qtbot.waitSignal(form.received) as received:
        form.submit()
    found = asked(page._desk, partial(job, number=received.args[0]))
    assert (found.agreement.agreed.limits, found.agreement.agreed.edition) == ("grain-board", 1)
    assert found.agreement.agreed.agreed_with == "Jo Mensah"
    assert (found.priority, found.urgent_because) == (Priority.URGENT, "The ship sails")
    sheet = page.worksheet
    qtbot.waitUntil(lambda: sheet.sheet is not None and sheet.sheet.sheet.job.state is JobState.OPEN)
    assert str(sheet.sheet.sheet.limits.upper) == "1.05"
    says = [str(need.says) for need in sheet.sheet.sheet.requirements if need.where == "agreed"]
    assert says == ["Agreed: Grain Board, sheet 7 (1), rule guard-u, with Jo Mensah"]


def test_what_was_agreed_is_changed_with_a_reason(qtbot, sheet, asked):
    tabs, desk = sheet.tabs, sheet._desk
    number = sheet.job
    tabs.bar.choose(AGREED)
    qtbot.waitUntil(lambda: tabs.agreed.subject is not None)
    tabs.agreed.add.click()
    form = tabs.agreed.form
    qtbot.waitUntil(lambda: tabs.agreed.side.currentWidget() is form)
    fill(form, limits="r111-1-2004|0", rule="simple", grade="F2")
    with qtbot.waitSignal(desk.changed):
        form.submit()
    assert asked(desk, partial(job, number=number)).grade == "F2"
    tabs.agreed.add.click()
    qtbot.waitUntil(lambda: form.entries.fields["grade"].value == "F2")
    fill(form, grade="M1")
    form.submit()
    qtbot.waitUntil(lambda: form.wrong.isVisibleTo(form))
    fill(form, reason="The customer wrote")
    with qtbot.waitSignal(desk.changed):
        form.submit()
    qtbot.waitUntil(lambda: tabs.agreed.model.rowCount() == 2)


def test_a_job_is_held_up_goes_on_and_is_promised(qtbot, sheet, asked):
    tabs, desk = sheet.tabs, sheet._desk
    number = sheet.job
    tabs.bar.choose(PROMISE)
    tabs.promise.add.click()
    fill(tabs.promise.form, reason=DelayReason.PART.value, words="The pan")
    with qtbot.waitSignal(desk.changed):
        tabs.promise.form.submit()
    qtbot.waitUntil(lambda: tabs.promise.model.rowCount() == 1)
    held = [str(need.says) for need in sheet.sheet.sheet.requirements if need.where == "promise"]
    qtbot.waitUntil(lambda: tabs.promise_tab._count == 1)
    tabs.promise.table.selectRow(0)
    tabs.promise.act.click()
    qtbot.waitUntil(lambda: tabs.promise.side.currentWidget() is tabs.promise.act_form)
    with qtbot.waitSignal(desk.changed):
        tabs.promise.act_form.submit()
    (kept,) = asked(desk, partial(job, number=number)).delays
    assert kept.value.until is not None
    assert held in ([], ["Held up, awaiting a part: The pan"])
    tabs.promise.promise.click()
    promised = tabs.promise.promise_form
    qtbot.waitUntil(lambda: tabs.promise.side.currentWidget() is promised)
    fill(promised, priority=Priority.URGENT.value, because="Ship")
    with qtbot.waitSignal(desk.changed):
        promised.submit()
    assert asked(desk, partial(job, number=number)).priority is Priority.URGENT
    qtbot.waitUntil(lambda: "urgent: Ship" in tabs.promise.told.text())


def test_each_queue_of_today_has_its_tab(qtbot, look, text, seat, run):
    reviewer = seat("Kwame Osei")
    waiting = reviewer._book
    with waiting.read() as records:
        number = next(line.number for line in records.jobs.waiting() if line.serial == "A-209")
        other = next(line.number for line in records.jobs.waiting() if line.serial == "A-311")
    run(reviewer, CheckJob(job=number, accepted=False, remark="Weigh the third cycle again"))
    desk = seat("Amina Diallo")
    run(desk, Promise(job=other, due_on=None, priority=Priority.URGENT, because="Ship"))
    page = TodayPage(look, text, desk)
    qtbot.addWidget(page)
    page.resize(1072, 692)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.model.line(0).line.number == other
    shown = [tab.isVisibleTo(page.queues) for tab in page.queues.tabs]
    assert shown == [True, True, False, False, False, True, True]
    page.queues.choose(1)
    assert (page.model.rowCount(), page.model.line(0).line.number) == (1, number)
    assert "Weigh the third cycle again" in text(page.model.line(0).step)
