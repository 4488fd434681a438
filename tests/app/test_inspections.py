"""Verifications through the window, by typing: one passed, one rejected, each with its document."""

import io
from functools import partial

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.conftest import Lab
from tests.services.verification_cases import IRA, SOUND, inspector, stock

from labcal.domain.verification import Decision, VerificationState, WeighingTest
from labcal.exchange import trust
from labcal.exchange.verify import verify
from labcal.services.certificates import files_of
from labcal.services.verification_sheet import verification_lines
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.views.inspections.measure import FIRST
from labcal_app.views.inspections.page import InspectionsPage
from labcal_app.views.inspections.sheet import DECIDE, DOCUMENT, EXAMINE, MEASURE

PLATE = {
    "trader": "Mama Adjoa, Stall 14",
    "city": "Kumasi",
    "name": "Counter scale",
    "serial": "W-4471",
    "manufacturer": "Acme",
    "model": "C 15",
    "maximum": "15 kg",
    "minimum": "100 g",
    "interval": "5 g",
    "approval": "R76/2006-A-GB1-2009.11",
    "premises": "Central Market, stall 14",
    "seals_found": "Seal 33102 intact",
}


@pytest.fixture
def market(lab: Lab):
    """The small laboratory with an inspector who has a stock of seals."""
    inspector(lab)
    stock(lab)
    return lab


@pytest.fixture
def inspections(qtbot, look, market):
    """Opens the page Inspections for a person, in a language."""
    desks, pages = [], []

    def inspections(name: str = IRA, language: str = "en") -> InspectionsPage:
        desks.append(Desk(market.book, name))
        page = InspectionsPage(look, Text(language), desks[-1])
        pages.append(page)
        qtbot.addWidget(page)
        page.setFixedSize(1224, 692)
        with qtbot.waitActive(page):
            page.show()
        return page

    yield inspections
    for desk in desks:
        desk.close()


def type_into(qtbot, form, name, words):
    """Type words into a field as a person does."""
    line = form.entries.fields[name].editor
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, words)


def begin(qtbot, page, **other) -> None:
    """Fill in the form of a new verification, and wait for its sheet."""
    qtbot.mouseClick(page.new, Qt.MouseButton.LeftButton)
    for name, words in {**PLATE, **other}.items():
        type_into(qtbot, page.form, name, words)
    page.form.entries.fields["grade"].set_value("III")
    with qtbot.waitSignal(page.form.begun):
        qtbot.mouseClick(page.form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.sheet.sheet is not None)


def kit_and_examination(qtbot, page) -> None:
    """Choose the first weight by Enter, and say that every point meets."""
    sheet = page.sheet
    qtbot.waitUntil(lambda: sheet.identify.model.rowCount() > 0)
    sheet.identify.table.selectRow(0)
    qtbot.keyClick(sheet.identify.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(sheet.sheet.verification.kit) == 1)
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.stack.currentIndex() == EXAMINE
    qtbot.mouseClick(sheet.examine.rest, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(sheet.sheet.verification.findings) == len(sheet.sheet.programme.checks))
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.stack.currentIndex() == MEASURE


def editor_of(grid):
    """Return the editor that is open in a grid; None without one."""
    return next((line for line in grid.findChildren(QLineEdit) if line.isVisible()), None)


def key(qtbot, grid, words, end=Qt.Key.Key_Tab) -> None:
    """Type into the current cell, which Tab has opened already or the first key opens."""
    editor = editor_of(grid)
    if editor is None:
        qtbot.keyClick(grid, words[0])
        editor, words = editor_of(grid), words[1:]
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, end)
    QApplication.processEvents()


def measure(qtbot, page, heavy: str = "") -> None:
    """Key indication and ΔL of each row that is proposed, by Tab alone; ``heavy`` is what Max shows."""
    panel = page.sheet.measure
    panel.begin()
    rows = [row for row in range(panel.model.rowCount()) if panel.model.line(row).load is not None]
    for row in rows:
        line = panel.model.line(row)
        assert (panel.grid.currentIndex().row(), panel.grid.currentIndex().column()) == (row, FIRST + 1)
        key(qtbot, panel.grid, heavy if heavy and line.load == 15000 else f"{line.load:f}")
        key(qtbot, panel.grid, str(int(line.load) + 5) if line.moved else "2,5")
    sheet = page.sheet
    qtbot.waitUntil(lambda: len(sheet.sheet.verification.rows) == len(rows))
    qtbot.waitUntil(lambda: all(test.passed is not None for test in sheet.sheet.tests))


def sign(qtbot, page, password: str) -> str:
    """Sign with the password; return the number of the document."""
    sheet = page.sheet
    assert sheet.stack.currentIndex() == DOCUMENT
    qtbot.waitUntil(lambda: bool(sheet.document.pages.views))
    qtbot.mouseClick(sheet.document.issue, Qt.MouseButton.LeftButton)
    dialog = sheet.dialog
    qtbot.keyClicks(dialog.password.line, password)
    qtbot.keyClick(dialog.password.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.sheet.verification.document is not None, timeout=20_000)
    return sheet.sheet.verification.document


def words_of(lab, number: str) -> str:
    """Return the words of the printed pages, which verify."""
    files = files_of(lab.book, number)
    known = lab.ask(lambda records: records.keys.trust())
    for name, data in (("x.pdf", files.pdf), ("x.xml", files.xml)):
        found = verify(data, name, [trust.read_trust(known)], lab.clock.now)
        assert (found.valid, found.trusted, found.number) == (True, True, number)
    pages = pypdfium2.PdfDocument(io.BytesIO(files.pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_scale_is_verified_by_typing_and_gets_its_certificate(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    kit_and_examination(qtbot, page)
    measure(qtbot, page)
    sheet = page.sheet
    assert sheet.sheet.suggested is Decision.ACCEPTED
    sheet.go(DECIDE)
    assert sheet.decide.sticker.value == "S0001"
    qtbot.keyClicks(sheet.decide.seals.editor, "P100")
    qtbot.mouseClick(sheet.decide.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.sheet.verification.state is VerificationState.DECIDED)
    number = sign(qtbot, page, market.password)
    assert number == "VER-2026-0001"
    words = words_of(market, number)
    plain = words.replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    for told in (
        "Verification certificate",
        "W-4471",
        "Central Market, stall 14",
        "sticker S0001",
        "seal P100",
        "may be used for trade",
        "2027-03-02",
        "R76/2006-A-GB1-2009.11",
        "10 000 g",
    ):
        assert told.replace(" ", "") in plain, told
    (line,) = market.ask(verification_lines)
    assert (line.decision, line.document) == (Decision.ACCEPTED, number)
    assert market.findings() == []


def test_a_scale_that_weighs_false_is_rejected_with_its_notice(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    kit_and_examination(qtbot, page)
    measure(qtbot, page, heavy="15030")
    sheet = page.sheet
    assert sheet.sheet.failed == ("T4",)
    sheet.go(DECIDE)
    assert not sheet.decide.accept.isEnabled()
    qtbot.mouseClick(sheet.decide.reject, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.sheet.verification.state is VerificationState.DECIDED)
    number = sign(qtbot, page, market.password)
    assert number == "REJ-2026-0001"
    words = words_of(market, number)
    for told in ("Rejection notice", "may not be used for trade", "T4", "Repair by", "2026-04-01"):
        assert told in words, told
    assert market.findings() == []


def test_a_bad_cell_says_why_and_keeps_what_was_typed(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    kit_and_examination(qtbot, page)
    panel = page.sheet.measure
    panel.begin()
    key(qtbot, panel.grid, "5O g")
    line = panel.model.line(0)
    assert line.bad["indication"].typed == "5O g"
    assert "letter" in line.bad["indication"].sentence
    panel.grid.setCurrentIndex(panel.model.index(0, FIRST + 1))
    key(qtbot, panel.grid, "20 °C")
    assert panel.model.line(0).bad["indication"].typed == "20 °C"
    assert market.ask(lambda records: records.verifications.get("V-2026-0001")).rows == ()


def test_a_block_pasted_fills_rows(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    panel = page.sheet.measure
    page.sheet.go(MEASURE)
    rows = [
        row for row in range(panel.model.rowCount()) if panel.model.line(row).test is WeighingTest.WEIGHING
    ]
    panel.grid.setCurrentIndex(panel.model.index(rows[0], FIRST))
    block = "\n".join("\t".join(cells[:3]) for test, cells in SOUND if test is WeighingTest.WEIGHING)
    QApplication.clipboard().setText(block)
    panel.grid.paste()
    known = partial(market.ask, lambda records: records.verifications.get("V-2026-0001"))
    qtbot.waitUntil(lambda: len(known().rows) == 9)
    assert str(known().rows[4].load.value) == "15000"


def test_what_is_adjusted_is_tested_anew(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    kit_and_examination(qtbot, page)
    measure(qtbot, page, heavy="15030")
    sheet = page.sheet
    sheet.go(DECIDE)
    qtbot.mouseClick(sheet.decide.adjust, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(sheet.question.line, "Span set anew")
    qtbot.keyClick(sheet.question.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.sheet.verification.adjustment == "Span set anew")
    assert [line.kept for line in sheet.measure.measuring.lines() if line.kept] == []
    assert any(test.passed is False for test in sheet.sheet.as_found)


def test_the_last_marks_of_an_instrument_come_again(qtbot, market, inspections):
    page = inspections()
    begin(qtbot, page)
    page.back()
    qtbot.mouseClick(page.new, Qt.MouseButton.LeftButton)
    for name in ("trader", "serial"):
        type_into(qtbot, page.form, name, PLATE[name])
    qtbot.keyClick(page.form.entries.fields["serial"].editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.form.entries.fields["approval"].value == PLATE["approval"])
    assert page.form.entries.fields["grade"].value == "III"


def test_the_stock_adds_up_and_takes_ranges(qtbot, market, inspections):
    page = inspections("Ana")
    page.open_seals()
    seals = page.seals
    qtbot.waitUntil(lambda: seals.model.total == 15)
    qtbot.mouseClick(seals.receive, Qt.MouseButton.LeftButton)
    form = seals.receive_form
    form.entries.fields["kind"].set_value("sticker")
    type_into(qtbot, form, "first", "T001")
    type_into(qtbot, form, "last", "T010")
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: seals.model.total == 25)
    (seal, sticker) = market.ask(lambda records: records.seals.reconciled())
    assert (sticker.received, sticker.in_stock, sticker.held) == (15, 10, 5)
    assert seal.received == 10


def test_who_is_not_authorised_reads_only(qtbot, market, inspections):
    begin(qtbot, inspections())
    page = inspections("Bo")
    page.open_verification("V-2026-0001")
    qtbot.waitUntil(lambda: page.sheet.sheet is not None)
    assert not page.sheet.examine.rest.isEnabled()
    assert not page.sheet.measure.model.opened
    assert not page.sheet.decide.reject.isEnabled()
