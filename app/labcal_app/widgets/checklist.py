"""What is still missing, each with its clause and a way to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.focus import FocusWatch
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import ending, mirrored_box, rounded, starting, words
from labcal_app.widgets.labels import Label, Panel

ICON, PAD, CLAUSE, TOP = 15, 8, 52, 6
TONES = {State.FAIL: "fail", State.CONDITIONAL: "warn", State.PASS: "pass", State.STOPPED: "fail"}


class Requirement(NamedTuple):
    """One thing that is asked for.

    Attributes:
        id: What ``chosen`` emits, so that the page can go there.
        state: FAIL, CONDITIONAL, WAITING, or PASS where it is met.
        words: What is missing.
        clause: Such as "7.5".
    """

    id: str
    state: State
    words: str
    clause: str = ""


class RequirementButton(QAbstractButton):
    """A requirement: icon, words over as many lines as they need, clause."""

    def __init__(self, look: Look, requirement: Requirement, marks: str = "") -> None:
        """Show ``requirement``; ``marks`` names an icon at the end instead of a clause."""
        super().__init__()
        self._look, self._requirement, self._marks = look, requirement, marks
        self.setText(requirement.words)
        self.setAccessibleName(f"{requirement.words} {requirement.clause}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.watch = FocusWatch(look, self)
        redraw_on_change(look, self)

    def heightForWidth(self, width: int) -> int:
        room = QRectF(0, 0, width - 2 * PAD - ICON - 7 - CLAUSE + 12, 1000)
        measures = QFontMetricsF(self._font())
        high = measures.boundingRect(room, Qt.TextFlag.TextWordWrap, self._requirement.words).height()
        return max(int(high) + 2 * TOP, 27)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box, asked = self._look, QRectF(self.rect()), self._requirement
        painter = QPainter(self)
        if asked.state in (State.FAIL, State.STOPPED):
            rounded(painter, box, look.colour("fail_soft"), look.radius("control"))
        elif self.underMouse():
            rounded(painter, box, look.colour("hover"), look.radius("control"))
        tone = TONES.get(asked.state, "text2")
        icon = QRectF(PAD, TOP, ICON, ICON)
        look.draw_icon(painter, mirrored_box(icon, box, look.mirrored), asked.state.value, tone)
        painter.setFont(self._font())
        painter.setPen(look.colour("pass" if asked.state is State.PASS else "text"))
        start = PAD + ICON + 7
        room = QRectF(start, TOP - 1, box.width() - start - CLAUSE + 4, box.height() - TOP)
        side = starting(look.mirrored) & ~Qt.AlignmentFlag.AlignVCenter
        flags = Qt.AlignmentFlag.AlignTop | side | Qt.TextFlag.TextWordWrap
        painter.drawText(mirrored_box(room, box, look.mirrored), flags, asked.words)
        tail = mirrored_box(QRectF(box.right() - CLAUSE - PAD, TOP - 2, CLAUSE, 18), box, look.mirrored)
        ink = (look.font("caption", 400), look.colour("text2"))
        words(painter, tail, asked.clause, ink, ending(look.mirrored))
        if self._marks:
            place = QRectF(box.right() - PAD - ICON, TOP, ICON, ICON)
            look.draw_icon(painter, mirrored_box(place, box, look.mirrored), self._marks, "text2")
        painter.end()

    def _font(self) -> QFont:
        return self._look.font("small", 500 if self._requirement.state is State.FAIL else 0)


class Checklist(QWidget):
    """“Ready to issue?”: open requirements first, the met ones folded into a line.

    Signals:
        chosen: The ``id`` of the requirement that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, text: Text, title: str) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._requirements: tuple[Requirement, ...] = ()
        self._unfolded = False
        self.title, self.tally = Label(look, title, "section"), Label(look, "", "small", "text2", 500)
        head = QHBoxLayout()
        head.setContentsMargins(look.space("l"), look.space("m"), look.space("l"), look.space("xs"))
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.tally)
        self._body = Panel("surface")
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(look.space("s"), look.space("xs"), look.space("s"), look.space("s"))
        self._rows.setSpacing(look.space("xxs"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    @property
    def items(self) -> list[RequirementButton]:
        """The requirements on the screen, from the top."""
        return self._body.findChildren(RequirementButton, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def show_requirements(self, requirements: Sequence[Requirement]) -> None:
        """Show what is asked for."""
        if tuple(requirements) != self._requirements:
            self._requirements = tuple(requirements)
            self._fill()

    def _fill(self) -> None:
        while self._rows.count():
            taken = self._rows.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()
        met = [asked for asked in self._requirements if asked.state is State.PASS]
        missing = [asked for asked in self._requirements if asked.state is not State.PASS]
        self.tally.setText(self._text(mark("{met} of {all}"), met=len(met), all=len(self._requirements)))
        for asked in missing:
            self._add(asked)
        if met:
            self._add_met(met)
        self._rows.addStretch(1)

    def _add(self, asked: Requirement) -> None:
        button = RequirementButton(self._look, asked)
        button.clicked.connect(lambda: self.chosen.emit(asked.id))
        self._rows.addWidget(button)

    def _add_met(self, met: list[Requirement]) -> None:
        if len(met) == 1:
            told = self._text(mark("1 requirement met"))
        else:
            told = self._text(mark("{count} requirements met"), count=len(met))
        sign = "chevron-up" if self._unfolded else "chevron-down"
        fold = RequirementButton(self._look, Requirement("", State.PASS, told), sign)
        fold.clicked.connect(self._toggle)
        self._rows.addWidget(fold)
        if self._unfolded:
            for asked in met:
                self._add(asked)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()
