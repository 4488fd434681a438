"""Settings: the laboratory, its procedures, the look of the window, one's own password."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.domain.job import ProcedureLine
from labcal.domain.laboratory import Laboratory
from labcal.errors import LabCalError
from labcal.services.keys import change_password, save_trust
from labcal.services.laboratory import profile
from labcal.services.passwords import LEAST
from labcal.services.personal import shown_name
from labcal.services.procedures import AdoptProcedure, ShippedProcedure, procedure_lines, shipped_procedures
from labcal.text import Text, mark
from labcal_app.cells import Kind, State
from labcal_app.dates import shown_date
from labcal_app.desk import Desk, Errand
from labcal_app.models.table import Column, Source, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.backups import BackupsPanel
from labcal_app.views.files import FileDialogs
from labcal_app.views.keys import KeysPanel
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import ChoiceField, Hint, PasswordField
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.table import Table

NARROW, ROWS = 340, 3
THEMES = (("light", mark("Light")), ("dark", mark("Dark")))


def columns(text: Text) -> tuple[Column[ProcedureLine], ...]:
    """Return the columns of the procedures in force."""
    return (
        Column[ProcedureLine](
            title=mark("Procedure"), value=lambda line: line.name, kind=Kind.STRONG, grows=True
        ),
        Column[ProcedureLine](
            title=mark("Version"), value=lambda line: line.edition, kind=Kind.NUMBER, width=76
        ),
        Column[ProcedureLine](
            title=mark("Since"), value=lambda line: shown_date(line.since, text), kind=Kind.DATE, width=112
        ),
        Column[ProcedureLine](
            title=mark("Approved by"), value=lambda line: shown_name(line.approved_by, text), width=140
        ),
        Column[ProcedureLine](
            title=mark("SHA-256"),
            value=lambda line: line.digest[:12],
            kind=Kind.CODE,
            width=118,
            tone="text2",
        ),
    )


PROCEDURES = Source(
    question=procedure_lines,
    shows=frozenset({"procedure"}),
    key=lambda line: (line.name, line.edition),
)


class Section(Panel):
    """A title with a hairline below it, and what belongs to it."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__("surface")
        self.title = SectionTitle(look, title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, look.space("m"))
        self.column.setSpacing(look.space("s") + 2)
        self.column.addWidget(self.title)
        self.column.addWidget(hairline())

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` below what is there, at its own width where it is a button."""
        start = Qt.AlignmentFlag.AlignLeading
        if isinstance(widget, Button):
            self.column.addWidget(widget, 0, start)
        else:
            self.column.addWidget(widget)


class SettingsPage(Panel):
    """Two columns of sections.

    Signals:
        theme_chosen: The name of a theme.
        language_chosen: The code of a language.
        lock_chosen: After how many minutes the screen is covered; 0 for never.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    lock_chosen = Signal(int)

    def __init__(
        self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs, languages: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._shipped: dict[str, ShippedProcedure] = {}
        self.banner = Banner(look, text, closable=True)
        self.facts = Facts(look, label_width=120)
        self.trust = Button(look, text(mark("Save the trust list…")), "shield-check")
        self.model = TableModel[ProcedureLine](text, columns(text), PROCEDURES.key, self)
        self.table = Table(look, text, self.model, text(mark("Procedures in force")))
        self.choice = ChoiceField(look, Hint(text(mark("A procedure that comes with LabCal"))))
        self.adopt = Button(look, text(mark("Adopt")), "new")
        themes = [(name, text(words)) for name, words in THEMES]
        self.theme = ChoiceField(look, Hint(text(mark("Theme"))), themes)
        self.language = ChoiceField(look, Hint(text(mark("Language of the screen"))), languages)
        self.lock = ChoiceField(look, Hint(text(mark("Lock the screen when nobody touches it"))))
        least = text(mark("At least {count} characters."), count=LEAST)
        self.old = PasswordField(look, Hint(text(mark("Present password"))), text)
        self.new = PasswordField(look, Hint(text(mark("New password")), least), text)
        self.again = PasswordField(look, Hint(text(mark("New password again"))), text)
        self.change = Button(look, text(mark("Change password")), "key-round")
        self.backups = BackupsPanel(look, text, desk, dialogs)
        self.keys = KeysPanel(look, text, desk, dialogs)
        self._lay_out()
        self._wire()
        self.theme.set_value(look.theme.name)
        self.language.set_value(text.language)
        self.model.follow(desk, PROCEDURES)
        desk.changed.connect(self._changed)
        self._changed(frozenset({"laboratory", "procedure"}))

    def offer_lock(self, choices: Sequence[int], chosen: int) -> None:
        """Offer the minutes of ``choices``, with ``chosen`` in force; 0 stands for never."""
        after, never = mark("after {minutes} minutes"), self._text(mark("never"))
        offered = sorted({*choices, chosen} - {0})
        told = [(str(one), self._text(after, minutes=one)) for one in offered]
        self.lock.offer([*told, ("0", never)])
        self.lock.set_value(str(chosen))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for section in (self._laboratory(), self._keys(), self._procedures(), self._backups()):
            left.addWidget(section)
        for section in (self._window(), self._password()):
            right.addWidget(section)
        holder = Panel("surface")
        holder.setFixedWidth(NARROW)
        holder.setLayout(right)
        for column in (left, right):
            column.setSpacing(self._look.space("l"))
            column.addStretch(1)
        right.setContentsMargins(0, 0, 0, 0)
        inside = Panel("surface")
        row = QHBoxLayout(inside)
        row.setContentsMargins(20, self._look.space("l"), 20, self._look.space("l"))
        row.setSpacing(40)
        row.addLayout(left, 1)
        row.addWidget(holder)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inset = QHBoxLayout()
        inset.setContentsMargins(20, self._look.space("s"), 20, 0)
        inset.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHead(self._look, self._text(mark("Settings"))))
        column.addLayout(inset)
        column.addWidget(area, 1)

    def _laboratory(self) -> Section:
        section = Section(self._look, self._text(mark("Laboratory")))
        section.add(self.facts)
        told = self._text(
            mark("Whoever verifies your certificates elsewhere, without a network, needs your trust list.")
        )
        section.add(Label(self._look, told, "small", "text2").wrapped())
        section.add(self.trust)
        return section

    def _procedures(self) -> Section:
        section = Section(self._look, self._text(mark("Procedures in force")))
        self.table.setFixedHeight(self._look.size("header") + ROWS * self._look.size("row"))
        section.add(self.table)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.space("s"))
        row.addWidget(self.choice, 1)
        row.addWidget(self.adopt, 0, Qt.AlignmentFlag.AlignBottom)
        section.add(holder)
        return section

    def _keys(self) -> Section:
        section = Section(self._look, self._text(mark("Keys")))
        section.add(self.keys)
        return section

    def _backups(self) -> Section:
        section = Section(self._look, self._text(mark("Backups")))
        section.add(self.backups)
        return section

    def _window(self) -> Section:
        section = Section(self._look, self._text(mark("This window")))
        section.add(self.theme)
        section.add(self.language)
        section.add(self.lock)
        return section

    def _password(self) -> Section:
        section = Section(self._look, self._text(mark("Your password")))
        for field in (self.old, self.new, self.again):
            section.add(field)
        section.add(self.change)
        return section

    def _wire(self) -> None:
        self.theme.changed.connect(self.theme_chosen)
        self.language.changed.connect(self.language_chosen)
        self.lock.changed.connect(lambda minutes: self.lock_chosen.emit(int(minutes)))
        self._look.changed.connect(self._show_theme)
        self.choice.changed.connect(lambda _name: self._offer())
        self.adopt.clicked.connect(self._adopt)
        self.trust.clicked.connect(self._save_trust)
        self.change.clicked.connect(self._change)
        self.again.line.returnPressed.connect(self._change)

    def _show_theme(self) -> None:
        """Follow the look; a method, so that the look lets go of a page that is gone."""
        self.theme.set_value(self._look.theme.name)

    def _changed(self, tables: frozenset[str]) -> None:
        if "laboratory" in tables:
            self._desk.ask(self.facts, profile, self._show_profile)
        if "procedure" in tables:
            question = partial(shipped_procedures, language=self._text.language)
            self._desk.ask(self.choice, question, self._show_shipped)

    def _show_profile(self, found: Laboratory) -> None:
        text, party = self._text, found.party
        second = mark("a second person checks every result") if found.second_person else mark("not asked for")
        told = (
            (mark("Name"), party.name),
            (mark("Address"), ", ".join(party.lines)),
            (mark("E-mail"), party.email),
            (mark("Telephone"), party.phone),
            (mark("Accreditation"), found.code),
            (mark("Time zone"), found.zone),
            (mark("Second person"), text(second)),
            (mark("Book"), self._desk.book_name),
        )
        self.facts.show_facts([(text(label), value or "—") for label, value in told])

    def _show_shipped(self, found: list[ShippedProcedure]) -> None:
        self._shipped = {one.name: one for one in found}
        told = mark("{title}, version {version} (adopted)"), mark("{title}, version {version}")
        self.choice.offer(
            [
                (
                    one.name,
                    self._text(told[0] if one.adopted else told[1], title=one.title, version=one.version),
                )
                for one in found
            ]
        )
        if not self.choice.value and found:
            fresh = next((one for one in found if not one.adopted), found[0])
            self.choice.set_value(fresh.name)
        self._offer()

    def _offer(self) -> None:
        chosen = self._shipped.get(self.choice.value)
        self.adopt.setEnabled(chosen is not None and not chosen.adopted)

    def _adopt(self) -> None:
        chosen = self._shipped.get(self.choice.value)
        if chosen is not None:
            self._desk.run(AdoptProcedure(body=chosen.body), refused=self._refuse)

    def _save_trust(self) -> None:
        folder = self._dialogs.folder(self)
        if folder is not None:
            errand = Errand(title=mark("Save trust list"), then=self._saved, refused=self._refuse)
            self._desk.work(errand, lambda book, _who: save_trust(book, folder))

    def _saved(self, path: Path) -> None:
        self.banner.say(State.PASS, self._text(mark("The trust list is saved as {path}."), path=path))

    def _change(self) -> None:
        if len(self.new.value) < LEAST:
            self.new.refuse(self._text(mark("At least {count} characters."), count=LEAST))
        elif self.new.value != self.again.value:
            self.again.refuse(self._text(mark("The two are not the same.")))
        else:
            errand = Errand(title=mark("Change password"), then=self._password_changed, refused=self._wrong)
            function = partial(change_password, old=self.old.value, new=self.new.value)
            self._desk.work(errand, function)

    def _wrong(self, error: LabCalError) -> None:
        self.old.refuse(error.shown(self._text))
        self.old.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _password_changed(self, _none: object) -> None:
        for field in (self.old, self.new, self.again):
            field.set_value("")
        self.banner.say(State.PASS, self._text(mark("Your password is changed.")))

    def _refuse(self, error: LabCalError) -> None:
        self.banner.say(State.FAIL, error.shown(self._text))
