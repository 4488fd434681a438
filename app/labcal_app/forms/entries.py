"""Fields of a form as data: one entry for each value of a record, read and written by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from labcal.domain.quantity import QuantityValue, decimal_of, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.text import Text, mark
from labcal_app.forms.beside import Form, quantity_check
from labcal_app.theme.look import Look
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Hint, LineField, WordsField
from labcal_app.widgets.quantity import QuantityField

AnyEntryField = LineField | ChoiceField | WordsField


class EntryKind(Enum):
    """What an entry holds."""

    LINE = auto()
    WORDS = auto()
    DAY = auto()
    CHOICE = auto()
    WHOLE = auto()
    NUMBER = auto()
    QUANTITY = auto()
    HALF_WIDTH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a form.

    Attributes:
        name: Of the value in the record.
        label: Marked words above it.
        needed: Whether it may not stay empty.
        beside: Whether it stands beside the entry before.
        choices: For a choice: each value with its marked words.
        offered: For a choice of what the book has: the question that gives pairs of a value and its words.
        unit: For a quantity: the unit of a number without one.
        help: Marked sentence that F1 shows.
        clause: Of the standard that asks for it.
        example: What the empty field shows.
    """

    name: str
    label: str
    kind: EntryKind = EntryKind.LINE
    needed: bool = False
    beside: bool = False
    choices: Mapping[Any, str] = field(default_factory=dict)
    offered: Callable[[Any], list[tuple[str, str]]] | None = None
    unit: str = ""
    help: str = ""
    clause: str = ""
    example: str = ""


class Entries:
    """The fields of a form, made of entries."""

    def __init__(self, look: Look, text: Text, form: Form, entries: tuple[Entry, ...]) -> None:
        self._look, self._text, self._form = look, text, form
        self.entries = entries
        self.fields: dict[str, AnyEntryField] = {one.name: self._made(one) for one in entries}
        self._lay_out()

    def asked(self, records: Any) -> dict[str, list[tuple[str, str]]]:
        """Return what the book has to choose from, by the name of the entry."""
        return {entry.name: entry.offered(records) for entry in self.entries if entry.offered is not None}

    def offer_all(self, choices: Mapping[str, list[tuple[str, str]]]) -> None:
        """Offer what ``asked`` returned."""
        for name, some in choices.items():
            self.offer(name, some)

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer ``choices``, pairs of a value and its words, in the field ``name``."""
        place = self.fields[name]
        if isinstance(place, ChoiceField):
            place.offer(choices)

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show the values of a record."""
        for entry in self.entries:
            self.show(entry, told.get(entry.name))

    def show(self, entry: Entry, value: Any) -> None:
        """Show one value."""
        place = self.fields[entry.name]
        if isinstance(place, DateField):
            place.set_day(value)
        elif isinstance(place, ChoiceField):
            place.set_value(_code(value, entry))
        else:
            place.set_value(self.shown(value))
        place.refuse("")

    def shown(self, value: Any) -> str:
        """Return a value as it stands in a field."""
        if value is None:
            return ""
        if isinstance(value, QuantityValue):
            return value.number if value.unit == "1" else f"{value.number} {value.unit}"
        return str(value)

    def told(self) -> dict[str, Any] | None:
        """Return the values of all entries; None where a field is refused, with its sentence beside it."""
        values = {entry.name: self.value(entry) for entry in self.entries}
        wrong = next((place for place in self.fields.values() if place.refused), None)
        if wrong is not None:
            self._form.go(wrong)
            return None
        return values

    def _made(self, entry: Entry) -> AnyEntryField:
        look, text = self._look, self._text
        words = text(entry.help) if entry.help else ""
        hint = Hint(text(entry.label), words, entry.clause, entry.example)
        if entry.kind is EntryKind.WORDS:
            return WordsField(look, hint)
        if entry.kind is EntryKind.DAY:
            return DateField(look, hint, text)
        if entry.kind is EntryKind.CHOICE:
            offered = [(_code(value, entry), text(told)) for value, told in entry.choices.items()]
            return ChoiceField(look, hint, offered)
        if entry.kind in (EntryKind.QUANTITY, EntryKind.HALF_WIDTH):
            half = entry.kind is EntryKind.HALF_WIDTH
            return QuantityField(look, hint, check=quantity_check(text, entry.unit, half_width=half))
        return LineField(look, hint)

    def _lay_out(self) -> None:
        rows: list[list[Entry]] = []
        for entry in self.entries:
            if entry.beside and rows and len(rows[-1]) == 1:
                rows[-1].append(entry)
            else:
                rows.append([entry])
        for row in rows:
            places = [self.fields[entry.name] for entry in row]
            if len(places) == 1:
                self._form.field(places[0], needed=row[0].needed)
            else:
                self._form.pair(places[0], places[1])
                for entry, place in zip(row, places, strict=True):
                    if entry.needed:
                        self._form.need(place)

    def value(self, entry: Entry) -> Any:
        """Return the value of one entry; one that cannot be read is refused beside it."""
        place = self.fields[entry.name]
        if isinstance(place, DateField):
            return self._day(place)
        if entry.kind is EntryKind.CHOICE:
            known = {_code(value, entry): value for value in entry.choices}
            return known.get(place.value, place.value)
        if isinstance(place, QuantityField):
            return self._quantity(entry, place)
        if entry.kind is EntryKind.WHOLE:
            return self._whole(place) if place.value or entry.needed else None
        if entry.kind is EntryKind.NUMBER:
            return self._number(place)
        return place.value

    def _day(self, place: DateField) -> date | None:
        if place.value and place.day is None:
            place.refuse(self._text(mark("“{typed}” is not a date."), typed=place.value))
        return place.day

    def _quantity(self, entry: Entry, place: QuantityField) -> QuantityValue | None:
        if not place.value:
            return None
        read = parse_half_width if entry.kind is EntryKind.HALF_WIDTH else parse
        try:
            return read(place.value, entry.unit or None)
        except LabCalError as error:
            place.refuse(error.shown(self._text))
            return None

    def _whole(self, place: AnyEntryField) -> int | None:
        if not place.value.isdecimal():
            place.refuse(self._text(mark("A whole number is wanted here.")))
            return None
        return int(place.value)

    def _number(self, place: AnyEntryField) -> Decimal | None:
        try:
            return decimal_of(place.value.replace(",", ".")) if place.value else None
        except LabCalError as error:
            place.refuse(error.shown(self._text))
            return None


def _code(value: Any, entry: Entry) -> str:
    """Return what stands for a value of a choice."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
