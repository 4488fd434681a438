"""The page People on the demonstration's book."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from labcal.errors import LabCalError
from labcal.services.accounts import sign_in
from labcal.services.books import open_book
from labcal_app.cells import State
from labcal_app.views.people import MATRIX, PeoplePage
from labcal_app.widgets.card import CardRow

ADMIN = "Halima Yusuf"


@pytest.fixture
def made(qtbot, look, text, seat):
    def made(name):
        page = PeoplePage(look, text, seat(name))
        qtbot.addWidget(page)
        page.resize(1072, 692)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.model.rowCount() >= 7)
        return page

    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_in(qtbot, field, typed):
    field.editor.clear()
    qtbot.keyClicks(field.editor, typed)


def choose(qtbot, page, name):
    page.table.choose(name)
    qtbot.waitUntil(lambda: page.person.name == name)


def test_a_person_with_an_account_is_added_and_can_sign_in(qtbot, made, demo):
    page = made(ADMIN)
    press(qtbot, page.add)
    form = page.person_form
    type_in(qtbot, form.name, "Ruth Banda")
    type_in(qtbot, form.role, "Technician")
    type_in(qtbot, form.passwords.first, "correct horse")
    type_in(qtbot, form.passwords.again, "correct hose")
    press(qtbot, form.keep)
    assert form.passwords.again.sentence.text() == "The two are not the same."
    type_in(qtbot, form.passwords.again, "correct horse")
    qtbot.keyClick(form.passwords.again.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.person.name == "Ruth Banda")
    assert page.person.facts.values["Account"].text() == "yes"
    assert form.passwords.first.value == ""
    book = open_book(demo)
    assert sign_in(book, "Ruth Banda", "correct horse").role == "Technician"
    book.close()


def test_a_person_without_account_is_added_and_taken_back(qtbot, made):
    page = made(ADMIN)
    press(qtbot, page.add)
    type_in(qtbot, page.person_form.name, "Ruth Banda")
    with qtbot.waitSignal(page._desk.undoable, check_params_cb=lambda title: title == "Add person"):
        press(qtbot, page.person_form.keep)
    qtbot.waitUntil(lambda: page.person.name == "Ruth Banda")
    with qtbot.waitSignal(page._desk.changed, check_params_cb=lambda tables: "person" in tables):
        page._desk.undo()


def test_an_authorisation_is_granted_and_shown(qtbot, made):
    page = made(ADMIN)
    choose(qtbot, page, "Tomás Silva")
    press(qtbot, page.authorise)
    form = page.authorise_form
    assert form.person.value == "Tomás Silva"
    assert form.procedure.value == "mass/substitution"
    form.level.set_value("checks")
    type_in(qtbot, form.high, "20 kg")
    press(qtbot, form.keep)
    assert form.evidence.refused
    type_in(qtbot, form.evidence, "Blind item, En = 0.2")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: len(page.person.held.findChildren(CardRow)) == 2)
    assert page.forms.currentIndex() == 0
    row = next(row for row in page.person.held.findChildren(CardRow) if row.first.text() == "Check")
    press(qtbot, row)
    assert page.person.grounds.values["Range"].text() == "… to 20 kg"
    assert page.person.chip.chip.state is State.PASS


def test_a_range_in_a_wrong_unit_is_refused_beside_its_field(qtbot, made):
    page = made(ADMIN)
    press(qtbot, page.authorise)
    form = page.authorise_form
    form.level.set_value("records")
    type_in(qtbot, form.high, "2O kg")
    type_in(qtbot, form.evidence, "Course")
    form.until.set_day(date(2020, 1, 1))
    press(qtbot, form.keep)
    assert "letter O" in form.high.sentence.text()
    assert form.until.sentence.text() == "The last day lies before the first."


def test_to_suspend_is_asked_twice(qtbot, made):
    page = made(ADMIN)
    choose(qtbot, page, "Fatou Ndiaye")
    press(qtbot, page.person.stop)
    assert page.person.sure.said == ("It bites at once.", "Only a new authorisation lifts it.")
    press(qtbot, page.person.sure.repair)
    qtbot.waitUntil(lambda: page.person.chip.chip.state is State.STOPPED)
    assert not page.person.stop.isVisible()


def test_a_signing_key_takes_both_secrets(qtbot, made):
    page = made(ADMIN)
    choose(qtbot, page, "Tomás Silva")
    assert not page.person.key.isVisible()
    press(qtbot, page.authorise)
    form = page.authorise_form
    form.level.set_value("signs")
    type_in(qtbot, form.evidence, "Assessment")
    press(qtbot, form.keep)
    qtbot.waitUntil(page.person.key.isVisible)
    press(qtbot, page.person.key)
    type_in(qtbot, page.key_form.password, "labcal-demo")
    type_in(qtbot, page.key_form.passphrase, "not the passphrase")
    press(qtbot, page.key_form.keep)
    qtbot.waitUntil(page.key_form.wrong.isVisible)
    assert page.key_form.wrong.text() == "That passphrase does not open the key."
    type_in(qtbot, page.key_form.passphrase, "labcal-demo-authority")
    press(qtbot, page.key_form.keep)
    qtbot.waitUntil(lambda: page.forms.currentIndex() == 0, timeout=9000)
    qtbot.waitUntil(lambda: page.person.facts.values["Signing key"].text() == "yes")


def test_who_may_not_is_refused_with_the_names_of_those_who_may(qtbot, made):
    page = made("Amina Diallo")
    press(qtbot, page.add)
    type_in(qtbot, page.person_form.name, "Ruth Banda")
    press(qtbot, page.person_form.keep)
    qtbot.waitUntil(page.person_form.wrong.isVisible)
    assert "Authorised for it: Halima Yusuf." in page.person_form.wrong.text()


def test_the_matrix_says_the_time_left_and_who_is_missing(qtbot, made, grab):
    page = made(ADMIN)
    page.tabs.bar.choose(MATRIX)
    matrix = page.matrix
    row = matrix.model.row_of("Beatrice Mensah")
    cells = {column.title: column.value(matrix.model.line(row)) for column in matrix.model.columns[2:]}
    assert (cells["Mentors"].state, cells["Mentors"].word) == (State.EXPIRING, "23 d")
    assert cells["Signs"].state is State.NONE
    trainee = matrix.model.line(matrix.model.row_of("Yacouba Traoré"))
    assert matrix.model.columns[2].value(trainee).state is State.TRAINING
    assert not page.forms.isVisible()
    matrix.grid.setCurrentIndex(matrix.model.index(row, 6))
    qtbot.waitUntil(lambda: page.person.name == "Beatrice Mensah")
    assert page.person.chosen.line.level.value == "mentors"
    grab(page, "matrix", page.size())


def test_it_is_drawn_in_both_themes(qtbot, made, grab):
    page = made(ADMIN)
    choose(qtbot, page, "Beatrice Mensah")
    pictures = grab(page, "people", page.size())
    press(qtbot, page.authorise)
    grab(page, "people-authorise", page.size())
    assert pictures["light"] != pictures["dark"]


def test_roles_are_given_and_taken_back(qtbot, made):
    page = made(ADMIN)
    choose(qtbot, page, "Tomás Silva")
    assert page.person.facts.values["Roles"].text() == "Technician"
    press(qtbot, page.person.roles)
    form = page.roles_form
    form.give.set_value("inspector")
    form.take.set_value("technician")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: page.person.facts.values["Roles"].text() == "Inspector")
    assert page.forms.currentIndex() == 0


def test_the_last_administrator_keeps_the_role(qtbot, made):
    page = made(ADMIN)
    choose(qtbot, page, ADMIN)
    press(qtbot, page.person.roles)
    page.roles_form.take.set_value("administrator")
    press(qtbot, page.roles_form.keep)
    qtbot.waitUntil(page.roles_form.wrong.isVisible)
    assert "Nobody but Halima Yusuf administers" in page.roles_form.wrong.text()


def test_details_are_kept_and_shown_again(qtbot, made, grab):
    page = made(ADMIN)
    choose(qtbot, page, "Amina Diallo")
    press(qtbot, page.person.details)
    form = page.details_form
    qtbot.waitUntil(form.isVisible)
    assert form.sex.value == "not stated"
    type_in(qtbot, form.full_name, "Amina Fatoumata Diallo")
    type_in(qtbot, form.born, "not a day")
    form.sex.set_value("female")
    press(qtbot, form.keep)
    assert form.born.refused
    form.born.set_value("1990-02-01")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: page.forms.currentIndex() == 0)
    press(qtbot, page.person.details)
    qtbot.waitUntil(lambda: form.full_name.value == "Amina Fatoumata Diallo")
    assert (form.sex.value, form.born.day) == ("female", date(1990, 2, 1))
    grab(page, "details", page.size())


def test_details_are_no_draft(qtbot, made):
    form = made(ADMIN).details_form
    form.full_name.changed.emit("x")
    assert form.drafted._fields == []


def test_who_may_not_see_details_is_told_so(qtbot, made):
    page = made("Amina Diallo")
    choose(qtbot, page, "Tomás Silva")
    with qtbot.waitSignal(page._desk.refused) as refused:
        press(qtbot, page.person.details)
    assert "may not keep the register of people" in str(refused.args[0])


def test_wrong_passwords_are_shown_and_forgotten(qtbot, made, demo):
    book = open_book(demo)
    for _ in range(3):
        with pytest.raises(LabCalError):
            sign_in(book, "Amina Diallo", "wrong", "bench-7")
    page = made(ADMIN)
    choose(qtbot, page, "Amina Diallo")
    qtbot.waitUntil(page.person.tried.isVisible)
    assert "3 wrong passwords, last at bench-7." in page.person.tried.said[0]
    press(qtbot, page.person.tried.repair)
    qtbot.waitUntil(lambda: not page.person.tried.isVisible())
    assert sign_in(book, "Amina Diallo", "labcal-demo", "bench-7")
    book.close()


def test_who_left_is_anonymised_after_a_warning(qtbot, made, grab, demo):
    page = made(ADMIN)
    choose(qtbot, page, "Tomás Silva")
    assert not page.person.anonymise.isVisible()
    press(qtbot, page.person.leaves)
    qtbot.waitUntil(page.person.anonymise.isVisible)
    press(qtbot, page.person.anonymise)
    dialog = page.sure
    assert not dialog.erase.isEnabled()
    grab(dialog, "anonymise", dialog.sizeHint())
    type_in(qtbot, dialog.why, "Mr Silva asked")
    press(qtbot, dialog.erase)
    qtbot.waitUntil(lambda: dialog.why.refused)
    assert "must not name the person" in dialog.why.sentence.text()
    type_in(qtbot, dialog.why, "Asked by letter")
    press(qtbot, dialog.erase)
    qtbot.waitUntil(lambda: page.person.title.text().startswith("Former member P-"))
    assert not page.person.roles.isVisible()
    grab(page, "forgotten", page.size())
    book = open_book(demo)
    with book.read() as records:
        assert "Tomás Silva" not in {line.name for line in records.people.lines()}
    book.close()
