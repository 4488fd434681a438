"""The whole of a record in the window: its plate, what is kept of it, notes, files, history."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

from labcal.domain.instrument import CustomerNumber
from labcal.domain.party import Party
from labcal.domain.place import Influence
from labcal.domain.quantity import parse
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.customers import EditCustomer
from labcal.services.places import RecordConditions
from labcal_app.cells import State
from labcal_app.views.customers import CustomersPage
from labcal_app.views.files import FileDialogs
from labcal_app.views.instruments import InstrumentsPage
from labcal_app.views.people import PeoplePage
from labcal_app.views.records.dossier import Dossier, RecordDoor
from labcal_app.views.records.items import Dossiers
from labcal_app.views.records.laboratory import laboratory_page

LABORATORY = ZoneInfo("Africa/Accra")
ADMIN, OTHER = "Halima Yusuf", "Amina Diallo"
CUSTOMER = Subject(SubjectKind.CUSTOMER, "C-0001")
INSTRUMENT = Subject(SubjectKind.INSTRUMENT, "I-0001")
STANDARD = Subject(SubjectKind.STANDARD, "S-0001")


class Files(FileDialogs):
    """Answers the questions about files."""

    def __init__(self, text, folder) -> None:
        super().__init__(text)
        self.answer = folder

    def any_file(self, parent):
        return self.answer

    def folder(self, parent):
        return self.answer.parent / "out"


@pytest.fixture
def files(text, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "photo.jpg").write_bytes(b"as received")
    return Files(text, tmp_path / "photo.jpg")


@pytest.fixture
def dossier(qtbot, look, text, seat, files):
    """Opens the whole of a record for a person."""
    opened = []

    def dossier(subject: Subject, who: str = ADMIN, desk=None) -> Dossier:
        made = getattr(Dossiers(look, text, desk or seat(who), files), subject.kind.value)()
        opened.append(made)
        qtbot.addWidget(made)
        made.resize(1100, 700)
        with qtbot.waitActive(made):
            made.show()
        made.show_subject(subject)
        plate = made.contents[0]
        qtbot.waitUntil(lambda: bool(plate.form.title.text()))
        return made

    return dossier


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def tab(qtbot, made, title):
    """Choose the tab called ``title`` and return what it shows."""
    place = [one.text() for one in made.tabs.bar.tabs].index(title)
    press(qtbot, made.tabs.bar.tabs[place])
    return made.contents[place]


def typed(qtbot, form, **words):
    """Type ``words`` into the fields of a form; choices are made."""
    for name, told in words.items():
        field = form.entries.fields[name]
        if hasattr(field, "choice"):
            field.set_value(told)
            continue
        editor = field.editor
        editor.setFocus()
        editor.selectAll()
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
        qtbot.keyClicks(editor, told)


def test_a_plate_is_edited_and_the_history_tells_it(qtbot, dossier):
    made = dossier(INSTRUMENT)
    plate = made.contents[0]
    typed(qtbot, plate.form, firmware="2.04", criteria="MPE of class M1")
    press(qtbot, plate.form.keep)
    qtbot.waitUntil(lambda: not plate.form.typed and plate.form.seen > 0 and plate.form.keep.isEnabled())
    assert plate.form.entries.fields["firmware"].value == "2.04"
    shown = tab(qtbot, made, "History")
    qtbot.waitUntil(lambda: shown.model.rowCount() > 1)
    first = shown.model.line(0)
    assert (first.person, first.command) == (ADMIN, "Edit instrument")
    assert first.changes == "Instrument: Firmware: – → 2.04; Acceptance criteria: – → MPE of class M1"


def test_the_second_of_two_editors_keeps_what_was_typed_and_chooses(qtbot, dossier, seat, run):
    made = dossier(CUSTOMER)
    form = made.contents[0].form
    typed(qtbot, form, city="Gisborne")
    seen, party = form.seen, form.entries.told()
    theirs = replace(Party(**party), city="Napier", phone="123")
    run(seat(OTHER), EditCustomer(customer=CustomerNumber("C-0001"), party=theirs, seen=seen))
    press(qtbot, form.keep)
    qtbot.waitUntil(form.mine.isVisible)
    assert form.entries.fields["city"].value == "Gisborne"
    assert form.entries.fields["city"].note.text() == "now: Napier"
    assert form.entries.fields["phone"].note.text() == "now: 123"
    assert form.entries.fields["name"].note.text() == ""
    assert "has changed since you saw it: City, Telephone (last by Amina Diallo" in form.stale.sentence.text()
    press(qtbot, form.mine)
    qtbot.waitUntil(lambda: form.seen > seen and not form.mine.isVisible() and not form.typed)
    assert form.entries.fields["city"].value == "Gisborne"


def test_what_the_other_one_wrote_is_taken(qtbot, dossier, seat, run):
    made = dossier(CUSTOMER)
    form = made.contents[0].form
    typed(qtbot, form, city="Gisborne")
    theirs = replace(Party(**form.entries.told()), city="Napier")
    run(seat(OTHER), EditCustomer(customer=CustomerNumber("C-0001"), party=theirs, seen=form.seen))
    press(qtbot, form.keep)
    qtbot.waitUntil(form.theirs.isVisible)
    press(qtbot, form.theirs)
    assert form.entries.fields["city"].value == "Napier"
    assert not form.typed
    assert form.keep.isEnabled()


def test_a_schedule_is_planned_and_edited_beside_its_table(qtbot, dossier):
    made = dossier(STANDARD)
    shelf = tab(qtbot, made, "Schedules")
    qtbot.waitUntil(shelf.empty.isVisible)
    press(qtbot, shelf.add)
    typed(qtbot, shelf.form, kind="calibration", every="12", next_due="2027-01-15")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    qtbot.waitUntil(lambda: not shelf.side.isVisible())
    shelf.table.selectRow(0)
    press(qtbot, shelf.edit)
    typed(qtbot, shelf.form, every="x")
    press(qtbot, shelf.form.keep)
    assert shelf.form.entries.fields["every"].refused
    typed(qtbot, shelf.form, every="24")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.shown(0, 1) == "24 months")


@pytest.mark.parametrize(
    ("grace", "state", "word"),
    [("14", State.CONDITIONAL, "in grace, 11 d left"), ("2", State.EXPIRED, "overdue 3 d")],
)
def test_a_schedule_tells_where_it_stands(qtbot, dossier, grace, state, word):
    shelf = tab(qtbot, dossier(STANDARD), "Schedules")
    press(qtbot, shelf.add)
    past = datetime.now(LABORATORY).date() - timedelta(days=3)
    typed(qtbot, shelf.form, kind="calibration", every="12", next_due=past.isoformat(), grace=grace)
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    place = [column.title for column in shelf.model.columns].index("State")
    chip = shelf.model.columns[place].value(shelf.model.line(0))
    assert (chip.state, chip.word) == (state, word)


def test_what_is_missing_is_said_beside_the_field(qtbot, dossier):
    shelf = tab(qtbot, dossier(STANDARD), "Status")
    press(qtbot, shelf.add)
    typed(qtbot, shelf.form, status="in repair")
    press(qtbot, shelf.form.keep)
    assert shelf.form.entries.fields["reason"].refused
    typed(qtbot, shelf.form, reason="Dropped", since="2999-01-01")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(shelf.form.wrong.isVisible)
    assert shelf.form.entries.fields["reason"].value == "Dropped"
    typed(qtbot, shelf.form, since="")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)


def test_a_note_is_written_and_superseded(qtbot, dossier):
    shelf = tab(qtbot, dossier(INSTRUMENT), "Notes")
    for words, button in (("The lid is loose", shelf.add), ("The lid is glued", shelf.edit)):
        if button is shelf.edit:
            shelf.table.selectRow(0)
        press(qtbot, button)
        typed(qtbot, shelf.form, words=words)
        before = shelf.model.rowCount()
        press(qtbot, shelf.form.keep)
        qtbot.waitUntil(lambda before=before: shelf.model.rowCount() == before + 1)
    assert [line.superseded for line in (shelf.model.line(0), shelf.model.line(1))] == [False, True]
    assert isinstance(shelf.form.entries.fields["words"].editor, QPlainTextEdit)


def test_a_file_is_attached_and_saved_again(qtbot, dossier, files):
    shelf = tab(qtbot, dossier(INSTRUMENT), "Files")
    press(qtbot, shelf.attach)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    shelf.table.selectRow(0)
    press(qtbot, shelf.save)
    saved = files.answer.parent / "out" / "photo.jpg"
    qtbot.waitUntil(saved.is_file)
    assert saved.read_bytes() == b"as received"
    files.answer.write_bytes(b"")
    press(qtbot, shelf.attach)
    qtbot.waitUntil(shelf.banner.isVisible)
    assert shelf.model.rowCount() == 1


def test_it_is_left_by_escape(qtbot, dossier):
    made = dossier(STANDARD)
    with qtbot.waitSignal(made.left):
        qtbot.keySequence(made, QKeySequence(Qt.Key.Key_Escape))


@pytest.mark.parametrize("subject", [INSTRUMENT, STANDARD, CUSTOMER], ids=lambda one: one.kind.value)
def test_every_tab_is_drawn_in_both_themes(qtbot, dossier, grab, subject):
    made = dossier(subject)
    pictures = grab(made, f"record-{subject.kind.value}", made.size())
    assert pictures["light"] != pictures["dark"]
    for one in made.tabs.bar.tabs[1:]:
        tab(qtbot, made, one.text())


@pytest.fixture
def laboratory(qtbot, look, text, seat, files):
    page = laboratory_page(look, text, seat(ADMIN), files)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: page.head.name.text() != "")
    return page


def test_a_room_has_its_limits_and_what_lies_outside_is_said(qtbot, laboratory, seat, run):
    shelf = tab(qtbot, laboratory, "Sites")
    press(qtbot, shelf.add)
    typed(qtbot, shelf.form, name="Head office", country="GH")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    shelf = tab(qtbot, laboratory, "Rooms")
    press(qtbot, shelf.add)
    qtbot.waitUntil(lambda: shelf.form.entries.fields["site"].choice.count() == 1)
    typed(
        qtbot, shelf.form, site="Head office", name="Mass 1", TEMPERATURE_low="18", TEMPERATURE_high="22 °C"
    )
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    assert shelf.model.shown(0, 3) == "18\u202f°C … 22\u202f°C"
    readings = ((Influence.TEMPERATURE, parse("23.1 °C")),)
    run(seat(OTHER), RecordConditions(room="Mass 1", readings=readings))
    shelf = tab(qtbot, laboratory, "Conditions")
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    assert shelf.model.shown(0, 3) == "outside"


def test_the_profile_is_edited_by_whom_may(qtbot, laboratory):
    form = laboratory.contents[0].form
    typed(qtbot, form, zone="Moon/Sea")
    press(qtbot, form.keep)
    qtbot.waitUntil(form.wrong.isVisible)
    assert "There is no time zone Moon/Sea" in form.wrong.text()
    typed(qtbot, form, zone="Africa/Accra", code="CAL 018", second_person="no")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: not form.typed and form.keep.isEnabled())
    shown = tab(qtbot, laboratory, "History")
    qtbot.waitUntil(lambda: shown.model.rowCount() > 1)
    assert "Accreditation: " in shown.model.line(0).changes


def test_a_capability_is_entered(qtbot, laboratory):
    shelf = tab(qtbot, laboratory, "Scope")
    press(qtbot, shelf.add)
    told = {"quantity": "Mass", "low": "1 mg", "high": "20 kg", "constant": "0.5 mg", "relative": "1.5e-6"}
    typed(qtbot, shelf.form, **told, body="GNAB", valid_from="2026-01-01")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    assert shelf.model.shown(0, 3) == "0.5\u202fmg + 1.5e-6 · |y|"


def test_the_laboratory_is_drawn_in_both_themes(qtbot, laboratory, grab):
    pictures = grab(laboratory, "record-laboratory", laboratory.size())
    assert pictures["light"] != pictures["dark"]


def test_a_customer_is_added_and_opened_by_the_window(qtbot, look, text, seat, files):
    page = CustomersPage(look, text, seat(ADMIN))
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    before = page.model.rowCount()
    press(qtbot, page.add)
    typed(qtbot, page.form, name="Zebra Mill", city="Tema")
    press(qtbot, page.form.keep)
    qtbot.waitUntil(lambda: page.model.rowCount() == before + 1)
    qtbot.waitUntil(lambda: page.table.current is not None and page.table.current.name == "Zebra Mill")
    made = Dossiers(look, text, page._desk, files)
    door = RecordDoor(text, page, page.beside, made.customer, SubjectKind.CUSTOMER)
    press(qtbot, door.button)
    qtbot.waitUntil(lambda: door.dossier is not None and door.dossier.head.name.text() == "Zebra Mill")
    assert page.over.currentWidget() is door.dossier
    press(qtbot, door.dossier.back)
    assert page.over.currentIndex() == 0


def test_a_schedule_is_fulfilled_and_the_next_day_follows(qtbot, dossier):
    made = dossier(STANDARD)
    shelf = tab(qtbot, made, "Schedules")
    press(qtbot, shelf.add)
    typed(qtbot, shelf.form, kind="maintenance", every="6", next_due="2027-01-15")
    press(qtbot, shelf.form.keep)
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    shelf.table.selectRow(0)
    press(qtbot, shelf.act)
    qtbot.waitUntil(shelf.act_form.isVisible)
    typed(qtbot, shelf.act_form, on="2026-10-31", words="Cleaned")
    press(qtbot, shelf.act_form.keep)
    qtbot.waitUntil(lambda: shelf.model.shown(0, 3) == "30 Apr 2027")
    events = tab(qtbot, made, "Events")
    qtbot.waitUntil(lambda: events.model.rowCount() == 1)
    assert events.model.shown(0, 2) == "Cleaned"


def test_further_values_of_a_certificate_are_pasted(qtbot, dossier):
    made = dossier(STANDARD)
    shelf = tab(qtbot, made, "Certificates")
    qtbot.waitUntil(lambda: shelf.model.rowCount() == 1)
    shelf.table.selectRow(0)
    press(qtbot, shelf.act)
    qtbot.waitUntil(shelf.act_form.isVisible)
    words = shelf.act_form.entries.fields["words"]
    words.set_value("10 kg\t10,000 005 kg\t45 mg\t2\n20 kg; 20 000.01 g; 3 km; 2")
    press(qtbot, shelf.act_form.keep)
    assert "Line 2: " in shelf.act_form.wrong.text()
    words.set_value("10 kg\t10,000 005 kg\t45 mg\t2\n20 kg; 20 000.01 g; 30 mg; 2; 5 mg")
    press(qtbot, shelf.act_form.keep)
    qtbot.waitUntil(lambda: shelf.model.shown(0, 8) == "2")


def test_a_person_opens_with_training(qtbot, look, text, seat, files):
    page = PeoplePage(look, text, seat(ADMIN))
    qtbot.addWidget(page)
    page.resize(1200, 700)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 2)
    door = RecordDoor(
        text, page, page.person, Dossiers(look, text, page._desk, files).person, SubjectKind.PERSON
    )
    made = door.open(OTHER)
    assert page.over.currentWidget() is made
    shown = tab(qtbot, made, "History")
    qtbot.waitUntil(lambda: shown.model.rowCount() > 0)
    press(qtbot, made.back)
    assert page.over.currentIndex() == 0


def test_the_label_of_one_item_is_a_press_away_and_leads_back(qtbot, look, text, seat, files):
    page = InstrumentsPage(look, text, seat(ADMIN))
    qtbot.addWidget(page)
    page.resize(1200, 700)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: page.table.lines.rowCount() > 0)
    made = Dossiers(look, text, page._desk, files)
    door = RecordDoor(text, page, page.beside, made.instrument, SubjectKind.INSTRUMENT)
    dossier = door.open("I-0001")
    press(qtbot, dossier.label)
    qtbot.waitUntil(lambda: door.labels is not None and door.labels.preview is not None)
    assert door.labels.isVisible()
    assert door.labels.preview.printed.count == 1
    press(qtbot, door.labels.back)
    assert dossier.isVisible()
    assert not door.labels.isVisible()
