"""What is set once for all jobs of a batch: procedure, standard, conditions of the room."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from labcal.domain import units
from labcal.domain.instrument import StandardNumber
from labcal.domain.job import State as JobState
from labcal.domain.person import PersonName
from labcal.domain.procedure import RoomLimit
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.services.side_by_side import SideBySide
from labcal.services.together import OpenTogether, RecordRoomTogether, TieTogether
from labcal.text import Text, mark
from labcal_app.dates import decimal_mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.opening import OpeningFields
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.quantity import QuantityField

WIDE = 264
MOMENTS = (("start", mark("{name} at the start")), ("end", mark("{name} at the end")))


class AllOfThem(Panel):
    """The panel at the side of the sheet; what is set there is written for every job at the bench."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._sheet: SideBySide | None = None
        self._room: dict[tuple[str, str], QuantityField] = {}
        self._built = ""
        self.opening = OpeningFields(look, text)
        self.open = Button(look, text(mark("Open all jobs")), "check")
        self.standard = ChoiceField(look, Hint(text(mark("Reference standard")), "", "6.4.4, 6.5.1"))
        self.others = Label(look, "", "small", "text2").wrapped()
        self._waiting = self._part(mark("Not opened yet"), self.opening, self.open)
        conditions = QWidget()
        self._conditions = QVBoxLayout(conditions)
        self._conditions.setContentsMargins(0, 0, 0, 0)
        self._conditions.setSpacing(look.space("s"))
        self._bench = self._part(mark("For all of them"), self.standard, conditions)
        self._lay_out()
        self.open.clicked.connect(self._open_all)
        self.opening.changed.connect(self._offer)
        self.standard.changed.connect(self._tie)

    @property
    def room(self) -> dict[tuple[str, str], QuantityField]:
        """The fields of the room, by influence quantity and moment."""
        return self._room

    def show_sheet(self, sheet: SideBySide) -> None:
        """Show what is set; a field that is being filled in keeps its words."""
        before, self._sheet = self._sheet, sheet
        self._waiting.setVisible(bool(sheet.jobs(JobState.RECEIVED)))
        self._bench.setVisible(bool(sheet.jobs(JobState.OPEN)))
        self.opening.show_ways(sheet.ways)
        choices = [(one.number, f"{one.number} · {one.name} · {one.identification}") for one in sheet.choice]
        self.standard.offer(choices)
        self.standard.set_value(sheet.standards[0] if len(sheet.standards) == 1 else "")
        self.standard.setVisible(sheet.procedure is not None and sheet.procedure.needs_standard)
        self._build(sheet)
        for place, field in self._room.items():
            quantity = sheet.room.get(place)
            if before is None or quantity != before.room.get(place):
                field.set_value(self._written(place[0], quantity) if quantity else "")
        told = mark("Each of these has its own worksheet, for it goes by another procedure: {jobs}.")
        self.others.setText(self._text(told, jobs=", ".join(sheet.others)) if sheet.others else "")
        self._offer()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[self._look.space("l")] * 4)
        column.setSpacing(self._look.space("l"))
        for widget in (self._waiting, self._bench, self.others):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.setFixedWidth(WIDE)

    def _part(self, title: str, *widgets: QWidget) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("s"))
        column.addWidget(SectionTitle(self._look, self._text(title)))
        column.addWidget(hairline())
        for widget in widgets:
            column.addWidget(widget)
        return part

    def _build(self, sheet: SideBySide) -> None:
        """Make the fields of the room that the procedure asks for."""
        procedure, words = sheet.procedure, sheet.words
        wanted = f"{procedure.id} {procedure.version}" if procedure else ""
        if procedure is None or words is None or wanted == self._built:
            return
        self._built = wanted
        for field in self._room.values():
            field.hide()
            field.deleteLater()
        self._room = {}
        for limit in procedure.room:
            for moment, title in MOMENTS:
                label = self._text(title, name=words.room_name(limit.name))
                self._room[limit.name, moment] = self._field(limit, moment, label)

    def _field(self, limit: RoomLimit, moment: str, label: str) -> QuantityField:
        span = f"{limit.lowest} … {limit.highest} {units.pretty(limit.unit)}"
        hint = Hint(label, span, "ISO/IEC 17025:2017, 6.3.3", span)
        field = QuantityField(self._look, hint, units.pretty(limit.unit), partial(self._wrong, limit))
        field.left.connect(partial(self._record, limit, moment))
        self._conditions.addWidget(field)
        return field

    def _wrong(self, limit: RoomLimit, typed: str) -> str | None:
        try:
            parse(typed, limit.unit)
        except LabCalError as error:
            return error.shown(self._text)
        return None

    def _record(self, limit: RoomLimit, moment: str) -> None:
        field, sheet = self._room[limit.name, moment], self._sheet
        if sheet is None or not field.value or not field.check():
            return
        quantity = parse(field.value, limit.unit)
        jobs, place = sheet.jobs(JobState.OPEN), (limit.name, moment)
        known = sheet.room.get(place)
        if not jobs or (known is not None and known.value == quantity.value and known.unit == quantity.unit):
            return
        command = RecordRoomTogether(jobs=jobs, name=limit.name, moment=moment, quantity=quantity)
        self._desk.run(command, None, lambda error: field.refuse(error.shown(self._text)))

    def _written(self, name: str, quantity: QuantityValue) -> str:
        procedure = self._sheet.procedure if self._sheet else None
        unit = next((one.unit for one in procedure.room if one.name == name), "") if procedure else ""
        number = format(quantity.value, "f")
        told = number if quantity.unit == unit else f"{number} {quantity.unit}"
        return told.replace(".", decimal_mark(self._text))

    def _tie(self, number: str) -> None:
        sheet = self._sheet
        jobs = sheet.jobs(JobState.OPEN) if sheet else ()
        if jobs and number and sheet is not None and sheet.standards != (number,):
            command = TieTogether(jobs=jobs, standard=StandardNumber(number))
            self._desk.run(command, None, lambda error: self.standard.refuse(error.shown(self._text)))

    def _offer(self) -> None:
        self.open.setEnabled(self.opening.way is not None and not self.opening.obstacle)

    def _open_all(self) -> None:
        way, sheet = self.opening.way, self._sheet
        if way is None or sheet is None:
            return
        mentor = None if way.alone else PersonName(self.opening.mentor.value)
        jobs = sheet.jobs(JobState.RECEIVED)
        self._desk.run(OpenTogether(jobs=jobs, procedure=way.procedure, mentor=mentor))
