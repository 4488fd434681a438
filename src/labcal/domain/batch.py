"""Items of one customer that are received together (ISO/IEC 17025:2017, 7.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, NewType

from labcal.domain.instrument import CustomerNumber, InstrumentNumber

BatchNumber = NewType("BatchNumber", str)

LAST_DIGITS = re.compile(r"(\d+)(\D*)$")


class BatchLine(NamedTuple):
    """A batch as a list shows one.

    Attributes:
        waiting: How many of its jobs have no certificate yet.
    """

    number: BatchNumber
    customer: str
    received_on: date
    items: int
    waiting: int
    remarks: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Items of one customer that were received together."""

    number: BatchNumber
    customer: CustomerNumber
    customer_name: str
    received_on: date
    remarks: str


class Known(NamedTuple):
    """An item that a customer brought before.

    Attributes:
        job: Its newest job that is not issued yet; empty where there is none.
    """

    number: InstrumentNumber
    name: str
    serial: str
    mark: str
    nominal: str
    grade: str
    job: str


def counted_on(serial: str, steps: int) -> str:
    """Return the serial number that lies ``steps`` after one: its last digits counted up, zeros kept.

    One without digits comes back as it is.
    """
    found = LAST_DIGITS.search(serial)
    if found is None:
        return serial
    digits = found[1]
    return f"{serial[: found.start()]}{int(digits) + steps:0{len(digits)}d}{found[2]}"
