"""Forms beside a list: by the keyboard from the first field to the last, and what is wrong said in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from labcal.errors.records import TakenError
from labcal_app.forms.beside import Form, SideStack, quantity_check
from labcal_app.widgets.fields import Hint, LineField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.quantity import QuantityField


@pytest.fixture
def form(qtbot, look, text):
    form = Form(look, text, "Add weight", "Add")
    form.name = form.field(LineField(look, Hint("Name")), needed=True)
    form.value = QuantityField(look, Hint("Value"), "g", quantity_check(text, "g"))
    form.mark = LineField(look, Hint("Mark"))
    form.pair(form.value, form.mark)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    form.begin()
    return form


def test_enter_leads_from_field_to_field_and_then_hands_over(qtbot, form):
    qtbot.keyClicks(form.name.editor, "Weight")
    qtbot.keyClick(form.name.editor, Qt.Key.Key_Return)
    assert form.value.editor.hasFocus()
    qtbot.keyClick(form.value.editor, Qt.Key.Key_Return)
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(form.mark.editor, Qt.Key.Key_Return)


def test_what_is_missing_or_wrong_is_said_beside_the_field(qtbot, form):
    form.value.editor.setFocus()
    qtbot.keyClicks(form.value.editor, "1O")
    qtbot.keyClick(form.value.editor, Qt.Key.Key_Tab)
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    assert form.name.sentence.text() == "This is missing."
    assert form.name.editor.hasFocus()
    assert "letter O" in form.value.sentence.text()
    assert form.quantity(form.value) is None


def test_a_quantity_takes_the_unit_behind_the_field(form):
    form.value.set_value("10,5")
    assert str(form.quantity(form.value)) == "10,5\u202fg"
    form.value.set_value("")
    assert form.quantity(form.value) is None


def test_a_refusal_stands_above_the_button_and_the_form_may_try_again(text, form):
    form.wait(waiting=True)
    assert not form.keep.isEnabled()
    form.refuse(TakenError(kind="weight", number="7"))
    assert form.wrong.text() == "There is already a weight 7."
    assert form.keep.isEnabled()
    form.clear()
    assert not form.wrong.isVisible()


def test_escape_gives_the_place_back(qtbot, look, form):
    side = SideStack(Label(look, "Facts"))
    qtbot.addWidget(side)
    with qtbot.waitActive(side):
        side.show()
    side.open(form)
    assert side.currentWidget() is form
    qtbot.keyClick(form.name.editor, Qt.Key.Key_Escape)
    assert side.currentIndex() == 0
    side.removeWidget(form)
    form.setParent(None)


def test_enter_on_a_button_presses_it_and_hands_nothing_over(qtbot, form):
    form.name.set_value("Weight")
    form.close_button.setFocus()
    with qtbot.assertNotEmitted(form.submitted), qtbot.waitSignal(form.dismissed):
        qtbot.keyClick(form.close_button, Qt.Key.Key_Return)


def test_a_form_that_is_left_gives_the_keyboard_back(qtbot, look, text):
    """Not to the first button of the facts, which may be one that suspends."""
    whole = QWidget()
    qtbot.addWidget(whole)
    row, listed, facts = QHBoxLayout(whole), QLineEdit(), QPushButton("Suspend")
    side, form = SideStack(facts), Form(look, text, "Add weight", "Add")
    form.field(LineField(look, Hint("Name")))
    row.addWidget(listed)
    row.addWidget(side)
    with qtbot.waitActive(whole):
        whole.show()
    listed.setFocus()
    side.open(form)
    assert not listed.hasFocus()
    qtbot.keyClick(form.fields[0].editor, Qt.Key.Key_Escape)
    assert listed.hasFocus()


def test_a_long_word_that_is_refused_does_not_widen_the_form(qtbot, form):
    wide = form.name.editor.width()
    form.name.set_value("Z" * 200)
    form.name.refuse("“" + "Z" * 200 + "” is not a date.")
    qtbot.wait(20)
    assert form.name.editor.width() <= wide
