"""The chart of errors against limits: data first, copied as data and as picture."""

import pytest
from PySide6.QtGui import QGuiApplication

from labcal_app.cells import State
from labcal_app.charts.conformity import ConformityChart, ConformitySeries, ErrorPoint


def series(error=25.0, state=State.PASS, **other):
    point = ErrorPoint(
        label="10 kg",
        error=error,
        expanded=59.0,
        shown=f"{error:+.0f}",
        state=state,
        lower=-500.0,
        upper=500.0,
        **other,
    )
    return ConformitySeries(points=(point,), unit="mg")


@pytest.fixture
def chart(qtbot, look, text):
    chart = ConformityChart(look, text)
    qtbot.addWidget(chart)
    chart.resize(640, 300)
    chart.show()
    return chart


def test_it_tells_its_numbers(chart):
    chart.show_series(series(guard=59.0))
    chart.copy_data.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == [
        "Nominal", "Error / mg", "U / mg", "Lower limit / mg", "Upper limit / mg", "Guard band / mg"
    ]  # fmt: skip
    assert copied[1].split("\t") == ["10 kg", "+25", "59", "-500", "500", "59"]


def test_its_numbers_are_one_click_away(chart):
    chart.show_series(series())
    chart.numbers.click()
    table = chart.stack.currentWidget()
    assert table.model().index(0, 0).data() == "10 kg"
    chart.show_series(series(error=30.0))
    assert chart.stack.currentWidget().model().index(0, 1).data() == "+30"
    chart.numbers.click()
    assert chart.stack.currentWidget() is chart.canvas


def test_it_is_copied_as_a_picture(chart):
    chart.show_series(series())
    chart.copy_picture.click()
    assert QGuiApplication.clipboard().image().width() == chart.canvas.width() * 2


@pytest.mark.parametrize(
    "other",
    [{"error": 400.0}, {"state": State.FAIL}, {"state": State.CONDITIONAL}, {"found": 90.0}, {"guard": 59.0}],
)
def test_what_differs_looks_different(chart, other):
    chart.show_series(series())
    before = chart.canvas.grab().toImage()
    chart.show_series(series(**other))
    assert before != chart.canvas.grab().toImage()


def test_limits_may_differ_from_point_to_point_or_be_missing(chart):
    points = (
        ErrorPoint(
            label="1 g", error=0.1, expanded=0.1, shown="+0.1", state=State.PASS, lower=-1.0, upper=1.0
        ),
        ErrorPoint(label="2 g", error=0.1, expanded=0.1, shown="+0.1", state=State.WAITING),
        ErrorPoint(label="5 g", error=0.1, expanded=0.1, shown="+0.1", state=State.PASS, upper=2.0),
    )
    chart.show_series(ConformitySeries(points=points, unit="mg"))
    assert not chart.canvas.grab().isNull()
    assert chart.canvas.accessibleDescription() == "1 g: +0.1. 2 g: +0.1. 5 g: +0.1"


def test_no_points_are_no_fault(chart):
    chart.show_series(ConformitySeries(points=(), unit="mg"))
    assert not chart.canvas.grab().isNull()
