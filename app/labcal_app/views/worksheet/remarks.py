"""Remarks for the certificate, and deviations from the procedure."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain.job import JobNumber
from labcal.services.jobs import NoteJob
from labcal.services.personal import shown_name
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.figures import shown_quantity
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.points import may_record
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import Hint, WordsField
from labcal_app.widgets.labels import Panel

LABELS = 130


class RemarksTab(Panel):
    """Two fields that keep what is typed until it is recorded, and what was noted on receipt."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self._job = JobNumber("")
        self._kept = ("", "")
        self._seen = 0
        self.remarks = WordsField(
            look, Hint(text(mark("Remarks for the certificate")), "", "ISO/IEC 17025:2017, 7.8.2.1"), 3
        )
        self.deviations = WordsField(
            look,
            Hint(
                text(mark("Additions to, deviations or exclusions from the procedure")),
                "",
                "ISO/IEC 17025:2017, 7.8.2.1 n",
            ),
            3,
        )
        self.keep = Button(look, text(mark("Keep remarks")), "check")
        self.receipt = Facts(look, LABELS)
        self._lay_out(look)
        self.remarks.changed.connect(self._offer)
        self.deviations.changed.connect(self._offer)
        self.keep.clicked.connect(self._record)

    def show_sheet(self, shown: Worksheet) -> None:
        """Show what the book holds; words that are not recorded yet stay."""
        job = shown.sheet.job
        held = (job.remarks, job.deviations)
        if job.number != self._job or not self._touched():
            self.remarks.set_value(held[0])
            self.deviations.set_value(held[1])
            self._tell_theirs(held, held)
        elif held != self._kept:
            self._tell_theirs(self._kept, held)
        self._job, self._kept, self._seen = job.number, held, job.version
        opened = may_record(shown)
        for field in (self.remarks, self.deviations):
            field.words.setReadOnly(not opened)
        self.receipt.show_facts(received(shown, self._text))
        self.keep.setVisible(opened)
        self._offer()

    def _lay_out(self, look: Look) -> None:
        left = QVBoxLayout()
        left.setSpacing(look.space("s"))
        left.addWidget(self.remarks)
        left.addWidget(self.deviations)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        left.addLayout(buttons)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.receipt)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, look.space("m"), 20, look.space("m"))
        row.setSpacing(look.space("xxl"))
        row.addLayout(left, 3)
        row.addLayout(right, 2)

    def _tell_theirs(self, before: tuple[str, str], held: tuple[str, str]) -> None:
        """Say beside each field what somebody else has put there while this one was being typed into."""
        for field, earlier, now in zip((self.remarks, self.deviations), before, held, strict=True):
            words = self._text(mark("now: {value}"), value=now or "—")
            field.note.setText(words if now not in (earlier, field.value) else "")

    def _touched(self) -> bool:
        return (self.remarks.value, self.deviations.value) != self._kept

    def _offer(self) -> None:
        self.keep.setEnabled(self._touched())

    def _record(self) -> None:
        command = NoteJob(
            job=self._job,
            remarks=self.remarks.value,
            deviations=self.deviations.value,
            seen=self._seen,
        )
        self._desk.run(command)


def received(shown: Worksheet, text: Text) -> list[tuple[str, str]]:
    """Return what was noted and agreed when the item was received."""
    job, item = shown.sheet.job, shown.sheet.job.instrument
    places = {"laboratory": mark("In the laboratory"), "customer": mark("At the customer's")}
    facts = [
        (text(mark("Item")), f"{item.name}, {shown_quantity(item.nominal, text)}"),
        (text(mark("Made by")), ", ".join(part for part in (item.manufacturer, item.model) if part)),
        (text(mark("Condition on receipt")), job.condition),
        (text(mark("Class asked for")), job.grade or text(mark("none"))),
        (text(mark("Received")), f"{shown_date(job.received_on, text)}, {shown_name(job.received_by, text)}"),
        (text(mark("Promised for")), shown_date(job.due_on, text) if job.due_on else ""),
        (text(mark("Place of work")), text(places.get(job.place, job.place))),
    ]
    return [(label, value) for label, value in facts if value]
