"""The page Standards on the demonstration's book."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.cells import State
from labcal_app.views.standards import StandardsPage

ADMIN = "Halima Yusuf"


@pytest.fixture
def made(qtbot, look, text, seat):
    def made(name):
        page = StandardsPage(look, text, seat(name))
        qtbot.addWidget(page)
        page.resize(1072, 692)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.model.rowCount() == 2)
        return page

    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(qtbot, form, words):
    """Type ``words`` into the fields of ``form`` one after another, by the keyboard alone."""
    for place, typed in enumerate(words):
        editor = form.fields[place].editor
        editor.selectAll()
        qtbot.keyClicks(editor, typed) if typed else qtbot.keyClick(editor, Qt.Key.Key_Delete)
        qtbot.keyClick(editor, Qt.Key.Key_Return)


NEW = ("Weight 5 kg", "No. 130", "F2", "DNL-2026-1", "National Laboratory", "2026-01-15", "2027-01-15")


def test_the_list_says_what_is_due(made):
    page = made(ADMIN)
    chips = [page.model.columns[4].value(page.model.line(row)) for row in (0, 1)]
    assert [(chip.state, chip.word) for chip in chips] == [
        (State.PASS, "in 6 mo"),
        (State.EXPIRED, "overdue 10 d"),
    ]


def test_a_standard_is_added_by_the_keyboard(qtbot, made):
    page = made(ADMIN)
    press(qtbot, page.add)
    assert not page.add.isVisible()
    fill(qtbot, page.add_form, (*NEW, "5 000,002 g", "20 mg", "2", "10 mg"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.waitUntil(lambda: page.table.current.line.identification == "No. 130")
    line = page.table.current.line
    assert (line.value, line.expanded) == ("5 000,002 g", "20 mg")
    assert page.forms.currentIndex() == 0
    assert page.add_form.name.value == ""


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(qtbot, made):
    page = made(ADMIN)
    press(qtbot, page.add)
    press(qtbot, page.add_form.keep)
    fields = page.add_form.certificate
    assert page.add_form.name.refused
    fill(qtbot, page.add_form, (*NEW, "5 000 g", "2O mg", "2", "1 °C"))
    assert "letter O" in fields.expanded.sentence.text()
    assert page.add_form.name.value == "Weight 5 kg"
    assert page.model.rowCount() == 2
    fields.expanded.set_value("20 mg")
    press(qtbot, page.add_form.keep)
    qtbot.waitUntil(page.add_form.wrong.isVisible)
    assert "a mass is wanted here" in page.add_form.wrong.text()


def test_a_new_certificate_renews_the_date(qtbot, made):
    page = made(ADMIN)
    page.open_standard("S-0002")
    press(qtbot, page.certify)
    told = (
        "DNL-2026-77",
        "National Laboratory",
        "2026-11-01",
        "2099-11-01",
        "20 000.010 g",
        "80 mg",
        "2",
        "",
    )
    fill(qtbot, page.certify_form, told)
    qtbot.waitUntil(lambda: page.table.current.line.certificate == "DNL-2026-77")
    assert page.table.current.line.number == "S-0002"
    assert page.chip.chip.state is State.PASS


def test_it_is_suspended_and_reinstated(qtbot, made):
    page = made(ADMIN)
    press(qtbot, page.suspend)
    qtbot.waitUntil(lambda: page.chip.chip.state is State.STOPPED)
    assert page.suspend.text() == "Reinstate"
    press(qtbot, page.suspend)
    qtbot.waitUntil(lambda: page.chip.chip.state is State.PASS)


def test_who_may_not_is_refused_with_the_names_of_those_who_may(qtbot, made):
    page = made("Amina Diallo")
    press(qtbot, page.add)
    fill(qtbot, page.add_form, (*NEW, "5 000.002 g", "20 mg", "2", ""))
    qtbot.waitUntil(page.add_form.wrong.isVisible)
    assert "Amina Diallo may not keep standards" in page.add_form.wrong.text()
    assert ADMIN in page.add_form.wrong.text()
    assert page.model.rowCount() == 2


def test_it_is_drawn_in_both_themes(qtbot, made, grab):
    page = made(ADMIN)
    pictures = grab(page, "standards", page.size())
    press(qtbot, page.add)
    grab(page, "standards-add", page.size())
    assert pictures["light"] != pictures["dark"]
