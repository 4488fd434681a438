"""How many of each kind: upright bars with the number above and the word below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from labcal.text import Text, mark
from labcal_app.charts.frame import Canvas, ChartPanel, Numbers
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, line, rounded, words

MARGIN, TOP_ROOM, BOTTOM_ROOM, WIDEST = 20, 26, 26, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One bar; ``marked`` sets it off as what one waits for."""

    word: str
    number: int
    marked: bool = False


class CountsCanvas(Canvas):
    """The chart itself."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self.counts: tuple[Count, ...] = ()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint a bar for each count."""
        if not self.counts:
            return
        look = self.look
        plot = box.adjusted(MARGIN, TOP_ROOM, -MARGIN, -BOTTOM_ROOM)
        base, most = plot.bottom(), max(1, *(count.number for count in self.counts))
        line(painter, QPointF(plot.left(), base), QPointF(plot.right(), base), look.colour("line_strong"))
        step = plot.width() / len(self.counts)
        for place, count in enumerate(self.counts):
            room = QRectF(plot.left() + place * step, plot.top(), step, plot.height())
            wide, high = min(WIDEST, step * 0.6), plot.height() * count.number / most
            bar = QRectF(room.center().x() - wide / 2, base - high, wide, high)
            colour = look.theme.series[1 if count.marked else 0]
            if count.number:
                rounded(painter, bar, colour, 2)
            ink = (look.font("small", 600, "number"), look.colour("text"))
            words(painter, QRectF(room.left(), bar.top() - 20, step, 18), str(count.number), ink, CENTRE)
            ink = (look.font("caption", 400), look.colour("text3"))
            words(painter, QRectF(room.left(), base + 5, step, 16), count.word, ink, CENTRE)


class CountsChart(ChartPanel):
    """The chart with title, numbers and copies."""

    def __init__(self, look: Look, text: Text, title: str) -> None:
        self.plot = CountsCanvas(look, title)
        super().__init__(look, text, title, self.plot)

    def show_counts(self, counts: tuple[Count, ...]) -> None:
        """Show ``counts``, from the start to the end."""
        self.plot.counts = counts
        titles = (self.title.text(), self._text(mark("Count")))
        self.tell(Numbers(titles, tuple((count.word, str(count.number)) for count in counts)))
        told = ", ".join(f"{count.word}: {count.number}" for count in counts)
        self.plot.setAccessibleDescription(told)
        self.plot.update()
