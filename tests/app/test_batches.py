"""Items that come together, in the window: pasted, received in one step, weighed side by side, labelled."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from labcal.catalog.procedures import load_example
from labcal.domain.instrument import Instrument
from labcal.domain.job import State
from labcal.domain.person import PersonName
from labcal.domain.quantity import parse
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.batches import BatchItem, ReceiveBatch
from labcal.services.books import open_book
from labcal.services.demo import PROCEDURE, ROOM
from labcal.services.jobs import ReceiveItem
from labcal.services.perform import perform
from labcal_app.cells import Bad
from labcal_app.views.batches.page import BatchesPage
from labcal_app.views.files import FileDialogs

WHO = "Amina Diallo"
CUSTOMER = "Customs and Excise, Port Office"


class Dialogs(FileDialogs):
    """Answers the question where to write, and opens nothing."""

    def __init__(self, text, path: Path) -> None:
        super().__init__(text)
        self.path, self.opened = path, []

    def printed(self, parent, proposed):
        return self.path

    def show(self, path):
        self.opened.append(path)


@pytest.fixture
def dialogs(text, tmp_path):
    return Dialogs(text, tmp_path / "labels.pdf")


@pytest.fixture
def page(qtbot, look, text, seat, dialogs):
    page = BatchesPage(look, text, seat(WHO), dialogs)
    qtbot.addWidget(page)
    page.setFixedSize(1224, 692)
    with qtbot.waitActive(page):
        page.show()
    return page


@pytest.fixture
def twenty(demo):
    """A batch of twenty weights of 10 kg; its number."""
    book = open_book(demo)
    items = tuple(
        BatchItem(item=Instrument(name="Weight", nominal=parse("10 kg"), serial=f"W-{n:02d}", grade="M1"))
        for n in range(1, 21)
    )
    shared = ReceiveItem(customer="C-0001", item=items[0].item, condition="Good", grade="M1")
    number = perform(book, PersonName(WHO), ReceiveBatch(shared=shared, items=items)).value
    book.close()
    return number


def copied(block):
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in block) + "\n")


def fill_common(qtbot, form):
    """Fill in what is told once, as a person who chooses a customer that is known."""
    fields = ((form.customer.name, CUSTOMER), (form.common.name, "Thermometer"))
    for field, words in (*fields, (form.common.nominal, "100 °C"), (form.common.condition, "Good")):
        field.set_value(words)
        field.changed.emit(words)
    qtbot.waitUntil(lambda: form.customer.known is not None)


def test_fifty_thermometers_are_pasted_and_received_in_one_step(qtbot, page, seat):
    page.receive_button.click()
    form = page.receiving
    fill_common(qtbot, form)
    copied([[f"T-{n:03d}", f"K{n}"] for n in range(1, 51)])
    form.grid.setFocus()
    form.grid.setCurrentIndex(form.rows.model.index(0, 1))
    qtbot.keyClick(form.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.rows.count == 50
    qtbot.waitUntil(lambda: form.told.text().startswith("Items: 50"))
    form.receive.click()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.sheet)
    qtbot.waitUntil(lambda: page.sheet.model.rowCount() == 50)
    assert page.sheet.model.line(49).row.identity == "T-050"
    assert (form.rows.count, form.common.name.value) == (0, "")
    page.back()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert (page.model.line(0).items, page.model.line(0).customer) == (50, CUSTOMER)


def test_serials_are_counted_up_and_a_bad_row_is_said_at_its_cell(qtbot, page):
    page.receive()
    form = page.receiving
    fill_common(qtbot, form)
    form.many.set_value("x")
    form.count_up.click()
    assert form.many.refused
    form.first.set_value("T-098")
    form.many.set_value("3")
    form.count_up.click()
    assert [row.serial for row in form.rows.typed[:4]] == ["T-098", "T-099", "T-100", ""]
    form.rows.type_in(1, "nominal", "100 kgg")
    qtbot.waitUntil(lambda: form.rows.bad() == 1)
    cell = form.rows.model.columns[4].value(form.rows.model.line(1))
    assert isinstance(cell, Bad)
    assert "kgg" in cell.sentence
    form.receive.click()
    qtbot.waitUntil(lambda: "Row 2" in form.refusal.said[0])
    assert form.grid.currentIndex().row() == 1
    assert page.stack.currentWidget() is form
    form.rows.type_in(1, "nominal", "")
    form.rows.type_in(2, "serial", "T-099")
    qtbot.waitUntil(lambda: form.rows.bad() == 1)
    assert (
        "T-099 stands in row 2 already" in form.rows.model.columns[1].value(form.rows.model.line(2)).sentence
    )


def test_an_item_that_was_here_is_recognised(qtbot, page, demo):
    page.receive()
    form = page.receiving
    fill_common(qtbot, form)
    book = open_book(demo)
    with book.read() as records:
        serial = records.instruments.get("I-0001").serial
    book.close()
    form.rows.type_in(0, "serial", serial)
    qtbot.waitUntil(lambda: form.rows.known() == 1)
    line = form.rows.model.line(0)
    assert line.sighted.known.number == "I-0001"


def test_what_is_missing_is_said_beside_its_field(qtbot, page):
    page.receive()
    form = page.receiving
    form.submit()
    assert form.common.name.refused
    assert form.common.nominal.refused
    assert form.common.condition.refused


def example():
    return [str(cell.value) for row in load_example(PROCEDURE).inputs.readings for cell in row]


def open_sheet(qtbot, page, number):
    page.open_batch(number)
    qtbot.waitUntil(lambda: page.sheet.model.rowCount() == 20)
    return page.sheet


def test_a_set_of_twenty_weights_is_keyed_to_its_verdicts(qtbot, page, twenty, grab):
    sheet = open_sheet(qtbot, page, twenty)
    every = sheet.all
    qtbot.waitUntil(every.open.isEnabled)
    every.open.click()
    qtbot.waitUntil(lambda: sheet.grid.lines.columnCount() > 10, timeout=30000)
    every.standard.set_value("S-0001")
    every.standard.changed.emit("S-0001")
    for name, start, end in ROOM:
        for moment, words in (("start", start), ("end", end)):
            field = every.room[name, moment]
            field.set_value(words)
            field.left.emit()
    readings = example()
    copied([readings] * 20)
    sheet.grid.setFocus()
    sheet.grid.setCurrentIndex(sheet.model.index(0, sheet.first_cell))
    qtbot.keyClick(sheet.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    titles = [one.title for one in sheet.model.columns]
    verdict = titles.index("Verdict")
    qtbot.waitUntil(
        lambda: str(sheet.model.columns[verdict].value(sheet.model.line(19))) == "Pass", timeout=60000
    )
    shown = [str(sheet.model.columns[verdict].value(sheet.model.line(row))) for row in range(20)]
    assert shown == ["Pass"] * 20
    errors = next(one for one in sheet.model.columns if one.title == "Error")
    assert errors.value(sheet.model.line(7)) == 25
    qtbot.waitUntil(sheet.hand_over.isEnabled)
    grab(page, "side-by-side")
    sheet.hand_over.click()
    qtbot.waitUntil(
        lambda: all(sheet.model.line(row).row.state is State.CHECKING for row in range(20)), timeout=60000
    )


def test_a_cell_that_cannot_be_taken_and_a_correction_are_said_and_asked(qtbot, page, twenty, keyed):
    sheet = open_sheet(qtbot, page, twenty)
    qtbot.waitUntil(sheet.all.open.isEnabled)
    sheet.all.open.click()
    qtbot.waitUntil(lambda: sheet.grid.lines.columnCount() > 10, timeout=30000)
    qtbot.waitUntil(lambda: sheet.model.line(0).row.state is State.OPEN)
    sheet.grid.setFocus()
    sheet.grid.setCurrentIndex(sheet.model.index(0, sheet.first_cell))
    keyed(sheet.grid, "0.01O")
    assert isinstance(sheet.model.line(0).cells[0], Bad)
    assert sheet.grid.currentIndex().row() == 1
    keyed(sheet.grid, "0.012")
    qtbot.waitUntil(lambda: sheet.model.line(1).row.readings[0] is not None)
    sheet.grid.setCurrentIndex(sheet.model.index(1, sheet.first_cell))
    keyed(sheet.grid, "0.013")
    assert sheet.notice.asking
    sheet.notice.given.emit("Misread")
    qtbot.waitUntil(lambda: str(sheet.model.line(1).row.readings[0].quantity.value) == "0.013")
    assert sheet.model.line(1).row.readings[0].reason == "Misread"


def test_labels_are_previewed_and_saved(qtbot, page, dialogs):
    page.label([Subject(SubjectKind.JOB, "2026-0001"), Subject(SubjectKind.JOB, "2026-0002")])
    labels = page.labelling
    qtbot.waitUntil(lambda: labels.preview is not None, timeout=20000)
    assert labels.preview.printed.count == 1
    assert "has no certificate yet" in labels.banner.said[0]
    labels.save.click()
    qtbot.waitUntil(lambda: bool(dialogs.opened))
    assert dialogs.path.read_bytes().startswith(b"%PDF")
    labels.start.set_value("99")
    labels.start.changed.emit("99")
    qtbot.waitUntil(lambda: labels.preview.refused is not None)
    assert "start at 1 to" in labels.banner.said[0]
    assert not labels.save.isEnabled()


def test_the_empty_list_begins_a_batch(qtbot, page):
    page.list.empty.started.emit()
    assert page.stack.currentWidget() is page.receiving
