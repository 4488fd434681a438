"""The bars of the budget."""

from PySide6.QtGui import QGuiApplication

from labcal_app.cells import Symbol
from labcal_app.charts.contributions import Contribution, ContributionChart, ContributionSeries

SERIES = ContributionSeries(
    bars=(
        Contribution(symbol=Symbol("m", "S"), size=22.5, shown="22.50"),
        Contribution(symbol=Symbol("u", "c"), size=29.3, shown="29.3", combined=True),
    ),
    unit="mg",
)


def test_it_draws_and_tells_its_numbers(qtbot, look, text):
    chart = ContributionChart(look, text)
    qtbot.addWidget(chart)
    chart.resize(480, 260)
    empty = chart.canvas.grab().toImage()
    chart.show_series(SERIES)
    assert empty != chart.canvas.grab().toImage()
    chart.to_clipboard()
    assert QGuiApplication.clipboard().text() == "Quantity\tContribution / mg\nm_S\t22.50\nu_c\t29.3\n"
    assert chart.canvas.accessibleDescription() == "m_S: 22.50. u_c: 29.3"
