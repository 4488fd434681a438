"""A budget of the workbench goes into a procedure of the book, and back."""

import pytest
from PySide6.QtCore import Qt

from labcal.catalog.procedures import parse_procedure
from labcal.services.methods import ApproveProcedure
from labcal.services.roles import TakeRole
from labcal.services.workbench import example
from labcal_app.models.workbench import DISTRIBUTION, GIVEN, Spot
from labcal_app.views.workbench.page import WorkbenchPage

ORIGINS = {"m_S": "standard", "dm_D": "drift", "dm": "readings", "dB": "nominal"}


class Dialogs:
    """Answers with one file."""

    def __init__(self, path):
        self.path = path

    def new(self, _parent, _name):
        return self.path


@pytest.fixture
def opened(qtbot, look, text, seat, tmp_path):
    """Opens the page for a person, at the example S2, with the form beside it."""

    def opened(name):
        page = WorkbenchPage(look, text, seat(name), Dialogs(tmp_path / "own.toml"))
        qtbot.addWidget(page)
        page.setFixedSize(1224, 692)
        with qtbot.waitActive(page):
            page.show()
        page.bench.type_in(Spot(1, 0), DISTRIBUTION, "rectangular")
        page.bench.type_in(Spot(1, 0), GIVEN, "15 mg")
        press(qtbot, page.using)
        form = page.procedure
        qtbot.waitUntil(lambda: form.version_of.choice.count() > 1)
        return page

    return opened


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(form):
    """Fill in the form as a person does."""
    for symbol, origin in ORIGINS.items():
        form.origins.fields[symbol].set_value(origin)
        form.origins.fields[symbol].changed.emit(origin)
    for field, words in (
        (form.name, "mass/own"),
        (form.result, "Conventional mass"),
        (form.lowest, "1"),
        (form.highest, "10 kg"),
        (form.nominal, "10"),
        (form.uncertainty_unit, "mg"),
        (form.within, "100 ppm"),
        (form.reason, "The comparator was replaced."),
    ):
        field.set_value(words)
    low, high = form.room.pairs["temperature"]
    low.set_value("18")
    high.set_value("27,5 °C")


def approved(qtbot, run, seat, name, version):
    """Have another person approve what waits."""
    desk, found = seat("Halima Yusuf"), []
    desk.ask(desk, lambda records: records.procedures.waiting(name), found.append)
    qtbot.waitUntil(lambda: bool(found))
    run(desk, ApproveProcedure(procedure=name, edition=version, seen=found[0].version))


def result(page):
    return page.bench.checked.results.outputs[0]


def test_a_budget_is_approved_by_another_person_and_comes_back(qtbot, opened, seat, run):
    page = opened("Amina Diallo")
    form, before = page.procedure, result(page)
    fill(form)
    assert form.nominal.isVisibleTo(form)
    press(qtbot, form.keep)
    assert not form.wrong.isVisible(), form.wrong.text()
    qtbot.waitUntil(lambda: "Version 1 of mass/own waits" in form.banner.said[0])
    assert "mass/own 1" not in page._in_book
    approved(qtbot, run, seat, "mass/own", 1)
    qtbot.waitUntil(lambda: "mass/own 1" in page._in_book, timeout=15_000)
    page.take_example("GUM-H1-lpu")
    action = next(one for one in page.procedures_menu.actions() if one.data() == "mass/own 1")
    action.trigger()
    after = result(page)
    assert after.value == pytest.approx(before.value, rel=1e-14)
    assert after.standard_uncertainty == pytest.approx(before.standard_uncertainty, rel=1e-12)
    assert after.expanded_uncertainty == pytest.approx(before.expanded_uncertainty, rel=1e-12)
    assert page.head.title.text() == "Weight of nominal value 10 kg"


def test_a_second_version_begins_with_what_the_first_says(qtbot, opened, seat, run):
    page = opened("Amina Diallo")
    form = page.procedure
    fill(form)
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: "Version 1 of mass/own waits" in form.banner.said[0])
    approved(qtbot, run, seat, "mass/own", 1)
    form.take()
    qtbot.waitUntil(lambda: form.version_of.choice.findData("mass/own") > 0)
    form.clear()
    for field in form.origins.fields.values():
        field.set_value("constant")
    form.version_of.set_value("mass/own")
    form.version_of.changed.emit("mass/own")
    assert form.origins.fields["dm"].value == "readings"
    assert form.room.pairs["temperature"][1].value == "27.5"
    assert not form.name.isEnabled()
    form.nominal.set_value("10")
    form.reason.set_value("Another reason.")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: "Version 2 of mass/own waits" in form.banner.said[0])
    approved(qtbot, run, seat, "mass/own", 2)
    qtbot.waitUntil(lambda: "mass/own 2" in page._in_book, timeout=15_000)
    found = parse_procedure(page._in_book["mass/own 2"].body.encode())
    assert (found.version, found.comment, str(found.standard_within)) == (
        2,
        "Another reason.",
        "100\u202fppm",
    )


def test_what_is_missing_or_wrong_is_said_beside_and_nothing_is_lost(qtbot, opened):
    page = opened("Halima Yusuf")
    form = page.procedure
    press(qtbot, form.keep)
    assert form.name.refused
    assert form.lowest.refused
    assert form.reason.refused
    fill(form)
    form.name.set_value("Mass")
    form.room.pairs["temperature"][0].set_value("30")
    form.cycles.set_value("many")
    press(qtbot, form.keep)
    assert form.name.refused
    assert form.cycles.refused
    assert form.room.pairs["temperature"][1].refused
    assert form.highest.value == "10 kg"
    fill(form)
    form.cycles.set_value("3")
    form.origins.fields["dm"].set_value("constant")
    press(qtbot, form.keep)
    assert "exactly one input has to come from readings" in form.wrong.text()


def test_who_may_not_write_is_told_so(qtbot, opened, seat, run):
    run(seat("Halima Yusuf"), TakeRole(person="Amina Diallo", role="technician"))
    page = opened("Amina Diallo")
    fill(page.procedure)
    press(qtbot, page.procedure.keep)
    qtbot.waitUntil(page.procedure.wrong.isVisible)
    assert "Amina Diallo" in page.procedure.wrong.text()
    assert page.procedure.keep.isEnabled()


def test_it_is_saved_as_a_file(qtbot, opened, tmp_path):
    page = opened("Amina Diallo")
    press(qtbot, page.procedure.save)
    assert page.procedure.reason.refused
    assert not (tmp_path / "own.toml").exists()
    fill(page.procedure)
    press(qtbot, page.procedure.save)
    found = parse_procedure((tmp_path / "own.toml").read_bytes())
    assert (found.id, found.version, found.words.title) == ("mass/own", 1, example("EA402-S2").title)
