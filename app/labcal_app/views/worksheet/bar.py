"""The bar above the readings: what is shown, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from labcal.domain.job import PHASES, Phase
from labcal.domain.job import State as JobState
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.chip import ChipLabel

BAR = 44


class ReadingsBar(SectionTitle):
    """Title, how far the readings are, the phase, and the deeds.

    Signals:
        paste_wanted: The clipboard is to be pasted.
        phase_wanted: The readings of another phase are to be shown.
        adjustment_wanted: The item was adjusted.
        nothing_found_wanted: There is nothing as found.
        fill_wanted: The present column is to be filled down.
        same_wanted: What is filled in once a point is the same for all further points.
        outlier_wanted: The present reading is to be left out, or to count again.
    """

    paste_wanted = Signal()
    phase_wanted = Signal(Phase)
    adjustment_wanted = Signal()
    nothing_found_wanted = Signal()
    fill_wanted = Signal()
    same_wanted = Signal()
    outlier_wanted = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text(mark("Readings")), margin=20)
        self._text = text
        self._other = Phase.AS_LEFT
        self.setFixedHeight(BAR)
        self.unverified = ChipLabel(look, State.CONDITIONAL, text(mark("Unverified")))
        self.unverified.setToolTip(text(mark(
            "Nobody has compared this procedure with the documents it follows yet."
        )))  # fmt: skip
        self.switch = Button(look, "", "refresh-cw", small=True)
        self.adjust = Button(look, text(mark("Adjusted…")), small=True)
        self.paste = Button(look, text(mark("Paste block")), "clipboard-paste", small=True)
        self.more = IconButton(look, "more", text(mark("More")))
        self.menu = QMenu(self.more)
        for widget in (self.unverified, self.switch, self.adjust, self.paste, self.more):
            self.add(widget)
        self.switch.clicked.connect(lambda: self.phase_wanted.emit(self._other))
        self.adjust.clicked.connect(self.adjustment_wanted)
        self.paste.clicked.connect(self.paste_wanted)
        self.more.clicked.connect(lambda: self.unfold(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.actions_: dict[str, QAction] = {}
        self._fill_menu()

    def show_sheet(self, shown: Worksheet, phase: Phase, *, opened: bool) -> None:
        """Show how far the readings of ``phase`` are, and what can be done."""
        job, procedure = shown.sheet.job, shown.sheet.procedure
        self.note.setText(self._noted(shown, phase))
        self.unverified.setVisible(procedure is not None and not procedure.verified_by)
        self._other = Phase.AS_LEFT if phase is Phase.AS_FOUND else Phase.AS_FOUND
        self.switch.setVisible(bool(job.as_found))
        self.switch.rename(
            self._text(mark("Show as found") if phase is Phase.AS_LEFT else mark("Show as left"))
        )
        complete = any(one.result is not None for one in shown.sheet.evaluated)
        begun = bool(job.readings)
        self.adjust.setVisible(opened and job.adjustment is None and (complete or bool(job.no_as_found)))
        self.paste.setEnabled(opened)
        self.actions_["paste"].setEnabled(opened)
        self.actions_["fill"].setEnabled(opened)
        self.actions_["same"].setVisible(opened and len(shown.sheet.evaluated) > 0 and _has_points(shown))
        self.actions_["outlier"].setEnabled(opened and begun)
        self.actions_["nothing"].setVisible(
            job.state is JobState.OPEN and not begun and not job.no_as_found and job.adjustment is None
        )

    def unfold(self, at: QPoint) -> None:
        """Show the menu at a place of the screen."""
        self.menu.popup(at)

    def _fill_menu(self) -> None:
        told: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("paste", mark("Paste block"), self.paste_wanted.emit),
            ("fill", mark("Fill down (Ctrl+D)"), self.fill_wanted.emit),
            ("same", mark("Same for all further points"), self.same_wanted.emit),
            ("outlier", mark("Leave this reading out, or let it count again…"), self.outlier_wanted.emit),
            ("nothing", mark("Nothing as found…"), self.nothing_found_wanted.emit),
        )
        for name, words, deed in told:
            action = QAction(self._text(words), self.menu)
            action.triggered.connect(lambda _checked=False, do=deed: do())
            self.menu.addAction(action)
            self.actions_[name] = action

    def _noted(self, shown: Worksheet, phase: Phase) -> str:
        """Return scheme, cycles, how many readings there are, and the phase where it matters."""
        job, procedure, text = shown.sheet.job, shown.sheet.procedure, self._text
        if procedure is None:
            return ""
        plan, given = procedure.readings, len(job.of_phase(phase))
        if _has_points(shown):
            done = sum(one.progress.ready for one in shown.sheet.evaluated)
            told = text(
                mark("{done} of {points} points complete · {given} readings"),
                done=done, points=len(shown.sheet.evaluated), given=given,
            )  # fmt: skip
        else:
            told = text(
                mark("{scheme}, {cycles} cycles · {given} of {wanted} readings"),
                scheme=plan.scheme, cycles=plan.cycles, given=given, wanted=wanted_readings(shown),
            )  # fmt: skip
        if job.as_found or job.adjustment is not None:
            told += f" · {text(PHASES[phase])}"
        elif job.no_as_found:
            told += " · " + text(mark("nothing as found: {reason}"), reason=job.no_as_found)
        return told


def wanted_readings(shown: Worksheet) -> int:
    """Return how many readings a point takes, once each that is filled in once a point."""
    procedure = shown.sheet.procedure
    if procedure is None:
        return 0
    plan = procedure.readings
    return plan.cycles * len(plan.per_cycle) + len(plan.columns) - len(plan.per_cycle)


def _has_points(shown: Worksheet) -> bool:
    procedure = shown.sheet.procedure
    return procedure is not None and procedure.points is not None and procedure.points.most > 1
