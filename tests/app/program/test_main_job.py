"""The main job of the program, by mouse and keyboard, on a real book, with three people signing in.

The readings, the standard and the result are those of EA-4/02 M:2022, example S2: calibration of a weight of
nominal value 10 kg against a standard of 10 000.005 g, m_X = 10.000 025 kg ± 59 mg (k = 2).
"""

import re
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from labcal.domain.job import State
from labcal.services.verification import verify_file
from labcal_app.views.found import Found

DEMO, OWN, PASSPHRASE = "labcal-demo", "a long password", "the authority's own"
LONG = 30_000
ENTER = Qt.Key.Key_Return
READINGS = (
    ("+0.010", "+0.020", "+0.025", "+0.015"),
    ("+0.025", "+0.050", "+0.055", "+0.020"),
    ("+0.025", "+0.045", "+0.040", "+0.020"),
)
ROOM = {
    ("temperature", "start"): "20.1",
    ("temperature", "end"): "20,3 °C",
    ("relative humidity", "start"): "47",
    ("relative humidity", "end"): "48 %",
    ("pressure", "start"): "1013",
    ("pressure", "end"): "1013 hPa",
}
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),  # of what unfolds
    pytest.mark.timeout(240),
]


class Folder:
    """Answers every question about a file with one folder, or one path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def folder(self, _parent) -> Path:
        return self.path

    def new(self, _parent) -> Path:
        return self.path


def worksheet(hand):
    """The worksheet that is open."""
    return hand.program.window.frame.stack.currentWidget().worksheet


def receive(hand):
    """Take the weight in and open its job; leave at its worksheet."""
    hand.program.window.frame.actions_table.action("job.receive").trigger()
    page = hand.program.window.frame.stack.currentWidget()
    form = page.receiving
    for field, typed in (
        (form.customer.name, "Harbour Authority"),
        (form.customer.city, "Tema"),
        (form.item.name, "Weight 10 kg"),
        (form.item.nominal, "10 kg"),
        (form.item.manufacturer, "Precision Weights Ltd"),
        (form.item.serial, "4480"),
        (form.agreed.condition, "Good, no visible damage"),
        (form.agreed.grade, "M1"),
    ):
        hand.fill(field, typed)
    hand.wait(lambda: form.opening.procedure.value == "mass/substitution")
    hand.key(ENTER, Qt.KeyboardModifier.ControlModifier)
    hand.wait(lambda: page.stack.currentWidget() is page.worksheet)
    hand.wait(lambda: page.worksheet.sheet is not None and page.worksheet.sheet.sheet.job.state is State.OPEN)
    return page.worksheet.job


def tie(hand, standard):
    """Choose the reference standard from the list, by the keyboard."""
    sheet = worksheet(hand)
    sheet.go_to("standard")
    tab = sheet.tabs.standard
    hand.wait(lambda: tab.choice.choice.count() > 0)
    for _ in range(tab.choice.choice.count()):
        if tab.choice.value != standard:
            hand.qtbot.keyClick(tab.choice.choice, Qt.Key.Key_Down)
    assert tab.choice.value == standard
    hand.press(tab.use)
    hand.wait(lambda: bool(sheet.sheet.sheet.job.standards))


def measure(hand):
    """Type the room and the twelve readings as one weighs them, without looking up."""
    sheet = worksheet(hand)
    sheet.go_to("room")
    for place, typed in ROOM.items():
        field = sheet.tabs.conditions.fields[place]
        hand.fill(field, typed)
        hand.qtbot.keyClick(field.editor, ENTER)
    hand.wait(lambda: len(sheet.sheet.sheet.job.room) == len(ROOM))
    sheet.go_to("readings")
    for cycle in READINGS:
        for typed in cycle:
            for letter in typed:
                hand.write(letter)
            hand.key(ENTER)
    hand.wait(lambda: len(sheet.sheet.sheet.job.readings) == 12, LONG)


def hand_over(hand):
    """See the result, and hand the job over."""
    sheet = worksheet(hand)
    hand.wait(lambda: sheet.sheet.sheet.progress.ready)
    result = sheet.sheet.sheet.progress.result
    assert (str(result.value), result.unit) == ("10.000025", "kg")
    assert (str(result.expanded), result.uncertainty_unit) == ("59", "mg")
    hand.press(sheet.head.primary)
    hand.wait(lambda: sheet.sheet.sheet.job.state is State.CHECKING)


def from_today(hand, number):
    """Open the job from Today, by a click on its row."""
    today = hand.page("today")
    hand.wait(lambda: today.model.row_of(number) >= 0)
    place = today.table.visualRect(today.model.index(today.model.row_of(number), 0)).center()
    hand.qtbot.mouseClick(today.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    sheet = worksheet(hand)
    hand.wait(lambda: sheet.sheet is not None and sheet.sheet.sheet.job.number == number)
    return sheet


def check(hand, number):
    """As the reviewer, accept what the second computation confirms."""
    sheet = from_today(hand, number)
    assert sheet.sheet.sheet.second is not None
    hand.press(sheet.head.primary)
    hand.wait(lambda: sheet.sheet.sheet.job.state is State.SIGNING)


def sign(hand, number, password):
    """As the signatory, sign with the password; return the certificate's number, shown with its pages."""
    sheet = from_today(hand, number)
    hand.press(sheet.head.primary)
    hand.wait(lambda: sheet.dialog is not None)
    hand.qtbot.keyClicks(sheet.dialog.password.editor, password)
    hand.qtbot.keyClick(sheet.dialog.password.editor, ENTER)
    hand.wait(lambda: sheet.sheet.sheet.job.state is State.ISSUED, LONG)
    certificate = sheet.sheet.sheet.job.certificate
    hand.press(sheet.head.primary)
    page = hand.program.window.frame.stack.currentWidget()
    hand.wait(lambda: page.reader.shown is not None and page.reader.shown.name == certificate, LONG)
    assert page.reader.banner.said == ("Signature valid", "PDF and XML agree")
    return certificate


def save(hand, folder):
    """Save the certificate that is shown, with the trust list, into ``folder``."""
    folder.mkdir()
    hand.program.dialogs.files.folder = Folder(folder).folder
    page = hand.program.window.frame.stack.currentWidget()
    hand.press(page.reader.save)
    hand.wait(lambda: page.reader.banner.said[0].startswith("Saved in"))


def printed(path):
    """The words of a PDF, with ordinary spaces for thin ones."""
    document = pypdfium2.PdfDocument(path)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"[\u2009\u202f\u00a0]", " ", words)


def prove(folder, certificate):
    """Read the issued numbers back, and verify the file as a customer does."""
    path = folder / f"{certificate}.pdf"
    words = printed(path)
    assert "10.000 025 kg" in words
    assert "59 mg" in words
    found = verify_file(path, folder / "trust.lct")
    assert found.valid
    assert found.trusted


def test_three_people_take_a_weight_from_the_counter_to_its_certificate(hands, start, demo, tmp_path):
    hand = hands(start(demo))
    hand.sign_in("Amina Diallo", DEMO)
    number = receive(hand)
    tie(hand, "S-0001")
    measure(hand)
    hand_over(hand)
    hand.sign_out()
    hand.sign_in("Kwame Osei", DEMO)
    check(hand, number)
    hand.sign_out()
    hand.sign_in("Fatou Ndiaye", DEMO)
    certificate = sign(hand, number, DEMO)
    save(hand, tmp_path / "handed out")
    prove(tmp_path / "handed out", certificate)


def found_laboratory(hand, path):
    """Begin a book, and its laboratory with the first person."""
    hand.program.dialogs.books = Folder(path)
    hand.press(hand.program.door.found)
    door = hand.program.door
    assert isinstance(door, Found)
    for field, typed in (
        (door.laboratory, "Dairy Board Laboratory"),
        (door.city, "Apia"),
        (door.zone, "Pacific/Apia"),
        (door.person, "Sina Tua"),
        (door.password, OWN),
        (door.password_again, OWN),
        (door.passphrase, PASSPHRASE),
        (door.passphrase_again, PASSPHRASE),
    ):
        hand.fill(field, typed)
    door.country.set_value("WS")
    hand.press(door.found)
    hand.wait(lambda: hand.program.window.frame is not None, LONG)


def adopt(hand):
    """Put the procedure in force that comes with the program."""
    page = hand.page("settings")
    hand.wait(lambda: bool(page.choice.value))
    page.choice.set_value("mass/substitution")
    hand.press(page.adopt)
    hand.wait(lambda: page.model.rowCount() == 1)


def engage(hand, name, role, level):
    """Add a person with an account, and authorise for ``level``."""
    page = hand.page("people")
    hand.press(page.add)
    form = page.person_form
    for field, typed in (
        (form.name, name), (form.role, role), (form.passwords.first, OWN), (form.passwords.again, OWN),
    ):  # fmt: skip
        hand.fill(field, typed)
    hand.key(ENTER)
    hand.wait(lambda: page.person.name == name, LONG)
    hand.press(page.authorise)
    form = page.authorise_form
    form.procedure.set_value("mass/substitution")
    form.level.set_value(level)
    hand.fill(form.high, "20 kg")
    hand.fill(form.evidence, "Blind item, En = 0.3")
    hand.key(ENTER)
    hand.wait(lambda: page.forms.currentIndex() == 0)
    hand.wait(lambda: page.person.chosen is not None and page.person.name == name)


def make_key(hand, name):
    """Make a key for the signatory, with both secrets."""
    page = hand.page("people")
    page.table.choose(name)
    hand.press(page.person.key)
    hand.fill(page.key_form.password, OWN)
    hand.fill(page.key_form.passphrase, PASSPHRASE)
    hand.key(ENTER)
    hand.wait(lambda: page.person.facts.values["Signing key"].text() == "yes", LONG)


def add_standard(hand):
    """Enter the standard of the example with its certificate."""
    page = hand.page("standards")
    hand.press(page.add)
    form = page.add_form
    told = form.certificate
    for field, typed in (
        (form.name, "Weight 10 kg"),
        (form.identification, "No. 118"),
        (form.grade, "F2"),
        (told.number, "MSL-2026-3310"),
        (told.laboratory, "National Laboratory"),
        (told.calibrated, "2026-01-15"),
        (told.due, "2099-01-15"),
        (told.value, "10 000.005 g"),
        (told.expanded, "45 mg"),
        (told.drift, "15 mg"),
    ):
        hand.fill(field, typed)
    hand.key(ENTER)
    hand.wait(lambda: page.model.rowCount() == 1)
    return page.model.line(0).line.number


def test_a_new_laboratory_is_founded_and_issues_its_first_certificate(hands, start, tmp_path):
    hand = hands(start())
    found_laboratory(hand, tmp_path / "new.labcal")
    adopt(hand)
    engage(hand, "Tavita Leota", "Technician", "records")
    engage(hand, "Mele Fonoti", "Reviewer", "checks")
    engage(hand, "Ioane Sua", "Technical signatory", "signs")
    make_key(hand, "Ioane Sua")
    standard = add_standard(hand)
    hand.sign_out()
    hand.sign_in("Tavita Leota", OWN)
    number = receive(hand)
    tie(hand, standard)
    measure(hand)
    hand_over(hand)
    hand.sign_out()
    hand.sign_in("Mele Fonoti", OWN)
    check(hand, number)
    hand.sign_out()
    hand.sign_in("Ioane Sua", OWN)
    certificate = sign(hand, number, OWN)
    save(hand, tmp_path / "handed out")
    prove(tmp_path / "handed out", certificate)
