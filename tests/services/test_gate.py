"""The gate: nobody does work for which they held no authorisation; the sentence names who may.

ISO/IEC 17025:2017, 6.2.5 and 6.2.6.
"""

from datetime import UTC, date, datetime

import pytest

from labcal.domain.person import Authorisation, Level
from labcal.domain.quantity import parse
from labcal.errors.people import (
    BadPeriodError,
    BadRangeError,
    ClockError,
    FutureWorkError,
    NotAuthorisedError,
    OwnAuthorisationError,
)
from labcal.errors.records import MissingFieldError, NotFoundError, StaleError, TakenError
from labcal.services.checks import CheckJob
from labcal.services.customers import AddCustomer
from labcal.services.jobs import NameMentor, OpenJob
from labcal.services.people import AddPerson, Authorise, Leave, Suspend
from labcal.services.readings import Countersign
from labcal.text import Text

MASS = "mass/substitution"
THIS_YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def allow(lab, person, level=Level.RECORDS, **leave):
    leave = {"procedure": MASS, **THIS_YEAR} | leave
    lab.do(lab.admin, Authorise(person=person, leave=Authorisation(level=level, **leave)))


def refusal(lab, who, command) -> str:
    """Return the sentence with which the gate refuses, after making sure that nothing was written."""
    with lab.book.read() as records:
        before = records.head()
    with pytest.raises(NotAuthorisedError) as refused:
        lab.do(who, command)
    with lab.book.read() as records:
        assert records.head() == before
    return refused.value.shown(Text("en"))


def test_without_an_authorisation(lab):
    assert refusal(lab, "Eve", lab.reading(lab.job())) == (
        "Eve may not record under mass/substitution on 2026-03-02: no such authorisation. "
        "Authorised for it: Bo, Cy, Max."
    )


def test_before_it_begins(lab):
    allow(lab, "Eve", since=date(2026, 3, 3))
    assert "authorised only from 2026-03-03. Authorised" in refusal(lab, "Eve", lab.reading(lab.job()))


def test_after_it_lapsed(lab):
    allow(lab, "Eve", until=date(2026, 3, 1))
    assert "the authorisation lapsed on 2026-03-01. Auth" in refusal(lab, "Eve", lab.reading(lab.job()))


def test_the_first_and_the_last_day_count(lab):
    allow(lab, "Eve", since=date(2026, 3, 2), until=date(2026, 3, 2))
    assert "reading" in lab.do("Eve", lab.reading(lab.job())).tables


def test_a_suspension_bites_at_once_and_for_any_day(lab):
    job = lab.job()
    lab.do("Bo", lab.reading(job))
    lab.suspend("Bo", "records")
    for on in (None, date(2026, 3, 1)):
        assert "suspended since 2026-03-02. Authorised for it: Cy, Max." in refusal(
            lab, "Bo", lab.reading(job, 1, on=on)
        )


def test_who_left_does_no_work_of_earlier_days_either(lab):
    job = lab.job()
    lab.do(lab.admin, Leave(person="Bo"))
    lab.clock.forward(days=30)
    said = refusal(lab, "Bo", lab.reading(job, on=date(2026, 3, 2)))
    assert "Bo may not record under mass/substitution on 2026-03-02: left on 2026-03-02." in said


def test_only_a_new_authorisation_lifts_a_suspension(lab):
    job = lab.job()
    lab.suspend("Bo", "records")
    assert "suspended" in refusal(lab, "Bo", lab.reading(job))
    allow(lab, "Bo")
    assert "reading" in lab.do("Bo", lab.reading(job)).tables


def test_outside_the_range(lab):
    """The item's nominal value counts, in the base unit."""
    job = lab.job()
    allow(lab, "Eve", high=parse("9 999.9 g"))
    assert (
        "Eve may not record under mass/substitution on 2026-03-02: authorised only from … to 9 999.9 g."
        in (refusal(lab, "Eve", lab.reading(job)))
    )
    allow(lab, "Eve", low=parse("10 000 g"), high=parse("0.01 t"))
    lab.do("Eve", lab.reading(job))


def test_for_another_procedure(lab):
    allow(lab, "Eve", procedure="mass/weighing")
    assert "no such authorisation" in refusal(lab, "Eve", lab.reading(lab.job()))


def test_for_the_laboratory_as_a_whole_is_not_for_a_procedure(lab):
    allow(lab, "Eve", procedure=None)
    assert "no such authorisation" in refusal(lab, "Eve", lab.reading(lab.job()))


def test_at_another_level(lab):
    job = lab.job("checking")
    assert refusal(lab, "Bo", CheckJob(job=job, accepted=True)) == (
        "Bo may not check under mass/substitution on 2026-03-02: no such authorisation. "
        "Authorised for it: Cy, Di, Max."
    )


def test_where_nobody_may_it_says_so(lab):
    job = lab.job()
    for person in ("Bo", "Cy", "Max"):
        lab.suspend(person, "records")
    assert refusal(lab, "Eve", lab.reading(job)).endswith("Nobody is authorised for it that day.")


def test_supervised_without_a_mentor(lab):
    sentence = refusal(lab, "Tia", OpenJob(job=lab.receive(), procedure=MASS))
    assert "authorised under supervision only, and no mentor is named. Authorised for it: Bo, Cy" in sentence


@pytest.mark.parametrize("mentor", ["Bo", "Tia"])
def test_supervised_under_someone_who_may_not_mentor(lab, mentor):
    """Bo records but does not mentor; Tia stands beside herself."""
    command = OpenJob(job=lab.receive(), procedure=MASS, mentor=mentor)
    assert f"{mentor} may not mentor on it" in refusal(lab, "Tia", command)


def test_nobody_mentors_oneself_even_when_authorised_to_mentor(lab):
    allow(lab, "Tia", Level.MENTORS)
    command = OpenJob(job=lab.receive(), procedure=MASS, mentor="Tia")
    assert "Tia may not mentor on it" in refusal(lab, "Tia", command)


def test_supervised_under_a_mentor_who_signs_for_it(lab):
    job = lab.receive()
    lab.do("Tia", OpenJob(job=job, procedure=MASS, mentor="Max"))
    lab.do("Tia", lab.reading(job))
    with lab.book.read() as records:
        (reading,) = records.jobs.get(job).readings
    assert (reading.by, reading.mentor, reading.countersigned) == ("Tia", "Max", None)
    assert "may not mentor" in refusal(lab, "Bo", Countersign(job=job))
    assert lab.do("Max", Countersign(job=job)).value == 1
    with lab.book.read() as records:
        assert records.jobs.get(job).readings[0].countersigned == lab.clock.now


def test_a_mentor_who_is_suspended_stands_beside_nobody(lab):
    job = lab.receive()
    lab.do("Tia", OpenJob(job=job, procedure=MASS, mentor="Max"))
    lab.suspend("Max", "mentors")
    assert "Max may not mentor on it" in refusal(lab, "Tia", lab.reading(job))
    allow(lab, "Bo", Level.MENTORS)
    lab.do("Tia", NameMentor(job=job, mentor="Bo"))
    lab.do("Tia", lab.reading(job))


def test_who_records_alone_has_no_mentor_in_the_record(lab):
    job = lab.receive()
    lab.do("Bo", OpenJob(job=job, procedure=MASS, mentor="Max"))
    lab.do("Bo", lab.reading(job))
    with lab.book.read() as records:
        assert records.jobs.get(job).readings[0].mentor is None


def test_an_unknown_mentor_is_a_sentence(lab):
    with pytest.raises(NotFoundError, match="no person Nemo"):
        lab.do("Tia", OpenJob(job=lab.receive(), procedure=MASS, mentor="Nemo"))


def test_someone_who_left(lab):
    job = lab.job()
    lab.do(lab.admin, Leave(person="Bo"))
    lab.do("Bo", lab.reading(job))
    lab.clock.forward(days=1)
    assert refusal(lab, "Bo", lab.reading(job, 1)).startswith(
        "Bo may not record under mass/substitution on 2026-03-03: left on 2026-03-02."
    )
    from labcal.domain.party import Party

    sentence = refusal(lab, "Bo", AddCustomer(party=Party(name="Mill")))
    assert sentence.startswith("Bo may not keep customers on 2026-03-03: left on 2026-03-02.")


def test_someone_unknown(lab):
    with pytest.raises(NotFoundError, match="no person Nemo"):
        lab.do("Nemo", lab.reading(lab.job()))


def test_work_is_never_dated_ahead(lab):
    with pytest.raises(FutureWorkError, match="cannot be dated 2026-03-03: today is 2026-03-02"):
        lab.do("Bo", lab.reading(lab.job(), on=date(2026, 3, 3)))


def test_a_clock_set_back(lab):
    job = lab.job()
    lab.clock.forward(seconds=-1)
    with pytest.raises(ClockError, match=r"The clock shows 2026-03-02T08:59:59.*Set the clock"):
        lab.do("Bo", lab.reading(job))


def test_the_day_of_the_work_counts_in_the_laboratorys_zone(lab):
    """At 11:00 UTC on the 2nd it is already the 3rd in Auckland (UTC+13)."""
    job = lab.job()
    allow(lab, "Eve", until=date(2026, 3, 2))
    lab.clock.now = datetime(2026, 3, 2, 10, 59, 59, tzinfo=UTC)
    lab.do("Eve", lab.reading(job))
    lab.clock.now = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    assert "on 2026-03-03: the authorisation lapsed on 2026-03-02" in refusal(lab, "Eve", lab.reading(job, 1))
    lab.do("Eve", lab.reading(job, 1, on=date(2026, 3, 2)))
    with lab.book.read() as records:
        assert [reading.on for reading in records.jobs.get(job).readings] == [date(2026, 3, 2)] * 2


def test_only_an_administrator_keeps_the_registers(lab):
    sentence = refusal(lab, "Bo", AddPerson(person="Ira"))
    assert sentence.startswith(
        "Bo may not keep the register of people on 2026-03-02: no role of this person gives the right to it."
    )
    assert sentence.endswith("Authorised for it: Ana.")


def test_nobody_decides_on_their_own_authorisation(lab):
    with pytest.raises(OwnAuthorisationError):
        allow(lab, "Ana")


def test_an_authorisation_names_who_gave_it(lab):
    allow(lab, "Eve", granted_by="Mallory", evidence="Witnessed")
    with lab.book.read() as records:
        (leave,) = records.people.get("Eve").authorisations
    assert (leave.granted_by, leave.evidence) == ("Ana", "Witnessed")


def test_an_empty_period_or_range_is_refused(lab):
    with pytest.raises(BadPeriodError, match="would end on 2026-01-01, before it begins on 2026-02-01"):
        allow(lab, "Eve", since=date(2026, 2, 1), until=date(2026, 1, 1))
    with pytest.raises(BadRangeError, match="is empty"):
        allow(lab, "Eve", low=parse("2 kg"), high=parse("1000 g"))
    with pytest.raises(Exception, match="a mass is wanted"):
        allow(lab, "Eve", low=parse("2 kg"), high=parse("3 m"))


def test_a_suspension_of_what_changed_meanwhile_is_refused(lab):
    key, seen = lab.key("Bo", "records")
    lab.do(lab.admin, Suspend(key=key, seen=seen))
    with pytest.raises(StaleError, match=r"suspended \(last by Ana, Suspend authorisation\)"):
        lab.do(lab.admin, Suspend(key=key, seen=seen))


def test_people_have_names_of_their_own(lab):
    with pytest.raises(TakenError, match="already a person Bo"):
        lab.do(lab.admin, AddPerson(person=" Bo "))
    with pytest.raises(MissingFieldError, match="name is missing"):
        lab.do(lab.admin, AddPerson(person=" "))
