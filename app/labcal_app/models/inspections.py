"""The columns of the list of verifications, of the stock of seals, and of a kit."""

from __future__ import annotations

from labcal.domain.seal import SEAL_KINDS, SEAL_STATUSES, SealLine, SealStatus
from labcal.domain.verification import DECISIONS, STATES, Decision, VerificationLine, VerificationState
from labcal.services.personal import shown_name
from labcal.services.verification_sheet import KitLine, verification_page
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.models.paged import PagedSource
from labcal_app.models.table import Column

VERIFICATIONS = PagedSource[VerificationLine](
    question=verification_page,
    shows=frozenset({"verification", "certificate"}),
    key=lambda line: line.number,
)
DECIDED = {
    Decision.ACCEPTED: State.PASS,
    Decision.ADJUSTED: State.PASS,
    Decision.REJECTED: State.FAIL,
}
SEALED = {
    SealStatus.IN_STOCK: State.WAITING,
    SealStatus.HELD: State.INFO,
    SealStatus.USED: State.PASS,
    SealStatus.VOID: State.STOPPED,
}


def _plate(line: VerificationLine, text: Text) -> str:
    """Return what is weighed with, and its class."""
    grade = text(mark("class {grade}"), grade=line.grade)
    return f"{line.item}, {grade}"


def verification_columns(text: Text) -> tuple[Column[VerificationLine], ...]:
    """Return the columns of the list of verifications."""
    return (
        Column[VerificationLine](
            title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=118, order="number"
        ),
        Column[VerificationLine](
            title=mark("Instrument and trader"),
            value=lambda line: TwoLines(_plate(line, text), line.customer),
            kind=Kind.TWO_LINES,
            grows=True,
            width=220,
            order="item",
        ),
        Column[VerificationLine](
            title=mark("Serial"), value=lambda line: line.serial, kind=Kind.CODE, width=96
        ),
        Column[VerificationLine](title=mark("Premises"), value=lambda line: line.premises, width=150),
        Column[VerificationLine](
            title=mark("Result"), value=lambda line: decision_chip(line, text), kind=Kind.CHIP, width=170
        ),
        Column[VerificationLine](
            title=mark("Verified"), value=lambda line: shown_date(line.on, text), kind=Kind.DATE, width=104
        ),
        Column[VerificationLine](
            title=mark("Next due"),
            value=lambda line: shown_date(line.next_due, text) if line.next_due else "—",
            kind=Kind.DATE,
            width=104,
            order="due",
        ),
        Column[VerificationLine](
            title=mark("Document"), value=lambda line: line.document or "", kind=Kind.CODE, width=126
        ),
    )


def decision_chip(line: VerificationLine, text: Text) -> Chip:
    """Return what the list says of a verification."""
    if line.decision is None:
        return Chip(State.WAITING, text(STATES[VerificationState.OPEN]))
    return Chip(DECIDED[line.decision], text(DECISIONS[line.decision]))


def seal_columns(text: Text) -> tuple[Column[SealLine], ...]:
    """Return the columns of the stock of seals."""
    return (
        Column[SealLine](title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=120),
        Column[SealLine](title=mark("Kind"), value=lambda line: text(SEAL_KINDS[line.kind]), width=90),
        Column[SealLine](
            title=mark("Status"),
            value=lambda line: Chip(SEALED[line.status], text(SEAL_STATUSES[line.status])),
            kind=Kind.CHIP,
            width=180,
        ),
        Column[SealLine](
            title=mark("Holder"),
            value=lambda line: shown_name(line.holder, text) if line.holder else "",
            width=140,
        ),
        Column[SealLine](
            title=mark("Used in"), value=lambda line: line.verification or "", kind=Kind.CODE, width=120
        ),
        Column[SealLine](
            title=mark("Where, or why"), value=lambda line: line.why or line.position, grows=True, width=140
        ),
        Column[SealLine](
            title=mark("Received"),
            value=lambda line: shown_date(line.received_on, text),
            kind=Kind.DATE,
            width=104,
            sort=lambda line: line.received_on.toordinal(),
        ),
    )


def kit_columns(text: Text, chosen: set[str]) -> tuple[Column[KitLine], ...]:
    """Return the columns of the weights to choose from; ``chosen`` holds the numbers of those chosen."""
    return (
        Column[KitLine](
            title=mark("In the kit"),
            value=lambda one: _picked(one, text, chosen),
            kind=Kind.CHIP,
            width=100,
        ),
        Column[KitLine](
            title=mark("Weight"), value=lambda one: f"{one.line.name} {one.line.value}", grows=True, width=140
        ),
        Column[KitLine](
            title=mark("Mark"), value=lambda one: one.line.identification, kind=Kind.CODE, width=70
        ),
        Column[KitLine](title=mark("Class"), value=lambda one: one.line.grade, width=52),
        Column[KitLine](title=mark("Certificate"), value=lambda one: one.line.certificate, width=92),
        Column[KitLine](
            title=mark("In date until"),
            value=lambda one: shown_date(one.line.due_on, text) if one.line.due_on else "",
            kind=Kind.DATE,
            width=108,
            tone_of=lambda one: "" if one.fit else "fail",
        ),
    )


def _picked(one: KitLine, text: Text, chosen: set[str]) -> Chip | str:
    if one.line.number in chosen:
        return Chip(State.PASS, text(mark("chosen")))
    return "" if one.fit else Chip(State.EXPIRED, text(mark("not fit")))
