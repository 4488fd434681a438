"""The histogram of a Monte Carlo run."""

import pytest
from PySide6.QtGui import QGuiApplication

from labcal_app.charts.histogram import BARS, HistogramChart, HistogramSeries, Interval

SERIES = HistogramSeries(
    edges=(-2.0, -1.0, 0.0, 1.0, 2.0),
    counts=(10, 40, 38, 10),
    trials=100,
    intervals=(
        Interval(name="Symmetric", low=-1.9, high=1.8, shown="−1.9, +1.8"),
        Interval(name="GUM", low=-1.96, high=1.96, shown="±1.96", by_gum=True),
    ),
    standard=1.0,
    unit="mg",
    about="10 g",
)


def test_it_draws_and_tells_its_numbers(qtbot, look, text):
    chart = HistogramChart(look, text)
    qtbot.addWidget(chart)
    chart.resize(640, 260)
    empty = chart.canvas.grab().toImage()
    chart.show_series(SERIES)
    assert empty != chart.canvas.grab().toImage()
    chart.to_clipboard()
    assert QGuiApplication.clipboard().text().splitlines()[:2] == [
        "From / mg\tTo / mg\tTrials",
        "-2\t-1\t10",
    ]
    assert chart.canvas.accessibleDescription() == "Symmetric: −1.9, +1.8. GUM: ±1.96"
    chart.show_series(HistogramSeries())
    assert chart.canvas.grab().toImage() == empty


def test_the_areas_of_the_bars_are_the_parts_of_the_trials():
    bars = SERIES.densities()
    assert sum((right - left) * density for left, right, density in bars) == pytest.approx(0.98)
    fine = HistogramSeries(edges=tuple(map(float, range(1001))), counts=(3,) * 1000, trials=3000)
    joined = fine.densities()
    assert len(joined) <= BARS
    assert sum((right - left) * density for left, right, density in joined) == pytest.approx(1.0)


def test_the_curve_is_the_normal_one():
    assert SERIES.density(0.0) == pytest.approx(0.39894228)
    assert SERIES.density(1.96) == pytest.approx(0.05844094, rel=1e-6)
