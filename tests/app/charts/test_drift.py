"""Results over the years: what is drawn, told and copied."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication

from labcal_app.charts.drift import BandPoint, DriftChart, DriftPoint, DriftSeries, band_days, date_ticks
from labcal_app.charts.frame import Numbers

SERIES = DriftSeries(
    points=(
        DriftPoint(on=date(2022, 3, 1), value=1.0, expanded=0.5),
        DriftPoint(on=date(2024, 3, 1), value=12.0, expanded=0.5, within=False),
        DriftPoint(on=date(2024, 3, 1), value=0.1, expanded=0.5, left=True),
    ),
    band=tuple(
        BandPoint(on=date(year, 3, 1), value=year - 2022.0, half_width=1.0) for year in range(2022, 2027)
    ),
    last=date(2024, 3, 1),
    limits=(-10.0, 10.0),
    due=date(2026, 3, 1),
    upright="Error / mg",
    numbers=Numbers(("Day", "Error / mg"), (("2022-03-01", "1.0"),)),
)


def test_it_draws_and_tells_its_numbers(qtbot, look, text):
    chart = DriftChart(look, text)
    qtbot.addWidget(chart)
    chart.resize(760, 300)
    empty = chart.canvas.grab().toImage()
    chart.show_series(SERIES, "Drift: 1 mg/a")
    drawn = chart.canvas.grab().toImage()
    assert drawn != empty
    chart.to_clipboard()
    assert QGuiApplication.clipboard().text() == "Day\tError / mg\n2022-03-01\t1.0\n"
    chart.picture_to_clipboard()
    assert not QGuiApplication.clipboard().pixmap().isNull()
    assert chart.canvas.accessibleDescription() == "Drift: 1 mg/a"
    chart.show_series(DriftSeries())
    assert chart.canvas.grab().toImage() == empty


def test_limits_results_and_band_are_all_within_the_picture():
    low, high = SERIES.ends()
    assert (low, high) == (-10.0, 12.5)
    first, last = SERIES.days()
    assert first < date(2022, 3, 1).toordinal() < date(2026, 3, 1).toordinal() < last


@pytest.mark.parametrize(
    ("first", "last", "least"),
    [(date(2024, 1, 5), date(2024, 3, 5), 2), (date(2016, 5, 1), date(2026, 5, 1), 4)],
)
def test_ticks_are_first_days_and_few(first, last, least):
    ticks = date_ticks(first.toordinal(), last.toordinal())
    assert least <= len(ticks) <= 8
    assert {day.day for day in ticks} == {1}
    assert all(first <= day <= last for day in ticks)


def test_the_band_reaches_from_end_to_end():
    days = band_days(date(2020, 1, 1), date(2026, 1, 1))
    assert (days[0], days[-1]) == (date(2020, 1, 1), date(2026, 1, 1))
    assert days == sorted(days)
