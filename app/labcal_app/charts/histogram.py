"""The values of a Monte Carlo run as a histogram, with its intervals and the curve that GUM assumes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from labcal.text import Text, mark
from labcal_app.cells import shown_number
from labcal_app.charts.axes import Scale, round_step
from labcal_app.charts.frame import Canvas, ChartPanel, Key, Numbers, Sign
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, LEFT, RIGHT, line, words

MARGIN, BOTTOM, INTERVAL_ROW, NAME, CURVE_POINTS = 24, 40, 19, 96, 160
BARS = 64
"""The most bars that are painted."""
PALE, FULL = 70, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A coverage interval: from ``low`` to ``high``, how it is called, and its ends in words."""

    name: str
    low: float
    high: float
    shown: str
    by_gum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistogramSeries:
    """What a run found, all as deviations from ``about``.

    Attributes:
        edges: The n + 1 edges of bins of equal width.
        counts: The n counts.
        trials: Of the whole run, with what lies outside the bins.
        intervals: From above.
        mean: Of the normal distribution that GUM assumes.
        standard: Its standard deviation; 0 for no curve.
        unit: Of all numbers.
        about: The value from which they deviate, in words.
    """

    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    trials: int = 0
    intervals: tuple[Interval, ...] = ()
    mean: float = 0.0
    standard: float = 0.0
    unit: str = ""
    about: str = ""

    def densities(self) -> tuple[tuple[float, float, float], ...]:
        """Return left edge, right edge and density of each bar; neighbours are joined to few bars."""
        step = max(math.ceil(len(self.counts) / BARS), 1)
        bars = []
        for first in range(0, len(self.counts), step):
            last = min(first + step, len(self.counts))
            left, right = self.edges[first], self.edges[last]
            wide = (right - left) * self.trials
            bars.append((left, right, sum(self.counts[first:last]) / wide if wide else 0.0))
        return tuple(bars)

    def density(self, at: float) -> float:
        """Return the density that GUM assumes at ``at``."""
        distance = (at - self.mean) / self.standard
        return math.exp(-distance * distance / 2) / (self.standard * math.sqrt(2 * math.pi))


class HistogramCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, text: Text, name: str) -> None:
        super().__init__(look, name)
        self._text = text
        self.series = HistogramSeries()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint bars, curve, intervals and axis."""
        series = self.series
        bars = series.densities()
        if not bars or not series.edges[-1] > series.edges[0]:
            return
        top = len(series.intervals) * INTERVAL_ROW + 8
        plot = box.adjusted(MARGIN, top, -MARGIN, -BOTTOM)
        low, high = self._span()
        scale = Scale(low, high, plot.left(), plot.right(), round_step(high - low, 8))
        peak = max([one for _, _, one in bars] + ([series.density(series.mean)] if series.standard else []))
        self._bars(painter, plot, scale, peak)
        if series.standard:
            self._curve(painter, plot, scale, peak)
        for place, interval in enumerate(series.intervals):
            self._interval(painter, box.top() + (place + 0.5) * INTERVAL_ROW + 2, scale, interval)
        self._axis(painter, plot, scale)

    def _span(self) -> tuple[float, float]:
        """Return what the axis shows: the intervals with room, cut where tails are long."""
        series = self.series
        lows = [one.low for one in series.intervals] or [series.edges[0]]
        highs = [one.high for one in series.intervals] or [series.edges[-1]]
        low, high = min(lows), max(highs)
        room = 0.55 * (high - low) or 1.0
        return max(low - room, min(series.edges[0], low)), min(high + room, max(series.edges[-1], high))

    def _bars(self, painter: QPainter, plot: QRectF, scale: Scale, peak: float) -> None:
        series = self.series
        inside = series.intervals[0] if series.intervals else None
        for left, right, density in series.densities():
            if right < scale.low or left > scale.high:
                continue
            within = inside is not None and inside.low <= (left + right) / 2 <= inside.high
            colour = QColor(self.look.theme.series[0])
            colour.setAlpha(FULL if within else PALE)
            start, end = scale.at(max(left, scale.low)), scale.at(min(right, scale.high))
            tall = density / peak * plot.height()
            painter.fillRect(QRectF(start, plot.bottom() - tall, max(end - start - 1, 1), tall), colour)

    def _curve(self, painter: QPainter, plot: QRectF, scale: Scale, peak: float) -> None:
        series, points = self.series, []
        for place in range(CURVE_POINTS + 1):
            at = scale.low + (scale.high - scale.low) * place / CURVE_POINTS
            points.append(QPointF(scale.at(at), plot.bottom() - series.density(at) / peak * plot.height()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.theme.series[1], 2))
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _interval(self, painter: QPainter, middle: float, scale: Scale, interval: Interval) -> None:
        look = self.look
        colour = look.theme.series[1 if interval.by_gum else 0]
        start, end = scale.at(interval.low), scale.at(interval.high)
        style = Qt.PenStyle.DashLine if interval.by_gum else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2, style))
        painter.drawLine(QPointF(start, middle), QPointF(end, middle))
        for at in (start, end):
            line(painter, QPointF(at, middle - 5), QPointF(at, middle + 5), colour, 2)
        ink = (look.font("caption", 600), look.colour("text2"))
        wide = look.metrics("caption", 600).horizontalAdvance(interval.name) + 2
        words(painter, QRectF(start - wide - 8, middle - 8, wide, 16), interval.name, ink, RIGHT)
        ink = (look.font("caption", 600, "number"), look.colour("text2"))
        words(painter, QRectF(end + 8, middle - 8, plot_end(self) - end - 8, 16), interval.shown, ink, LEFT)

    def _axis(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        look, base = self.look, plot.bottom() + 1
        strong = look.colour("line_strong")
        line(painter, QPointF(plot.left(), base), QPointF(plot.right(), base), strong)
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for tick in scale.ticks():
            at = scale.at(float(tick))
            line(painter, QPointF(at, base), QPointF(at, base + 3), strong)
            shown = shown_number(tick if tick else "0", self.decimal, signed=True)
            words(painter, QRectF(at - 34, base + 4, 68, 16), shown, ink, CENTRE)
        told = self._text(
            mark("Deviation from {value} / {unit}"), value=self.series.about, unit=self.series.unit
        )
        ink = (look.font("caption", 500), look.colour("text2"))
        words(painter, QRectF(plot.left(), base + 21, plot.width(), 16), told, ink, CENTRE)


def plot_end(canvas: Canvas) -> float:
    """Return where words at the end of ``canvas`` have to stop, in px."""
    return canvas.width() - 2.0


class HistogramChart(ChartPanel):
    """The chart with title, legend, numbers and copies."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Monte Carlo"))
        self.plot = HistogramCanvas(look, text, title)
        super().__init__(look, text, title, self.plot)

    def show_series(self, series: HistogramSeries) -> None:
        """Show ``series``; one without bins empties the chart."""
        self.plot.series = series
        text = self._text
        keys = [Key(Sign.BAR, "series_0", text(mark("{count} trials"), count=shown_number(series.trials)))]
        keys += [Key(Sign.LINE, "series_1", text(mark("GUM, normal")))] if series.standard else []
        self.explain(keys if series.counts else [])
        titles = (
            text(mark("From / {unit}"), unit=series.unit),
            text(mark("To / {unit}"), unit=series.unit),
            text(mark("Trials")),
        )
        edges = series.edges
        rows = tuple(
            (
                *(f"{edge:.6g}".replace(".", self.plot.decimal) for edge in edges[place : place + 2]),
                str(count),
            )
            for place, count in enumerate(series.counts)
        )
        self.tell(Numbers(titles, rows))
        self.plot.setAccessibleDescription(". ".join(f"{one.name}: {one.shown}" for one in series.intervals))
        self.plot.update()
