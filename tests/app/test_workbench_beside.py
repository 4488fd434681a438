"""What stands beside and below the workbench's table: Monte Carlo, correlations, coverage, what if."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from labcal.domain.uncertainty.budget import MonteCarloPlan
from labcal.services.workbench import example
from labcal_app.cells import Bad
from labcal_app.models.workbench import ESTIMATE, GIVEN, Spot
from labcal_app.views.workbench.files import BudgetDialogs
from labcal_app.views.workbench.page import WorkbenchPage

LONG = 30_000


@pytest.fixture
def another(qtbot, look, text, seat):
    """Makes a page."""

    def another():
        page = WorkbenchPage(look, text, seat("Amina Diallo"), BudgetDialogs(text))
        qtbot.addWidget(page)
        return page

    return another


@pytest.fixture
def page(qtbot, another):
    page = another()
    page.setFixedSize(1224, 692)
    with qtbot.waitActive(page):
        page.show()
    return page


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def with_trials(name, trials):
    draft = example(name)
    return replace(draft, monte_carlo=MonteCarloPlan(trials=trials, seed=draft.monte_carlo.seed or 7))


def test_monte_carlo_validates_an_additive_model(qtbot, page):
    """JCGM 101:2008, 9.2.2: four normal inputs, both intervals −3.92 … 3.92; GUM validated."""
    page.bench.begin(with_trials("JCGM101-9.2.2", 200_000))
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=LONG):
        press(qtbot, page.simulation.run)
    series = page.simulation.chart.plot.series
    symmetric, shortest, by_gum = series.intervals
    assert (symmetric.low, symmetric.high) == (pytest.approx(-3.92, abs=0.03), pytest.approx(3.92, abs=0.03))
    assert shortest.high - shortest.low <= symmetric.high - symmetric.low + 1e-9
    assert by_gum.high == pytest.approx(3.92, abs=0.001)
    assert series.trials == 200_000
    assert page.simulation.verdict.chip.word == "GUM validated"
    assert "δ" in page.simulation.sentence.text()


def test_monte_carlo_says_where_the_gum_fails(qtbot, page):
    """JCGM 101:2008, 9.2.4: one wide rectangular input; the GUM's 95 % interval is too wide."""
    page.bench.begin(with_trials("JCGM101-9.2.4", 200_000))
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=LONG):
        press(qtbot, page.simulation.run)
    assert page.simulation.verdict.chip.word == "GUM not validated"
    assert "use the result of Monte Carlo" in page.simulation.sentence.text()


def test_a_long_run_tells_its_progress_and_is_stopped(qtbot, page):
    page.bench.begin(with_trials("EA402-S2", 150_000_000))
    press(qtbot, page.simulation.run)
    with qtbot.waitSignal(page.simulation.runner.moved, timeout=LONG):
        pass
    assert page.simulation.run.text() == "Stop"
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=LONG):
        press(qtbot, page.simulation.run)
    assert page.simulation.verdict.chip.word == "Stopped"
    assert page.simulation.run.text() == "Run"


def test_another_budget_drops_what_was_found(qtbot, page):
    page.bench.begin(with_trials("EA402-S2", 20_000))
    with qtbot.waitSignal(page.simulation.runner.ended, timeout=LONG):
        press(qtbot, page.simulation.run)
    assert page.simulation.chart.plot.series.counts
    page.bench.type_in(Spot(0, 0), 5, "50 mg; k = 2")
    assert page.simulation.chart.plot.series.counts == ()
    assert page.simulation.verdict.chip.word == "Not run"


def test_coefficients_are_typed_and_refused_beside(qtbot, page):
    """JCGM 100:2008, H.2.3: from coefficients the correlation of R and X is the same, and ν undefined."""
    draft = example("GUM-H2-coefficients")
    page.bench.begin(replace(draft, correlations=()))
    page.show_beside(page.correlations)
    for coefficient in ("-0.36", "0.86", "-0.65"):
        press(qtbot, page.correlations.new)
        grid = page.correlations.grid
        index = page.correlations.model.index(page.correlations.model.rowCount() - 1, 2)
        grid.setCurrentIndex(index)
        page.correlations.model.setData(index, coefficient)
    assert page.bench.draft.correlations == draft.correlations
    assert page.bench.checked.results.outputs[0].standard_uncertainty == pytest.approx(0.070, abs=0.001)
    assert page.result.dof.value.text() == "undefined"
    assert "coverage factor k has to be chosen" in page.result.warning.text()
    page.correlations.model.setData(page.correlations.model.index(0, 2), "1.5")
    assert isinstance(page.correlations.model.line(0).coefficient, Bad)
    assert page.correlations.sentence.text()


def test_coverage_is_refused_beside_its_field(page):
    page.show_beside(page.coverage)
    page.coverage.k.line.setText("")
    page.coverage.k.changed.emit("")
    page.coverage.probability.line.setText("1.5")
    page.coverage.probability.changed.emit("1.5")
    assert page.coverage.probability.refused
    page.coverage.probability.line.setText("")
    page.coverage.k.line.setText("3")
    page.coverage.k.changed.emit("3")
    assert page.result.factor.value.text() == "3.00"
    page.coverage.trials.line.setText("many")
    page.coverage.trials.changed.emit("many")
    assert page.coverage.trials.refused
    page.coverage.trials.line.setText("50 000")
    page.coverage.trials.changed.emit("50 000")
    assert page.bench.draft.monte_carlo.trials == 50_000


def test_a_sweep_a_wanted_u_and_a_ranking(qtbot, page):
    page.show_beside(page.studies)
    page.quantities.go(Spot(0, 0))
    assert "m_S" in page.studies.note.text()
    page.studies.low.line.setText("9999 g")
    page.studies.high.line.setText("10001 g")
    page.studies.go_through.click()
    qtbot.waitUntil(lambda: page.studies.swept.rowCount() > 0)
    rows = [page.studies.swept.line(row) for row in range(page.studies.swept.rowCount())]
    assert (rows[0].first, rows[-1].first, len(rows)) == ("9999.00\u202fg", "10\u202f001.00\u202fg", 9)
    series = page.studies.chart.plot.series
    assert series.values[0] == 9999.0
    assert series.results == pytest.approx([value + 0.02 for value in series.values])
    assert series.half_widths == pytest.approx([0.0587] * 9, abs=1e-3)
    assert (series.across, series.upright) == ("m_S / g", "m_X / g")
    page.studies.chart.to_clipboard()
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "Value / g\tResult / g\tU / g"
    assert copied[1].startswith("9999\t9999.02\t0.05")
    assert len(copied) == 10
    page.studies.wanted.line.setText("50 mg")
    page.studies.ask.click()
    qtbot.waitUntil(lambda: page.studies.answer.text() != "")
    assert page.studies.answer.text().startswith("u = 16.46\u202fmg of m_S gives U")
    page.studies.wanted.line.setText("1 mg")
    page.studies.answer.setText("")
    page.studies.ask.click()
    qtbot.waitUntil(lambda: page.studies.answer.text() != "")
    assert "even u = 0 gives U = 0.03764 g" in page.studies.answer.text()
    qtbot.waitUntil(lambda: page.studies.ranking.rowCount() == 5)
    assert page.studies.ranking.line(0).first.startswith("m_S")
    page.studies.wanted.line.setText("1 K")
    page.studies.ask.click()
    assert page.studies.wanted.refused


def test_a_sweep_of_a_component_shows_what_becomes_of_u(qtbot, page):
    page.show_beside(page.studies)
    page.quantities.go(Spot(0, 0))
    page.studies.of.set_value("uncertainty")
    page.studies.low.line.setText("0 mg")
    page.studies.high.line.setText("0,05 g")
    page.studies.go_through.click()
    qtbot.waitUntil(lambda: page.studies.swept.rowCount() > 0)
    series = page.studies.chart.plot.series
    assert series.half_widths == (None,) * 9
    assert list(series.results) == sorted(series.results)
    assert (series.across, series.upright) == ("u(m_S) / mg", "U / g")
    page.bench.type_in(Spot(0, 0), GIVEN, "50 mg; k = 2")
    assert page.studies.chart.plot.series.values == ()


def test_what_lay_on_the_bench_lies_there_again(another, page, settings):
    page.remember(settings)
    page.take_example("GUM-H2-coefficients")
    page.bench.change_output(0, replace(page.bench.draft.outputs[0], model="V /"))
    page.bench.type_in(Spot(0, 0), ESTIMATE, "4.99")
    settings.sync()
    later = another()
    later.remember(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert later.bench.draft == page.bench.draft
    assert later.bench.draft.outputs[0].model == "V /"


def test_what_another_program_kept_is_passed_over(another, settings):
    settings.setValue("workbench/budget", '{"outputs": 3}')
    page = another()
    before = page.bench.draft
    page.remember(settings)
    assert page.bench.draft == before


def test_a_true_quantile_is_computed_beside(qtbot, page):
    """JCGM 101:2008, 9.2.3.4: four rectangular inputs, ±3.88; the window waits for it without freezing."""
    page.take_example("JCGM101-9.2.3-convolved")
    assert page.result.chip.chip.word == "Computing"
    qtbot.waitUntil(lambda: page.bench.checked.results is not None, timeout=LONG)
    assert page.bench.checked.results.outputs[0].expanded_uncertainty == pytest.approx(3.88, abs=0.005)
    assert page.result.uncertainty.value.text() == "3.9"
