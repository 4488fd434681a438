"""What the counter needs to know while an item is received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from labcal.domain.instrument import CustomerLine, InstrumentLine, InstrumentNumber
from labcal.domain.listing import Wanted
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.offers import Offers, offers
from labcal.services.opening import Way, ways_to_open
from labcal.store.work import Records

MOST = 500
"""So many customers, and so many items, are offered at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is typed so far.

    Attributes:
        who: The person at the counter.
        language: In which the procedures are called.
        nominal: That of the item, None as long as nothing is typed.
        customer: What is typed of the customer's name.
        owner: The name of the customer, once it is one that is known.
        item: The number of an item that is known and comes again.
    """

    who: PersonName
    language: str
    nominal: QuantityValue | None = None
    customer: str = ""
    owner: str = ""
    item: InstrumentNumber | None = None


class Counter(NamedTuple):
    """Who and what is known already, by which procedures a job could be opened, what can be agreed."""

    customers: tuple[CustomerLine, ...]
    instruments: tuple[InstrumentLine, ...]
    ways: tuple[Way, ...]
    offers: Offers


def counter(records: Records, asked: Asked) -> Counter:
    """Return what is known: all where it is little, else what fits what is typed."""
    instruments = _instruments(records, asked)
    owner = next((line.customer for line in instruments if line.number == asked.item), "")
    customers = _customers(records, owner or asked.customer)
    name = owner or asked.owner
    number = next((line.number for line in customers if line.name == name), None)
    return Counter(
        customers=customers,
        instruments=instruments,
        offers=offers(records, asked.nominal, number, asked.language),
        ways=tuple(ways_to_open(records, asked.who, asked.nominal, asked.language)),
    )


def _customers(records: Records, typed: str) -> tuple[CustomerLine, ...]:
    found = records.lists.customers(Wanted(order="name", size=MOST))
    if found.later and typed:
        found = records.lists.customers(Wanted(order="name", words=typed, size=MOST))
    return found.lines


def _instruments(records: Records, asked: Asked) -> tuple[InstrumentLine, ...]:
    """Return the newest items, of the owner where there are many, and the one that comes again."""
    found = records.lists.instruments(Wanted(size=MOST))
    if found.later and asked.owner:
        found = records.lists.instruments(Wanted(filters=(("customer", asked.owner),), size=MOST))
    again = records.lists.instruments(Wanted(near=asked.item, size=1)).lines if asked.item else ()
    known = {line.number for line in found.lines}
    return (*found.lines, *(line for line in again if line.number == asked.item and line.number not in known))
