"""The lines of a budget as bars: how much each contributes to the combined standard uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from labcal.text import Text, mark
from labcal_app.cells import Symbol, shown_number
from labcal_app.charts.axes import Scale, from_zero
from labcal_app.charts.frame import Canvas, ChartPanel, Numbers
from labcal_app.delegates.symbol import draw_symbol, symbol_width
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, LEFT, line, rounded, words

MARGIN, TOP_ROOM, BOTTOM_ROOM, BAR, VALUE = 20, 8, 42, 20, 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One bar: ``size`` is |c_i| u(x_i) in the unit of the result, ``shown`` the same as it is written."""

    symbol: Symbol
    size: float
    shown: str
    combined: bool = False
    """Whether it is the combined standard uncertainty itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionSeries:
    """The bars from above, and the unit of their length."""

    bars: tuple[Contribution, ...]
    unit: str


class ContributionCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.series = ContributionSeries(bars=(), unit="")

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint a bar for each contribution, with its symbol before and its size behind it."""
        bars = self.series.bars
        if not bars:
            return
        look = self.look
        names = max(symbol_width(look, bar.symbol) for bar in bars) + 16
        plot = box.adjusted(MARGIN + names, TOP_ROOM, -MARGIN, -BOTTOM_ROOM)
        scale = from_zero(max(bar.size for bar in bars), plot.left(), plot.right() - VALUE / 2)
        self._axis(painter, plot, scale, box)
        step = plot.height() / len(bars)
        for place, bar in enumerate(bars):
            row = QRectF(plot.left(), plot.top() + place * step, plot.width(), step)
            self._bar(painter, row, scale, bar)

    def _bar(self, painter: QPainter, row: QRectF, scale: Scale, bar: Contribution) -> None:
        look, thick = self.look, min(BAR, row.height() - 3)
        colour = look.colour("text2") if bar.combined else look.theme.series[0]
        long = max(scale.at(bar.size) - row.left(), 1.5)
        body = QRectF(row.left(), row.center().y() - thick / 2, long, thick)
        rounded(painter, body, colour, 2)
        left = QRectF(MARGIN, row.top(), row.left() - MARGIN, row.height())
        name = QRectF(left.left(), left.top(), symbol_width(look, bar.symbol), left.height())
        draw_symbol(painter, look, name, bar.symbol)
        ink = (look.font("small", 600, "number"), look.colour("text2"))
        words(painter, QRectF(body.right() + 6, row.top(), VALUE, row.height()), bar.shown, ink, LEFT)

    def _axis(self, painter: QPainter, plot: QRectF, scale: Scale, box: QRectF) -> None:
        look = self.look
        base, strong = plot.bottom() + 2, look.colour("line_strong")
        line(painter, QPointF(plot.left(), base), QPointF(plot.right(), base), strong)
        ink = (look.font("caption", 400, "number"), look.colour("text3"))
        for tick in scale.ticks():
            at = scale.at(float(tick))
            line(painter, QPointF(at, base), QPointF(at, base + 3), strong)
            shown = shown_number(tick.normalize(), self.decimal)
            words(painter, QRectF(at - 30, base + 4, 60, 16), shown, ink, CENTRE)
        told = f"|c\u1d62| · u(x\u1d62) / {self.series.unit}"
        ink = (look.font("caption", 500), look.colour("text2"))
        words(painter, QRectF(plot.left(), box.bottom() - 18, plot.width(), 16), told, ink, CENTRE)


class ContributionChart(ChartPanel):
    """The chart with title, numbers and copies."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Contributions"))
        self.plot = ContributionCanvas(look, title)
        super().__init__(look, text, title, self.plot)

    def show_series(self, series: ContributionSeries) -> None:
        """Show ``series``."""
        self.plot.series = series
        titles = (
            self._text(mark("Quantity")),
            self._text(mark("Contribution / {unit}"), unit=series.unit),
        )
        self.tell(Numbers(titles, tuple((str(bar.symbol), bar.shown) for bar in series.bars)))
        self.plot.setAccessibleDescription(". ".join(f"{bar.symbol}: {bar.shown}" for bar in series.bars))
        self.plot.update()
