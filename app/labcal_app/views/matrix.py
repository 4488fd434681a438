"""Who may do what: people in rows, levels under procedures in columns, the time left in the cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.person import Level
from labcal.services.due import SOON, Duty, Matrix, MatrixRow
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.delegates.chip import DRESSES
from labcal_app.models.table import Column, TableModel
from labcal_app.spans import leave_chip, leave_state
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import CENTRE, mirrored_box, rounded, starting, words
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

NAME, ROLE, DUTY, ROW, LEGEND, FOOT = 150, 120, 88, 31, 38, 44
FIRST = 2
"""Columns before the first duty."""
LEVELS = {
    Level.SUPERVISED: mark("Supervised"),
    Level.RECORDS: mark("Records"),
    Level.CHECKS: mark("Checks"),
    Level.SIGNS: mark("Signs"),
    Level.MENTORS: mark("Mentors"),
    Level.ADMINISTERS: mark("Administers"),
}
"""Each level as the title of a column."""
LEGEND_OF = (
    (State.PASS, mark("Authorised")),
    (State.EXPIRING, mark("Lapses within {days} days")),
    (State.EXPIRED, mark("Lapsed")),
    (State.TRAINING, mark("In training")),
    (State.STOPPED, mark("Suspended")),
)


def columns(duties: tuple[Duty, ...], text: Text) -> list[Column[MatrixRow]]:
    """Return a column for the person and one for each duty."""
    found = [
        Column[MatrixRow](
            title=mark("Person"),
            value=lambda row: shown_name(row.person.name, text),
            kind=Kind.STRONG,
            width=NAME,
        ),
        Column[MatrixRow](
            title=mark("Called"), value=lambda row: row.person.role, width=ROLE, grows=True, tone="text2"
        ),
    ]
    for place, duty in enumerate(duties):
        found.append(
            Column[MatrixRow](
                title=LEVELS[duty.level],
                value=_cell(place, text),
                kind=Kind.CHIP,
                group=duty.procedure or mark("Laboratory"),
                width=DUTY,
                tip=_tip(place, text),
            )
        )
    return found


def _cell(place: int, text: Text) -> Callable[[MatrixRow], Chip]:
    return lambda row: leave_chip(row.leaves[place], text, fills=True)


def _tip(place: int, text: Text) -> Callable[[MatrixRow], str]:
    def tip(row: MatrixRow) -> str:
        leave = row.leaves[place]
        if leave is None:
            return text(mark("not authorised"))
        line = leave.line
        told = mark("{since} to {until}, by {name}: {evidence}")
        name = shown_name(line.granted_by, text)
        return text(told, since=line.since, until=line.until, name=name, evidence=line.evidence)

    return tip


class Legend(Panel):
    """What each state means, and how often it occurs."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self.setFixedHeight(LEGEND)
        self.setMinimumWidth(1)
        self._counts: dict[State, Label] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, look.space("l"), 0)
        row.setSpacing(look.space("s"))
        for state, told in LEGEND_OF:
            row.addWidget(Sign(look, state))
            row.addWidget(Label(look, text(told, days=SOON), "small", "text2"))
            self._counts[state] = Label(look, "0", "small", "text", 600)
            row.addWidget(self._counts[state])
            row.addSpacing(look.space("s"))
        row.addStretch(1)
        row.addWidget(Label(look, text(mark("Cells show the time left")), "small", "text3"))

    def show_counts(self, matrix: Matrix) -> None:
        """Show how many cells stand in each state."""
        held = [leave for row in matrix.rows for leave in row.leaves if leave is not None]
        for state, label in self._counts.items():
            label.setText(str(sum(leave_state(leave) is state for leave in held)))


class Sign(QWidget):
    """The icon of a state on its ground."""

    def __init__(self, look: Look, state: State) -> None:
        super().__init__()
        self._look, self._state = look, state
        self.setFixedSize(22, 20)
        redraw_on_change(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box, dress = self._look, QRectF(self.rect()), DRESSES[self._state]
        painter = QPainter(self)
        rounded(painter, box, look.colour(dress.ground), look.radius("chip"))
        icon = QRectF(4, 3, 14, 14)
        look.draw_icon(painter, mirrored_box(icon, box, look.mirrored), self._state.value, dress.ink)
        painter.end()


class Coverage(QWidget):
    """Below the matrix, under each column: how many may do it today; nobody is a warning."""

    def __init__(self, look: Look, text: Text, grid: Table) -> None:
        super().__init__()
        self._look, self._text, self._grid = look, text, grid
        self._matrix: Matrix | None = None
        self.setFixedHeight(FOOT)
        header = grid.horizontalHeader()
        for signal in (header.sectionResized, header.geometriesChanged):
            signal.connect(self.update)
        grid.horizontalScrollBar().valueChanged.connect(self.update)
        redraw_on_change(look, self)

    def show_matrix(self, matrix: Matrix) -> None:
        """Count the people of ``matrix``."""
        self._matrix = matrix
        text = self._text
        told = [f"{text(LEVELS[duty.level])} {duty.procedure}: {matrix.able(duty)}" for duty in matrix.duties]
        self.setAccessibleName(text(mark("Authorised today")))
        self.setAccessibleDescription(", ".join(told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._matrix is None:
            return
        look, header = self._look, self._grid.horizontalHeader()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), look.colour("line_strong"))
        for place, duty in enumerate(self._matrix.duties, start=FIRST):
            box = QRectF(header.sectionViewportPosition(place), 0, header.sectionSize(place), FOOT)
            self._count(painter, box, self._matrix.able(duty))
        ink = (look.font("small", 600), look.colour("text"))
        room = QRectF(header.sectionViewportPosition(0) + 10, 0, header.sectionSize(0) + 60, FOOT)
        words(painter, room, self._text(mark("Authorised today")), ink, starting(look.mirrored))
        painter.end()

    def _count(self, painter: QPainter, box: QRectF, able: int) -> None:
        look = self._look
        tone, told = ("text", str(able)) if able else ("warn", self._text(mark("nobody")))
        ink = (look.font("small", 600, "number" if able else ""), look.colour(tone))
        words(painter, box.adjusted(0, 6, 0, -18), told, ink, CENTRE)
        bar = QRectF(box.left() + 14, box.bottom() - 14, box.width() - 28, 4)
        rounded(painter, bar, look.colour("pass" if able else "sunken"), 2)


class MatrixView(QWidget):
    """Legend, matrix, coverage.

    Signals:
        chosen: The name of the person, and the ``LeaveDue`` of the cell or None.
    """

    chosen = Signal(str, object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self.legend = Legend(look, text)
        self.place = QStackedWidget()
        self.grid: Table | None = None
        self.model: TableModel[MatrixRow] | None = None
        self.coverage: Coverage | None = None
        self._filter = ""
        self._duties: tuple[Duty, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.legend)
        column.addWidget(self.place, 1)

    def show_matrix(self, matrix: Matrix) -> None:
        """Show ``matrix``; where its columns are the same, the current cell stays."""
        if matrix.duties != self._duties:
            self._duties = matrix.duties
            self._build(columns(matrix.duties, self._text))
        if self.model is not None and self.coverage is not None:
            self.model.show_lines(matrix.rows)
            self.coverage.show_matrix(matrix)
        self.legend.show_counts(matrix)

    def filter(self, typed: str) -> None:
        """Show only people in whose row ``typed`` occurs."""
        self._filter = typed
        if self.model is not None:
            self.model.filter(typed)

    def _build(self, wanted: list[Column[MatrixRow]]) -> None:
        while (old := self.place.currentWidget()) is not None:
            self.place.removeWidget(old)
            old.deleteLater()
        self.model = TableModel[MatrixRow](self._text, wanted, lambda row: row.person.name, self)
        self.model.filter(self._filter)
        self.grid = Table(self._look, self._text, self.model, self._text(mark("Matrix")))
        self.grid.delegate.cells_matter = True
        self.grid.verticalHeader().setDefaultSectionSize(ROW)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._moved())
        self.coverage = Coverage(self._look, self._text, self.grid)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.coverage)
        self.place.addWidget(holder)

    def _moved(self) -> None:
        if self.grid is None or self.model is None:
            return
        index = self.grid.currentIndex()
        row = self.model.line(index.row())
        if isinstance(row, MatrixRow):
            leave = row.leaves[index.column() - FIRST] if index.column() >= FIRST else None
            self.chosen.emit(row.person.name, leave)
