"""A calibration job, from receipt to certificate (ISO/IEC 17025:2017, 7.1 to 7.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple, NewType

from labcal.domain.agreement import Agreement, Delay, DelayReason, Priority
from labcal.domain.instrument import Customer, Instrument, InstrumentNumber, StandardInUse
from labcal.domain.kept import Kept
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.domain.scope import Cmc
from labcal.text import mark

JobNumber = NewType("JobNumber", str)


class State(Enum):
    """Where a job stands in the book."""

    RECEIVED = "received"
    OPEN = "open"
    CHECKING = "checking"
    SIGNING = "signing"
    ISSUED = "issued"


class Stage(Enum):
    """Where a job stands as people say it; three of them are read from what is still missing."""

    RECEIVED = "received"
    PREPARE = "prepare"
    MEASURE = "measure"
    EVALUATE = "evaluate"
    CHECK = "check"
    ISSUE = "issue"
    DONE = "done"


class Phase(Enum):
    """Whether an indication was taken before or after the item was adjusted (7.8.4.1 d)."""

    AS_FOUND = "as found"
    AS_LEFT = "as left"


PHASES = {Phase.AS_FOUND: mark("as found"), Phase.AS_LEFT: mark("as left")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which cell of a job's sheet: the point, the row (cycle) and the column, each from 0."""

    point: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """Why a reading is left out of the evaluation, by whom, and when; the reading itself stays."""

    reason: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One indication exactly as it was keyed in, with who, when, and what it replaced.

    Attributes:
        revision: 0 for the first; each correction of the same place counts one up.
        on: The civil date it was taken.
        phase: Whether it was taken before or after the item was adjusted.
        standard: Key of the standard's certificate that it was taken against; None before one was tied.
        mentor: Who stood beside a supervised person.
        countersigned: When the mentor signed for it.
        reason: Why the earlier value was corrected; empty for the first.
        outlier: Why it is left out of the evaluation; None where it is not.
    """

    place: Place
    quantity: QuantityValue
    by: PersonName
    at: datetime
    on: date
    revision: int = 0
    mentor: PersonName | None = None
    countersigned: datetime | None = None
    reason: str = ""
    phase: Phase = Phase.AS_FOUND
    standard: int | None = None
    outlier: Outlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What was done to the item between the readings as found and as left, by whom, and when."""

    what: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Why a job goes on though something is unfit.

    Attributes:
        kind: Value of ``domain.fitness.Unfit``.
        about: What it is, such as the number of a standard; empty where the kind says all.
    """

    kind: str
    about: str
    reason: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCoefficients:
    """The coefficients of a whole job as it was handed over for the check; ``body`` is JSON."""

    phase: Phase
    body: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRecord:
    """An influence quantity over the time of a job, from the file of a sensor's record.

    Attributes:
        lowest: In ``unit``, as are ``mean`` and ``highest``.
        count: How many values of the record lie within the time of the job.
        since: Instant of the first of them; ``until`` is that of the last.
        file: Name of the file, which is kept as an attachment of the job.
        digest: SHA-256 of the file, hexadecimal.
    """

    name: str
    unit: str
    lowest: str
    mean: str
    highest: str
    count: int
    since: datetime
    until: datetime
    file: str
    digest: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomReading:
    """An influence quantity as read in the room, at the ``moment`` "start" or "end"."""

    name: str
    moment: str
    quantity: QuantityValue
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedProcedure:
    """The procedure of a job, frozen by id, version and hash, with its text."""

    id: str
    version: int
    digest: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A second person's check of the result."""

    by: PersonName
    at: datetime
    accepted: bool
    remark: str
    recomputed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyException:
    """Leave, for one job, to go without a second person, with reason and name."""

    reason: str
    granted_by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenResult:
    """The result of one point as it was handed over for the check; nothing recomputes it later.

    Attributes:
        value: Rounded result, in ``unit``.
        expanded: Rounded expanded uncertainty, in ``uncertainty_unit``.
        standard_uncertainty: Unrounded, in ``uncertainty_unit``.
        body: The whole evaluation (budget lines, limits, verdict) as JSON.
    """

    point: int
    value: str
    unit: str
    expanded: str
    uncertainty_unit: str
    standard_uncertainty: float
    outcome: str
    body: str
    by: PersonName
    at: datetime
    phase: Phase = Phase.AS_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One item under calibration, with everything recorded for it.

    Attributes:
        readings: Those that stand for the result, in the order of their places: as left, where the item was
            adjusted.
        as_found: Those taken before an adjustment; empty where nothing was adjusted.
        no_as_found: Why there is nothing to take before an adjustment; empty where there is.
        replaced: Earlier values of corrected places, oldest first.
        standards: Those tied to it, each in its part; ``certificates`` are all that a reading names besides.
        results: Those frozen, as found before as left.
        agreements: Every version of what was agreed with the customer, the last one last.
        compared: Digests of the files of limits that somebody compared with their documents.
        priority: How soon it is wanted; ``urgent_because`` says why, where it is urgent.
        delays: Times in which it could not go on, oldest first.
        acclimatising_since: When the item came into the room; None where nobody said.
        cmcs: The lines of the scope of accreditation that name its procedure; None where there is no scope.
    """

    number: JobNumber
    state: State
    customer: Customer
    instrument_number: InstrumentNumber
    instrument: Instrument
    received_on: date
    received_by: PersonName
    condition: str
    grade: str
    due_on: date | None
    place: str
    procedure: PinnedProcedure | None
    mentor: PersonName | None
    remarks: str
    deviations: str
    standards: tuple[StandardInUse, ...]
    room: tuple[RoomReading, ...]
    readings: tuple[Reading, ...]
    replaced: tuple[Reading, ...]
    results: tuple[FrozenResult, ...]
    reviews: tuple[Review, ...]
    exception: PolicyException | None
    certificate: str | None
    version: int
    as_found: tuple[Reading, ...] = ()
    no_as_found: str = ""
    adjustment: Adjustment | None = None
    excuses: tuple[Excuse, ...] = ()
    coefficients: tuple[FrozenCoefficients, ...] = ()
    room_records: tuple[RoomRecord, ...] = ()
    acclimatising_since: datetime | None = None
    certificates: tuple[StandardInUse, ...] = ()
    cmcs: tuple[Cmc, ...] | None = None
    agreements: tuple[Agreement, ...] = ()
    compared: frozenset[str] = frozenset()
    priority: Priority = Priority.NORMAL
    urgent_because: str = ""
    delays: tuple[Kept[Delay], ...] = ()

    @property
    def agreement(self) -> Agreement | None:
        """What was agreed last with the customer; None where nobody recorded it."""
        return self.agreements[-1] if self.agreements else None

    @property
    def phase(self) -> Phase:
        """The phase that a reading taken now belongs to."""
        return Phase.AS_LEFT if self.adjustment is not None or self.no_as_found else Phase.AS_FOUND

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases that have results, the one that stands for the job last."""
        return (Phase.AS_FOUND, self.phase) if self.as_found else (self.phase,)

    @property
    def taken(self) -> tuple[Reading, ...]:
        """Every reading that stands, of both phases."""
        return (*self.as_found, *self.readings)

    def of_phase(self, phase: Phase) -> tuple[Reading, ...]:
        """Return the readings of a phase that stand."""
        if phase is self.phase:
            return self.readings
        return self.as_found if phase is Phase.AS_FOUND else ()

    @property
    def final(self) -> tuple[FrozenResult, ...]:
        """The frozen results that stand for the job: as left, where the item was adjusted."""
        left = tuple(one for one in self.results if one.phase is Phase.AS_LEFT)
        return left or self.results


class JobLine(NamedTuple):
    """A job as a list shows it; ``version`` is what an edit must say it saw."""

    number: JobNumber
    item: str
    serial: str
    customer: str
    state: State
    procedure: str | None
    readings: int
    due_on: date | None
    who: str
    certificate: str | None
    version: int
    priority: Priority = Priority.NORMAL
    delay: DelayReason | None = None


class ChangedColumn(NamedTuple):
    """One column of a row before and after; a quantity is one column, with its unit.

    Attributes:
        new: Whether the row was not there before.
    """

    name: str
    earlier: object
    later: object
    new: bool


class HistoryLine(NamedTuple):
    """One row that a journal line changed, as a record's history shows it.

    Attributes:
        changes: What changed, in the words of the schema.
        columns: The same column by column, for whoever has better words.
    """

    entry: int
    at: datetime
    person: str
    command: str
    changes: str
    table: str = ""
    columns: tuple[ChangedColumn, ...] = ()


class ProcedureLine(NamedTuple):
    """A version of a procedure as a list shows it."""

    name: str
    edition: int
    since: date
    approved_by: str
    digest: str
    withdrawn_on: date | None = None
