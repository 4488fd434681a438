"""Results over the years, at the record of an item."""

import pytest
from PySide6.QtGui import QGuiApplication

from labcal.domain.subject import Subject, SubjectKind
from labcal_app.views.records.drift import DriftTab

HEAVY = Subject(SubjectKind.STANDARD, "S-0002")
LIGHT = Subject(SubjectKind.STANDARD, "S-0001")
NONE = Subject(SubjectKind.INSTRUMENT, "I-0002")


@pytest.fixture
def tab(qtbot, look, text, seat):
    tab = DriftTab(look, text, seat("Halima Yusuf"))
    qtbot.addWidget(tab)
    tab.resize(1072, 560)
    with qtbot.waitActive(tab):
        tab.show()
    return tab


def test_five_certificates_of_a_standard_show_their_line(qtbot, tab, grab):
    tab.show_subject(HEAVY)
    qtbot.waitUntil(lambda: tab.course is not None)
    assert len(tab.course.observations) == 5
    assert tab.model.rowCount() == 5
    assert tab.facts.values["Change in a year"].text().startswith("−22 ± 14")
    assert tab.why.text().startswith("Weighted line through 5 results.")
    assert tab.chart.plot.series.band[-1].on > tab.course.drift.last
    tab.chart.copy_data.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["Day", "Certificate", "Taken", "Error / mg", "U / mg"]
    assert copied[-1].split("\t")[1:] == ["DNL-2024-2207", "as found", "-174", "90"]
    grab(tab, "drift")


def test_one_result_claims_nothing(qtbot, tab):
    tab.show_subject(LIGHT)
    qtbot.waitUntil(lambda: tab.course is not None)
    assert list(tab.facts.values) == ["Results"]
    assert "1 of at least 3 results" in tab.why.text()
    assert tab.chart.plot.series.band == ()


def test_an_item_without_results_says_what_brings_them(qtbot, tab):
    tab.show_subject(LIGHT)
    qtbot.waitUntil(lambda: tab.course is not None)
    tab.show_subject(NONE)
    qtbot.waitUntil(lambda: tab.course is None)
    assert tab.stack.currentWidget() is tab.empty
