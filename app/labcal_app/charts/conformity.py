"""Errors with their expanded uncertainty against the limits (JCGM 106:2012, figures 5 to 9)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from labcal.text import Text, mark
from labcal_app.cells import State, shown_number
from labcal_app.charts.axes import Scale, symmetric
from labcal_app.charts.frame import Canvas, ChartPanel, Key, Numbers, Sign
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, LEFT, RIGHT, line, words

LEFT_ROOM, RIGHT_ROOM, TOP_ROOM, BOTTOM_ROOM = 76, 20, 22, 42
NARROW_BOTTOM = 24
DOT, FOUND, WHISKER, LABELLED = 5.0, 4.0, 5, 10
EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500)
TONES = {State.PASS: "accent", State.CONDITIONAL: "warn", State.FAIL: "fail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPoint:
    """One calibrated point; all but ``label`` and ``shown`` in the unit of the series.

    Attributes:
        label: The nominal value, as it is written.
        error: Error as left.
        expanded: Expanded uncertainty U of the error.
        shown: The error, as it is written.
        state: PASS, CONDITIONAL, FAIL, or another where there is no statement.
        lower: Least permissible error; None without a limit.
        upper: Greatest permissible error; None without a limit.
        guard: Guard band w; 0 under simple acceptance.
        found: Error as found; None where there is none.
        chosen: Whether it is the point looked at.
    """

    label: str
    error: float
    expanded: float
    shown: str
    state: State
    lower: float | None = None
    upper: float | None = None
    guard: float = 0.0
    found: float | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformitySeries:
    """What the chart shows: ``axis`` names the horizontal axis with its unit, ``unit`` is that of errors."""

    points: tuple[ErrorPoint, ...]
    unit: str
    axis: str = ""
    coverage: str = "2"
    """The coverage factor k, as it is written; empty where it differs from point to point."""

    @property
    def extreme(self) -> float:
        """The greatest distance from zero that is drawn."""
        reach = [abs(point.error) + point.expanded for point in self.points]
        reach += [abs(limit) for point in self.points for limit in (point.lower, point.upper) if limit]
        reach += [abs(point.found) for point in self.points if point.found is not None]
        return max(reach, default=0.0)


class ConformityCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.series = ConformitySeries(points=(), unit="")

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint zones, limits, grid, and each point with its uncertainty."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = BOTTOM_ROOM if self.series.axis else NARROW_BOTTOM
        plot = box.adjusted(LEFT_ROOM, TOP_ROOM, -RIGHT_ROOM, -bottom)
        scale = symmetric(self.series.extreme, plot.bottom(), plot.top())
        for place in range(len(self.series.points)):
            self._zones(painter, self._slot(plot, place), scale, place)
        self._grid(painter, plot, scale)
        self._limits(painter, plot, scale, [point.lower for point in self.series.points])
        self._limits(painter, plot, scale, [point.upper for point in self.series.points])
        for place in range(len(self.series.points)):
            self._point(painter, self._slot(plot, place), scale, place)
        ink = (self.look.font("caption", 500), self.look.colour("text2"))
        below = QRectF(plot.left(), box.bottom() - 18, plot.width(), 16)
        words(painter, below, self.series.axis, ink, CENTRE)

    def _slot(self, plot: QRectF, place: int) -> QRectF:
        wide = plot.width() / len(self.series.points)
        return QRectF(plot.left() + place * wide, plot.top(), wide, plot.height())

    def _zones(self, painter: QPainter, slot: QRectF, scale: Scale, place: int) -> None:
        """Paint the acceptance zone and the guard bands within the limits."""
        point, look = self.series.points[place], self.look
        low = scale.low if point.lower is None else point.lower
        high = scale.high if point.upper is None else point.upper
        if point.lower is None and point.upper is None:
            return
        inner_low = low if point.lower is None else min(low + point.guard, high)
        inner_high = high if point.upper is None else max(high - point.guard, low)
        bands = ((low, inner_low, "guard"), (inner_high, high, "guard"), (inner_low, inner_high, "accept"))
        for start, end, colour in bands:
            if end > start:
                top, base = scale.at(end), scale.at(start)
                band = QRectF(slot.left(), top, slot.width() + 0.5, base - top)
                painter.fillRect(band, look.colour(colour))

    def _limits(self, painter: QPainter, plot: QRectF, scale: Scale, limits: Sequence[float | None]) -> None:
        """Paint one side's limits as one line, that steps where they differ from point to point."""
        path, drawn = QPainterPath(), False
        for place, limit in enumerate(limits):
            if limit is not None:
                slot, level = self._slot(plot, place), scale.at(limit)
                start = QPointF(slot.left(), level)
                path.lineTo(start) if drawn else path.moveTo(start)
                path.lineTo(QPointF(slot.right(), level))
            drawn = limit is not None
        painter.setPen(QPen(self.look.colour("limit"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _grid(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        look = self.look
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for tick in scale.ticks():
            level = scale.at(float(tick))
            line(painter, QPointF(plot.left(), level), QPointF(plot.right(), level), self._faint(tick == 0))
            label = QRectF(0, level - 8, plot.left() - 8, 16)
            words(painter, label, shown_number(tick, self.decimal, signed=True) if tick else "0", ink, RIGHT)
        base = look.colour("line_strong")
        line(painter, QPointF(plot.left(), plot.bottom()), QPointF(plot.right(), plot.bottom()), base)
        unit = (look.font("caption", 400), look.colour("text3"))
        words(painter, QRectF(0, 2, plot.left() - 8, 16), self.series.unit, unit, RIGHT)

    def _faint(self, zero: bool) -> QColor:
        colour = QColor(self.look.colour("line_strong" if zero else "grid"))
        colour.setAlpha(255 if zero else 170)
        return colour

    def _point(self, painter: QPainter, slot: QRectF, scale: Scale, place: int) -> None:
        point, look = self.series.points[place], self.look
        middle, level = slot.center().x(), scale.at(point.error)
        colour = look.colour(TONES.get(point.state, "accent"))
        high, low = scale.at(point.error + point.expanded), scale.at(point.error - point.expanded)
        line(painter, QPointF(middle, high), QPointF(middle, low), colour, 2)
        for end in (high, low):
            line(painter, QPointF(middle - WHISKER, end), QPointF(middle + WHISKER, end), colour, 2)
        if point.chosen and len(self.series.points) > 1:
            mark_at = QPointF(middle, slot.bottom())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            corners = [QPointF(mark_at.x() + dx, mark_at.y() + dy) for dx, dy in ((-5, 0), (5, 0), (0, -6))]
            painter.drawPolygon(QPolygonF(corners))
        if point.found is not None:
            painter.setPen(QPen(look.colour("text2"), 1.5))
            painter.setBrush(look.colour("surface"))
            painter.drawEllipse(QPointF(middle - 11, scale.at(point.found)), FOUND, FOUND)
        painter.setPen(QPen(look.colour("surface"), 1))
        painter.setBrush(colour)
        if point.state in (State.CONDITIONAL, State.FAIL):
            painter.drawPolygon(_marker(QPointF(middle, level), point.state))
        else:
            painter.drawEllipse(QPointF(middle, level), DOT, DOT)
        caption = (look.font("caption", 400, "number"), look.colour("text2"))
        if len(self.series.points) <= LABELLED:
            bold = (look.font("caption", 600, "number"), colour)
            words(painter, QRectF(middle + 10, level - 8, 90, 16), point.shown, bold, LEFT)
        if self._has_label(slot, place):
            wide = look.metrics("caption", 400, "number").horizontalAdvance(point.label) + 4
            room = QRectF(middle - wide / 2, slot.bottom() + 4, wide, 16)
            words(painter, room, point.label, caption, CENTRE)

    def _has_label(self, slot: QRectF, place: int) -> bool:
        """Tell whether a point is named below: each, or every second, fifth … where they are many."""
        measures = self.look.metrics("caption", 400, "number")
        widest = max(measures.horizontalAdvance(point.label) for point in self.series.points[:LABELLED])
        wanted = math.ceil((widest + 12) / max(slot.width(), 1))
        return place % next((step for step in EVERY if step >= wanted), EVERY[-1]) == 0


def _marker(centre: QPointF, state: State) -> QPolygonF:
    """Return a triangle for a conditional verdict, a square on its corner for a fail."""
    x, y, far = centre.x(), centre.y(), DOT + 1
    if state is State.FAIL:
        corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    else:
        corners = [(x, y - far), (x + far, y + far - 1), (x - far, y + far - 1)]
    return QPolygonF([QPointF(*corner) for corner in corners])


class ConformityChart(ChartPanel):
    """The chart with title, legend, numbers and copies."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Error with U against the limits"))
        self.plot = ConformityCanvas(look, title)
        super().__init__(look, text, title, self.plot)

    def show_series(self, series: ConformitySeries) -> None:
        """Show ``series``."""
        self.plot.series = series
        self.plot.setAccessibleDescription(_told(series.points))
        self.explain(self._keys(series))
        self.tell(self._numbers(series))
        self.plot.update()

    def _keys(self, series: ConformitySeries) -> list[Key]:
        text, points = self._text, series.points
        adjusted = any(point.found is not None for point in points)
        told = mark("As left, U (k = {k})") if adjusted else mark("Error, U (k = {k})")
        if not series.coverage:
            told = mark("As left, with U") if adjusted else mark("Error with U")
        keys = [Key(Sign.DOT, "accent", text(told, k=series.coverage))]
        if adjusted:
            keys.append(Key(Sign.HOLLOW, "text2", text(mark("As found"))))
        if any(point.lower is not None or point.upper is not None for point in points):
            keys.append(Key(Sign.GROUND, "accept", text(mark("Accepted"))))
            keys.append(Key(Sign.DASHES, "limit", text(mark("Limit"))))
        if any(point.guard for point in points):
            keys.insert(-1, Key(Sign.GROUND, "guard", text(mark("Guard band"))))
        return keys

    def _numbers(self, series: ConformitySeries) -> Numbers:
        text, unit = self._text, series.unit
        titles = (
            text(mark("Nominal")),
            text(mark("Error / {unit}"), unit=unit),
            text(mark("U / {unit}"), unit=unit),
            text(mark("Lower limit / {unit}"), unit=unit),
            text(mark("Upper limit / {unit}"), unit=unit),
            text(mark("Guard band / {unit}"), unit=unit),
        )
        return Numbers(titles, tuple(_row(point) for point in series.points))


def _row(point: ErrorPoint) -> tuple[str, ...]:
    limits = ("" if limit is None else f"{limit:g}" for limit in (point.lower, point.upper))
    return (point.label, point.shown, f"{point.expanded:g}", *limits, f"{point.guard:g}")


def _told(points: Sequence[ErrorPoint]) -> str:
    return ". ".join(f"{point.label}: {point.shown}" for point in points)
