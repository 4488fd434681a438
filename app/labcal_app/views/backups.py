"""Backups: when they are made, which are kept, one made now, one restored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.backup_rule import BackupRule
from labcal.errors import LabCalError
from labcal.services.backup_rules import DecideBackups, Standing, back_up_now, standing
from labcal.services.backups import locked_with
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.dates import shown_instant
from labcal_app.desk import Desk, Errand
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.restoring import RestorePanel
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import ChoiceField, Field, Hint, LineField, PasswordField
from labcal_app.widgets.labels import Label

NEVER, START, END, BOTH, HOURLY, FOUR = "never", "start", "end", "both", "hourly", "four"
TIMES = (
    (NEVER, mark("Never by itself"), BackupRule()),
    (START, mark("When the book is first opened on a day"), BackupRule(at_start=True)),
    (END, mark("When the book is closed"), BackupRule(at_end=True)),
    (BOTH, mark("When it is opened and when it is closed"), BackupRule(at_start=True, at_end=True)),
    (FOUR, mark("Every four hours, and when it is closed"), BackupRule(at_end=True, hours=4)),
    (HOURLY, mark("Every hour, and when it is closed"), BackupRule(at_end=True, hours=1)),
)
OPEN, LOCKED = "open", "locked"


class BackupsPanel(QWidget):
    """What stands in Settings under the title Backups.

    Signals:
        restored: The path of a book that was just restored and is to be opened.
    """

    restored = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        super().__init__()
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._standing: Standing | None = None
        self.told = Label(look, "", "small", "text2").wrapped()
        self.banner = Banner(look, text, closable=True)
        times = [(name, text(words)) for name, words, _rule in TIMES]
        self.when = ChoiceField(look, Hint(text(mark("A backup is made"))), times)
        self.folder = LineField(look, Hint(text(mark("In the folder"))))
        self.choose = Button(look, text(mark("Choose…")), "folder-open")
        self.number = LineField(look, Hint(text(mark("Newest kept"))))
        self.days = LineField(look, Hint(text(mark("Kept for days"))))
        locks = [(OPEN, text(mark("Readable by whoever has it"))), (LOCKED, text(mark("Locked")))]
        self.lock = ChoiceField(look, Hint(text(mark("A backup is"))), locks)
        new = Hint(text(mark("New passphrase")), text(mark("Without it nobody restores a locked backup.")))
        self.passphrase = PasswordField(look, new, text)
        self.keep = Button(look, text(mark("Keep this rule")), "check")
        self.now = Button(look, text(mark("Back up now")), "shield-check", "primary")
        self.restoring = RestorePanel(look, text, desk, dialogs)
        self._lay_out()
        self._wire()
        self._ask()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("s") + 2)
        column.addWidget(self.told)
        column.addWidget(self.banner)
        column.addWidget(self.when)
        column.addLayout(self._row(self.folder, self.choose))
        column.addLayout(self._row(self.number, self.days))
        column.addLayout(self._row(self.lock, self.passphrase))
        column.addLayout(self._row(self.keep, self.now, self.restoring.begin))
        column.addWidget(self.restoring)

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.space("m"))
        for widget in widgets:
            if isinstance(widget, Field):
                row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
            else:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        if not any(isinstance(widget, Field) for widget in widgets):
            row.addStretch(1)
        return row

    def _wire(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.lock.changed.connect(lambda _value: self._fit())
        self.keep.clicked.connect(self._keep)
        self.now.clicked.connect(self._back_up)
        self.restoring.restored.connect(self.restored)
        self._desk.changed.connect(self._changed)

    def _changed(self, tables: frozenset[str]) -> None:
        if "backup_rule" in tables:
            self._ask()

    def _ask(self) -> None:
        self._desk.fetch(self, standing, self._show)

    def _show(self, found: Standing) -> None:
        self._standing, text, rule = found, self._text, found.rule
        plain = BackupRule(at_start=rule.at_start, at_end=rule.at_end, hours=rule.hours)
        self.when.set_value(next((name for name, _words, one in TIMES if one == plain), ""))
        self.folder.set_value(rule.folder)
        self.folder.line.setPlaceholderText(str(found.folder))
        self.number.set_value(str(rule.keep_number))
        self.days.set_value(str(rule.keep_days))
        self.lock.set_value(LOCKED if rule.locked else OPEN)
        self.passphrase.set_value("")
        self._fit()
        if found.made:
            says = mark("The newest of {count} backups was made on {instant}, in {path}.")
            at = shown_instant(found.made[0][0].astimezone(), text)
            self.told.setText(text(says, count=len(found.made), instant=at, path=found.folder))
        else:
            self.told.setText(text(mark("There is no backup yet: a lost disk takes the whole book with it.")))
        self.restoring.look_in(found.folder)

    def _fit(self) -> None:
        self.passphrase.setVisible(self.lock.value == LOCKED)

    def _choose(self) -> None:
        folder = self._dialogs.backups(self)
        if folder is not None:
            self.folder.set_value(str(folder))

    def _keep(self) -> None:
        rule = self._rule()
        if rule is None or self._standing is None:
            return
        try:
            typed = self.passphrase.value
            key = locked_with(typed).kept() if rule.locked and typed else None
        except LabCalError as error:
            self.passphrase.refuse(error.shown(self._text))
            return
        if rule.locked and key is None and not self._standing.rule.locked:
            self.passphrase.refuse(self._text(mark("This is missing.")))
            return
        command = DecideBackups(rule=rule, key=key, seen=self._standing.version)
        self._desk.run(command, self._kept, self._refuse)

    def _rule(self) -> BackupRule | None:
        """Return the rule as it was filled in; None where a number is none."""
        numbers = []
        for field in (self.number, self.days):
            if not field.value.isdecimal():
                field.refuse(self._text(mark("A whole number is wanted here.")))
                return None
            numbers.append(int(field.value))
        plain = next((one for name, _words, one in TIMES if name == self.when.value), None)
        if plain is None and self._standing is not None:  # another rule was decided elsewhere
            plain = self._standing.rule
        return replace(
            plain or BackupRule(),
            folder=self.folder.value,
            keep_number=numbers[0],
            keep_days=numbers[1],
            locked=self.lock.value == LOCKED,
        )

    def _kept(self, _none: object) -> None:
        self.banner.say(State.PASS, self._text(mark("This rule holds from now on.")))

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        errand = Errand(title=mark("Back up"), then=self._made, refused=self._refuse)
        self._desk.toil(errand, back_up_now)

    def _made(self, path: Path) -> None:
        self.now.setEnabled(True)
        told = mark("The backup is {path}; it was read back and is sound.")
        self.banner.say(State.PASS, self._text(told, path=path.name))
        self._ask()

    def _refuse(self, error: LabCalError) -> None:
        self.now.setEnabled(True)
        self.banner.say(State.FAIL, error.shown(self._text))
