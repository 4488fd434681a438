"""The first page of a new book: the laboratory, and the person who looks after its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QHBoxLayout

from labcal.services.passwords import LEAST
from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.views.door import Door, DoorPage
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.fields import AnyField, ChoiceField, Hint, LineField, PasswordField

TWO_LETTERS = re.compile("[A-Z]{2}")
NO_ISO = frozenset({"AC", "CP", "EU", "QO", "TA"})
"""Codes that Qt knows and ISO 3166-1 does not assign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What was filled in.

    Attributes:
        country: ISO 3166-1 alpha-2 code.
        zone: IANA name of the time zone.
        role: Of the person, as the certificates name it; may be empty.
        passphrase: Protects the key of the laboratory's own authority.
    """

    laboratory: str
    street: str
    post_code: str
    city: str
    country: str
    zone: str
    person: str
    role: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)


class Found(DoorPage):
    """The form.

    Signals:
        founded: A ``Founding``.
    """

    founded = Signal(object)

    def __init__(self, look: Look, text: Text, door: Door) -> None:
        super().__init__(look, text, door)
        self.begin(
            text(mark("Found the laboratory")),
            text(mark("The book {book} begins with it and with you."), book=door.book),
        )
        self.form.setSpacing(look.space("s"))
        self._laboratory()
        self._person()
        self._authority()
        self.found = Button(look, text(mark("Found the laboratory")), kind="primary")
        self.form.addSpacing(look.space("xs"))
        self.form.addWidget(self.found)
        self.found.clicked.connect(self._ask)
        self.passphrase_again.line.returnPressed.connect(self._ask)
        self.setFocusProxy(self.laboratory)

    def refuse(self, sentence: str) -> None:
        """Say in one sentence why it did not work."""
        self.passphrase_again.refuse(sentence)
        self.found.setEnabled(True)

    def _laboratory(self) -> None:
        look, text = self._look, self._text
        self._section(text(mark("The laboratory")))
        named = Hint(text(mark("Name of the laboratory")), clause="ISO/IEC 17025:2017, 7.8.2.1 b")
        self.laboratory = LineField(look, named)
        self.street = LineField(look, Hint(text(mark("Street"))))
        self.post_code = LineField(look, Hint(text(mark("Post code"))))
        self.city = LineField(look, Hint(text(mark("City"))))
        self.country = ChoiceField(look, Hint(text(mark("Country"))), countries())
        why = text(mark("Civil dates are counted in this zone: of work, of authorisations, of certificates."))
        self.zone = LineField(look, Hint(text(mark("Time zone")), why), own_zone())
        self.zone.complete(sorted(available_timezones()))
        self.form.addWidget(self.laboratory)
        self.form.addWidget(self.street)
        self._pair(self.post_code, self.city, (1, 2))
        self._pair(self.country, self.zone, (1, 1))

    def _person(self) -> None:
        look, text = self._look, self._text
        self._section(text(mark("You, who look after its records")))
        least = text(mark("At least {count} characters."), count=LEAST)
        self.person = LineField(look, Hint(text(mark("Your name"))))
        self.password = PasswordField(look, Hint(text(mark("Password")), least), text)
        self.password_again = PasswordField(look, Hint(text(mark("Password again"))), text)
        self.role = LineField(look, Hint(text(mark("Your role"))))
        self._pair(self.person, self.role, (3, 2))
        self._pair(self.password, self.password_again, (1, 1))

    def _authority(self) -> None:
        look, text = self._look, self._text
        self._section(text(mark("The laboratory's authority")))
        why = text(
            mark("It unlocks the key that vouches for every signature. Write it down, and lock it away.")
        )
        self.passphrase = PasswordField(look, Hint(text(mark("Passphrase")), why), text)
        self.passphrase_again = PasswordField(look, Hint(text(mark("Passphrase again")), why), text)
        self._pair(self.passphrase, self.passphrase_again, (1, 1))

    def _section(self, title: str) -> None:
        self.form.addSpacing(self._look.space("xs"))
        self.form.addWidget(SectionTitle(self._look, title))

    def _pair(self, one: AnyField, other: AnyField, shares: tuple[int, int]) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._look.space("m"))
        for widget, share in zip((one, other), shares, strict=True):
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(row)

    def _ask(self) -> None:
        faults = self._faults()
        fields = (
            self.laboratory, self.street, self.post_code, self.city, self.country, self.zone, self.person,
            self.role, self.password, self.password_again, self.passphrase, self.passphrase_again,
        )  # fmt: skip
        for each in fields:
            each.refuse(faults.get(each, ""))
        first = next((each for each in fields if each.refused), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.found.setEnabled(False)
        self.founded.emit(self._filled())

    def _filled(self) -> Founding:
        return Founding(
            laboratory=self.laboratory.value,
            street=self.street.value,
            post_code=self.post_code.value,
            city=self.city.value,
            country=self.country.value,
            zone=self.zone.value,
            person=self.person.value,
            role=self.role.value,
            password=self.password.value,
            passphrase=self.passphrase.value,
        )

    def _faults(self) -> dict[object, str]:
        """Return the sentence of each field that cannot be taken as it is."""
        text = self._text
        missing = text(mark("This is missing."))
        asked = (self.laboratory, self.city, self.country, self.zone, self.person)
        faults: dict[object, str] = {each: missing for each in asked if not each.value}
        if self.zone.value and self.zone.value not in available_timezones():
            faults[self.zone] = text(mark("There is no such time zone."))
        pairs = ((self.password, self.password_again), (self.passphrase, self.passphrase_again))
        for first, again in pairs:
            if len(first.value) < LEAST:
                faults[first] = text(mark("At least {count} characters."), count=LEAST)
            elif first.value != again.value:
                faults[again] = text(mark("The two are not the same."))
        return faults


def countries() -> list[tuple[str, str]]:
    """Return code and name of all countries, by name."""
    named = {QLocale.territoryToCode(place): QLocale.territoryToString(place) for place in QLocale.Country}
    return sorted(
        ((code, name) for code, name in named.items() if TWO_LETTERS.fullmatch(code) and code not in NO_ISO),
        key=lambda pair: pair[1],
    )


def own_zone() -> str:
    """Return the time zone of the machine, where it has a name that every machine knows."""
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return zone if zone in available_timezones() else "UTC"
