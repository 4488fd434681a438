"""Founding a laboratory: what is missing is said beside each field."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.views.door import Door
from labcal_app.views.found import Found, countries, own_zone

FILLED = {
    "laboratory": "National Metrology Institute", "street": "1 Standards Road", "post_code": "6011",
    "city": "Wellington", "country": "NZ", "zone": "Pacific/Auckland", "person": "Ana", "role": "Head",
    "password": "a long password", "password_again": "a long password",
    "passphrase": "a longer phrase", "passphrase_again": "a longer phrase",
}  # fmt: skip


@pytest.fixture
def page(qtbot, look, text, window):
    page = Found(look, text, Door(book="new.labcal"))
    window.show_door(page)
    with qtbot.waitActive(window):
        window.show()
    return page


def fill(page, **other):
    for name, value in (FILLED | other).items():
        getattr(page, name).set_value(value)


def press(qtbot, page):
    page.found.click()


def test_all_is_handed_on_as_data(qtbot, page):
    fill(page)
    with qtbot.waitSignal(page.founded) as caught:
        qtbot.keyClick(page.passphrase_again.line, Qt.Key.Key_Return)
    founding = caught.args[0]
    assert {name: getattr(founding, name) for name in FILLED if not name.endswith("again")} == {
        name: value for name, value in FILLED.items() if not name.endswith("again")
    }
    assert "a long password" not in repr(founding)
    assert not page.found.isEnabled()
    page.refuse("The book cannot be written.")
    assert page.found.isEnabled()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("laboratory", "", "This is missing."),
        ("country", "", "This is missing."),
        ("zone", "Pacific/Atlantis", "There is no such time zone."),
        ("password", "short", "At least 10 characters."),
        ("password_again", "another password", "The two are not the same."),
        ("passphrase_again", "another phrase", "The two are not the same."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(qtbot, page, field, value, sentence):
    fill(page, **{field: value})
    with qtbot.assertNotEmitted(page.founded):
        page.found.click()
    assert getattr(page, field).sentence.text() == sentence
    assert getattr(page, field).editor.hasFocus()


def test_countries_and_zones_are_offered(page):
    codes = dict(countries())
    assert codes["NZ"] == "New Zealand"
    assert len(codes) > 190
    assert page.zone.value == own_zone()
    page.zone.line.completer().setCompletionPrefix("auckland")
    assert page.zone.line.completer().currentCompletion() == "Pacific/Auckland"
