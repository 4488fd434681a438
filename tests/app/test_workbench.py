"""The page Workbench: budgets typed in by hand give the published figures; a bad cell is kept."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from labcal.services.workbench import EMPTY, example
from labcal_app.cells import Bad
from labcal_app.models.workbench import (
    DISTRIBUTION,
    DOF,
    ESTIMATE,
    GIVEN,
    QUANTITY,
    SOURCE,
    SYMBOL,
    Spot,
)
from labcal_app.screen_text import ScreenText
from labcal_app.views.workbench.page import WorkbenchPage
from labcal_app.window import Page, Seat

H1 = (
    ("l_s", "50.000623 mm", (("Certificate", "normal", "0.075 um; k = 3", "18"),)),
    (
        "d",
        "215 nm",
        (("", "normal", "5.8 nm", "24"), ("", "normal", "3.9 nm", "5"), ("", "normal", "6.7 nm", "8")),
    ),
    ("alpha_s", "11.5e-6 1/K", (("", "rectangular", "2e-6 1/K", ""),)),
    ("theta", "-0.1 K", (("", "normal", "0.2 K", ""), ("", "arcsine", "0.5 K", ""))),
    ("dalpha", "0 1/K", (("", "rectangular", "1e-6 1/K", "50"),)),
    ("dtheta", "0 K", (("", "rectangular", "0.05 K", "2"),)),
)
"""JCGM 100:2008, table H.1."""
H2 = (
    ("V", "5.007; 4.994; 5.005; 4.990; 4.999 V"),
    ("I", "19.663; 19.639; 19.640; 19.685; 19.678 mA"),
    ("phi", "1.0456; 1.0438; 1.0468; 1.0428; 1.0433 rad"),
)
"""JCGM 100:2008, table H.2."""


class Dialogs:
    """Answers with one file."""

    def __init__(self, path):
        self.path = path

    def existing(self, _parent):
        return self.path

    def new(self, _parent, _name):
        return self.path


@pytest.fixture
def page(qtbot, look, text, seat, tmp_path):
    page = WorkbenchPage(look, text, seat("Amina Diallo"), Dialogs(tmp_path / "own.toml"))
    qtbot.addWidget(page)
    page.setFixedSize(1224, 692)
    with qtbot.waitActive(page):
        page.show()
    return page


@pytest.fixture
def cell(qtbot, page):
    """Types into one cell of the table as a person does."""

    def cell(spot, column, words):
        grid = page.quantities.grid
        page.quantities.go(spot, column)
        grid.setFocus()
        qtbot.keyClick(grid, Qt.Key.Key_F2)
        editor = next(line for line in grid.findChildren(QLineEdit) if line.isVisible())
        editor.selectAll()
        qtbot.keyClicks(editor, words)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()

    return cell


def fill(qtbot, field, words):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, words)


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_output(qtbot, line, words):
    for field, typed in zip((line.symbol, line.model, line.unit, line.report_unit), words, strict=True):
        if typed:
            fill(qtbot, field, typed)


def words(layout):
    return layout.value.text()


def test_gum_h1_typed_in_by_hand(qtbot, page, cell):
    """JCGM 100:2008, H.1: 50.000838 mm, u_c = 32 nm, ν_eff = 16 (truncated), U_99 = 93 nm (92 unrounded)."""
    page.bench.begin(EMPTY)
    for number, (symbol, value, components) in enumerate(H1):
        press(qtbot, page.quantities.add)
        for place, (source, distribution, given, dof) in enumerate(components):
            if place:
                page.quantities.go(Spot(number, 0))
                press(qtbot, page.quantities.add_component)
            first = Spot(number, -1 if place == 0 else place)
            cell(first, DISTRIBUTION, distribution)
            cell(Spot(number, place), GIVEN, given)
            for column, typed in ((SOURCE, source), (DOF, dof)):
                if typed:
                    cell(Spot(number, place), column, typed)
        cell(Spot(number, 0), SYMBOL, symbol)
        cell(Spot(number, 0), ESTIMATE, value)
    model = "l_s + d - l_s*(dalpha*theta + alpha_s*dtheta)"
    type_output(qtbot, page.models.lines[0], ("l", model, "nm", "mm"))
    fill(qtbot, page.coverage.probability.line, "0.99")
    page.coverage.dof_rule.set_value("truncate")
    page.coverage.dof_rule.changed.emit("truncate")
    assert page.bench.checked.refusals == ()
    assert page.result.result.value.text() == "50.000\u202f838\u202fmm"
    assert words(page.result.combined) == "31.7\u202fnm"
    assert words(page.result.dof) == "16.75"
    assert words(page.result.factor) == "2.92"
    assert words(page.result.uncertainty) == "92\u202fnm"
    assert "33.8 nm" in page.result.warning.text()
    (found,) = page.bench.checked.results.outputs
    assert found.expanded_uncertainty == pytest.approx(92.48, abs=0.01)
    assert page.models.lines[0].chip.chip.word == "Dimensions agree"


def test_gum_h2_typed_in_by_hand(qtbot, page, cell):
    """JCGM 100:2008, H.2 (tables H.2 to H.4): R, X and Z with correlations, 4 degrees of freedom."""
    page.bench.begin(EMPTY)
    for number, (symbol, readings) in enumerate(H2):
        press(qtbot, page.quantities.add)
        cell(Spot(number, -1), SYMBOL, symbol)
        cell(Spot(number, -1), ESTIMATE, readings)
        cell(Spot(number, -1), GIVEN, "set = five sets")
    for place, (symbol, model) in enumerate((("R", "V/I*cos(phi)"), ("X", "V/I*sin(phi)"), ("Z", "V/I"))):
        if place:
            press(qtbot, page.quantities.add_result)
        type_output(qtbot, page.models.lines[place], (symbol, model, "ohm", ""))
    fill(qtbot, page.coverage.probability.line, "0.95")
    results = page.bench.checked.results
    values = [one.value for one in results.outputs]
    standards = [one.standard_uncertainty for one in results.outputs]
    assert values == pytest.approx([127.732, 219.847, 254.260], abs=0.001)
    assert standards == pytest.approx([0.071, 0.295, 0.236], abs=0.001)
    assert results.correlation[0][1] == pytest.approx(-0.588, abs=0.001)
    assert results.correlation[0][2] == pytest.approx(-0.485, abs=0.001)
    assert results.correlation[1][2] == pytest.approx(0.993, abs=0.001)
    shown = []
    for line in page.models.lines:
        line.model.setFocus()
        line.model.setCursorPosition(1)
        shown.append((words(page.result.result), words(page.result.dof), words(page.result.factor)))
    assert shown == [
        ("127.73\u202fΩ", "4", "2.78"),
        ("219.85\u202fΩ", "4", "2.78"),
        ("254.26\u202fΩ", "4", "2.78"),
    ]


def test_a_bad_cell_keeps_what_was_typed_and_says_why(page, cell):
    cell(Spot(1, 0), GIVEN, "8.95 mK")
    line = page.quantities.model.line(1)
    assert isinstance(line.given, Bad)
    assert line.given.typed == "8.95 mK"
    assert "temperature" in line.given.sentence
    assert page.quantities.notice.said[0].startswith("dm_D: ")
    assert words(page.result.result) == "—"
    cell(Spot(0, 0), ESTIMATE, "10,000.5 g")
    assert isinstance(page.quantities.model.line(0).estimate, Bad)
    assert page.quantities.notice.said[1] == "1 more are refused."
    cell(Spot(1, 0), GIVEN, "8.95 mg")
    cell(Spot(0, 0), ESTIMATE, "10000.005 g")
    assert not page.quantities.notice.isVisible()
    assert words(page.result.result) == "10.000\u202f025\u202fkg"


def test_both_decimal_signs_are_taken_and_the_file_has_the_point(page, cell, tmp_path):
    cell(Spot(0, 0), ESTIMATE, "10 000,005 g")
    cell(Spot(0, 0), GIVEN, "45,0 mg, k = 2")
    cell(Spot(2, 0), ESTIMATE, "0,01; 0,02; 0,03 g")
    assert page.bench.checked.refusals == ()
    first = page.bench.draft.inputs[0]
    assert first.value == "10 000.005 g"
    assert first.components[0].parameters == (("expanded", "45.0 mg"), ("k", "2"))
    assert page.bench.draft.inputs[2].readings == ("0.01", "0.02", "0.03")
    page.save()
    written = (tmp_path / "own.toml").read_text(encoding="utf-8")
    assert 'value = "10 000.005 g"' in written
    assert 'expanded = "45.0 mg"' in written


def test_cells_show_the_decimal_sign_of_the_person(qtbot, look, seat, tmp_path):
    page = WorkbenchPage(look, ScreenText("fr"), seat("Amina Diallo"), Dialogs(tmp_path / "own.toml"))
    qtbot.addWidget(page)
    page.bench.type_in(Spot(0, 0), GIVEN, "45,5 mg; k = 2")
    line = page.quantities.model.line(0)
    assert (line.estimate, line.given) == ("10000,005 g", "45,5 mg; k = 2")
    assert line.keyed[ESTIMATE] == "10000,005 g"
    page.bench.type_in(Spot(0, 0), ESTIMATE, line.keyed[ESTIMATE])
    assert page.bench.draft.inputs[0].value == "10000.005 g"


def test_undo_of_the_window_takes_steps_back_by_name(qtbot, window, seat, text, tmp_path):
    desk = seat("Amina Diallo")
    frame = window.enter(desk, Seat(person="Amina Diallo", role="", book="demo.labcal"))
    page = WorkbenchPage(window._look, text, desk, Dialogs(tmp_path / "own.toml"))
    frame.add_pages([Page(id="workbench", title="Workbench", icon="workbench", build=lambda: page)])
    frame.keep_steps("workbench", page.bench.steps)
    with qtbot.waitActive(window):
        window.show()
    begun = page.bench.draft
    page.bench.type_in(Spot(1, 0), GIVEN, "9 mg")
    for model in ("m_S + dm", "m_S + dm_", "m_S + dm_D"):
        page.bench.change_output(0, replace(page.bench.draft.outputs[0], model=model))
    undo = frame.actions_table.action("undo")
    assert undo.text() == "Undo “Model of m_X”"
    page.quantities.grid.setFocus()
    qtbot.keyClick(page.quantities.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.bench.draft.outputs == begun.outputs
    assert undo.text() == "Undo “Given ± of dm_D”"
    assert frame.status.undo.isVisibleTo(frame)
    press(qtbot, frame.status.undo)
    assert page.bench.draft == begun
    again = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.quantities.grid, Qt.Key.Key_Z, again)
    assert page.bench.draft.inputs[1].components[0].parameters == (("standard", "9 mg"),)
    assert frame.actions_table.action("redo").text() == "Redo “Model of m_X”"


def test_dimensions_are_checked_while_one_types(qtbot, page):
    line = page.models.lines[0]
    fill(qtbot, line.model, "m_S * dm_D")
    assert line.chip.chip.word == "Refused"
    assert line.sentence.isVisible()
    assert line.model.text() == "m_S * dm_D"
    fill(qtbot, line.model, "m_S + dm_")
    assert "dm_" in line.sentence.text()
    fill(qtbot, line.model, "m_S + dm_D")
    assert line.chip.chip.word == "Dimensions agree"
    assert line.model.text() == "m_S + dm_D"


def test_it_is_saved_and_opened_again(qtbot, page, tmp_path):
    page.take_example("GUM-H1-lpu")
    press(qtbot, page.saving)
    assert (tmp_path / "own.toml").read_text(encoding="utf-8").startswith('format = "labcal-budget-1"')
    page.take_example("EA402-S2")
    press(qtbot, page.opening)
    assert page.bench.draft == example("GUM-H1-lpu")
    assert page.head.title.text() == "Calibration of an end gauge"


def test_a_file_that_is_no_budget_is_refused(qtbot, page, tmp_path):
    (tmp_path / "own.toml").write_text("format = 7", encoding="utf-8")
    before = page.bench.draft
    with qtbot.waitSignal(page.refused) as refused:
        page.open()
    assert "own.toml" in str(refused.args[0])
    assert page.bench.draft == before


def test_lines_come_and_go_and_come_back(qtbot, page):
    before = page.bench.draft
    page.quantities.go(Spot(0, 0))
    press(qtbot, page.quantities.add_component)
    assert page.bench.draft.inputs[0].components[1].parameters == (("standard", "0 g"),)
    assert page.quantities.grid.current_key == Spot(0, 1)
    press(qtbot, page.quantities.remove)
    assert page.bench.draft == before
    press(qtbot, page.undo)
    press(qtbot, page.undo)
    assert page.bench.draft == before


def test_a_block_is_pasted_from_a_spreadsheet(page):
    page.quantities.go(Spot(0, 0), QUANTITY)
    QApplication.clipboard().setText("Standard\tNMISA-2025\nDrift\tthree certificates\n")
    page.quantities.grid.paste()
    assert [one.name for one in page.bench.draft.inputs[:2]] == ["Standard", "Drift"]
    assert page.bench.draft.inputs[1].components[0].name == "three certificates"


def test_a_procedure_is_taken_as_a_budget(page):
    next(one for one in page.procedures_menu.actions() if one.data() == "mass/substitution").trigger()
    assert words(page.result.result) == "10.000\u202f025\u202fkg"
    assert words(page.result.uncertainty).startswith("0.059")
    assert all(one.name for one in page.bench.draft.inputs)


def test_it_is_drawn_in_both_themes(page, grab):
    pictures = grab(page, "workbench", page.size())
    assert pictures["light"] != pictures["dark"]
