"""The way between the pages."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.widgets.logo import Avatar
from labcal_app.widgets.navigation import Navigation, Place

PLACES = (Place("today", "Today", "today"), Place("people", "People", "people", 1))


@pytest.fixture
def navigation(qtbot, look, text):
    navigation = Navigation(look, text, PLACES, ("Amina Diallo", "Technician"))
    qtbot.addWidget(navigation)
    navigation.resize(208, 400)
    navigation.show()
    return navigation


def test_places_are_pressed_by_mouse_and_key(qtbot, navigation):
    with qtbot.waitSignal(navigation.chosen) as caught:
        qtbot.mouseClick(navigation.buttons["people"], Qt.MouseButton.LeftButton)
    assert caught.args == ["people"]
    with qtbot.waitSignal(navigation.chosen) as caught:
        qtbot.keyClick(navigation.buttons["today"], Qt.Key.Key_Space)
    assert caught.args == ["today"]


def test_where_one_is_looks_different(navigation):
    before = navigation.buttons["people"].grab().toImage()
    navigation.go("people")
    assert before != navigation.buttons["people"].grab().toImage()
    assert not navigation.buttons["today"].isChecked()


def test_a_rail_has_no_words_but_tips(look, navigation):
    navigation.buttons["today"].count(3)
    navigation.as_rail(rail=True)
    assert navigation.width() == look.size("nav_rail")
    assert navigation.buttons["today"].toolTip() == "Today"
    assert navigation.buttons["today"].accessibleDescription() == "3"
    assert navigation.name.isHidden()
    navigation.as_rail(rail=False)
    assert navigation.width() == look.size("nav")


def test_the_lens_searches(qtbot, navigation):
    with qtbot.waitSignal(navigation.searched):
        qtbot.mouseClick(navigation.lens, Qt.MouseButton.LeftButton)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_person_opens_a_menu(qtbot, navigation):
    navigation.menu.addAction("Sign out")
    assert navigation.person.accessibleName() == "Amina Diallo, Technician"
    qtbot.mouseClick(navigation.person, Qt.MouseButton.LeftButton)
    assert navigation.menu.isVisible()
    navigation.menu.close()


@pytest.mark.parametrize(
    ("name", "initials"), [("Amina Diallo", "AD"), ("Ana", "A"), ("Dr Fatou B. Ndiaye", "DN"), ("", "")]
)
def test_initials(qtbot, look, name, initials):
    avatar = Avatar(look, name)
    qtbot.addWidget(avatar)
    assert avatar.initials == initials
