"""The fields of an item at the counter: whose it is, what it is, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.agreement import PRIORITIES, Priority
from labcal.domain.instrument import (
    CustomerLine,
    CustomerNumber,
    Instrument,
    InstrumentLine,
    InstrumentNumber,
)
from labcal.domain.party import Party
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.quantities import MissingNumberError
from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.views.conformity_fields import ConformityFields
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Field, Hint, LineField, WordsField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.quantity import QuantityField

NEW = "new"
MASS = "kg"
"""The unit that a bare nominal value has; any other may be typed with it."""


class Fields(QWidget):
    """A column of fields."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self.fields: tuple[Field, ...] = ()

    def check(self) -> bool:
        """Say beside each field what is wrong; tell whether nothing is."""
        return True

    def _stack(self, *widgets: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("s") + 2)
        for widget in widgets:
            column.addWidget(widget)

    def _line(self, label: str, help_: str = "", clause: str = "", placeholder: str = "") -> LineField:
        text = self._text
        hint = Hint(
            text(label), text(help_) if help_ else "", clause, text(placeholder) if placeholder else ""
        )
        return LineField(self._look, hint)

    def _wanted(self, field: LineField, sentence: str) -> bool:
        if not field.value:
            field.refuse(self._text(sentence))
        return bool(field.value)


class CustomerFields(Fields):
    """One who is known, found while one types, or a new one with an address.

    Signals:
        chosen: The name of the customer, once it is one that is known; empty for a new one.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self._known: dict[str, CustomerLine] = {}
        self.name = self._line(
            mark("Customer"),
            mark("Type a part of the name; a customer who is known is offered."),
            "ISO/IEC 17025:2017, 7.8.2.1 e",
            mark("Name of the customer"),
        )
        self.note = Label(look, "", "small", "text2").wrapped()
        self.street = self._line(mark("Street"))
        self.post_code = self._line(mark("Post code"))
        self.city = self._line(mark("City"))
        self.country = self._line(
            mark("Country"), mark("Two letters, as ISO 3166-1 has them."), "", mark("Such as GH")
        )
        self.email = self._line(mark("E-mail"))
        self.phone = self._line(mark("Telephone"))
        self._address = (self.street, self.post_code, self.city, self.country, self.email, self.phone)
        self.fields = (self.name, *self._address)
        self._stack(self.name, self.note, *self._address)
        self.name.changed.connect(self._compare)
        self.name.left.connect(self._compare)

    @property
    def known(self) -> CustomerLine | None:
        """The customer whose name is typed; None for a new one."""
        return self._known.get(self.name.value.casefold())

    def show_known(self, customers: Sequence[CustomerLine]) -> None:
        """Offer ``customers`` as one types."""
        names = [line.name for line in customers]
        labels = {
            (line.name if names.count(line.name) == 1 else f"{line.name}, {line.city}"): line
            for line in customers
        }
        if {label.casefold(): line for label, line in labels.items()} != self._known:
            self._known = {label.casefold(): line for label, line in labels.items()}
            self.name.complete(sorted(labels))
        self._compare()

    def choose(self, name: str) -> None:
        """Choose the customer called ``name``."""
        self.name.set_value(name)
        self._compare()

    def told(self) -> CustomerNumber | Party:
        """Return the number of a customer who is known, or the address of a new one."""
        if self.known is not None:
            return self.known.number
        return Party(
            name=self.name.value,
            street=self.street.value,
            post_code=self.post_code.value,
            city=self.city.value,
            country=self.country.value.upper(),
            email=self.email.value,
            phone=self.phone.value,
        )

    def check(self) -> bool:
        sound = self._wanted(self.name, mark("Say who brings the item."))
        code = self.country.value
        if self.known is None and code and not (len(code) == 2 and code.isalpha() and code.isascii()):
            self.country.refuse(self._text(mark("Write the country as two letters, such as GH.")))
            sound = False
        return sound

    def clear(self) -> None:
        """Empty every field."""
        for field in (self.name, *self._address):
            field.set_value("")
        self._compare()

    def _compare(self) -> None:
        known = self.known
        for field in self._address:
            field.setVisible(known is None)
        if known is not None:
            told = self._text(mark("Known: {number}, {city}"), number=known.number, city=known.city or "—")
        else:
            told = self._text(mark("A new customer: the address goes on the certificate."))
        self.note.setText(told if self.name.value else "")
        self.chosen.emit(known.name if known else "")


class ItemFields(Fields):
    """One of the customer's items that was here before, or a new one by its plate.

    Signals:
        nominal_changed: Another nominal value is typed.
    """

    nominal_changed = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self._known: tuple[InstrumentLine, ...] = ()
        self._owner = ""
        self.which = ChoiceField(look, Hint(text(mark("Which item"))))
        self.name = self._line(mark("Item"), mark("What it is, such as Weight 10 kg."), "7.8.2.1 g")
        self.nominal = QuantityField(
            look,
            Hint(
                text(mark("Nominal value")),
                text(mark("Number and unit in one field: 10 kg, 500 g, 2 t. A bare number is in kg.")),
            ),
            MASS,
            self._wrong,
        )
        self.manufacturer = self._line(mark("Manufacturer"))
        self.model = self._line(mark("Model"))
        self.serial = self._line(
            mark("Serial number"), mark("Serial number or mark: one of them."), "7.8.2.1 g"
        )
        self.mark = self._line(mark("Mark or inventory number"))
        self._plate = (self.name, self.nominal, self.manufacturer, self.model, self.serial, self.mark)
        self.fields = (self.which, *self._plate)
        self._stack(*self.fields)
        self.which.changed.connect(self._choose)
        self.nominal.changed.connect(self.nominal_changed)
        self.show_known(())

    @property
    def nominal_value(self) -> QuantityValue | None:
        """The nominal value that is typed; None while it cannot be read."""
        try:
            return parse(self.nominal.value, MASS)
        except LabCalError:
            return None

    @property
    def line(self) -> InstrumentLine | None:
        """The item that was here before; None for a new one."""
        return next((line for line in self._known if line.number == self.which.value), None)

    def show_known(self, instruments: Sequence[InstrumentLine]) -> None:
        """Take note of ``instruments``; those of the customer are offered."""
        chosen = self.line
        numbers = {line.number for line in instruments}
        kept = () if chosen is None or chosen.number in numbers else (chosen,)
        self._known = (*instruments, *kept)
        self._offer()

    def show_owner(self, owner: str) -> bool:
        """Offer the items of the customer called ``owner``; tell whether that is another one than before."""
        other = owner != self._owner
        if other:
            self._owner = owner
            self._offer()
        return other

    def choose(self, number: InstrumentNumber) -> InstrumentLine | None:
        """Choose the item ``number`` whoever owns it, and return its line."""
        found = next((line for line in self._known if line.number == number), None)
        if found is not None:
            self.show_owner(found.customer)
            self.which.set_value(number)
            self._choose()
        return found

    def told(self) -> InstrumentNumber | Instrument:
        """Return the number of an item that is known, or the plate of a new one."""
        if self.line is not None:
            return self.line.number
        return Instrument(
            name=self.name.value,
            nominal=parse(self.nominal.value, MASS),
            manufacturer=self.manufacturer.value,
            model=self.model.value,
            serial=self.serial.value,
            mark=self.mark.value,
        )

    def check(self) -> bool:
        if self.line is not None:
            return True
        sound = self._wanted(self.name, mark("Say what the item is."))
        if not self.nominal.value:
            self.nominal.refuse(MissingNumberError().shown(self._text))
        sound = self.nominal.value != "" and self.nominal.check() and sound
        if not (self.serial.value or self.mark.value):
            self.serial.refuse(
                self._text(mark("A serial number or a mark is needed to tell the item apart."))
            )
            sound = False
        return sound

    def clear(self) -> None:
        """Empty every field."""
        self.which.set_value(NEW)
        for field in self._plate:
            field.set_value("")
        self._choose()

    def _wrong(self, typed: str) -> str | None:
        try:
            parse(typed, MASS)
        except LabCalError as error:
            return error.shown(self._text)
        return None

    def _offer(self) -> None:
        owned = [line for line in self._known if line.customer == self._owner and self._owner]
        choices = [(NEW, self._text(mark("A new item")))]
        choices += [(line.number, f"{line.name} · {line.serial or line.mark}") for line in owned]
        self.which.offer(choices)
        if not self.which.value:
            self.which.set_value(NEW)
            self._choose()
        self.which.setVisible(bool(owned))

    def _choose(self) -> None:
        line = self.line
        if line is not None:
            shown = (line.name, line.nominal, line.manufacturer, line.model, line.serial, line.mark)
            for field, value in zip(self._plate, shown, strict=True):
                field.set_value(value)
            self.nominal_changed.emit()
        for field in self._plate:
            field.editor.setEnabled(line is None)


class AgreedFields(Fields):
    """What was noted and agreed on receipt."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self.condition = self._line(
            mark("Condition on receipt"),
            mark("What one sees: scratches, rust, missing parts. It is printed on the certificate."),
            "ISO/IEC 17025:2017, 7.4.3",
            mark("Such as: good, no visible damage"),
        )
        self.condition.complete([text(mark("Good, no visible damage")), text(mark("Light scratches"))])
        self.grade = self._line(
            mark("Accuracy class asked for"),
            mark("The class whose limits the customer wants conformity with; empty for no statement."),
            "ISO/IEC 17025:2017, 7.1.3",
            mark("Such as M1"),
        )
        self.due = DateField(
            look, Hint(text(mark("Promised for")), text(mark("The day the item can be fetched."))), text
        )
        places = [
            ("laboratory", text(mark("In the laboratory"))),
            ("customer", text(mark("At the customer's"))),
        ]
        self.place = ChoiceField(look, Hint(text(mark("Place of work")), "", "7.8.2.1 c"), places)
        self.place.set_value("laboratory")
        self.conformity = ConformityFields(look, text)
        self.priority = ChoiceField(
            look,
            Hint(text(mark("Priority"))),
            [(one.value, text(words)) for one, words in PRIORITIES.items()],
        )
        self.priority.set_value(Priority.NORMAL.value)
        self.because = self._line(mark("Why it is urgent"))
        self.remarks = WordsField(look, Hint(text(mark("Remarks"))), 2)
        last = (self.priority, self.because, self.remarks)
        self.fields = (self.condition, self.grade, self.due, self.place, *self.conformity.fields, *last)
        self._stack(self.condition, self.grade, self.due, self.place, self.conformity, *last)
        self.priority.changed.connect(self._prioritised)
        self.grade.changed.connect(self.conformity.show_grade)
        self._prioritised()

    def check(self) -> bool:
        sound = self._wanted(self.condition, mark("Note the condition, even where it is good."))
        if self.due.value and self.due.day is None:
            self.due.refuse(self._text(mark("“{typed}” is not a date."), typed=self.due.value))
            sound = False
        if self.urgency is Priority.URGENT and not self.because.value:
            self.because.refuse(self._text(mark("Say why it is urgent.")))
            sound = False
        return self.conformity.check() and sound

    @property
    def urgency(self) -> Priority:
        """How soon the job is wanted."""
        return Priority(self.priority.value or Priority.NORMAL.value)

    def _prioritised(self) -> None:
        self.because.setVisible(self.urgency is Priority.URGENT)

    def clear(self) -> None:
        """Empty every field."""
        self.conformity.clear()
        self.priority.set_value(Priority.NORMAL.value)
        self._prioritised()
        for field in (self.condition, self.grade, self.because):
            field.set_value("")
        self.due.set_day(None)
        self.place.set_value("laboratory")
        self.remarks.set_value("")
