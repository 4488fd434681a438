"""Begin a verification: trader, instrument, and what is marked on it; what the book knows fills itself in."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentNumber
from labcal.domain.party import Party
from labcal.domain.quantity import QuantityValue
from labcal.services.verification_sheet import Known, known_of, traders
from labcal.services.verifications import BeginVerification
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.forms.entries import Entry
from labcal_app.forms.record import RecordForm
from labcal_app.theme.look import Look
from labcal_app.views.inspections.marks import MARKS, PROPOSED, identified, values_of
from labcal_app.widgets.fields import LineField

WHO = (
    Entry(name="trader", label=mark("Trader"), needed=True),
    Entry(name="city", label=mark("City"), beside=True),
    Entry(name="name", label=mark("Instrument"), needed=True, example="Counter scale"),
    Entry(name="serial", label=mark("Serial no."), needed=True, beside=True),
    Entry(name="manufacturer", label=mark("Maker")),
    Entry(name="model", label=mark("Type"), beside=True),
)


class BeginForm(RecordForm):
    """The form of a new verification.

    Signals:
        begun: The number of the verification.
    """

    begun = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look, text, (*WHO, *MARKS), text(mark("Begin verification")))
        self._desk = desk
        self._found = Known(None, None, None)
        self.say(text(mark("New verification")), text(mark("OIML R 76-1: trader, instrument, markings")))
        self.wide()
        self.close_button.show()
        for name in ("trader", "serial"):
            place = self.entries.fields[name]
            if isinstance(place, LineField):
                place.left.connect(self._look_up)
        self.submitted.connect(self._begin)

    def open(self) -> None:
        """Make ready for an instrument."""
        self.clear()
        self._found = Known(None, None, None)
        self.begin_new(PROPOSED)
        self._desk.ask(self, traders, self._offer)
        self.begin()

    def _offer(self, names: list[str]) -> None:
        place = self.entries.fields["trader"]
        if isinstance(place, LineField):
            place.complete(names)

    def _look_up(self) -> None:
        fields = self.entries.fields
        question = partial(known_of, trader=fields["trader"].value, serial=fields["serial"].value)
        self._desk.ask(self.entries.fields["serial"], question, self._show_known)

    def _show_known(self, known: Known) -> None:
        """Fill in what the last verification of the instrument told, where nothing is typed yet."""
        if known.last is not None and known.instrument != self._found.instrument:
            item = known.last.instrument
            told: dict[str, Any] = {
                **values_of(known.last.told),
                "city": known.last.customer.party.city,
                "name": item.name,
                "manufacturer": item.manufacturer,
                "model": item.model,
            }
            for entry in self.entries.entries:
                if entry.name in told and entry.name != "seals_found":
                    self.entries.show(entry, told[entry.name])
        self._found = known

    def _begin(self) -> None:
        told = self.entries.told()
        if told is None:
            return
        self._desk.ask(
            self,
            partial(known_of, trader=told["trader"], serial=told["serial"]),
            lambda known: self._send(told, known),
        )

    def _send(self, told: dict[str, Any], known: Known) -> None:
        maximum: QuantityValue = told["maximum"]
        customer: CustomerNumber | Party = known.customer or Party(name=told["trader"], city=told["city"])
        plate = {name: told[name] for name in ("name", "serial", "manufacturer", "model", "grade")}
        item: InstrumentNumber | Instrument = known.instrument or Instrument(nominal=maximum, **plate)
        command = BeginVerification(customer=customer, item=item, told=identified(told))
        self.wait(waiting=True)
        self._desk.run(command, self._done, self.refuse)

    def _done(self, number: str) -> None:
        self.clear()
        self.begun.emit(number)
