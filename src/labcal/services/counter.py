"""What the counter needs to know while an item is received."""

from __future__ import annotations

from typing import NamedTuple

from labcal.domain.instrument import CustomerLine, InstrumentLine
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.opening import Way, ways_to_open
from labcal.store.work import Records


class Counter(NamedTuple):
    """Who and what is known already, and by which procedures a job could be opened."""

    customers: tuple[CustomerLine, ...]
    instruments: tuple[InstrumentLine, ...]
    ways: tuple[Way, ...]


def counter(records: Records, who: PersonName, nominal: QuantityValue | None, language: str) -> Counter:
    """Return what is known; ``nominal`` is that of the item, None as long as nothing is typed."""
    return Counter(
        customers=tuple(records.customers.lines()),
        instruments=tuple(records.instruments.lines()),
        ways=tuple(ways_to_open(records, who, nominal, language)),
    )
