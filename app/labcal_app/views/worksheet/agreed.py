"""What was agreed with the customer and promised, with every change; what holds a job up."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from labcal.domain.agreement import DELAYS, PRIORITIES, Delay, Priority
from labcal.domain.job import Job, JobNumber
from labcal.domain.kept import Kept
from labcal.services.agreements import (
    Agree,
    DelayJob,
    EndDelay,
    Promise,
    Version,
    agreed_versions,
    delays_of,
)
from labcal.services.jobs import job as job_of
from labcal.services.offers import Offers, offers_for
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import shown_date, shown_instant
from labcal_app.desk import Desk
from labcal_app.forms.agreement import ENTRIES, agreed_of, rule_choices, table_choices, values_of_agreed
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.forms.record import RecordForm
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.records.acts import Act, ActTab
from labcal_app.views.records.care import column, day_column
from labcal_app.views.records.shelf import Shelf, ShelfTab, kept_key, kept_version
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Label


def _columns(text: Text) -> tuple[Column[Version], ...]:
    def limits(line: Version) -> str:
        return line.title or text(mark("No statement of conformity"))

    def agreed_by(line: Version) -> str:
        agreed = line.told.agreed
        day = shown_date(agreed.agreed_on, text) if agreed.agreed_on else ""
        return " · ".join(part for part in (agreed.agreed_with, day) if part)

    def rule(line: Version) -> str:
        agreed = line.told.agreed
        share = f", r = {agreed.ratio}" if agreed.ratio else ""
        return f"{agreed.rule} {agreed.rule_version}{share}" if agreed.rule else ""

    return (
        Column[Version](title=mark("Specification"), value=limits, kind=Kind.STRONG, width=160),
        Column[Version](title=mark("Class"), value=lambda line: line.told.agreed.grade, width=56),
        Column[Version](title=mark("Decision rule"), value=rule, width=110),
        Column[Version](title=mark("Agreed with"), value=agreed_by, width=170),
        Column[Version](title=mark("Reason"), value=lambda line: line.told.reason, grows=True, width=130),
        Column[Version](
            title=mark("Recorded by"),
            value=lambda line: f"{shown_name(line.told.by, text)}, {shown_instant(line.told.at, text)}",
            width=190,
            tone="text2",
        ),
    )


AGREEMENT_SHELF = Shelf[Version](
    title=mark("Agreement"),
    icon="scale",
    empty=mark("Nothing was agreed apart from the procedure: its own limits and rule are used."),
    columns=_columns,
    question=lambda records, subject: agreed_versions(records, JobNumber(subject.number)),
    shows=frozenset({"agreement"}),
    key=lambda line: line.place,
    version=lambda line: line.place,
    entries=(
        *ENTRIES,
        Entry(
            name="reason",
            label=mark("Why it is changed"),
            kind=EntryKind.WORDS,
            help=mark("Wanted once something was agreed before, or read."),
        ),
    ),
    add=mark("Agree anew"),
    made=lambda subject, told: Agree(
        job=JobNumber(subject.number), reason=told["reason"], agreed=agreed_of(told)
    ),
)

PRIORITY = Entry(name="priority", label=mark("Priority"), kind=EntryKind.CHOICE, choices=PRIORITIES)
DELAY_SHELF = Shelf[Kept[Delay]](
    title=mark("Promise and delays"),
    icon="clock",
    empty=mark("Nothing has held this job up."),
    columns=lambda text: (
        column(mark("Reason"), lambda one: text(DELAYS[one.reason]).capitalize(), 180),
        column(mark("What is awaited"), lambda one: one.words, 200, grows=True),
        day_column(mark("Since"), lambda one: one.since, text),
        day_column(mark("Until"), lambda one: one.until, text),
        column(mark("Recorded by"), lambda one: shown_name(one.by, text), 140),
    ),
    question=lambda records, subject: delays_of(records, JobNumber(subject.number)),
    shows=frozenset({"delay"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(
            name="reason", label=mark("What it waits for"), kind=EntryKind.CHOICE, choices=DELAYS, needed=True
        ),
        Entry(name="words", label=mark("What is awaited"), needed=True),
        Entry(name="since", label=mark("Since"), kind=EntryKind.DAY, help=mark("Empty is today.")),
    ),
    add=mark("Record delay"),
    made=lambda subject, told: DelayJob(job=JobNumber(subject.number), **told),
)
END = Act(
    title=mark("It goes on…"),
    icon="check",
    entries=(Entry(name="until", label=mark("Last day"), kind=EntryKind.DAY, help=mark("Empty is today.")),),
    known=lambda _records, _line: {},
    made=lambda subject, line, told: EndDelay(
        job=JobNumber(subject.number), key=line.key, seen=line.version, **told
    ),
)
PROMISED = (
    Entry(name="due_on", label=mark("Promised for"), kind=EntryKind.DAY),
    PRIORITY,
    Entry(name="because", label=mark("Why it is urgent")),
)


class AgreementTab(ShelfTab):
    """Every version of what was agreed; another is recorded beside it, from the one that holds."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look, text, desk, AGREEMENT_SHELF)

    def _begin(self) -> None:
        if self.subject is None or self.form is None:
            return
        question = partial(offers_for, job=JobNumber(self.subject.number), language=self._text.language)
        self._desk.ask(self.form, question, self._offer)

    def _offer(self, known: tuple[Offers, Job]) -> None:
        """Show the form with what holds now: what was agreed, else the class that was asked for."""
        (offers, job), form = known, self.form
        if form is None:
            return
        form.entries.offer("limits", table_choices(offers, self._text))
        form.entries.offer("rule", rule_choices(offers, self._text))
        super()._begin()
        agreement = job.agreement
        told: dict[str, Any] = {"grade": job.grade, "figures": job.instrument.figures}
        form.begin_new(told if agreement is None else values_of_agreed(agreement.agreed))


class PromiseTab(ActTab):
    """The day that was promised, how soon the job is wanted, and what holds it up."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__(look, text, desk, DELAY_SHELF, END)
        self.promise = Button(look, text(mark("Promise…")), "calendar")
        self.told = Label(look, "", "body", "text2")
        self.promise_form = RecordForm(look, text, PROMISED)
        places: tuple[QWidget, ...] = (self.promise, self.told)
        for widget in places:
            self.bar.insertWidget(self.bar.count() - 1, widget)
        self.promise.clicked.connect(self._begin_promise)
        self.promise_form.submitted.connect(self._submit_promise)

    def show_job(self, job: Job) -> None:
        """Tell what is promised now."""
        text = self._text
        parts = [text(mark("Promised for {day}"), day=shown_date(job.due_on, text))] if job.due_on else []
        if job.priority is Priority.URGENT:
            parts.append(text(mark("urgent: {reason}"), reason=job.urgent_because))
        self.told.setText(" · ".join(parts) or text(mark("No day is promised.")))

    def _begin_promise(self) -> None:
        if self.subject is not None:
            question = partial(job_of, number=JobNumber(self.subject.number))
            self._desk.ask(self.promise_form, question, self._show_promise)

    def _show_promise(self, job: Job) -> None:
        self.promise_form.say(self._text(mark("Promise a day")), self._about())
        told = {"due_on": job.due_on, "priority": job.priority, "because": job.urgent_because}
        self.promise_form.begin_new(told)
        self._open(self.promise_form)

    def _submit_promise(self) -> None:
        told = self.promise_form.entries.told()
        if told is None or self.subject is None:
            return
        command = Promise(job=JobNumber(self.subject.number), **told)
        self.promise_form.wait(waiting=True)
        self._desk.run(command, lambda _value: self._acted(), self.promise_form.refuse)

    def _acted(self) -> None:
        self.promise_form.clear()
        super()._acted()
