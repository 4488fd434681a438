"""The room over the time of a job, from the file of a sensor that watches it (ISO/IEC 17025:2017, 6.3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from labcal.domain import units
from labcal.domain.cycle import mean
from labcal.domain.job import Job, JobNumber, RoomRecord, State
from labcal.domain.person import Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.subject import Attachment, Subject, SubjectKind
from labcal.errors.environment import NothingWatchedError, NoWorkYetError, UncoveredTimeError
from labcal.exchange.sensor_record import Series, read_sensor_record
from labcal.services.jobs import recording, refuse_unless
from labcal.services.papers import ATTACHED, read_file
from labcal.services.perform import Outcome, admit, perform
from labcal.services.sheet import procedure_of
from labcal.store.book import Book
from labcal.store.work import Records, Work
from labcal.text import mark

AROUND = timedelta(hours=1)
"""How far from the first and the last reading the nearest values of a record may lie."""
MEDIA = "text/csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a record says of one influence quantity over the time of a job; numbers in ``unit``."""

    name: str
    unit: str
    lowest: str
    mean: str
    highest: str
    count: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRoomRecord:
    """Keep what a sensor's record says of the room; its file lies in the archive already.

    Attributes:
        measured: One for each influence quantity that the procedure asks for.
        file: Its name; ``size``, ``year`` and ``digest`` are those of the archive.
    """

    title: ClassVar[str] = mark("Read record of the room")
    undoable: ClassVar[bool] = True
    job: JobNumber
    measured: tuple[Measured, ...]
    file: str
    size: int
    year: int
    digest: str

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_unless(work, self.job, State.OPEN)
        for one in self.measured:
            told = {name: getattr(one, name) for name in Measured.__slots__}
            record = RoomRecord(file=self.file, digest=self.digest, by=who, at=work.now, **told)
            work.bench.set_record(self.job, record)
        attachment = Attachment(
            name=self.file,
            media=MEDIA,
            size=self.size,
            year=self.year,
            digest=self.digest,
            about="",
            by=who,
            at=work.now,
        )
        return work.papers.attach(Subject(SubjectKind.JOB, self.job), attachment)


def record_environment(book: Book, who: PersonName, job: JobNumber, path: Path) -> Outcome[int]:
    """Read a sensor's record for the time of a job's readings, keep the file, and record what it says.

    Raises:
        NoWorkYetError, UncoveredTimeError, NothingWatchedError: The record does not belong to the job's time.
        NoTimeColumnError, BadRecordTimeError and their kin: It cannot be read.
        NotAuthorisedError, WrongStageError, FullDiskError: A sentence each.
    """
    content = read_file(path)
    with book.read() as records:
        admit(records, who, recording(records, job, records.today))
        refuse_unless(records, job, State.OPEN)
        found, zone, year = records.jobs.get(job), records.people.zone(), records.today.year
        measured = _measured(found, procedure_of(records, job), path, zone)
    digest = book.archive.keep(year, f"{path.name}{ATTACHED}", content)
    command = KeepRoomRecord(
        job=job, measured=measured, file=path.name, size=len(content), year=year, digest=digest
    )
    return perform(book, who, command)


def _measured(job: Job, procedure: Procedure, path: Path, zone: ZoneInfo) -> tuple[Measured, ...]:
    """Return what a record says of each influence quantity that the procedure asks for."""
    instants = [reading.at for reading in (*job.taken, *job.replaced)]
    if not instants:
        raise NoWorkYetError(job=job.number)
    series = {one.value: of for one, of in read_sensor_record(path, zone).series.items()}
    first, last = min(instants), max(instants)
    found = []
    for limit in procedure.room:
        if limit.name in series:
            some = _within(series[limit.name], (first, last), path.name, zone)
            found.append(_over(limit.name, limit.unit, some))
    if not found:
        raise NothingWatchedError(file=path.name, procedure=procedure.id)
    return tuple(found)


def _within(series: Series, work: tuple[datetime, datetime], file: str, zone: ZoneInfo) -> Series:
    """Return the values over the time of the work, with the nearest before and after it."""
    first, last = work
    before = [pair for pair in series if first - AROUND <= pair[0] <= first][-1:]
    after = [pair for pair in series if last <= pair[0] <= last + AROUND][:1]
    if not before or not after:
        told = {"since": series[0][0], "until": series[-1][0], "first": first, "last": last}
        shown = {name: f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for name, at in told.items()}
        raise UncoveredTimeError(file=file, **shown)
    inner = [pair for pair in series if first < pair[0] < last]
    return tuple(dict.fromkeys((*before, *inner, *after)))


def _over(name: str, unit: str, series: Series) -> Measured:
    """Return least, mean and greatest value, in the unit of the procedure."""
    for _, told in series:
        units.check_same(str(told), told.unit, unit)
    values = [told.in_unit(unit) for _, told in series]
    places = min(_exponent(value) for value in values) - 1
    middle = mean(values).quantize(Decimal(1).scaleb(min(places, 0)))
    return Measured(
        name=name,
        unit=unit,
        lowest=f"{min(values):f}",
        mean=f"{middle:f}",
        highest=f"{max(values):f}",
        count=len(values),
        since=series[0][0],
        until=series[-1][0],
    )


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
