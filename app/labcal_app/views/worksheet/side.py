"""Beside the readings: the path of the job, what it still asks for, and the room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain.job import Job, Stage
from labcal.domain.job import State as JobState
from labcal.services.personal import shown_name
from labcal.services.readiness import Met
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import shown_date
from labcal_app.figures import shown_quantity, with_unit
from labcal_app.outcomes import PATH, STAGES, stage_place
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.bar import wanted_readings
from labcal_app.views.worksheet.point_figures import worded
from labcal_app.widgets.checklist import Checklist, Requirement
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.stages import StageLine, StagePath

ROOM = 96
MOST_OF_READINGS = 5
"""How many sentences about readings are told; of the others, only how many they are."""
MET = {Met.YES: State.PASS, Met.NO: State.WAITING, Met.WARNING: State.CONDITIONAL, Met.LATER: State.WAITING}
BLOCKS = frozenset({"standard", "room"})
"""Where a requirement that is read but not met is a failure, not something still to come."""


class RoomPanel(Panel):
    """The latest readings of the room, and whether they are within the procedure's limits."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self._look, self._text = look, text
        self.setFixedHeight(ROOM)
        self.chip = ChipLabel(look)
        head = QHBoxLayout()
        head.addWidget(Label(look, text(mark("Room")), "small", "text", 600))
        head.addStretch(1)
        head.addWidget(self.chip)
        self._row = QHBoxLayout()
        self._row.setSpacing(look.space("xs") + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space("m"), look.space("s"), look.space("m"), look.space("s"))
        column.setSpacing(look.space("xs"))
        column.addLayout(head)
        column.addLayout(self._row)
        self.values: dict[str, tuple[Label, Label]] = {}

    def show_sheet(self, shown: Worksheet) -> None:
        """Show what was read last of each quantity that the procedure asks for."""
        procedure, words = shown.sheet.procedure, shown.sheet.words
        limits = procedure.room if procedure else ()
        if [limit.name for limit in limits] != list(self.values):
            self._build([limit.name for limit in limits])
        latest = {room.name: room.quantity for room in shown.sheet.job.room}
        for limit in limits:
            value, name = self.values[limit.name]
            quantity = latest.get(limit.name)
            value.setText(shown_quantity(quantity, self._text) if quantity else "—")
            name.setText(words.room_name(limit.name) if words else limit.name)
            value.setAccessibleName(name.text())
        known = {limit.name: limit for limit in limits}
        read = [
            known[room.name].contains(room.quantity) for room in shown.sheet.job.room if room.name in known
        ]
        if not all(read):
            self.chip.show_state(State.FAIL, self._text(mark("Outside limits")))
        elif limits and len(read) == 2 * len(limits):
            self.chip.show_state(State.PASS, self._text(mark("Within limits")))
        elif read:
            self.chip.show_state(State.WAITING, self._text(mark("Within limits so far")))
        else:
            self.chip.show_state(State.WAITING, self._text(mark("Not read yet")))

    def _build(self, names: list[str]) -> None:
        while self._row.count():
            taken = self._row.takeAt(0)
            layout = taken.layout() if taken is not None else None
            if layout is not None:
                layout.deleteLater()
        for label in (label for pair in self.values.values() for label in pair):
            label.hide()  # else what was to be shown with its parent comes up as a window
            label.setParent(None)
            label.deleteLater()
        self.values = {}
        for name in names:
            pair = (Label(self._look, "", "section", "text", 600), Label(self._look, "", "caption", "text2"))
            pair[1].wrapped().setAlignment(Qt.AlignmentFlag.AlignTop)
            pair[0].setFont(self._look.font("section", 600, "number"))
            box = QVBoxLayout()
            box.setSpacing(0)
            for label in pair:
                box.addWidget(label)
            self._row.addLayout(box, 1)
            self.values[name] = pair


class SidePanel(Panel):
    """Path, "Ready to issue?", room.

    Signals:
        wanted: Where to go: the ``where`` of a requirement, "cell ROW COLUMN", or the name of a stage.
    """

    wanted = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("side")
        self._text = text
        self._met: tuple[Requirement, ...] = ()
        self.setFixedWidth(look.size("stage_panel"))
        self.path = StagePath(look, text(mark("Stages of the job")))
        self.checklist = Checklist(look, text, text(mark("Ready to issue?")))
        self.room = RoomPanel(look, text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.path)
        column.addWidget(hairline())
        column.addWidget(self.checklist, 1)
        column.addWidget(hairline())
        column.addWidget(self.room)
        self.path.chosen.connect(lambda place: self.wanted.emit(PATH[place].value))
        self.checklist.chosen.connect(lambda known: self.wanted.emit(known.partition("#")[0]))

    def show_sheet(self, shown: Worksheet, bad_cells: list[Requirement]) -> None:
        """Show where the job stands, and what it asks for; ``bad_cells`` come first."""
        lines = [StageLine(self._text(STAGES[stage]), self._note(shown, stage)) for stage in PATH]
        self.path.show_stages(lines, stage_place(shown.sheet.stage))
        needed = shown.sheet.requirements
        read = [at for at, need in enumerate(needed) if need.where == "readings" and need.met is Met.NO]
        left_out = read[MOST_OF_READINGS:]
        asked = [self._requirement(shown, at) for at in range(len(needed)) if at not in set(left_out)]
        if left_out:
            more = self._text(mark("{count} more about the readings"), count=len(left_out))
            asked.insert(left_out[0], Requirement(f"readings#{left_out[0]}", State.WAITING, more, "7.5.1"))
        self.checklist.show_requirements([*bad_cells[:MOST_OF_READINGS], *asked])
        self.room.show_sheet(shown)

    def _requirement(self, shown: Worksheet, place: int) -> Requirement:
        need = shown.sheet.requirements[place]
        state = MET[need.met]
        if need.met is Met.NO and need.where in BLOCKS and _is_read(shown, need.where):
            state = State.FAIL if need.where == "standard" else self._room_state(shown, place)
        says = self._text(worded(need.says, shown.sheet.words))
        return Requirement(f"{need.where}#{place}", state, says, need.clause)

    def _room_state(self, shown: Worksheet, place: int) -> State:
        """Tell a value outside the limits from one that is not read yet."""
        procedure = shown.sheet.procedure
        rooms = [at for at, need in enumerate(shown.sheet.requirements) if need.where == "room"]
        if procedure is None or place not in rooms:
            return State.WAITING
        limit, moment = divmod(rooms.index(place), 2)
        name = procedure.room[limit].name
        read = any(
            (room.name, room.moment) == (name, ("start", "end")[moment]) for room in shown.sheet.job.room
        )
        return State.FAIL if read else State.WAITING

    def _note(self, shown: Worksheet, stage: Stage) -> str:
        """Return who did what at a stage, or who is to come."""
        text, sheet, job = self._text, shown.sheet, shown.sheet.job
        notes = {
            Stage.RECEIVED: f"{shown_date(job.received_on, text)} · {shown_name(job.received_by, text)}",
            Stage.PREPARE: sheet.words.title if sheet.words else text(mark("choose the procedure")),
            Stage.MEASURE: self._measured(shown),
            Stage.EVALUATE: self._evaluated(shown),
            Stage.CHECK: self._checked(job),
            Stage.ISSUE: job.certificate or text(mark("signatory")),
        }
        return notes[stage]

    def _evaluated(self, shown: Worksheet) -> str:
        result = shown.sheet.progress.result if shown.sheet.progress else None
        if result is None:
            return self._text(mark("from the readings"))
        return f"U = {with_unit(result.expanded, result.uncertainty_unit, self._text)}"

    def _measured(self, shown: Worksheet) -> str:
        procedure = shown.sheet.procedure
        if procedure is None:
            return self._text(mark("no reading yet"))
        given, plan = len(shown.sheet.job.readings), procedure.points
        if plan is not None and plan.most > 1:
            done = sum(one.progress.ready for one in shown.sheet.evaluated)
            points = len(shown.sheet.evaluated)
            return self._text(mark("{done} of {points} points"), done=done, points=points)
        wanted = wanted_readings(shown)
        return self._text(mark("{given} of {wanted} readings"), given=given, wanted=wanted)

    def _checked(self, job: Job) -> str:
        if job.reviews and job.state is not JobState.CHECKING:
            last = job.reviews[-1]
            done = mark("accepted by {name}") if last.accepted else mark("returned by {name}")
            return self._text(done, name=shown_name(last.by, self._text))
        return self._text(mark("second person"))


def _is_read(shown: Worksheet, where: str) -> bool:
    """Tell whether there is anything that could fail: a standard tied, or a value of the room."""
    job = shown.sheet.job
    return bool(job.standards) if where == "standard" else bool(job.room)
