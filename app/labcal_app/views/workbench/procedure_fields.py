"""What a procedure needs beside the budget: where each input comes from, and the limits of the room."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labcal.domain.procedure import Origin, Procedure, RoomLimit
from labcal.domain.uncertainty.draft import InputDraft
from labcal.text import Text, mark
from labcal_app.figures import symbol_of
from labcal_app.forms.beside import Form, quantity_check
from labcal_app.theme.look import Look
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.quantity import QuantityField

ORIGINS = (
    (Origin.CONSTANT, mark("as stated in the procedure")),
    (Origin.NOMINAL, mark("as stated, a part of the nominal value")),
    (Origin.STANDARD, mark("certificate of the standard")),
    (Origin.DRIFT, mark("drift in the record of the standard")),
    (Origin.READINGS, mark("readings of the job")),
)
ROOM = (
    ("temperature", mark("Temperature"), "°C"),
    ("relative humidity", mark("Relative humidity"), "%"),
    ("pressure", mark("Air pressure"), "hPa"),
)


class OriginFields(QWidget):
    """A choice for each input of the budget.

    Signals:
        changed: Another origin was chosen.
    """

    changed = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self.fields: dict[str, ChoiceField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.space("s") + 2)

    @property
    def origins(self) -> dict[str, Origin]:
        """Where each input comes from, by symbol."""
        return {symbol: Origin(field.value) for symbol, field in self.fields.items()}

    def ask_for(self, inputs: tuple[InputDraft, ...]) -> None:
        """Ask for ``inputs``; what was chosen for a symbol stays chosen."""
        chosen = self.origins
        if list(chosen) == [one.symbol for one in inputs]:
            return
        for field in self.fields.values():
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {}
        for one in inputs:
            likely = Origin.READINGS if one.readings else Origin.CONSTANT
            self._add(one, chosen.get(one.symbol, likely))

    def follow(self, procedure: Procedure) -> None:
        """Choose what ``procedure`` says of the inputs that it has."""
        for one in procedure.inputs:
            if one.symbol in self.fields:
                self.fields[one.symbol].set_value(one.origin.value)
        self.changed.emit()

    def _add(self, one: InputDraft, origin: Origin) -> None:
        shown = str(symbol_of(one.symbol))
        hint = Hint(f"{shown} · {one.name}" if one.name else shown)
        choices = [(known.value, self._text(words)) for known, words in ORIGINS]
        field = ChoiceField(self._look, hint, choices)
        field.set_value(origin.value)
        field.changed.connect(lambda _value: self.changed.emit())
        self.fields[one.symbol] = field
        self._column.addWidget(field)


class RoomFields:
    """Two ends for each influence quantity, put into a form; an empty pair limits nothing."""

    def __init__(self, look: Look, text: Text, form: Form) -> None:
        self._text, self._form = text, form
        self.pairs: dict[str, tuple[QuantityField, QuantityField]] = {}
        for name, words, unit in ROOM:
            check = quantity_check(text, unit)
            low = QuantityField(look, Hint(text(mark("{quantity} from"), quantity=text(words))), unit, check)
            high = QuantityField(look, Hint(text(mark("to"))), unit, check)
            form.pair(low, high)
            self.pairs[name] = low, high

    def limits(self) -> tuple[RoomLimit, ...] | None:
        """Return the limits; None where one is refused beside its field."""
        found, is_refused = [], False
        confidence = self._text(mark("As stated by the laboratory in its budget."))
        for name, _words, unit in ROOM:
            pair = self.pairs[name]
            if not any(field.value for field in pair):
                continue
            ends = [self._end(field, unit) for field in pair]
            if ends[0] is None or ends[1] is None:
                is_refused = True
                continue
            if ends[0] > ends[1]:
                pair[1].refuse(self._text(mark("This lies below the other end.")))
                is_refused = True
            low, high = ends[0], ends[1]
            found.append(RoomLimit(name=name, unit=unit, lowest=low, highest=high, confidence=confidence))
        return None if is_refused else tuple(found)

    def follow(self, procedure: Procedure) -> None:
        """Show what ``procedure`` says."""
        told = {one.name: one for one in procedure.room}
        for name, pair in self.pairs.items():
            one = told.get(name)
            for field, end in zip(pair, (one.lowest, one.highest) if one else ("", ""), strict=True):
                field.set_value(str(end))

    def _end(self, field: QuantityField, unit: str) -> Decimal | None:
        if not field.value:
            field.refuse(self._text(mark("This is missing.")))
        read = self._form.quantity(field)
        return None if read is None else read.in_unit(unit)
