"""Questions on customers' instruments; they enter the book when they are received."""

from __future__ import annotations

from labcal.domain.instrument import Instrument, InstrumentLine, InstrumentNumber
from labcal.domain.job import JobLine
from labcal.store.work import Records


def instrument_lines(records: Records) -> list[InstrumentLine]:
    """Return every instrument for a list."""
    return records.instruments.lines()


def instrument(records: Records, number: InstrumentNumber) -> Instrument:
    """Return one instrument."""
    return records.instruments.get(number)


def jobs_of(records: Records, number: InstrumentNumber) -> list[JobLine]:
    """Return every job of one instrument, newest first."""
    return records.jobs.of(number)
