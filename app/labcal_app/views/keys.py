"""Keys: which there are and where they stand, one revoked; the laboratories trusted beside one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.signing_key import CONDITIONS, REASONS, Condition, HeldKey, RevocationReason
from labcal.errors import LabCalError
from labcal.services.key_life import (
    DistrustLaboratory,
    Revocation,
    TrustLaboratory,
    held_keys,
    revoke_key,
    told_trust,
)
from labcal.services.verification import read
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.dates import shown_date
from labcal_app.desk import Desk, Errand
from labcal_app.models.table import Column, Source, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import ChoiceField, Hint, PasswordField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.table import Table

ROWS = 3
SIGNS = {
    Condition.GOOD: State.PASS,
    Condition.ENDING: State.EXPIRING,
    Condition.ENDED: State.EXPIRED,
    Condition.REVOKED: State.STOPPED,
}


def columns(text: Text) -> tuple[Column[HeldKey], ...]:
    """Return the columns of the keys."""
    return (
        Column[HeldKey](
            title=mark("Holder"), value=lambda line: _holder(line, text), kind=Kind.STRONG, grows=True
        ),
        Column[HeldKey](title=mark("Key"), value=lambda line: line.key_id.upper(), kind=Kind.CODE, width=176),
        Column[HeldKey](
            title=mark("Valid until"),
            value=lambda line: shown_date(line.until.date(), text) if line.until else "",
            kind=Kind.DATE,
            width=112,
        ),
        Column[HeldKey](title=mark("State"), value=lambda line: _chip(line, text), kind=Kind.CHIP, width=124),
    )


def _holder(line: HeldKey, text: Text) -> str:
    ours = line.is_authority and line.condition is not None
    return text(mark("{laboratory} (authority)"), laboratory=line.holder) if ours else line.holder


def _chip(line: HeldKey, text: Text) -> Chip:
    if line.condition is None:
        return Chip(State.PASS, text(mark("Trusted")))
    return Chip(SIGNS[line.condition], text(CONDITIONS[line.condition]))


class KeysPanel(QWidget):
    """What stands in Settings under the title Keys."""

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        super().__init__()
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs
        self._content = b""
        self.banner = Banner(look, text, closable=True)
        source = Source(
            question=held_keys,
            shows=frozenset({"signing_key", "trusted_laboratory"}),
            key=lambda line: (line.key_id,),
        )
        self.model = TableModel[HeldKey](text, columns(text), source.key, self)
        self.table = Table(look, text, self.model, text(mark("Keys")))
        self.table.setFixedHeight(look.size("header") + ROWS * look.size("row"))
        self.told = Label(look, "", "small", "text2").wrapped()
        reasons = [(reason.value, text(words)) for reason, words in REASONS.items()]
        self.reason = ChoiceField(look, Hint(text(mark("Why it is revoked"))), reasons)
        asked = Hint(text(mark("The authority's passphrase")), text(mark("It signs the new trust list.")))
        self.passphrase = PasswordField(look, asked, text)
        self.revoke = Button(look, text(mark("Revoke the key")), "trash-2")
        self.bring = Button(look, text(mark("Trust another laboratory…")), "folder-open")
        self.believe = Button(look, text(mark("Yes, trust it")), "check", "primary")
        self.distrust = Button(look, text(mark("Trust it no longer")), "x")
        self._lay_out()
        self.model.follow(desk, source)
        self._wire()
        self._fit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.space("s") + 2)
        column.addWidget(self.banner)
        column.addWidget(self.table)
        column.addWidget(self.told)
        fields = QHBoxLayout()
        fields.setSpacing(self._look.space("m"))
        fields.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.passphrase, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(fields)
        buttons = QHBoxLayout()
        buttons.setSpacing(self._look.space("m"))
        for button in (self.revoke, self.believe, self.distrust, self.bring):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _wire(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._fit())
        self.model.modelReset.connect(self._fit)
        self.revoke.clicked.connect(self._revoke)
        self.bring.clicked.connect(self._bring)
        self.believe.clicked.connect(self._believe)
        self.distrust.clicked.connect(self._distrust)

    def chosen(self) -> HeldKey | None:
        """Return the line that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.line(rows[0].row()) if rows else None

    def _fit(self) -> None:
        """Offer what can be done with the chosen line."""
        line = self.chosen()
        ours = line is not None and line.condition is not None
        for widget in (self.reason, self.passphrase, self.revoke):
            widget.setVisible(ours)
        self.distrust.setVisible(line is not None and line.condition is None)
        self.believe.setVisible(bool(self._content))
        if not self._content:
            told = mark("Choose a key to revoke it; a new one is made on the page People.")
            self.told.setText(self._text(told))

    def _revoke(self) -> None:
        line = self.chosen()
        if line is None:
            return
        self.revoke.setEnabled(False)
        revocation = Revocation(key_id=line.key_id, why=RevocationReason(self.reason.value))
        passphrase = self.passphrase.value
        errand = Errand(
            title=mark("Revoke signing key"),
            tables=frozenset({"signing_key"}),
            then=lambda _done: self._revoked(),
            refused=self._refuse,
        )
        self._desk.work(errand, lambda book, who: revoke_key(book, who, revocation, passphrase))

    def _revoked(self) -> None:
        self.revoke.setEnabled(True)
        self.passphrase.set_value("")
        told = mark("The key is revoked. Give the new trust list to those who verify without a network.")
        self.banner.say(State.PASS, self._text(told))

    def _bring(self) -> None:
        path = self._dialogs.trust_list(self)
        if path is None:
            return
        try:
            told = told_trust(path)
            self._content = read(path)
        except LabCalError as error:
            self._refuse(error)
            return
        name = next(entry.holder for entry in told.entries if entry.key_id == told.signed_by)
        asks = mark(
            "The list is signed by the authority of {laboratory}, key {key}, and names {count} signatories. "
            "Ask the laboratory, by telephone for instance, whether this is its key. Is it?"
        )
        key = " ".join(told.signed_by.upper()[start : start + 4] for start in range(0, 16, 4))
        self.told.setText(self._text(asks, laboratory=name, key=key, count=len(told.entries) - 1))
        self._fit()

    def _believe(self) -> None:
        command = TrustLaboratory(content=self._content)
        self._content = b""
        self._fit()
        self._desk.run(command, lambda _none: None, self._refuse)

    def _distrust(self) -> None:
        line = self.chosen()
        if line is not None:
            self._desk.run(DistrustLaboratory(authority=line.key_id), lambda _none: None, self._refuse)

    def _refuse(self, error: LabCalError) -> None:
        self.revoke.setEnabled(True)
        self.banner.say(State.FAIL, error.shown(self._text))
