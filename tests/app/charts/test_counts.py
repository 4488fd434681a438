"""Bars with their numbers."""

import pytest
from PySide6.QtGui import QGuiApplication

from labcal_app.charts.counts import Count, CountsChart

COUNTS = (
    Count(word="Received", number=3),
    Count(word="Check", number=5, marked=True),
    Count(word="Issue", number=0),
)


@pytest.fixture
def chart(qtbot, look, text):
    chart = CountsChart(look, text, "Jobs by stage")
    qtbot.addWidget(chart)
    chart.resize(420, 220)
    chart.show_counts(COUNTS)
    return chart


def test_its_numbers_are_read_aloud_and_copied(chart):
    assert chart.plot.accessibleDescription() == "Received: 3, Check: 5, Issue: 0"
    chart.to_clipboard()
    assert QGuiApplication.clipboard().text() == "Jobs by stage\tCount\nReceived\t3\nCheck\t5\nIssue\t0\n"


def test_a_marked_bar_has_another_colour(chart, look):
    drawn = chart.plot.picture(1.0).toImage()
    seen = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(0, drawn.height(), 3)}
    assert {look.theme.series[0].name(), look.theme.series[1].name()} <= seen


def test_without_counts_nothing_is_drawn(chart, look):
    chart.show_counts(())
    drawn = chart.plot.picture(1.0).toImage()
    assert look.theme.series[0].name() not in {drawn.pixelColor(x, 100).name() for x in range(drawn.width())}
