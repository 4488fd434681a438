"""The pages of one certificate, and above them in a sentence what verifying found."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal.domain.after_issue import Standing
from labcal.exchange.verify import Check, Signature, Verification, sentence
from labcal.services.viewing import Viewed
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.pictures import pages_of
from labcal_app.theme.look import Look
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import IconLabel, Label, Panel
from labcal_app.widgets.pages import Pages

GONE = (Standing.SUPERSEDED.value, Standing.WITHDRAWN.value)
"""Where a certificate stands that holds no longer."""
FINE = 1120
"""Width of the pictures in px: twice the widest preview, so that it stays sharp on a fine screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the reader shows.

    Attributes:
        name: Number of the certificate or of the job, or name of the file.
        images: Its pages.
        found: What verifying found; None for a draft.
        issued: Whether it lies in this book's archive.
    """

    name: str
    images: tuple[QImage, ...]
    found: Verification | None = None
    issued: bool = False


def pictured(viewed: Viewed, *, issued: bool) -> Shown:
    """Return ``viewed`` with its pages as pictures."""
    images = tuple(pages_of(viewed.pdf, FINE)) if viewed.pdf and viewed.found.kind == "pdf" else ()
    return Shown(name=viewed.name, images=images, found=viewed.found, issued=issued)


def drafted(job: str, pdf: bytes) -> Shown:
    """Return the draft of a job's certificate with its pages as pictures."""
    return Shown(name=job, images=tuple(pages_of(pdf, FINE)))


class Checks(Panel):
    """The checks of a verification, one below the other."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self._look, self._text = look, text
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.space("l"), look.space("s"), look.space("l"), look.space("s"))
        self._column.setSpacing(look.space("s"))
        self.hide()

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show ``checks``: passed, failed or not made, each with its reason."""
        while self._column.count():
            taken = self._column.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()
        for check in checks:
            self._column.addWidget(self._row(check))

    def _row(self, check: Check) -> QWidget:
        look = self._look
        icon, tone = {True: ("pass", "pass"), False: ("fail", "fail"), None: ("none", "text2")}[check.passed]
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("s"))
        row.addWidget(IconLabel(look, icon, tone, 14))
        row.addWidget(Label(look, check.why(self._text), "small").wrapped(), 1)
        return holder


class Reader(Pages):
    """Pages with the sentence of the verification; its button unfolds the checks."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self.shown: Shown | None = None
        self.banner = Banner(look, text)
        self.checks = Checks(look, text)
        self.language = Label(look, "", "small", "text2")
        self.job = Button(look, text(mark("Job")), "link", small=True)
        self.save = Button(look, text(mark("PDF")), "export", small=True)
        self.save.setToolTip(text(mark("Save PDF, XML and the trust list")))
        self.job.setToolTip(text(mark("Open the job")))
        self.amend = IconButton(look, "edit", text(mark("Amend certificate…")))
        self.withdraw = IconButton(look, "stopped", text(mark("Withdraw certificate…")))
        for widget in (self.language, self.job, self.save, self.amend, self.withdraw):
            self.bar.addWidget(widget)
        inset = QHBoxLayout()
        inset.setContentsMargins(look.space("m"), look.space("m"), look.space("m"), 0)
        inset.addWidget(self.banner)
        self.notice.addLayout(inset)
        self.notice.addWidget(self.checks)
        self.banner.repaired.connect(self._unfold)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Empty the preview."""
        self.shown = None
        self.show_pages(())
        self.banner.clear()
        self.checks.hide()
        for widget in (self.job, self.save, self.amend, self.withdraw):
            widget.setEnabled(False)

    def read(self, shown: Shown) -> None:
        """Show ``shown``."""
        self.shown = shown
        self.show_pages(shown.images)
        self.checks.hide()
        self.job.setEnabled(shown.issued or shown.found is None)
        self.save.setEnabled(shown.issued)
        for button in (self.amend, self.withdraw):
            button.setEnabled(shown.issued and shown.found is not None and shown.found.status == "issued")
        if shown.found is None:
            told = self._text(mark("Draft of job {job}: nothing is issued yet."), job=shown.name)
            self.banner.say(State.INFO, told)
            return
        self.checks.show_checks(shown.found.checks)
        self._judge(shown, shown.found)

    def _judge(self, shown: Shown, found: Verification) -> None:
        details = self._text(mark("Details"))
        good = found.valid and found.trusted and found.status not in GONE
        if good and shown.issued:
            told, more = mark("Signature valid"), mark("PDF and XML agree")
            self.banner.say(State.PASS, self._text(told), self._text(more), details)
            return
        known = found.signature in (Signature.UNKNOWN_ISSUER, Signature.EXPIRED)
        state = State.PASS if good else State.CONDITIONAL if found.valid and known else State.FAIL
        self.banner.say(state, sentence(found, self._text), repair=details)

    def _unfold(self) -> None:
        self.checks.setVisible(not self.checks.isVisible())
        words = mark("Less") if self.checks.isVisible() else mark("Details")
        self.banner.repair.rename(self._text(words))
