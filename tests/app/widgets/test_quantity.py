"""A quantity: value, unit, and one sentence where it cannot be taken."""

from labcal_app.widgets.fields import Hint
from labcal_app.widgets.quantity import QuantityField


def test_a_sentence_says_what_is_wrong_and_nothing_typed_is_lost(qtbot, look):
    field = QuantityField(
        look,
        Hint("Nominal value"),
        "kg",
        lambda typed: None if typed == "10" else f"“{typed}” is not a number.",
    )
    qtbot.addWidget(field)
    field.set_value("1O")
    assert not field.check()
    assert (field.value, field.sentence.text()) == ("1O", "“1O” is not a number.")
    field.set_value("10")
    assert field.check()
    assert not field.refused


def test_an_empty_field_is_not_wrong(qtbot, look):
    field = QuantityField(look, Hint("Nominal value"), "kg", lambda typed: "Never.")
    qtbot.addWidget(field)
    assert field.check()


def test_the_unit_stands_behind_the_value_and_is_told(qtbot, look):
    field = QuantityField(look, Hint("Nominal value"), "kg")
    qtbot.addWidget(field)
    field.resize(200, 60)
    field.show()
    field.set_unit("mg")
    assert field.suffix.text() == field.line.accessibleDescription() == "mg"
    assert field.line.textMargins().right() > 0
