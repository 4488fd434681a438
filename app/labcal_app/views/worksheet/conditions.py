"""The room, as read at the start and at the end of the work."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from labcal.domain import units
from labcal.domain.job import JobNumber, RoomRecord
from labcal.domain.procedure import RoomLimit
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.services.environment import record_environment
from labcal.services.excuses import NoteAcclimatisation
from labcal.services.readings import RecordRoom
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import decimal_mark
from labcal_app.desk import Desk, Errand
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.worksheet.keying import written
from labcal_app.views.worksheet.let_pass import LetPass
from labcal_app.views.worksheet.points import may_record
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.fields import Hint, LineField
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.quantity import QuantityField

MOMENTS = (("start", mark("{name} at the start")), ("end", mark("{name} at the end")))
FIELD = 190


class ConditionsTab(Panel):
    """A row for each influence quantity: its limits, two fields, and whether it is within them.

    Below stand what the record of a sensor says, since when the item is in the room, and what is let pass.
    """

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._dialogs = dialogs or FileDialogs(text)
        self._job = JobNumber("")
        self._digest = ""
        self._recorded: dict[tuple[str, str], QuantityValue] = {}
        self._units: dict[str, str] = {}
        self.fields: dict[tuple[str, str], QuantityField] = {}
        self.chips: dict[str, ChipLabel] = {}
        self.note = Label(look, "", "small", "text3").wrapped()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, look.space("m"), 20, look.space("m"))
        self._column.setSpacing(look.space("s"))
        self.recorded = Label(look, "", "body", "text2").wrapped()
        self.record = Button(look, text(mark("Read the record of a sensor…")), "upload")
        hint = Hint(
            text(mark("In the room since")),
            text(mark("Day and time, such as 2026-03-02 08:30.")),
            "ISO/IEC 17025:2017, 7.4.1",
        )
        self.since = LineField(look, hint)
        self.since.setFixedWidth(FIELD)
        self.let_pass = LetPass(look, text, desk, frozenset({"room", "readings"}))
        told = QHBoxLayout()
        told.addWidget(self.note, 1)
        told.addWidget(self.record)
        self._column.addLayout(told)
        self._column.addWidget(self.recorded)
        for widget in (self.since, self.let_pass):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self.record.clicked.connect(self._read_record)
        self.since.left.connect(self._note_since)
        self._zone: ZoneInfo | None = None
        self._told_since = ""
        self._body: QWidget | None = None
        self._column.addStretch(1)

    def show_sheet(self, shown: Worksheet) -> None:
        """Show what was read; a field that is being filled in keeps its words."""
        sheet = shown.sheet
        self._build(shown)
        self._job = sheet.job.number
        before = self._recorded
        self._recorded = {(room.name, room.moment): room.quantity for room in sheet.job.room}
        opened = may_record(shown)
        for place, field in self.fields.items():
            quantity = self._recorded.get(place)
            if quantity != before.get(place):
                field.set_value(self._written(place[0], quantity) if quantity else "")
            field.editor.setEnabled(opened)
        for limit in sheet.procedure.room if sheet.procedure else ():
            self._judge(limit)
        self._show_beside(shown, opened=opened)
        self.note.setText(self._text(mark(
            "Enter keeps a value and goes on. Values and limits stay with the job (17025:2017, 6.3.3)."
        )))  # fmt: skip

    def _show_beside(self, shown: Worksheet, *, opened: bool) -> None:
        """Show the record of a sensor, since when the item is in the room, and what may be let pass."""
        job, procedure = shown.sheet.job, shown.sheet.procedure
        self._zone = shown.zone
        self.recorded.setText("\n".join(self._told(shown, one) for one in job.room_records))
        self.recorded.setVisible(bool(job.room_records))
        self.record.setVisible(opened and bool(procedure and procedure.room))
        self.since.setVisible(procedure is not None and procedure.acclimatisation is not None)
        self.since.editor.setEnabled(opened)
        since = job.acclimatising_since
        told = f"{since.astimezone(shown.zone):%Y-%m-%d %H:%M}" if since else ""
        if told != self._told_since:
            self._told_since = told
            self.since.set_value(told)
        self.let_pass.show_sheet(shown)

    def _told(self, shown: Worksheet, one: RoomRecord) -> str:
        words = shown.sheet.words
        unit = units.pretty(one.unit)
        point = decimal_mark(self._text)
        return self._text(
            mark("{name}: {lowest} … {highest}, mean {mean} ({count} values of {file})"),
            name=words.room_name(one.name) if words else one.name,
            lowest=one.lowest.replace(".", point),
            highest=f"{one.highest.replace('.', point)}\u202f{unit}",
            mean=f"{one.mean.replace('.', point)}\u202f{unit}",
            count=one.count,
            file=one.file,
        )

    def _read_record(self) -> None:
        """Ask for the file of a sensor, and have it read for the time of the readings."""
        path = self._dialogs.table(self)
        if path is not None:
            errand = Errand(title=mark("Read record of the room"), refused=self._refuse_record)
            self._desk.work(errand, partial(record_environment, job=self._job, path=path))

    def _refuse_record(self, error: LabCalError) -> None:
        self.recorded.setText(error.shown(self._text))
        self.recorded.show()

    def _note_since(self) -> None:
        """Record since when the item is in the room, where that can be read and is new."""
        typed = self.since.value.strip()
        if not typed or typed == self._told_since or self._zone is None:
            return
        try:
            at = datetime.fromisoformat(typed)
        except ValueError:
            self.since.refuse(self._text(mark("“{typed}” is no day and time."), typed=typed))
            return
        since = (at if at.tzinfo else at.replace(tzinfo=self._zone)).astimezone(UTC)
        command = NoteAcclimatisation(job=self._job, since=since)
        self._desk.run(command, refused=lambda error: self.since.refuse(error.shown(self._text)))

    def _written(self, name: str, quantity: QuantityValue) -> str:
        return written(quantity, self._units[name]).replace(".", decimal_mark(self._text))

    def go_to(self) -> None:
        """Put the focus into the first field that is empty."""
        field = next((one for one in self.fields.values() if not one.value), None)
        field = field or next(iter(self.fields.values()), None)
        if field is not None:
            field.editor.setFocus()

    def _build(self, shown: Worksheet) -> None:
        procedure, words = shown.sheet.procedure, shown.sheet.words
        digest = f"{shown.sheet.job.number} {procedure.digest}" if procedure else ""
        if digest == self._digest:
            return
        self._digest, self.fields, self.chips, self._recorded = digest, {}, {}, {}
        self._units = {limit.name: limit.unit for limit in procedure.room} if procedure else {}
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()  # else what was to be shown with its parent comes up as a window
            self._body.setParent(None)
            self._body.deleteLater()
        self._body = QWidget()
        self._body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._look.space("l"))
        grid.setVerticalSpacing(self._look.space("xs"))
        grid.setColumnStretch(4, 1)
        if procedure is not None and words is not None:
            for row, limit in enumerate(procedure.room):
                self._add(grid, row, limit, words.room_name(limit.name))
        self._column.insertWidget(0, self._body)

    def _add(self, grid: QGridLayout, row: int, limit: RoomLimit, name: str) -> None:
        look = self._look
        unit = units.pretty(limit.unit)
        for column, (moment, template) in enumerate(MOMENTS):
            told = f"{limit.lowest} … {limit.highest} {unit}"
            help_ = self._text(mark("Within {limits} for this procedure."), limits=told)
            hint = Hint(self._text(template, name=name), help_, "ISO/IEC 17025:2017, 6.3.3")
            field = QuantityField(look, hint, unit, partial(self._wrong, limit))
            field.setFixedWidth(FIELD)
            field.left.connect(partial(self._record, limit, moment))
            field.line.returnPressed.connect(partial(self._next, (limit.name, moment)))
            self.fields[limit.name, moment] = field
            grid.addWidget(field, row, column)
        limits = Label(look, f"{limit.lowest} … {limit.highest} {unit}", "small", "text2")
        limits.setContentsMargins(0, 22, 0, 0)
        self.chips[limit.name] = ChipLabel(look)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 22, 0, 0)
        inner.addWidget(self.chips[limit.name])
        grid.addWidget(limits, row, 2)
        grid.addWidget(holder, row, 3)

    def _wrong(self, limit: RoomLimit, typed: str) -> str | None:
        try:
            parse(typed, limit.unit)
        except LabCalError as error:
            return error.shown(self._text)
        return None

    def _record(self, limit: RoomLimit, moment: str) -> None:
        """Record what stands in a field, where it can be taken and differs from the book."""
        place = limit.name, moment
        field = self.fields[place]
        if not field.value or not field.check():
            return
        quantity, known = parse(field.value, limit.unit), self._recorded.get(place)
        if known is not None and (known.value.as_tuple(), known.unit) == (
            quantity.value.as_tuple(),
            quantity.unit,
        ):
            return
        command = RecordRoom(job=self._job, name=limit.name, moment=moment, quantity=quantity)
        self._recorded = {**self._recorded, place: quantity}
        self._desk.run(command, refused=partial(self._refuse, place))

    def _refuse(self, place: tuple[str, str], error: LabCalError) -> None:
        self._recorded = {known: value for known, value in self._recorded.items() if known != place}
        if place in self.fields:
            self.fields[place].refuse(error.shown(self._text))

    def _next(self, place: tuple[str, str]) -> None:
        """Go on: all that is read at the start, then all that is read at the end."""
        order = sorted(self.fields, key=lambda one: [moment for moment, _ in MOMENTS].index(one[1]))
        at = order.index(place) + 1
        if not self.fields[place].refused and at < len(order):
            self.fields[order[at]].editor.setFocus()

    def _judge(self, limit: RoomLimit) -> None:
        read = [self._recorded.get((limit.name, moment)) for moment, _ in MOMENTS]
        given = [quantity for quantity in read if quantity is not None]
        chip, text = self.chips[limit.name], self._text
        if any(not limit.contains(quantity) for quantity in given):
            chip.show_state(State.FAIL, text(mark("Outside")))
        elif len(given) < len(read):
            chip.show_state(State.WAITING, text(mark("Not complete")))
        else:
            chip.show_state(State.PASS, text(mark("Within limits")))
