"""The forms of what is done to an issued certificate: amended by another, or withdrawn."""

from __future__ import annotations

from labcal.domain.certificate import CertificateNumber
from labcal.services.after_issue import AmendCertificate, WithdrawCertificate
from labcal.text import Text, mark
from labcal_app.forms.beside import Form
from labcal_app.theme.look import Look
from labcal_app.widgets.fields import Hint, WordsField
from labcal_app.widgets.labels import Label


class AmendForm(Form):
    """What will be otherwise in the certificate that takes the place of this one, and why."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Amend certificate")), text(mark("Open the job again")))
        told = mark(
            "The job is opened again; its next certificate names this one, what was changed and why. Until "
            "that is issued, this one holds. Both stay in the book."
        )
        self.add(Label(look, text(told), "small", "text2").wrapped())
        self.change = self.field(WordsField(look, Hint(text(mark("What is changed")))), needed=True)
        self.why = self.field(WordsField(look, Hint(text(mark("Why it is changed")))), needed=True)

    def command(self, number: CertificateNumber) -> AmendCertificate:
        """Return the command for the certificate ``number``."""
        return AmendCertificate(certificate=number, change=self.change.value, why=self.why.value)


class WithdrawForm(Form):
    """Why a certificate holds no longer, and who was told."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Withdraw certificate")), text(mark("Withdraw")))
        told = mark("Whoever verifies it here is told so. Those who rely on it have to be told by you.")
        self.add(Label(look, text(told), "small", "text2").wrapped())
        self.why = self.field(WordsField(look, Hint(text(mark("Why it is withdrawn")))), needed=True)
        self.notice = self.field(WordsField(look, Hint(text(mark("Who was told, and how")))), needed=True)

    def command(self, number: CertificateNumber) -> WithdrawCertificate:
        """Return the command for the certificate ``number``."""
        return WithdrawCertificate(certificate=number, why=self.why.value, notice=self.notice.value)
