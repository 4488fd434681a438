"""The bridge between screen and book: nothing waits on the screen's thread, nothing is told twice."""

import threading

import pytest
from PySide6.QtCore import QObject

from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import PersonName
from labcal.services.customers import AddCustomer, customer_lines
from labcal.services.laboratory import Founder, found
from labcal.services.perform import Outcome, perform
from labcal.store.book import create_book, open_book
from labcal_app.desk import GLANCE, Desk, Errand

ANA = PersonName("Ana")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    book = create_book(tmp_path_factory.mktemp("desk") / "lab.labcal")
    profile = Laboratory(party=Party(name="NMI", country="NZ"), zone="Pacific/Auckland")
    found(
        book, profile, Founder(person=ANA, role="Head", password="long enough 1", passphrase="long enough 2")
    )
    yield book
    book.close()


@pytest.fixture
def desk(qtbot, founded):
    desk = Desk(founded, ANA)
    yield desk
    desk.close()


def customers(book) -> int:
    with book.read() as records:
        return len(customer_lines(records))


def add(name="Customs"):
    return AddCustomer(party=Party(name=name))


def test_a_command_reaches_the_book_and_tells_what_it_touched(qtbot, desk, founded):
    before, values, titles, touched = customers(founded), [], [], []
    desk.kept.connect(titles.append)
    desk.changed.connect(touched.append)
    with qtbot.waitSignal(desk.undoable):
        desk.run(add(), then=values.append)
    assert (titles, touched) == (["Add customer"], [frozenset({"customer"})])
    assert customers(founded) == before + 1
    assert len(values) == 1


def test_a_refusal_is_a_signal_or_goes_to_who_asked(qtbot, desk, text):
    with qtbot.waitSignal(desk.refused) as refusal:
        desk.run(add(" "))
    assert "name" in refusal.args[0].shown(text)
    refused = []
    with qtbot.assertNotEmitted(desk.refused), qtbot.waitSignal(desk.undoable):
        desk.run(add(" "), refused=refused.append)
    assert len(refused) == 1


def test_undo_and_redo_by_name(qtbot, desk, founded):
    before = customers(founded)
    with qtbot.waitSignal(desk.undoable, check_params_cb=lambda title: title == "Add customer"):
        desk.run(add())
    with qtbot.waitSignal(desk.redoable, check_params_cb=lambda title: title == "Add customer"):
        desk.undo()
    assert customers(founded) == before
    with qtbot.waitSignal(desk.undoable, check_params_cb=lambda title: title == "Add customer"):
        desk.redo()
    assert customers(founded) == before + 1
    with qtbot.waitSignal(desk.redoable, check_params_cb=bool):
        desk.undo()
    assert customers(founded) == before


def test_something_new_ends_what_could_be_redone(qtbot, desk):
    for step in (lambda: desk.run(add()), desk.undo, lambda: desk.run(add("Dairy"))):
        with qtbot.waitSignal(desk.changed):
            step()
    with qtbot.assertNotEmitted(desk.changed, wait=100):
        desk.redo()


def test_nothing_to_undo_does_nothing(qtbot, desk):
    with qtbot.assertNotEmitted(desk.changed, wait=50):
        desk.undo()
        desk.redo()


def test_work_of_the_services_runs_on_the_writer_and_names_its_tables(qtbot, desk):
    seen = []

    def issue(book, who):
        seen.append((who, threading.current_thread() is threading.main_thread()))
        return "2026-0001"

    told = []
    with qtbot.waitSignal(desk.changed) as changed:
        desk.work(Errand(title="Issue", tables=frozenset({"certificate"}), then=told.append), issue)
    assert (changed.args, seen, told) == ([frozenset({"certificate"})], [(ANA, False)], ["2026-0001"])
    with qtbot.waitSignal(desk.changed) as changed:
        desk.work(Errand(title="Issue"), lambda book, who: Outcome(1, frozenset({"job"}), 7))
    assert changed.args == [frozenset({"job"})]


def test_it_says_while_it_is_busy(qtbot, desk):
    told = []
    desk.busy.connect(lambda at_work, title: told.append((at_work, title)))
    with qtbot.waitSignal(desk.changed):
        desk.run(add())
    assert told == [(True, "Add customer"), (False, "")]


def test_questions_leave_the_screens_thread_and_stale_answers_are_dropped(qtbot, desk):
    asker, begun, gate, answers = QObject(desk), threading.Event(), threading.Event(), []

    def slow(_records):
        begun.set()
        gate.wait(10)
        return "stale"

    def fresh(_records):
        return threading.current_thread() is threading.main_thread()

    desk.ask(asker, slow, answers.append)
    qtbot.waitUntil(begun.is_set)
    desk.ask(asker, fresh, answers.append)
    qtbot.waitUntil(lambda: answers == [False])
    with qtbot.waitSignal(desk._answered):
        gate.set()
    assert answers == [False]


def test_a_writer_does_not_hold_up_a_question(qtbot, desk):
    asker, gate, answers = QObject(desk), threading.Event(), []
    desk.work(Errand(title="Slow"), lambda book, who: gate.wait(10))
    with qtbot.waitSignal(desk._answered):
        desk.ask(asker, customer_lines, answers.append)
    assert len(answers) == 1
    with qtbot.waitSignal(desk.changed):
        gate.set()


def test_what_another_window_wrote_is_told_once_and_what_is_our_own_not_again(qtbot, desk, founded):
    touched = []
    desk.changed.connect(touched.append)
    other = open_book(founded.path)
    with qtbot.waitSignal(desk.undoable):
        desk.run(add("Ours"))
    assert touched == [frozenset({"customer"})]
    perform(other, ANA, add("Theirs"))
    qtbot.waitUntil(lambda: len(touched) == 2, timeout=4 * GLANCE)
    qtbot.wait(3 * GLANCE // 2)
    assert touched == [frozenset({"customer"}), frozenset({"customer"})]
    other.close()
