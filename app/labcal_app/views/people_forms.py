"""The forms of the page People: someone new, an account, an authorisation, a signing key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from labcal.domain.person import WORK, Authorisation, Level, PersonName
from labcal.services.passwords import LEAST
from labcal.services.roles import all_roles
from labcal.text import Text, mark
from labcal_app.forms.beside import Form, quantity_check
from labcal_app.theme.look import Look
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Hint, LineField, PasswordField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.quantity import QuantityField

CLAUSE = "ISO/IEC 17025:2017, 6.2.5 and 6.2.6"
FIRST_ROLE = "technician"
"""What is proposed for someone new."""
YEARS = 2
"""For how long an authorisation is proposed."""
VERIFICATIONS = "verification/"
"""Begins the name of a programme of legal verification."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Someone new; without a password there is no account yet."""

    name: PersonName
    role: str
    roles: tuple[str, ...]
    password: str = field(default="", repr=False)


class PasswordPair:
    """A new password, typed twice, put into a form."""

    def __init__(self, look: Look, text: Text, form: Form) -> None:
        self._text = text
        least = text(mark("At least {count} characters."), count=LEAST)
        self.first = PasswordField(look, Hint(text(mark("Password")), least), text)
        self.again = PasswordField(look, Hint(text(mark("Password again"))), text)
        form.field(self.first)
        form.field(self.again)

    def sound(self, *, needed: bool) -> bool:
        """Tell whether the two are the same and long enough; say beside them what is wrong."""
        if not self.first.value and not needed:
            return True
        if len(self.first.value) < LEAST:
            self.first.refuse(self._text(mark("At least {count} characters."), count=LEAST))
        elif self.first.value != self.again.value:
            self.again.refuse(self._text(mark("The two are not the same.")))
        return not (self.first.refused or self.again.refused)


class PersonForm(Form):
    """Someone new, with or without an account."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Add person")), text(mark("Add person")))
        self.name = self.field(LineField(look, Hint(text(mark("Name")))), needed=True)
        called = Hint(
            text(mark("Called")),
            text(mark("What the person is called; it gives no right.")),
            placeholder=text(mark("Technician")),
        )
        self.role = self.field(LineField(look, called))
        offered = [(role.id, text(role.title)) for role in all_roles()]
        opens = Hint(
            text(mark("Role")), text(mark("It opens a kind of work. More roles can be given later."))
        )
        self.opens = self.field(ChoiceField(look, opens, offered))
        self.opens.set_value(FIRST_ROLE)
        self.section(text(mark("Account")))
        self.add(
            Label(
                look, text(mark("May stay empty: then the person cannot sign in.")), "small", "text2"
            ).wrapped()
        )
        self.passwords = PasswordPair(look, text, self)

    def newcomer(self) -> Newcomer | None:
        """Return what was filled in; None where the passwords will not do."""
        if not self.passwords.sound(needed=False):
            self.go(self.passwords.first if self.passwords.first.refused else self.passwords.again)
            return None
        name = PersonName(self.name.value)
        roles = (self.opens.value,) if self.opens.value else ()
        return Newcomer(name=name, role=self.role.value, roles=roles, password=self.passwords.first.value)

    def clear(self) -> None:
        """Empty all fields; the role is proposed again."""
        super().clear()
        self.opens.set_value(FIRST_ROLE)


class AccountForm(Form):
    """An account for someone who has none."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Open account")), text(mark("Open account")))
        self.passwords = PasswordPair(look, text, self)

    def password(self) -> str | None:
        """Return the password; None where it will not do."""
        if self.passwords.sound(needed=True):
            return self.passwords.first.value
        self.go(self.passwords.first if self.passwords.first.refused else self.passwords.again)
        return None


class KeyForm(Form):
    """A signing key for a signatory: both secrets are typed by those who hold them."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Make signing key")), text(mark("Make signing key")))
        own = Hint(
            text(mark("The signatory's password")),
            text(mark("Typed by the signatory: it locks the key, and is asked for at each signature.")),
        )
        self.password = self.field(PasswordField(look, own, text), needed=True)
        vouches = Hint(
            text(mark("The authority's passphrase")),
            text(
                mark("As it was chosen when the laboratory was founded: the authority vouches for the key.")
            ),
        )
        self.passphrase = self.field(PasswordField(look, vouches, text), needed=True)


class AuthoriseForm(Form):
    """Leave for one kind of work, within a range, from a day to a day, on stated grounds."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Authorise")), text(mark("Authorise")))
        self.person = self.field(ChoiceField(look, Hint(text(mark("Person")), clause=CLAUSE)), needed=True)
        levels = [
            (level.value, text(words).capitalize())
            for level, words in WORK.items()
            if level is not Level.ADMINISTERS
        ]
        may = Hint(
            text(mark("May")), text(mark("What the person may do, today and until the last day.")), CLAUSE
        )
        self.level = self.field(ChoiceField(look, may, levels), needed=True)
        self.procedure = self.field(ChoiceField(look, Hint(text(mark("Under the procedure")), clause=CLAUSE)))
        ends = quantity_check(text)
        open_end = text(mark("Empty leaves this end of the range open."))
        self.low = QuantityField(look, Hint(text(mark("From")), open_end, placeholder="1 mg"), check=ends)
        self.high = QuantityField(look, Hint(text(mark("To")), open_end, placeholder="20 kg"), check=ends)
        self.pair(self.low, self.high)
        self.since = DateField(look, Hint(text(mark("First day"))), text)
        self.until = DateField(look, Hint(text(mark("Last day"))), text)
        self.pair(self.since, self.until)
        grounds = Hint(
            text(mark("Evidence")),
            text(mark("Why the person is competent: a test, a witnessed job, a comparison.")),
            CLAUSE,
            text(mark("Witnessed on 3 jobs")),
        )
        self.evidence = self.field(LineField(look, grounds), needed=True)

    def offer(self, people: Sequence[PersonName], procedures: Sequence[str]) -> None:
        """Offer ``people`` and ``procedures``; a single one for calibrations is chosen."""
        self.person.offer([(name, name) for name in people])
        self.procedure.offer([(name, name) for name in procedures])
        calibrations = [name for name in procedures if not name.startswith(VERIFICATIONS)]
        if len(calibrations) == 1:
            self.procedure.set_value(calibrations[0])

    def propose(self, person: str, today: date) -> None:
        """Begin with ``person``, and with two years from ``today``."""
        self.person.set_value(person)
        self.since.set_day(today)
        self.until.set_day(today.replace(year=today.year + YEARS, day=min(today.day, 28)))

    def leave(self) -> Authorisation | None:
        """Return what was filled in; None where a field is refused, with its sentence beside it."""
        text, missing = self._text, self._text(mark("This is missing."))
        low, high = self.quantity(self.low), self.quantity(self.high)
        if not self.procedure.value:
            self.procedure.refuse(missing)
        for day in (self.since, self.until):
            if day.day is None:
                day.refuse(text(mark("“{typed}” is not a date."), typed=day.value) if day.value else missing)
        since, until = self.since.day, self.until.day
        if since is not None and until is not None and until < since:
            self.until.refuse(text(mark("The last day lies before the first.")))
        wrong = next((field for field in self.fields if field.isVisibleTo(self) and field.refused), None)
        if wrong is not None or since is None or until is None:
            self.go(wrong or self.since)
            return None
        return Authorisation(
            level=Level(self.level.value),
            since=since,
            until=until,
            procedure=self.procedure.value,
            low=low,
            high=high,
            evidence=self.evidence.value,
        )
