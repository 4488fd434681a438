"""Fields: what they hold, what they refuse, what they say to who cannot see them."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.widgets.fields import ChoiceField, Hint, LineField, PasswordField, WordsField

HINT = Hint("Name", "Who it belongs to.", "ISO/IEC 17025:2017, 7.8.2.1 e", "Such as Customs")


@pytest.fixture
def line(qtbot, look):
    field = LineField(look, HINT, " Port Office ")
    qtbot.addWidget(field)
    return field


def test_a_field_says_what_it_is_and_why(line):
    assert line.editor.accessibleName() == "Name"
    assert line.label.buddy() is line.editor
    assert line.editor.whatsThis() == "Who it belongs to. (ISO/IEC 17025:2017, 7.8.2.1 e)"
    assert line.value == "Port Office"


def test_a_refusal_is_a_sentence_that_goes_when_one_types(qtbot, line):
    line.refuse("The name is missing.")
    assert line.refused
    assert line.sentence.text() == line.editor.accessibleDescription() == "The name is missing."
    with qtbot.waitSignal(line.changed):
        qtbot.keyClicks(line.line, "x")
    assert not line.refused


def test_leaving_is_told(qtbot, line):
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line.line, Qt.Key.Key_Return)


def test_a_part_of_a_word_completes(qtbot, line):
    line.complete(["Pacific/Auckland", "Europe/Paris"])
    line.line.completer().setCompletionPrefix("auck")
    assert line.line.completer().completionCount() == 1


def test_a_choice_keeps_its_value(qtbot, look):
    field = ChoiceField(look, Hint("Country"), [("NZ", "New Zealand"), ("PH", "Philippines")])
    qtbot.addWidget(field)
    assert field.value == ""
    field.set_value("PH")
    field.offer([("PH", "Pilipinas"), ("FR", "France")])
    assert (field.value, field.choice.currentText()) == ("PH", "Pilipinas")
    with qtbot.waitSignal(field.changed) as caught:
        qtbot.keyClick(field.choice, Qt.Key.Key_Down)
    assert caught.args == ["FR"]


def test_a_choice_is_painted(qtbot, look):
    field = ChoiceField(look, Hint("Country"), [("NZ", "New Zealand"), ("PH", "Philippines")])
    qtbot.addWidget(field)
    pictures = []
    for value in ("", "NZ", "PH"):
        field.set_value(value)
        pictures.append(field.choice.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_lines_of_words_leave_by_tab(qtbot, look):
    field = WordsField(look, Hint("Condition"))
    qtbot.addWidget(field)
    field.set_value(" scratched \n")
    assert field.value == "scratched"
    assert field.words.tabChangesFocus()


@pytest.mark.parametrize(("letter", "shift"), [("a", False), ("A", True), ("5", False)])
def test_an_ordinary_letter_warns_of_nothing(qtbot, look, text, letter, shift):
    field = PasswordField(look, Hint("Password"), text)
    qtbot.addWidget(field)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClicks(field.line, letter, held)
    assert field.note.text() == ""


def test_a_capital_without_shift_warns_of_caps_lock(qtbot, look, text):
    field = PasswordField(look, Hint("Password"), text)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.line, "A", Qt.KeyboardModifier.NoModifier)
    assert field.note.text() == "Caps Lock is on"
    qtbot.keyClicks(field.line, "b")
    assert field.note.text() == ""
    assert field.value == "Ab"
