"""The results of an item at one point over the years: line, band, limits (ILAC-G24, OIML D 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from labcal.text import Text, mark
from labcal_app.cells import shown_number
from labcal_app.charts.axes import Scale, between
from labcal_app.charts.frame import Canvas, ChartPanel, Key, Numbers, Sign
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, LEFT, RIGHT, line, words

TOP, BOTTOM, SIDE, GAP, DOT, WHISKER, HALF = 26, 30, 14, 6, 4.5, 4.0, 40
PALE, STEPS = 55, 60
MONTHS = (1, 3, 6, 12, 24, 60, 120)
TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftPoint:
    """One result; ``left`` tells whether it was taken after an adjustment, ``within`` whether it passed."""

    on: date
    value: float
    expanded: float
    left: bool = False
    within: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPoint:
    """Line and band on a day."""

    on: date
    value: float
    half_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSeries:
    """What the chart shows, all in one unit.

    Attributes:
        points: Oldest first.
        band: Line and band from the first day of the line on; empty without a line.
        last: The last day with a result: what lies beyond is foretold.
        limits: Least and greatest permissible error; None where there is none.
        due: The next due day; None without one.
        upright: What the figures are, with unit.
        numbers: The same as a table.
    """

    points: tuple[DriftPoint, ...] = ()
    band: tuple[BandPoint, ...] = ()
    last: date | None = None
    limits: tuple[float | None, float | None] = (None, None)
    due: date | None = None
    upright: str = ""
    numbers: Numbers = field(default_factory=lambda: Numbers((), ()))

    def ends(self) -> tuple[float, float]:
        """Return the least and the greatest figure that is drawn."""
        told = [one.value + sign * one.expanded for one in self.points for sign in (-1, 1)]
        told += [one.value + sign * one.half_width for one in self.band for sign in (-1, 1)]
        told += [limit for limit in self.limits if limit is not None]
        return min(told), max(told)

    def days(self) -> tuple[int, int]:
        """Return the first and the last day that is drawn, as ordinal numbers."""
        told = [one.on.toordinal() for one in self.points]
        told += [one.on.toordinal() for one in self.band]
        told += [self.due.toordinal()] if self.due else []
        first, last = min(told), max(told)
        room = max((last - first) // 20, 15)
        return first - room, last + room


class DriftCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.series = DriftSeries()
        self.due_word = ""

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint zone, limits, grid, band, line and results."""
        series = self.series
        if not series.points:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rising = between(*series.ends(), box.bottom() - BOTTOM, box.top() + TOP)
        labels = [self._shown(rising, float(tick)) for tick in rising.ticks()]
        measures = self.look.metrics("caption", 400, "number")
        wide = max((measures.horizontalAdvance(label) for label in labels), default=0.0)
        plot = box.adjusted(SIDE + wide + GAP, TOP, -2 * SIDE, -BOTTOM)
        first, last = series.days()
        along = Scale(first, last, plot.left(), plot.right(), rising.step)
        self._zone(painter, plot, rising)
        self._grid(painter, plot, rising)
        self._axis(painter, plot, (first, last), along)
        self._due(painter, plot, along)
        self._band(painter, along, rising)
        for point in series.points:
            self._point(painter, QPointF(along.at(point.on.toordinal()), 0), rising, point)

    def _zone(self, painter: QPainter, plot: QRectF, rising: Scale) -> None:
        lower, upper = self.series.limits
        if lower is None and upper is None:
            return
        top = plot.top() if upper is None else rising.at(upper)
        base = plot.bottom() if lower is None else rising.at(lower)
        painter.fillRect(QRectF(plot.left(), top, plot.width(), base - top), self.look.colour("accept"))
        painter.setPen(QPen(self.look.colour("limit"), 1.5, Qt.PenStyle.DashLine))
        for limit in (lower, upper):
            if limit is not None:
                painter.drawLine(
                    QPointF(plot.left(), rising.at(limit)), QPointF(plot.right(), rising.at(limit))
                )

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

    def _axis(self, painter: QPainter, plot: QRectF, ends: tuple[int, int], along: Scale) -> None:
        look, base = self.look, plot.bottom()
        strong = look.colour("line_strong")
        line(painter, QPointF(plot.left(), base), QPointF(plot.right(), base), strong)
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for day in date_ticks(*ends):
            at = along.at(day.toordinal())
            line(painter, QPointF(at, base), QPointF(at, base + 3), strong)
            shown = str(day.year) if (day.month, day.day) == (1, 1) else f"{day.year}-{day.month:02d}"
            words(painter, QRectF(at - HALF, base + 5, 2 * HALF, 16), shown, ink, CENTRE)

    def _due(self, painter: QPainter, plot: QRectF, along: Scale) -> None:
        """Paint the next due day as a line across the plot."""
        if self.series.due is None:
            return
        at, colour = along.at(self.series.due.toordinal()), self.look.colour("text2")
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()))
        ink = (self.look.font("caption", 500), colour)
        words(painter, QRectF(at - 124, plot.top() + 2, 120, 16), self.due_word, ink, RIGHT)

    def _band(self, painter: QPainter, along: Scale, rising: Scale) -> None:
        """Paint band and line: full as far as there are results, dashed where it is foretold."""
        band, last = self.series.band, self.series.last
        if len(band) < 2 or last is None:
            return
        over = [QPointF(along.at(b.on.toordinal()), rising.at(b.value + b.half_width)) for b in band]
        under = [QPointF(along.at(b.on.toordinal()), rising.at(b.value - b.half_width)) for b in band]
        colour = QColor(self.look.theme.series[0])
        ground = QColor(colour)
        ground.setAlpha(PALE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(QPolygonF([*over, *reversed(under)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [(b.on, QPointF(along.at(b.on.toordinal()), rising.at(b.value))) for b in band]
        painter.setPen(QPen(colour, 2))
        painter.drawPolyline(QPolygonF([point for on, point in points if on <= last]))
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([point for on, point in points if on >= last]))

    def _point(self, painter: QPainter, at: QPointF, rising: Scale, point: DriftPoint) -> None:
        """Paint a result: hollow as found, filled as left; one that failed is a triangle."""
        look, x = self.look, at.x()
        colour = look.colour("accent" if point.within else "fail")
        painter.setPen(QPen(colour, 1.5))
        low, high = rising.at(point.value - point.expanded), rising.at(point.value + point.expanded)
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        for end in (low, high):
            painter.drawLine(QPointF(x - WHISKER, end), QPointF(x + WHISKER, end))
        painter.setBrush(colour if point.left else look.colour("surface"))
        centre = QPointF(x, rising.at(point.value))
        if point.within:
            painter.drawEllipse(centre, DOT, DOT)
        else:
            up, side = QPointF(0, -DOT - 1), QPointF(DOT + 1, DOT)
            corner = QPointF(-side.x(), side.y())
            painter.drawPolygon(QPolygonF([centre + up, centre + side, centre + corner]))

    def _shown(self, scale: Scale, tick: float) -> str:
        """Return a tick with as many decimals as its step has."""
        exponent = scale.step.normalize().as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        return shown_number(f"{tick:.{decimals}f}", self.decimal)


class DriftChart(ChartPanel):
    """The chart with title, legend, numbers and copies."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Over the years"))
        self.plot = DriftCanvas(look, title)
        self.plot.due_word = text(mark("next due"))
        super().__init__(look, text, title, self.plot)

    def show_series(self, series: DriftSeries, told: str = "") -> None:
        """Show ``series``, told to who cannot see it; one without points empties the chart."""
        self.plot.series = series
        text = self._text
        keys = [Key(Sign.HOLLOW, "accent", text(mark("as found")))] if series.points else []
        if any(one.left for one in series.points):
            keys.append(Key(Sign.DOT, "accent", text(mark("as left"))))
        if any(not one.within for one in series.points):
            keys.append(Key(Sign.HOLLOW, "fail", text(mark("outside its limits (triangle)"))))
        if series.band:
            keys.append(Key(Sign.LINE, "series_0", text(mark("line and band, about 95 %"))))
        if series.limits != (None, None):
            keys.append(Key(Sign.DASHES, "limit", text(mark("limits"))))
        self.explain(keys)
        self.tell(series.numbers)
        self.plot.setAccessibleDescription(told)
        self.plot.update()


def date_ticks(first: int, last: int) -> list[date]:
    """Return about ``TICKS`` first days of months or years between two days."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    span = (end.year - start.year) * 12 + end.month - start.month
    step = next((months for months in MONTHS if span / months <= TICKS), MONTHS[-1])
    number = start.year * 12 + start.month - 1
    number += -number % step
    found = []
    while (day := date(number // 12, number % 12 + 1, 1)) <= end:
        if day >= start:
            found.append(day)
        number += step
    return found


def band_days(since: date, until: date) -> list[date]:
    """Return the days on which line and band are drawn, the ends among them."""
    days = (until - since).days
    return [since + timedelta(days=round(days * place / STEPS)) for place in range(STEPS + 1)]
