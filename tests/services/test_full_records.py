"""Full records: what they hold comes back, an edit of something stale is refused, nonsense is a sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.services.method_cases import METHODS
from tests.services.record_cases import (
    BALANCE,
    CHECKED,
    CMC,
    COURSE,
    ITEM,
    LIMITS,
    MAKERS,
    OUTSIDE,
    PARTY,
    POINTS,
    ROOM,
    SITE,
    STANDARD,
    TYPE,
    YEARLY,
    doer,
)

from labcal.domain.equipment import EventKind, ItemStatus, Period, ScheduleKind, later
from labcal.domain.instrument import Instrument
from labcal.domain.party import Contact
from labcal.domain.place import Influence, RoomLimit, Site
from labcal.domain.quantity import parse
from labcal.domain.scope import Combination
from labcal.errors import LabCalError
from labcal.errors.equipment import (
    BadPointError,
    DaysCrossedError,
    DueBeforeDoneError,
    EndsCrossedError,
    NoIntervalError,
    NominalInUseError,
    NoUncertaintyError,
    OneOfTwoError,
    SameConditionError,
    ScheduleEndedError,
    StandardOutOfUseError,
)
from labcal.errors.methods import NotWaitingError, WaitingProcedureError
from labcal.errors.people import FutureWorkError, NotAuthorisedError
from labcal.errors.quantities import UnitMismatchError
from labcal.errors.records import (
    MissingFieldError,
    NotFoundError,
    StaleError,
    TakenError,
    UnknownCountryError,
    UnknownZoneError,
)
from labcal.services import papers
from labcal.services.care import EnterCalibration, MoveItem, RecordEvent, SetStatus, cared
from labcal.services.customers import AddContact, EditCustomer, contacts, customer
from labcal.services.instrument_types import AddInstrumentType, instrument_type_lines
from labcal.services.instruments import AddEquipment, EditInstrument, kept_instrument
from labcal.services.jobs import ReceiveItem, TieStandard
from labcal.services.laboratory import EditLaboratory, kept_profile, profile
from labcal.services.places import (
    AddRoom,
    AddSite,
    RecordConditions,
    conditions,
    last_conditions,
    rooms,
    sites,
)
from labcal.services.schedules import (
    EditSchedule,
    FulfilSchedule,
    PlanSchedule,
    ended,
    schedules_due,
    schedules_of,
)
from labcal.services.scope import AddCmc, cmcs
from labcal.services.standards import (
    CertifyStandard,
    EditStandard,
    StatePoints,
    certificate_versions,
    certified_points,
    in_force,
    standard,
)
from labcal.services.training import RecordTraining, trainings_of

EDITS = [kind for kind in MAKERS if "seen" in kind.__slots__]


@pytest.mark.parametrize("kind", EDITS, ids=lambda kind: kind.__name__)
def test_whoever_edits_what_another_changed_is_told_so(lab, kind):
    lab.job("received")
    command = MAKERS[kind](lab)
    lab.do(doer(kind), command)
    with pytest.raises((StaleError, NotFoundError, WaitingProcedureError, NotWaitingError)) as told:
        lab.do(doer(kind), command)
    if kind is not papers.Detach and kind not in METHODS:
        assert isinstance(told.value, StaleError)
        assert told.value.fields["person"] == doer(kind)
    assert lab.findings() == []


def test_the_laboratory_is_edited_and_its_policy_with_it(lab):
    kept = lab.ask(kept_profile)
    told = replace(kept.value, party=PARTY, zone="Africa/Accra", second_person=False)
    lab.do("Ana", EditLaboratory(laboratory=told, seen=kept.version))
    assert lab.ask(profile) == told
    for wrong, error in (
        (replace(told, zone="Moon/Sea"), UnknownZoneError),
        (replace(told, party=replace(PARTY, country="Ghana")), UnknownCountryError),
        (replace(told, party=replace(PARTY, name=" ")), MissingFieldError),
    ):
        with pytest.raises(error):
            lab.do("Ana", EditLaboratory(laboratory=wrong, seen=lab.ask(kept_profile).version))
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", EditLaboratory(laboratory=told, seen=lab.ask(kept_profile).version))


def test_a_room_says_what_lies_outside_its_limits(lab):
    lab.do("Ana", AddSite(site=SITE))
    lab.do("Ana", AddRoom(site=SITE.name, room=ROOM, limits=LIMITS))
    assert [kept.value for kept in lab.ask(sites)] == [SITE]
    ((place, kept, limits),) = lab.ask(rooms)
    assert (place, kept.value, limits) == (SITE.name, ROOM, LIMITS)
    read = ((Influence.TEMPERATURE, parse("24,1 °C")), (Influence.HUMIDITY, parse("47 %")))
    lab.do("Bo", RecordConditions(room=ROOM.name, readings=read, source="Logger 3"))
    found = lab.ask(last_conditions, ROOM.name)
    assert [(one.reading, holds) for one, holds in found] == [(read[0][1], False), (read[1][1], True)]
    start = lab.clock.now - timedelta(hours=1)
    kept = lab.ask(conditions, ROOM.name, start, lab.clock.now + timedelta(seconds=1))
    assert [one.value.source for one in kept] == ["Logger 3", "Logger 3"]
    assert lab.ask(conditions, ROOM.name, start, lab.clock.now) == []
    with pytest.raises(TakenError, match="already a room condition"):
        lab.do("Bo", RecordConditions(room=ROOM.name, readings=read, at=lab.clock.now))


def test_what_no_room_can_be_is_refused(lab):
    lab.do("Ana", AddSite(site=SITE))
    crossed = RoomLimit(influence=Influence.PRESSURE, low=parse("1100 hPa"), high=parse("900 hPa"))
    strange = RoomLimit(influence=Influence.TEMPERATURE, low=parse("18 %"))
    for limits, error in (
        ((crossed,), EndsCrossedError),
        ((strange,), UnitMismatchError),
        ((LIMITS[0], LIMITS[0]), SameConditionError),
    ):
        with pytest.raises(error):
            lab.do("Ana", AddRoom(site=SITE.name, room=ROOM, limits=limits))
    with pytest.raises(NotFoundError, match="There is no site Nowhere"):
        lab.do("Ana", AddRoom(site="Nowhere", room=ROOM))
    with pytest.raises(TakenError, match="already a site Head office"):
        lab.do("Ana", AddSite(site=SITE))
    with pytest.raises(UnknownCountryError):
        lab.do("Ana", AddSite(site=Site(name="X", country="Ghana")))
    lab.do("Ana", AddRoom(site=SITE.name, room=ROOM))
    for readings, at, error in (
        ((), None, SameConditionError),
        (((Influence.TEMPERATURE, parse("20 g")),), None, UnitMismatchError),
        (((Influence.TEMPERATURE, parse("20 °C")),), datetime(2027, 1, 1, tzinfo=UTC), FutureWorkError),
    ):
        with pytest.raises(error):
            lab.do("Bo", RecordConditions(room=ROOM.name, readings=readings, at=at))


def test_a_customer_has_several_contacts(lab):
    kept = lab.ask(customer, "C-0001")
    lab.do("Bo", EditCustomer(customer="C-0001", party=PARTY, seen=kept.version))
    assert lab.ask(customer, "C-0001").value.party == PARTY
    people = [Contact(name="Jo", function="Quality"), Contact(name="Al", left=True), Contact(name="Bea")]
    for contact in people:
        lab.do("Bo", AddContact(customer="C-0001", contact=contact))
    assert [one.value.name for one in lab.ask(contacts, "C-0001")] == ["Bea", "Jo", "Al"]
    with pytest.raises(MissingFieldError):
        lab.do("Bo", AddContact(customer="C-0001", contact=Contact(name="")))


def test_equipment_of_the_laboratory_is_an_instrument_that_it_can_calibrate_itself(lab):
    first = lab.do("Bo", AddEquipment(item=BALANCE)).value
    second = lab.do("Bo", AddEquipment(item=replace(BALANCE, serial="B-2"))).value
    owners = {
        lab.ask(lambda records, number: records.instruments.owner(number), one) for one in (first, second)
    }
    (owner,) = owners
    assert lab.ask(customer, owner).value.party == lab.ask(profile).party
    assert lab.ask(kept_instrument, first)[0].value == BALANCE
    assert lab.do("Bo", ReceiveItem(customer=owner, item=first, condition="Good")).value == "2026-0001"
    with pytest.raises(OneOfTwoError, match="the serial number, or the mark"):
        lab.do("Bo", AddEquipment(item=Instrument(name="Balance", nominal=parse("1 kg"))))


def test_a_plate_changes_but_no_nominal_value_under_work(lab):
    lab.job("opened")
    number = lab.do("Bo", AddInstrumentType(told=TYPE)).value
    with pytest.raises(TakenError, match="already a type of instrument T-0001"):
        lab.do("Bo", AddInstrumentType(told=TYPE))
    kept, none = lab.ask(kept_instrument, "I-0001")
    assert none == ""
    told = replace(kept.value, firmware="3.1", serial="4471-B")
    lab.do("Bo", EditInstrument(instrument="I-0001", told=told, seen=kept.version, type=number))
    kept, kind = lab.ask(kept_instrument, "I-0001")
    assert (kept.value, kind) == (told, number)
    assert lab.ask(instrument_type_lines)[0].model == "A 200"
    other = replace(told, nominal=parse("20 kg"))
    with pytest.raises(NominalInUseError, match="Job 2026-0001 is under way"):
        lab.do("Bo", EditInstrument(instrument="I-0001", told=other, seen=kept.version))


def test_a_schedule_moves_on_when_it_is_fulfilled_and_leaves_its_event(lab):
    key = lab.do("Ana", PlanSchedule(item=STANDARD, schedule=CHECKED)).value
    lab.do("Ana", PlanSchedule(item=STANDARD, schedule=YEARLY))
    (line,) = lab.ask(schedules_due)
    assert (line.item, line.kind, line.own) == ("S-0001", ScheduleKind.INTERMEDIATE_CHECK, True)
    done = FulfilSchedule(item=STANDARD, key=key, seen=line.version, words="Within 2 mg", on=date(2026, 3, 1))
    lab.do("Ana", done)
    kept = next(one for one in lab.ask(schedules_of, STANDARD) if one.key == key)
    assert (kept.value.last_done, kept.value.next_due) == (date(2026, 3, 1), date(2026, 5, 30))
    (event,) = lab.ask(cared, STANDARD).events
    assert (event.value.kind, event.value.words) == (EventKind.INTERMEDIATE_CHECK, "Within 2 mg")
    assert lab.ask(schedules_due) == []
    stop = EditSchedule(
        item=STANDARD, key=key, schedule=ended(kept.value, date(2026, 3, 2)), seen=kept.version
    )
    seen = lab.do("Ana", stop).entry
    with pytest.raises(ScheduleEndedError):
        lab.do("Ana", replace(done, seen=seen))
    for wrong, error in (
        (replace(YEARLY, every=0), NoIntervalError),
        (replace(YEARLY, every=1201), NoIntervalError),
        (replace(YEARLY, last_done=date(2027, 1, 1)), FutureWorkError),
        (replace(YEARLY, last_done=date(2026, 1, 2), next_due=date(2026, 1, 1)), DueBeforeDoneError),
    ):
        with pytest.raises(error):
            lab.do("Ana", PlanSchedule(item=STANDARD, schedule=wrong))


@given(day=some.dates(date(1990, 1, 1), date(2090, 1, 1)), months=some.integers(1, 600))
def test_an_interval_in_months_ends_on_the_same_day_or_the_last_of_its_month(day, months):
    end = later(day, months, Period.MONTHS)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
    assert later(day, months, Period.DAYS) - day == timedelta(days=months)


def test_status_and_place_have_their_history_and_a_standard_in_repair_is_not_used(lab):
    lab.do("Ana", AddSite(site=SITE))
    lab.do("Ana", AddRoom(site=SITE.name, room=ROOM))
    lab.do("Ana", MoveItem(item=STANDARD, room=ROOM.name, place="Cabinet 2", since=date(2026, 1, 1)))
    lab.do("Ana", MoveItem(item=STANDARD, place="At the maker's"))
    lab.do("Ana", SetStatus(item=STANDARD, status=ItemStatus.IN_REPAIR, reason="Dropped"))
    kept = lab.ask(cared, STANDARD)
    assert [(one.value.room, one.value.place) for one in kept.locations] == [
        ("Mass 1", "Cabinet 2"),
        ("", "At the maker's"),
    ]
    job = lab.job("opened")
    with pytest.raises(StandardOutOfUseError, match="Standard S-0001 is in repair"):
        lab.do("Bo", TieStandard(job=job, standard="S-0001"))
    lab.do("Ana", SetStatus(item=STANDARD, status=ItemStatus.IN_USE, reason="Back, checked"))
    lab.do("Bo", TieStandard(job=job, standard="S-0001"))
    for wrong, error in (
        (SetStatus(item=STANDARD, status=ItemStatus.LOST, reason=""), MissingFieldError),
        (
            SetStatus(item=STANDARD, status=ItemStatus.LOST, reason="x", since=date(2027, 1, 1)),
            FutureWorkError,
        ),
        (MoveItem(item=STANDARD), OneOfTwoError),
        (MoveItem(item=STANDARD, room="Nowhere"), NotFoundError),
        (SetStatus(item=replace(STANDARD, number="S-9"), status=ItemStatus.LOST, reason="x"), NotFoundError),
        (RecordEvent(item=STANDARD, kind=EventKind.REPAIR, words=""), MissingFieldError),
    ):
        with pytest.raises(error):
            lab.do("Ana", wrong)
    with pytest.raises(NotAuthorisedError, match="keep standards"):
        lab.do("Bo", RecordEvent(item=STANDARD, kind=EventKind.DAMAGE, words="Dropped"))


def test_a_calibration_from_elsewhere_is_entered(lab):
    lab.job("received")
    lab.do("Bo", EnterCalibration(item=ITEM, told=OUTSIDE))
    assert [one.value for one in lab.ask(cared, ITEM).calibrations] == [OUTSIDE]
    for wrong, error in (
        (replace(OUTSIDE, due_on=date(2025, 1, 1)), DaysCrossedError),
        (replace(OUTSIDE, on=date(2027, 1, 1)), FutureWorkError),
        (replace(OUTSIDE, certificate="", laboratory=""), OneOfTwoError),
    ):
        with pytest.raises(error):
            lab.do("Bo", EnterCalibration(item=ITEM, told=wrong))


def test_a_standard_has_versions_of_its_certificate_with_several_values(lab):
    kept, _ = lab.ask(standard, "S-0001")
    assert kept.value.identification == "118"
    (first,) = lab.ask(certificate_versions, "S-0001")
    again = replace(
        first.certificate,
        number="MSL-2",
        calibrated_on=date(2026, 2, 1),
        due_on=date(2027, 2, 1),
        value=parse("10.000 012 kg"),
    )
    lab.do("Ana", CertifyStandard(standard="S-0001", certificate=again))
    versions = lab.ask(certificate_versions, "S-0001")
    before = first.certificate.value.in_unit("kg")
    assert [one.change for one in versions] == [None, Decimal("10.000012") - before]
    stated = StatePoints(certificate=versions[1].key, points=POINTS, seen=versions[1].version)
    seen = lab.do("Ana", stated).entry
    with pytest.raises(StaleError, match="Ana"):
        lab.do("Ana", replace(stated, points=()))
    assert lab.ask(certified_points, versions[1].key) == POINTS
    assert [one.points for one in lab.ask(certificate_versions, "S-0001")] == [0, 2]
    assert POINTS[1].correction == Decimal("0.000011") * 1000 / 1000
    seen = lab.do("Ana", replace(stated, points=POINTS[:1], seen=seen)).entry
    assert lab.ask(certified_points, versions[1].key) == POINTS[:1]
    served = {
        on: lab.ask(in_force, "S-0001", on) for on in (date(2025, 6, 1), date(2026, 3, 1), date(2020, 1, 1))
    }
    assert [one and one.certificate.number for one in served.values()] == ["MSL-1", "MSL-2", None]
    for wrong, error in (
        (replace(POINTS[0], value=parse("1 m")), UnitMismatchError),
        (replace(POINTS[0], expanded=parse("0 mg")), BadPointError),
        (replace(POINTS[0], coverage_factor=Decimal("nan")), BadPointError),
        (replace(POINTS[0], drift=parse("-1 mg")), BadPointError),
    ):
        with pytest.raises(error):
            lab.do("Ana", replace(stated, points=(wrong,), seen=seen))


def test_a_standard_is_one_instrument_at_most_and_an_instrument_one_standard(lab):
    item = lab.do("Bo", AddEquipment(item=BALANCE)).value
    for number in ("S-0001", "S-0002"):
        kept, _ = lab.ask(standard, number)
        command = EditStandard(standard=number, told=kept.value, item=item, seen=kept.version)
        if number == "S-0002":
            with pytest.raises(TakenError, match="already a standard S-0001"):
                lab.do("Ana", command)
        else:
            lab.do("Ana", command)
            assert lab.ask(standard, number)[1] == item


def test_a_capability_gives_its_uncertainty_at_a_value(lab):
    lab.do("Ana", AddCmc(cmc=CMC))
    (kept,) = lab.ask(cmcs)
    assert kept.value == CMC
    assert CMC.expanded(parse("10 kg")) == pytest.approx(0.5e-6 + 1.5e-5)
    squares = replace(CMC, combination=Combination.QUADRATURE)
    assert squares.expanded(parse("10 kg")) == pytest.approx((0.5e-6**2 + 1.5e-5**2) ** 0.5)
    days = (date(2024, 12, 31), date(2025, 1, 1))
    assert [CMC.covers(parse("20 kg"), day) for day in days] == [False, True]
    assert not CMC.covers(parse("20.1 kg"), days[1])
    for wrong, error in (
        (replace(CMC, constant=None, relative=""), NoUncertaintyError),
        (replace(CMC, constant=parse("0 mg")), NoUncertaintyError),
        (replace(CMC, constant=parse("1 mm")), UnitMismatchError),
        (replace(CMC, low=parse("21 kg")), EndsCrossedError),
        (replace(CMC, valid_until=date(2024, 1, 1)), DaysCrossedError),
        (replace(CMC, body=""), MissingFieldError),
    ):
        with pytest.raises(error):
            lab.do("Ana", AddCmc(cmc=wrong))


def test_training_is_kept_with_its_evidence(lab):
    lab.do("Max", RecordTraining(person="Tia", training=COURSE))
    assert [one.value for one in lab.ask(trainings_of, "Tia")] == [COURSE]
    assert lab.ask(trainings_of, "Bo") == []
    with pytest.raises(FutureWorkError):
        lab.do("Max", RecordTraining(person="Tia", training=replace(COURSE, on=date(2027, 1, 1))))
    with pytest.raises(NotAuthorisedError, match="keep training"):
        lab.do("Bo", RecordTraining(person="Tia", training=COURSE))


def test_a_refusal_changes_nothing(lab):
    lab.job("received")
    before = lab.ask(lambda records: records.head())
    with pytest.raises(LabCalError):
        lab.do("Ana", replace(MAKERS[AddCmc](lab), cmc=replace(CMC, body="")))
    assert lab.ask(lambda records: records.head()) == before
