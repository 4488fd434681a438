"""The forms beside a procedure: approve, withdraw, state a comparison with its documents."""

from __future__ import annotations

from labcal.domain.specification import Library
from labcal.services.method_views import ProcedureRecord
from labcal.services.methods import ApproveProcedure, WithdrawProcedure
from labcal.services.specifications import CompareWithDocument
from labcal.text import Text, mark
from labcal_app.forms.beside import Form
from labcal_app.theme.look import Look
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import ChoiceField, Hint, LineField, WordsField

YES, NO = "yes", "no"
CLAUSE = "ISO/IEC 17025:2017, 7.2.1"


class ApproveForm(Form):
    """From which day on the version that waits is in force."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Approve")), text(mark("Put in force")))
        since = Hint(
            text(mark("In force since")), text(mark("Empty for today.")), "ISO/IEC 17025:2017, 8.3.2"
        )
        self.since = self.field(DateField(look, since, text))

    def command(self, record: ProcedureRecord) -> ApproveProcedure | None:
        """Return the command; None where a field is refused."""
        waiting = record.waiting
        if self.since.value and self.since.day is None:
            self.since.refuse(self._text(mark("This is no date.")))
            self.go(self.since)
        if waiting is None or self.since.refused:
            return None
        return ApproveProcedure(
            procedure=record.name,
            edition=waiting.value.edition,
            seen=waiting.version,
            since=self.since.day,
        )


class WithdrawForm(Form):
    """Why no further job may be opened under a procedure."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Withdraw")), text(mark("Withdraw procedure")))
        self.reason = self.field(WordsField(look, Hint(text(mark("Reason")), clause=CLAUSE)), needed=True)

    def command(self, record: ProcedureRecord) -> WithdrawProcedure:
        """Return the command."""
        return WithdrawProcedure(procedure=record.name, reason=self.reason.value)


class CompareForm(Form):
    """With which document the text that is shown was compared, and whether all agreed."""

    def __init__(self, look: Look, text: Text) -> None:
        title = text(mark("Compared with its document"))
        super().__init__(look, text, title, text(mark("Record comparison")))
        document = Hint(
            text(mark("The copy of the document")), clause=CLAUSE, placeholder="DKD-R 4-3, 2018-12"
        )
        self.document = self.field(LineField(look, document), needed=True)
        answers = [(YES, text(mark("all agreed"))), (NO, text(mark("not all agreed")))]
        self.agrees = self.field(ChoiceField(look, Hint(text(mark("Outcome"))), answers), needed=True)
        self.remark = self.field(WordsField(look, Hint(text(mark("What does not agree"))), 2))
        on = Hint(text(mark("Day")), text(mark("Empty for today.")))
        self.on = self.field(DateField(look, on, text))

    def command(self, record: ProcedureRecord) -> CompareWithDocument | None:
        """Return the command; None where a field is refused."""
        if self.on.value and self.on.day is None:
            self.on.refuse(self._text(mark("This is no date.")))
            self.go(self.on)
            return None
        return CompareWithDocument(
            library=Library.PROCEDURE,
            name=record.name,
            digest=record.procedure.digest,
            document=self.document.value,
            agrees=self.agrees.value == YES,
            remark=self.remark.value,
            on=self.on.day,
        )
