"""By which procedures a person may open a job, alone or beside a mentor."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.catalog.procedures import words_of
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.services.perform import able
from labcal.services.procedures import procedures_in_force
from labcal.services.sheet import parsed
from labcal.store.work import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A procedure in force, and what it would take to work by it.

    Attributes:
        title: In the language asked for; the procedure's id where it has none.
        lowest: Least nominal value it covers.
        highest: Greatest nominal value it covers.
        covers: Whether the item lies within; also where its nominal value is not known yet.
        alone: Whether the person may record by it today.
        supervised: Whether the person may record by it today with a mentor.
        mentors: Who may stand beside, in the order of their names.
        grades: Whether its statement of conformity goes by accuracy class.
        limits: Name of the table of limits that it decides by; empty where it states no conformity.
        rule: Name of its decision rule.
    """

    procedure: str
    version: int
    title: str
    lowest: QuantityValue
    highest: QuantityValue
    covers: bool
    alone: bool
    supervised: bool
    mentors: tuple[PersonName, ...]
    grades: bool
    limits: str = ""
    rule: str = ""


def ways_to_open(
    records: Records, who: PersonName, nominal: QuantityValue | None, language: str
) -> list[Way]:
    """Return the procedures in force for an item, those that cover it first."""
    found = []
    for name in procedures_in_force(records):
        procedure = parsed(records.procedures.in_force(name, records.today).body)
        found.append(_way(records, who, procedure, (nominal, language)))
    return sorted(found, key=lambda way: (not way.covers, way.title))


def _way(
    records: Records, who: PersonName, procedure: Procedure, about: tuple[QuantityValue | None, str]
) -> Way:
    nominal, language = about
    quantity = nominal.base if nominal else None
    person = records.people.get(who)

    def need(level: Level) -> Need:
        return Need(level=level, on=records.today, procedure=procedure.id, quantity=quantity)

    mentors = able(records.people.all(), need(Level.MENTORS))
    return Way(
        procedure=procedure.id,
        version=procedure.version,
        title=words_of(procedure, language).title,
        lowest=procedure.lowest,
        highest=procedure.highest,
        covers=nominal is None or procedure.covers(nominal),
        alone=person.may(need(Level.RECORDS)),
        supervised=person.may(need(Level.SUPERVISED)),
        mentors=tuple(sorted(mentor.name for mentor in mentors if mentor.name != who)),
        grades=procedure.conformity is not None,
        limits=procedure.conformity.limits if procedure.conformity else "",
        rule=procedure.conformity.rule if procedure.conformity else "",
    )
