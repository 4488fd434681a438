"""The forms of the page People that concern roles and personal details, and the question before erasing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.person import SEXES, Personal, PersonLine, Sex
from labcal.domain.role import Role
from labcal.services.personal import Details
from labcal.text import Text, mark
from labcal_app.forms.beside import Form
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Field, Hint, LineField
from labcal_app.widgets.labels import IconLabel, Label

WIDTH = 460
COUNTED = mark("For figures on training; it may stay unstated.")


class RolesForm(Form):
    """A role given, or one taken back."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Roles")), text(mark("Keep")))
        told = mark("A role opens a kind of work; what needs an authorisation still needs it.")
        self.add(Label(look, text(told), "small", "text2").wrapped())
        give = Hint(text(mark("Give a role")), text(mark("It holds from today.")))
        take = Hint(text(mark("Take a role back")), text(mark("It bites at once.")))
        self.give = self.field(ChoiceField(look, give))
        self.take = self.field(ChoiceField(look, take))

    def show_roles(self, held: Sequence[Role], every: Sequence[Role]) -> None:
        """Offer what the person does not have, and what can be taken back."""
        words = self._text
        self.clear()
        self.give.offer([(role.id, words(role.title)) for role in every if role not in held])
        self.take.offer([(role.id, words(role.title)) for role in held])


class DetailsForm(Form):
    """What is known of a person as such; nothing of it is kept as a draft beside the book."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Personal details")), text(mark("Keep")))
        self.drafted.personal = True
        self._version = 0
        sealed = mark(
            "Sealed in the journal, and erased when the person is anonymised. All of it may stay empty."
        )
        self.add(Label(look, text(sealed), "small", "text2").wrapped())
        own = Hint(text(mark("Full name")), text(mark("As the person writes it, in the person's own order.")))
        self.full_name = self.field(LineField(look, own))
        sexes = [(sex.value, text(words)) for sex, words in SEXES.items()]
        self.sex = ChoiceField(look, Hint(text(mark("Sex")), text(COUNTED)), sexes)
        self.born = DateField(look, Hint(text(mark("Date of birth"))), text)
        self.pair(self.sex, self.born)
        self.email = self.field(LineField(look, Hint(text(mark("E-mail")))))
        self.phone = self.field(LineField(look, Hint(text(mark("Telephone")))))
        self.area_of = self.field(LineField(look, Hint(text(mark("Section")))))
        institution = Hint(
            text(mark("Institution")), text(mark("The employer, of someone who is the laboratory's guest."))
        )
        self.employer = self.field(LineField(look, institution))
        self.region = self.field(LineField(look, Hint(text(mark("Region")), text(COUNTED))))

    def show_details(self, found: Details) -> None:
        """Show what is known."""
        told = found.personal
        self.clear()
        self.say(self.title.text(), found.person)
        self._version = found.version
        self.sex.set_value(told.sex.value)
        self.born.set_day(told.born)
        for field, value in (
            (self.full_name, told.full_name),
            (self.email, told.email),
            (self.phone, told.phone),
            (self.area_of, told.section),
            (self.employer, told.employer),
            (self.region, told.region),
        ):
            field.set_value(value)

    def details(self) -> tuple[Personal, int] | None:
        """Return what was filled in, with the version it changes; None where a field is refused."""
        if self.born.value and self.born.day is None:
            self.born.refuse(self._text(mark("“{typed}” is not a date."), typed=self.born.value))
            self.go(self.born)
            return None
        personal = Personal(
            full_name=self.full_name.value,
            sex=Sex(self.sex.value or Sex.NOT_STATED.value),
            born=self.born.day if self.born.value else None,
            email=self.email.value,
            phone=self.phone.value,
            section=self.area_of.value,
            employer=self.employer.value,
            region=self.region.value,
        )
        return personal, self._version

    def _known(self, field: Field, needed: bool) -> Field:  # type: ignore[override]
        """Keep nothing of it as it is typed."""
        self.fields.append(field)
        return field


class AnonymiseDialog(QDialog):
    """Says that it cannot be taken back, and asks for the reason; Escape leaves all as it was.

    Signals:
        agreed: The reason; whoever asked calls ``refuse`` or ``accept``.
    """

    agreed = Signal(str)

    def __init__(self, look: Look, text: Text, line: PersonLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, text
        self.setWindowTitle(text(mark("Anonymise")))
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        reason = Hint(
            text(mark("Reason")),
            text(mark("It stays in the journal for ever: do not name the person in it.")),
        )
        self.why = LineField(look, reason)
        self.cancel = Button(look, text(mark("Cancel")))
        self.erase = Button(look, text(mark("Erase for ever")), "trash-2", "primary")
        self._lay_out(line)
        self.cancel.clicked.connect(self.reject)
        self.erase.clicked.connect(self._agree)
        self.why.changed.connect(lambda _value: self._offer())
        self._offer()
        self.why.line.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was erased."""
        self.erase.setEnabled(True)
        self.why.refuse(sentence)

    def _lay_out(self, line: PersonLine) -> None:
        look, text = self._look, self._text
        head = QHBoxLayout()
        head.setSpacing(look.space("s"))
        head.addWidget(IconLabel(look, "triangle-alert", "warn", 20))
        head.addWidget(Label(look, text(mark("This cannot be taken back")), "section"))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.space("xl"),) * 4)
        column.setSpacing(look.space("m"))
        column.addLayout(head)
        for sentence in self._sentences(line):
            told = Label(look, sentence, "body", "text2").wrapped()
            told.setMinimumHeight(told.heightForWidth(WIDTH - 2 * look.space("xl")))
            column.addWidget(told)
        column.addWidget(self.why)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.erase)
        column.addLayout(foot)

    def _sentences(self, line: PersonLine) -> list[str]:
        text = self._text
        told = [
            text(
                mark(
                    "Name, personal details and account of {person} are erased, and the key that opens "
                    "them in the journal is destroyed. Records stay, under a handle; issued certificates "
                    "stay as they are."
                ),
                person=line.name,
            ),
            text(mark("Backups and copies made before still hold them: see to those as well.")),
        ]
        if line.plain:
            old = mark(
                "{person} was entered by release 0.1, whose journal tells names in clear: "
                "there the name stays."
            )
            told.append(text(old, person=line.name))
        return told

    def _offer(self) -> None:
        self.erase.setEnabled(bool(self.why.value))

    def _agree(self) -> None:
        self.erase.setEnabled(False)
        self.agreed.emit(self.why.value)
