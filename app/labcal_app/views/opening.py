"""Choosing the procedure of a job, and the mentor of who may only work beside one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.job import JobNumber
from labcal.domain.person import PersonName
from labcal.services.jobs import OpenJob
from labcal.services.opening import Way
from labcal.text import Text, mark
from labcal_app.figures import shown_quantity
from labcal_app.theme.look import Look
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.labels import Label


class OpeningFields(QWidget):
    """Two choices; the second shows only where a mentor is needed.

    Signals:
        changed: What is chosen is otherwise now.
    """

    changed = Signal()

    def __init__(self, look: Look, text: Text, *, optional: bool = False) -> None:
        """Make the fields; ``optional`` offers to open the job later."""
        super().__init__()
        self._text, self._optional = text, optional
        self._ways: tuple[Way, ...] = ()
        self.procedure = ChoiceField(
            look,
            Hint(
                text(mark("Procedure")),
                text(mark("The method agreed with the customer; its version stays pinned in the job.")),
                "ISO/IEC 17025:2017, 7.2.1",
                text(mark("Choose a procedure")),
            ),
        )
        self.mentor = ChoiceField(
            look,
            Hint(
                text(mark("Mentor")),
                text(mark("You record under supervision: the mentor stands beside, and signs for it.")),
                "ISO/IEC 17025:2017, 6.2.5 d",
                text(mark("Choose who stands beside you")),
            ),
        )
        self.note = Label(look, "", "small", "text2").wrapped()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("m"))
        for widget in (self.procedure, self.mentor, self.note):
            column.addWidget(widget)
        self.mentor.hide()
        self.procedure.changed.connect(self._chosen)
        self.mentor.changed.connect(self.changed)

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Offer ``ways``; where one alone serves the item, it is chosen."""
        if tuple(ways) == self._ways:
            return
        self._ways = tuple(ways)
        later = [("", self._text(mark("Later, on the worksheet")))] if self._optional else []
        self.procedure.offer(later + [(way.procedure, self._named(way)) for way in ways])
        fits = [way for way in ways if way.covers and (way.alone or (way.supervised and way.mentors))]
        if not self.procedure.value and len(fits) == 1:
            self.procedure.set_value(fits[0].procedure)
        self._chosen()

    @property
    def way(self) -> Way | None:
        """The way that is chosen; None without any."""
        return next((way for way in self._ways if way.procedure == self.procedure.value), None)

    @property
    def obstacle(self) -> str:
        """Why a job cannot be opened so, in a sentence; empty where it can."""
        way, text = self.way, self._text
        if way is None:
            return text(mark("Choose the procedure."))
        if not way.covers:
            low, high = shown_quantity(way.lowest, text), shown_quantity(way.highest, text)
            return text(mark("This procedure covers {low} to {high}."), low=low, high=high)
        if not way.alone and not way.supervised:
            return text(mark("You hold no authorisation for this procedure today."))
        if not way.alone and not way.mentors:
            return text(mark("You may work beside a mentor, and nobody may mentor on it today."))
        if not way.alone and not self.mentor.value:
            return text(mark("Choose who stands beside you."))
        return ""

    def command(self, job: JobNumber) -> OpenJob | None:
        """Return the command that opens ``job`` as chosen; None while something is in the way."""
        way = self.way
        if way is None or self.obstacle:
            return None
        mentor = None if way.alone else PersonName(self.mentor.value)
        return OpenJob(job=job, procedure=way.procedure, mentor=mentor)

    def _named(self, way: Way) -> str:
        text = self._text
        named = text(mark("{title}, version {version}"), title=way.title, version=way.version)
        if way.covers:
            return named
        low, high = shown_quantity(way.lowest, text), shown_quantity(way.highest, text)
        return text(mark("{procedure}, only {low} to {high}"), procedure=named, low=low, high=high)

    def _chosen(self) -> None:
        way = self.way
        needed = way is not None and not way.alone and way.supervised
        self.mentor.setVisible(needed)
        if way is not None and needed:
            self.mentor.offer([(name, name) for name in way.mentors])
            if not self.mentor.value and len(way.mentors) == 1:
                self.mentor.set_value(way.mentors[0])
        self.note.setText(self.obstacle if way is not None else "")
        self.note.setVisible(bool(self.note.text()))
        self.changed.emit()
