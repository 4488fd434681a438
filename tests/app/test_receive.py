"""The form that takes an item in: by keyboard, known and new customers, refusals beside their fields."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from labcal.domain.job import State
from labcal.services.jobs import job

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
"""Said by the screen that is none, where a field unfolds what it offers."""


@pytest.fixture
def page(qtbot, calibrations):
    page = calibrations("Amina Diallo")
    page.new.click()
    qtbot.waitUntil(lambda: bool(page.receiving.opening._ways))
    return page


@pytest.fixture
def form(page):
    return page.receiving


@pytest.fixture
def typed(qtbot):
    """Types into the field that has the focus, then Enter; an empty word only goes on."""

    def typed(*words):
        for word in words:
            here = QApplication.focusWidget()
            if word:
                qtbot.keyClicks(here, word)
            qtbot.keyClick(here, Qt.Key.Key_Return)

    return typed


def told(qtbot, page, number):
    found = []
    page._desk.ask(page, partial(job, number=number), found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_a_new_customer_and_a_new_item_by_keyboard_alone(qtbot, page, form, typed):
    qtbot.waitUntil(form.customer.name.line.hasFocus)
    typed("Harbour Board", "Quay 1", "T-1", "Takoradi", "gh", "", "")
    assert form.item.name.line.hasFocus()
    typed("Weight 10 kg", "10 000 g", "Atlas", "", "B-17", "")
    assert form.agreed.condition.line.hasFocus()
    typed("Good", "M1", "2026-12-24")
    assert QApplication.focusWidget() is form.agreed.place.editor
    with qtbot.waitSignal(form.received) as received:
        qtbot.keyClick(form.agreed.place.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    number = received.args[0]
    assert number == "2026-0006"
    qtbot.waitUntil(lambda: page.worksheet.sheet is not None)
    assert page.stack.currentWidget() is page.worksheet
    kept = told(qtbot, page, number)
    assert (kept.customer.party.name, kept.customer.party.country) == ("Harbour Board", "GH")
    assert (kept.instrument.nominal.number, kept.instrument.nominal.unit) == ("10 000", "g")
    assert (kept.instrument.serial, kept.condition, kept.grade) == ("B-17", "Good", "M1")
    assert kept.due_on.isoformat() == "2026-12-24"
    assert kept.state is State.OPEN


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(qtbot, form):
    form.item.nominal.set_value("10 mm")
    form.agreed.due.set_value("soon")
    qtbot.mouseClick(form.receive, Qt.MouseButton.LeftButton)
    assert form.customer.name.sentence.text() == "Say who brings the item."
    assert form.item.name.sentence.text() == "Say what the item is."
    assert "is a length" in form.item.nominal.sentence.text()
    assert "serial number or a mark" in form.item.serial.sentence.text()
    assert form.agreed.condition.refused
    assert "not a date" in form.agreed.due.sentence.text()
    assert form.customer.name.line.hasFocus()
    assert form.item.nominal.value == "10 mm"


def test_a_known_customer_needs_no_address_and_offers_its_items(qtbot, page, form):
    qtbot.keyClicks(form.customer.name.line, "grain marketing board")
    assert form.customer.known.number == "C-0002"
    assert not form.customer.street.isVisible()
    assert form.item.which.isVisible()
    box = form.item.which.editor
    assert isinstance(box, QComboBox)
    assert any("A-209" in box.itemText(place) for place in range(box.count()))
    known = next(box.itemData(place) for place in range(box.count()) if "A-209" in box.itemText(place))
    form.item.which.set_value(known)
    form.item.which.changed.emit(known)
    assert form.item.nominal.value == "10 kg"
    assert not form.item.name.editor.isEnabled()
    form.agreed.condition.set_value("Good")
    with qtbot.waitSignal(form.received) as received:
        form.submit()
    assert told(qtbot, page, received.args[0]).instrument_number == known


def test_an_item_that_comes_again_is_filled_in(qtbot, page, form):
    page.back()
    page.receive("I-0001")
    qtbot.waitUntil(lambda: form.item.line is not None)
    assert form.customer.name.value == "Customs and Excise, Port Office"
    assert form.item.serial.value == "4471"


def test_a_procedure_that_does_not_cover_the_item_is_refused(qtbot, form):
    form.customer.choose("Grain Marketing Board")
    form.item.name.set_value("Weight 20 kg")
    form.item.nominal.set_value("20 kg")
    form.item.serial.set_value("Z-1")
    form.agreed.condition.set_value("Good")
    form.item.nominal_changed.emit()
    qtbot.waitUntil(lambda: not form.opening._ways[0].covers)
    form.opening.procedure.set_value("mass/substitution")
    form.opening.procedure.changed.emit("mass/substitution")
    form.submit()
    assert "covers" in form.opening.procedure.sentence.text()


def test_later_leaves_the_job_to_be_opened_on_the_worksheet(qtbot, page, form):
    form.customer.choose("Grain Marketing Board")
    form.item.name.set_value("Weight 10 kg")
    form.item.nominal.set_value("10")
    form.item.mark.set_value("Inventory 9")
    form.agreed.condition.set_value("Good")
    form.opening.procedure.set_value("")
    with qtbot.waitSignal(form.received) as received:
        form.submit()
    kept = told(qtbot, page, received.args[0])
    assert (kept.state, kept.instrument.nominal.unit) == (State.RECEIVED, "kg")


def test_escape_goes_back_and_keeps_what_was_typed(qtbot, page, form):
    form.item.name.set_value("Weight 5 kg")
    qtbot.keyClick(form.item.name.line, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.list
    page.receive()
    assert form.item.name.value == "Weight 5 kg"
