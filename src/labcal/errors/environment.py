"""Refusals of records of the room."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NoTimeColumnError(LabCalError):
    """A sensor's record has no instants."""

    template = mark("{file} has no column of times: name one “Time” in the first row.")


class NoInfluenceError(LabCalError):
    """A sensor's record has nothing that is watched."""

    template = mark(
        "{file} has no column for temperature, relative humidity or pressure: name it in the first row, "
        "such as “Temperature (°C)”."
    )


class BadRecordTimeError(LabCalError):
    """An instant cannot be read without guessing."""

    template = mark("Row {row}: “{typed}” is no time. Write 2026-03-02 14:05, or 02.03.2026 14:05.")


class BadRecordCellError(LabCalError):
    """A value of a record cannot be read."""

    template = mark("Row {row}: “{typed}” cannot be read. {why}")


class NothingWatchedError(LabCalError):
    """A sensor's record has nothing that the procedure asks for."""

    template = mark("{file} has nothing that procedure {procedure} asks of the room.")


class NoWorkYetError(LabCalError):
    """There is no time of work yet that a record could belong to."""

    template = mark("Job {job} has no reading yet: a record is read for the time of the readings.")


class UncoveredTimeError(LabCalError):
    """A sensor's record does not reach over the time of the work."""

    template = mark("{file} reaches from {since} to {until}, the readings from {first} to {last}.")
