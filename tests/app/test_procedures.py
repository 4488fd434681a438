"""A procedure is written in the window from nothing, approved by somebody else, used, and certified."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from labcal.catalog.procedure_file import parse_procedure
from labcal.catalog.procedures import procedure_bytes
from labcal.domain.instrument import CustomerNumber, Instrument
from labcal.domain.job import Place
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.quantity import parse
from labcal.services.certificates import files_of, issue
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import OpenJob, ReceiveItem
from labcal.services.people import Authorise
from labcal.services.perform import perform
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.store.book import open_book
from labcal.text import Text
from labcal_app.drafts import DraftKeeper
from labcal_app.views.library.whole import Library
from labcal_app.widgets.fields import ChoiceField

WRITER, KEEPER = "Amina Diallo", "Halima Yusuf"
GAUGE = {
    "id": "length/dial-gauge",
    "quantity": "length",
    "range.lowest": "0 mm",
    "range.highest": "10 mm",
    "words.title": "Calibration of dial gauges",
    "translation.title": "Etalonnage de comparateurs",
    "words.purpose": "The error of indication is found on a length tester.",
    "translation.purpose": "L'erreur d'indication est relevee sur un banc.",
    "references": "DKD-R 4-3",
    "result.symbol": "E",
    "words.result": "Error of indication",
    "translation.result": "Erreur d'indication",
    "result.reports": "error",
    "result.model": "x - x_N + d_r + d_t",
    "result.unit": "um",
    "result.value_unit": "um",
    "result.uncertainty_unit": "um",
    "result.greatest": "5 um",
    "readings.unit": "mm",
    "readings.cycles": "3",
    "readings.least_cycles": "3",
    "points.nominal": "2 mm; 5 mm; 10 mm",
    "example.title": "A dial gauge of 10 mm",
    "example.source": "Own computation",
}
ROWS = {
    "column": [["x", "Indication", "Indication", "item"]],
    "input": [
        ["x", "Indication of the gauge", "mm", "readings", "x", "mean"],
        ["x_N", "Length set", "mm", "nominal"],
        ["d_r", "Resolution", "um", "const", "0 um"],
        ["d_t", "Temperature", "um", "const", "0 um"],
    ],
    "component": [
        ["x_N", "Length tester", "normal", "0.6 um", "", "2"],
        ["d_r", "Half a step", "resol", "1 um"],
        ["d_t", "Expansion", "rect", "0.4 um"],
    ],
    "room": [["temperature", "Temperature", "Temp.", "°C", "19", "21", "general knowledge"]],
    "reading": [
        ["2 mm", "2.001"], ["", "2.002"], ["", "2.003"],
        ["5 mm", "5.002"], ["", "5.002"], ["", "5.005"],
        ["10 mm", "10.001"], ["", "10.003"], ["", "10.002"],
    ],
    "expected": [
        ["1", "value", "2.0 um", "0 um"],
        ["2", "value", "3.0 um", "0.01 um"],
        ["1", "standard uncertainty", "0.748331 um", "0.000001 um"],
    ],
}  # fmt: skip
"""At 2 mm: u² = (1/√3)² + 0.3² + (1/(2√3))² + (0.4/√3)² = 0.56 µm², and so u = 0.748 331 µm."""
NAME = "length/dial-gauge"


@pytest.fixture
def library(qtbot, look, text, seat):
    pages = []

    def library(name: str) -> Library:
        desk = seat(name)
        page = Library(look, text, desk)
        page.drafts = DraftKeeper(desk, page)
        pages.append(page)
        qtbot.addWidget(page)
        page.setFixedSize(1224, 692)
        with qtbot.waitActive(page):
            page.show()
        qtbot.waitUntil(lambda: page.procedures.list.model.total > 0 and page.drafts.ready, timeout=20_000)
        return page

    return library


def fill(qtbot, editor, name: str, typed: str) -> None:
    view = next(view for view in editor.sections if name in view.fields)
    field = view.fields[name]
    if isinstance(field, ChoiceField):
        field.choice.setCurrentIndex(field.choice.findData(typed))
        field.choice.activated.emit(field.choice.currentIndex())
        return
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, typed)


def table_of(editor, name: str):
    return next(view.tables[name] for view in editor.sections if name in view.tables)


def paste(table, rows: list[list[str]]) -> None:
    table.go(len(table.rows), table.told.columns[0].name)
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    table.grid.paste()


def typed_in(qtbot, editor, gauge=GAUGE, rows=ROWS) -> None:
    for name, words in gauge.items():
        fill(qtbot, editor, name, words)
    for name, told in rows.items():
        paste(table_of(editor, name), told)


def submitted(qtbot, page, reason: str = "Customers ask for it") -> None:
    editor = page.procedures.editor
    editor.reason.words.setPlainText(reason)
    with qtbot.waitSignal(editor.handed_over, timeout=20_000):
        qtbot.mouseClick(editor.submit, Qt.MouseButton.LeftButton)


def begun(qtbot, page):
    ways = page.procedures
    qtbot.mouseClick(ways.list.new, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(ways.editor.isVisible)
    return ways.editor


def examined(qtbot, page):
    record = page.procedures.record
    qtbot.waitUntil(lambda: record.isVisible() and record.example.model.total > 0, timeout=20_000)
    return [record.example.model.line(row).passed for row in range(record.example.model.rowCount())]


def approve(qtbot, page):
    """Press what puts the version that waits in force."""
    shown = page.procedures.record
    qtbot.waitUntil(shown.approve.isVisible, timeout=20_000)
    qtbot.mouseClick(shown.approve, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown.approve_form.keep, Qt.MouseButton.LeftButton)
    return shown


def test_a_dial_gauge_is_written_from_nothing_approved_used_and_certified(qtbot, library, demo):
    page = library(WRITER)
    wrong = {**ROWS, "expected": [*ROWS["expected"][:2], ["1", "standard uncertainty", "0.75 um", "0 um"]]}
    editor = begun(qtbot, page)
    typed_in(qtbot, editor, rows=wrong)
    submitted(qtbot, page)
    assert examined(qtbot, page) == [True, True, False, True, True, True]
    mine = page.procedures.record
    assert mine.banner.said[0].startswith("Version 1, written by Amina Diallo, waits")
    assert not mine.approve.isVisible()

    other = library(KEEPER)
    other.procedures.open_procedure(NAME)
    shown = approve(qtbot, other)
    qtbot.waitUntil(lambda: "does not give its figures" in shown.approve_form.wrong.text(), timeout=20_000)

    qtbot.mouseClick(mine.revise, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: editor.isVisible() and editor._writing.seen > 0)
    table = table_of(editor, "expected")
    table.go(2, "printed")
    QApplication.clipboard().setText("0.748331 um\t0.000001 um")
    table.grid.paste()
    submitted(qtbot, page, "With the right figure")
    other.procedures.open_procedure(NAME)
    qtbot.waitUntil(lambda: shown.banner.said[1] == "With the right figure", timeout=20_000)
    assert examined(qtbot, other) == [True] * 6
    approve(qtbot, other)
    qtbot.waitUntil(lambda: shown.record.waiting is None, timeout=20_000)
    qtbot.waitUntil(lambda: shown.facts.title.text() == "In force")
    assert (shown.record.version.written_by, shown.record.version.approved_by) == (WRITER, KEEPER)
    assert "unverified" in shown.told.values["Compared with its document"].text()
    certified(demo)


def certified(path) -> None:
    """Do a job by the procedure, and hold what is certified against a computation of our own."""
    book, today = open_book(path), date.today()  # noqa: DTZ011
    for name, level in ((WRITER, Level.RECORDS), ("Kwame Osei", Level.CHECKS), ("Fatou Ndiaye", Level.SIGNS)):
        leave = Authorisation(
            level=level, since=date(2025, 1, 1), until=date(today.year + 1, 1, 1), procedure=NAME
        )
        perform(book, PersonName(KEEPER), Authorise(person=PersonName(name), leave=leave))
    who = PersonName(WRITER)
    item = Instrument(name="Dial gauge", nominal=parse("10 mm"), serial="DG-1")
    received = ReceiveItem(customer=CustomerNumber("C-0001"), item=item, condition="Good")
    number = perform(book, who, received).value
    perform(book, who, OpenJob(job=number, procedure=NAME))
    for moment in ("start", "end"):
        perform(
            book, who, RecordRoom(job=number, name="temperature", moment=moment, quantity=parse("20.1 °C"))
        )
    cells = tuple(
        (Place(point=place // 3, row=place % 3, column=0), parse(row[1], "mm"))
        for place, row in enumerate(ROWS["reading"])
    )
    perform(book, who, RecordBlock(job=number, cells=cells))
    perform(book, who, HandOver(job=number))
    perform(book, PersonName("Kwame Osei"), CheckJob(job=number, accepted=True))
    certificate = issue(book, PersonName("Fatou Ndiaye"), number, "labcal-demo", Text("fr"))
    with book.read() as records:
        job = records.jobs.get(number)
    assert (job.procedure.id, job.procedure.version) == (NAME, 1)
    xml = files_of(book, certificate).xml.decode()
    book.close()
    assert "Etalonnage de comparateurs" in xml
    assert "2.0" in xml


WRONG_FIELDS = (
    ("result.model", "x - x_Q + d_r + d_t", "x_Q"),
    ("result.model", "x*x_N + d_r + d_t", "cannot be added"),
    ("result.unit", "parsnips", "parsnips"),
    ("range.lowest", "ten", "“ten”"),
    ("range.highest", "2 kg", "2 kg"),
    ("points.nominal", "2 mm; 50 mm", "outside the range"),
    ("readings.cycles", "0", "a whole number above 0"),
    ("result.greatest", "-1 um", "-1 um"),
)
WRONG_CELLS = (
    ("input", 0, "unit", "parsnips", "parsnips"),
    ("input", 0, "origin", "the moon", "readings"),
    ("input", 2, "what", "0 kg", "kg"),
    ("component", 1, "size", "1 kg", "kg"),
    ("component", 1, "distribution", "square", "square"),
    ("component", 0, "input", "x_Q", "There is no input “x_Q”."),
    ("column", 0, "symbol", "y", "used in no formula"),
    ("room", 0, "lowest", "cold", "a number"),
    ("expected", 1, "printed", "1 furlong", "furlong"),
)


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(qtbot, library):
    page = library(WRITER)
    editor = begun(qtbot, page)
    typed_in(qtbot, editor)
    qtbot.waitUntil(lambda: not editor._faults, timeout=20_000)
    for name, typed, sentence in WRONG_FIELDS:
        view = next(view for view in editor.sections if name in view.fields)
        field = view.fields[name]
        fill(qtbot, editor, name, typed)
        qtbot.waitUntil(lambda field=field: field.refused, timeout=20_000)
        assert sentence in field.sentence.text()
        assert field.value == typed
        qtbot.mouseClick(editor.submit, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda view=view: editor.stack.currentWidget() is view)
        fill(qtbot, editor, name, GAUGE[name])
        qtbot.waitUntil(lambda: not editor._faults, timeout=20_000)
    for table, row, name, typed, sentence in WRONG_CELLS:
        shown = table_of(editor, table)
        before = shown.rows
        shown.go(row, name)
        QApplication.clipboard().setText(typed)
        shown.grid.paste()
        place = (row, name)
        qtbot.waitUntil(
            lambda shown=shown, place=place, sentence=sentence: (
                sentence in shown._bad.get(place[0], {}).get(place[1], "")
            ),
            timeout=20_000,
        )
        assert shown.rows[row][name] == typed
        assert any(sentence in button.text() for button in editor.to_mend.items)
        shown.show_rows(before)
        shown.changed.emit()
        qtbot.waitUntil(lambda: not editor._faults, timeout=20_000)


def test_what_was_typed_outlasts_the_page(qtbot, library):
    editor = begun(qtbot, library(WRITER))
    fill(qtbot, editor, "words.title", "Half a title")
    paste(table_of(editor, "input"), [["x", "Indication"]])
    qtbot.waitUntil(lambda: editor.parent() is not None)
    editor.window().drafts.flush()
    again = begun(qtbot, library(WRITER))
    qtbot.waitUntil(again.again.isVisible)
    assert again.draft.text("words.title") == "Half a title"
    assert again.draft.rows["input"] == ({"symbol": "x", "words_name": "Indication"},)
    qtbot.mouseClick(again.again.repair, Qt.MouseButton.LeftButton)
    assert again.draft.text("words.title") == ""


class Dialogs:
    """Answers with one file."""

    def __init__(self, path):
        self.path = path

    def new(self, _parent, _name):
        return self.path

    def existing(self, _parent):
        return self.path


def test_a_file_goes_out_and_comes_in(qtbot, library, tmp_path):
    page = library(WRITER)
    ways = page.procedures
    ways.dialogs = Dialogs(tmp_path / "caliper.toml")
    ways.open_procedure("length/caliper")
    qtbot.waitUntil(lambda: ways.record.record is not None)
    qtbot.mouseClick(ways.record.save, Qt.MouseButton.LeftButton)
    body = (tmp_path / "caliper.toml").read_text(encoding="utf-8")
    assert body == procedure_bytes("length/caliper").decode()
    refused = []
    ways.refused.connect(refused.append)
    (tmp_path / "caliper.toml").write_text(body.replace('quantity = "length"', 'quality = "length"'))
    ways.take()
    assert str(refused[0]) == "“quantity” is missing in procedure.toml."
    (tmp_path / "caliper.toml").write_text(body.replace("length/caliper", "length/own-caliper"))
    ways.take()
    qtbot.waitUntil(ways.editor.isVisible, timeout=20_000)
    assert ways.editor.head.title.text() == "length/own-caliper"
    submitted(qtbot, page)
    qtbot.waitUntil(lambda: getattr(ways.record.record, "name", "") == "length/own-caliper", timeout=20_000)
    assert parse_procedure(ways.record.record.body.encode()).id == "length/own-caliper"
