"""One result over values of an input: a line with its band of U, or U itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from labcal.text import Text, mark
from labcal_app.cells import shown_number
from labcal_app.charts.axes import Scale, between
from labcal_app.charts.frame import Canvas, ChartPanel, Key, Numbers, Sign
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, LEFT, RIGHT, line, words

TOP, BOTTOM, SIDE, GAP, DOT, HALF = 24, 42, 14, 6, 2.5, 34
PALE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSeries:
    """What was gone through.

    Attributes:
        values: N values of the input, rising or falling.
        results: N figures over them.
        half_widths: N half-widths of the band around them; None where there is no band.
        across: What the values are, with unit.
        upright: What the figures are, with unit.
        numbers: The same as a table.
    """

    values: tuple[float, ...] = ()
    results: tuple[float, ...] = ()
    half_widths: tuple[float | None, ...] = ()
    across: str = ""
    upright: str = ""
    numbers: Numbers = field(default_factory=lambda: Numbers((), ()))

    def ends(self) -> tuple[float, float]:
        """Return the least and the greatest figure that is drawn."""
        pairs = list(zip(self.results, self.half_widths, strict=True))
        return min(y - (u or 0.0) for y, u in pairs), max(y + (u or 0.0) for y, u in pairs)


class SweepCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.series = SweepSeries()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint grid, band, line and points."""
        series = self.series
        if len(series.values) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = series.ends()
        rising = between(low, high, box.bottom() - BOTTOM, box.top() + TOP)
        labels = [self._shown(rising, float(tick)) for tick in rising.ticks()]
        measures = self.look.metrics("caption", 400, "number")
        wide = max((measures.horizontalAdvance(label) for label in labels), default=0.0)
        plot = box.adjusted(SIDE + wide + GAP, TOP, -2 * SIDE, -BOTTOM)
        along = between(min(series.values), max(series.values), plot.left(), plot.right(), 3)
        self._grid(painter, plot, rising)
        self._axis(painter, plot, along)
        points = [
            QPointF(along.at(value), rising.at(result))
            for value, result in zip(series.values, series.results, strict=True)
        ]
        self._band(painter, points, rising)
        self._line(painter, points)

    def _band(self, painter: QPainter, points: list[QPointF], rising: Scale) -> None:
        """Paint the ground between result − U and result + U, as far as U is known."""
        over, under = [], []
        series = self.series
        for point, result, half in zip(points, series.results, series.half_widths, strict=True):
            if half is not None:
                over.append(QPointF(point.x(), rising.at(result + half)))
                under.append(QPointF(point.x(), rising.at(result - half)))
        colour = QColor(self.look.theme.series[0])
        colour.setAlpha(PALE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([*over, *reversed(under)]))

    def _line(self, painter: QPainter, points: list[QPointF]) -> None:
        colour = self.look.theme.series[0]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, DOT, DOT)

    def _grid(self, painter: QPainter, plot: QRectF, rising: Scale) -> None:
        look = self.look
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for tick in rising.ticks():
            at = rising.at(float(tick))
            line(painter, QPointF(plot.left(), at), QPointF(plot.right(), at), look.colour("line"))
            room = QRectF(0, at - 8, plot.left() - GAP, 16)
            words(painter, room, self._shown(rising, float(tick)), ink, RIGHT)
        ink = (look.font("caption", 500), look.colour("text2"))
        words(painter, QRectF(SIDE, 2, plot.right() - SIDE, 16), self.series.upright, ink, LEFT)

    def _axis(self, painter: QPainter, plot: QRectF, along: Scale) -> None:
        look, base = self.look, plot.bottom()
        strong = look.colour("line_strong")
        line(painter, QPointF(plot.left(), base), QPointF(plot.right(), base), strong)
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for tick in along.ticks():
            at = along.at(float(tick))
            line(painter, QPointF(at, base), QPointF(at, base + 3), strong)
            left = min(at - HALF, plot.right() + 2 * SIDE - 2 * HALF)
            words(painter, QRectF(left, base + 4, 2 * HALF, 16), self._shown(along, float(tick)), ink, CENTRE)
        ink = (look.font("caption", 500), look.colour("text2"))
        words(painter, QRectF(plot.left(), base + 21, plot.width(), 16), self.series.across, ink, CENTRE)

    def _shown(self, scale: Scale, tick: float) -> str:
        """Return a tick with as many decimals as its step has."""
        exponent = scale.step.normalize().as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        return shown_number(f"{tick:.{decimals}f}", self.decimal)


class SweepChart(ChartPanel):
    """The chart with title, numbers and copies."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Course"))
        self.plot = SweepCanvas(look, title)
        super().__init__(look, text, title, self.plot)

    def show_series(self, series: SweepSeries) -> None:
        """Show ``series``; one without values empties the chart."""
        self.plot.series = series
        band = series.values and any(half is not None for half in series.half_widths)
        self.explain([Key(Sign.BAR, "series_0", self._text(mark("± U")))] if band else [])
        self.tell(series.numbers)
        told = f"{series.upright}, {series.across}" if series.values else ""
        self.plot.setAccessibleDescription(told)
        self.plot.update()
