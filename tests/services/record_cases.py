"""Each command on the full records that can be undone: what stands before it, who gives it, and how."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.services.key_cases import KEYS
from tests.services.method_cases import METHODS

from labcal.catalog.limit_writer import DraftRow, SpecificationDraft
from labcal.domain.agreement import Agreed, DelayReason, Priority
from labcal.domain.equipment import (
    EventKind,
    InstrumentType,
    ItemCalibration,
    ItemStatus,
    Period,
    ReferenceMaterial,
    Schedule,
    ScheduleKind,
)
from labcal.domain.instrument import CertifiedPoint, Instrument, StandardIdentity
from labcal.domain.job import State
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Contact, DueAgreement, Party
from labcal.domain.place import Influence, Room, RoomLimit, Site
from labcal.domain.quantity import parse
from labcal.domain.scope import Cmc, Combination
from labcal.domain.specification import Library
from labcal.domain.subject import Subject, SubjectKind
from labcal.domain.training import Training, TrainingResult
from labcal.errors.records import TakenError
from labcal.services.agreements import Agree, DelayJob, EndDelay, Promise
from labcal.services.care import (
    EditCalibration,
    EditMaterial,
    EnterCalibration,
    EnterMaterial,
    MoveItem,
    RecordEvent,
    SetStatus,
)
from labcal.services.customers import AddContact, AgreeDueDates, EditContact, EditCustomer
from labcal.services.instrument_types import AddInstrumentType, EditInstrumentType
from labcal.services.instruments import AddEquipment, EditInstrument
from labcal.services.laboratory import EditLaboratory
from labcal.services.papers import Attach, Detach, WriteNote
from labcal.services.places import AddRoom, AddSite, EditRoom, EditSite, RecordConditions
from labcal.services.schedules import EditSchedule, FulfilSchedule, PlanSchedule
from labcal.services.scope import AddCmc, EditCmc
from labcal.services.specifications import CompareWithDocument, WriteSpecification
from labcal.services.standards import EditStandard, StatePoints, certificate_versions
from labcal.services.training import EditTraining, RecordTraining

STANDARD = Subject(SubjectKind.STANDARD, "S-0001")
ITEM = Subject(SubjectKind.INSTRUMENT, "I-0001")
SITE = Site(name="Head office", city="Wellington", country="NZ")
ROOM = Room(name="Mass 1", purpose="Weights to 20 kg")
LIMITS = (
    RoomLimit(influence=Influence.TEMPERATURE, low=parse("18 °C"), high=parse("24 °C")),
    RoomLimit(influence=Influence.HUMIDITY, high=parse("60 %")),
)
YEARLY = Schedule(kind=ScheduleKind.CALIBRATION, every=12, period=Period.MONTHS, next_due=date(2026, 12, 31))
CHECKED = Schedule(
    kind=ScheduleKind.INTERMEDIATE_CHECK, every=90, period=Period.DAYS, next_due=date(2026, 3, 10)
)
OUTSIDE = ItemCalibration(
    on=date(2025, 2, 3), certificate="X-17", laboratory="Elsewhere", due_on=date(2026, 2, 3), result="+2 mg"
)
MATERIAL = ReferenceMaterial(document="Data sheet 7", batch="B 12", valid_until=date(2027, 1, 1))
TYPE = InstrumentType(name="Analytical balance", manufacturer="Acme", model="A 200")
CMC = Cmc(
    quantity="Mass of weights",
    procedure="mass/substitution",
    low=parse("1 mg"),
    high=parse("20 kg"),
    constant=parse("0.5 mg"),
    relative="1.5e-6",
    combination=Combination.SUM,
    body="IANZ",
    number="CAL 017",
    edition="9",
    valid_from=date(2025, 1, 1),
)
POINTS = (
    CertifiedPoint(
        nominal=parse("10 kg"),
        value=parse("10 000.005 g"),
        expanded=parse("15 mg"),
        coverage_factor=Decimal(2),
    ),
    CertifiedPoint(
        nominal=parse("20 kg"),
        value=parse("20 000.011 g"),
        expanded=parse("30 mg"),
        coverage_factor=Decimal("2.1"),
        drift=parse("5 mg"),
    ),
)
COURSE = Training(
    course="Weighing", provider="MSL", on=date(2026, 2, 1), result=TrainingResult.PASSED, evidence="No. 4"
)
BALANCE = Instrument(name="Balance", nominal=parse("20 kg"), serial="B-1", firmware="2.04")
PARTY = Party(name="Port Office and Sons", city="Napier", country="NZ")


def kept_key(lab, command, who="Ana"):
    """Perform a command and return the key and the version of what it wrote."""
    outcome = lab.do(who, command)
    return outcome.value, outcome.entry


def site(lab):
    if not lab.ask(lambda records: records.places.sites()):
        lab.do("Ana", AddSite(site=SITE))
    return lab.ask(lambda records: records.places.sites())[0]


def room(lab):
    site(lab)
    if not lab.ask(lambda records: records.places.rooms()):
        lab.do("Ana", AddRoom(site=SITE.name, room=ROOM, limits=LIMITS))
    return lab.ask(lambda records: records.places.rooms())[0][1]


def edit_site(lab):
    kept = site(lab)
    return EditSite(key=kept.key, site=Site(name="Annexe"), seen=kept.version)


def edit_room(lab):
    kept = room(lab)
    return EditRoom(key=kept.key, room=ROOM, limits=LIMITS[:1], seen=kept.version)


def conditions(lab):
    room(lab)
    read = ((Influence.TEMPERATURE, parse("20.1 °C")), (Influence.PRESSURE, parse("1013 hPa")))
    return RecordConditions(room=ROOM.name, readings=read, source="Logger 3")


def move(lab):
    room(lab)
    return MoveItem(item=STANDARD, room=ROOM.name, place="Cabinet 2")


def edit_contact(lab):
    key, seen = kept_key(lab, AddContact(customer="C-0001", contact=Contact(name="Jo")))
    return EditContact(key=key, contact=Contact(name="Jo", left=True), seen=seen)


def edit_type(lab):
    number, seen = kept_key(lab, AddInstrumentType(told=TYPE))
    told = InstrumentType(name="Balance", manufacturer="Acme", model="A 200")
    return EditInstrumentType(number=number, told=told, seen=seen)


def edit_instrument(lab):
    number, _ = kept_key(lab, AddInstrumentType(told=TYPE))
    kept, _ = lab.ask(lambda records: records.instruments.kept("I-0001"))
    told = Instrument(name="Weight", nominal=parse("10 kg"), serial="4471 A", grade="M1", criteria="MPE")
    return EditInstrument(instrument="I-0001", told=told, seen=kept.version, type=number)


def edit_standard(lab):
    item = lab.do("Ana", AddEquipment(item=BALANCE)).value
    kept, _ = lab.ask(lambda records: records.standards.kept("S-0001"))
    told = StandardIdentity(name="Weight", identification="118", serial="7", manufacturer="Acme")
    return EditStandard(standard="S-0001", told=told, item=item, seen=kept.version)


def state_points(lab):
    (first, *_) = lab.ask(certificate_versions, "S-0001")
    return StatePoints(certificate=first.key, points=POINTS, seen=first.version)


def edit_schedule(lab):
    key, seen = kept_key(lab, PlanSchedule(item=STANDARD, schedule=YEARLY))
    return EditSchedule(item=STANDARD, key=key, schedule=CHECKED, seen=seen)


def fulfil(lab):
    key, seen = kept_key(lab, PlanSchedule(item=STANDARD, schedule=CHECKED))
    return FulfilSchedule(item=STANDARD, key=key, seen=seen, words="Within 2 mg", outcome="In use")


def edit_calibration(lab):
    key, seen = kept_key(lab, EnterCalibration(item=ITEM, told=OUTSIDE))
    told = ItemCalibration(on=date(2025, 2, 4), certificate="X-18", laboratory="Elsewhere")
    return EditCalibration(item=ITEM, key=key, told=told, seen=seen)


def edit_material(lab):
    key, seen = kept_key(lab, EnterMaterial(item=STANDARD, told=MATERIAL))
    return EditMaterial(item=STANDARD, key=key, told=ReferenceMaterial(document="Sheet 8"), seen=seen)


def edit_cmc(lab):
    key, seen = kept_key(lab, AddCmc(cmc=CMC))
    told = Cmc(**{name: getattr(CMC, name) for name in Cmc.__slots__} | {"edition": "10"})
    return EditCmc(key=key, cmc=told, seen=seen)


def edit_training(lab):
    key, seen = kept_key(lab, RecordTraining(person="Tia", training=COURSE), "Max")
    told = Training(course="Weighing", provider="MSL", on=date(2026, 2, 2), result=TrainingResult.FAILED)
    return EditTraining(key=key, training=told, seen=seen)


def edit_customer(lab):
    seen = lab.ask(lambda records: records.customers.kept("C-0001")).version
    return EditCustomer(customer="C-0001", party=PARTY, seen=seen)


def agree_due_dates(lab):
    seen = lab.ask(lambda records: records.customers.kept("C-0001")).version
    agreed = DueAgreement(on=date(2026, 2, 1), by="Jo of the port")
    return AgreeDueDates(customer="C-0001", agreed=agreed, seen=seen)


def edit_laboratory(lab):
    kept = lab.ask(lambda records: records.people.kept_laboratory())
    told = Laboratory(party=PARTY, zone="Africa/Accra", code="CAL 1", second_person=False)
    return EditLaboratory(laboratory=told, seen=kept.version)


def photo(lab):
    digest = lab.book.archive.keep(2026, "photo.jpg (attached)", b"abc")
    return Attach(subject=ITEM, name="photo.jpg", size=3, year=2026, digest=digest, about="As received")


def detach(lab):
    key, seen = kept_key(lab, photo(lab))
    return Detach(subject=ITEM, key=key, seen=seen)


AGREED = Agreed(
    limits="r111-1-2004",
    grade="M1",
    rule="guard-u",
    agreed_with="Jo, Port Office",
    agreed_on=date(2026, 3, 1),
)
DRAFT = SpecificationDraft(
    title="Port Office, drawing 12-4",
    quantity="mass",
    unit="g",
    clause="note 3",
    source="Letter of 2026-02-20",
    rows=(DraftRow(low="1 g", high="20 kg", limit="0.02 % + 5 mg"),),
)
JOB = "2026-0001"
DELAYED = {"job": JOB, "reason": DelayReason.CUSTOMER, "words": "The carrying case"}


def end_delay(lab):
    key, seen = kept_key(lab, DelayJob(**DELAYED))
    return EndDelay(job=JOB, key=key, seen=seen)


def compare(lab):
    return CompareWithDocument(
        library=Library.LIMITS, name="r111-1-2004", digest="ab" * 32, row=3, document="The 2004 edition"
    )


MAKERS = {
    Agree: lambda lab: Agree(job=JOB, agreed=AGREED),
    Promise: lambda lab: Promise(
        job=JOB, due_on=date(2026, 3, 20), priority=Priority.URGENT, because="The ship sails on the 21st"
    ),
    DelayJob: lambda lab: DelayJob(**DELAYED),
    EndDelay: end_delay,
    WriteSpecification: lambda lab: WriteSpecification(
        name="port-office-scales", customer="C-0001", draft=DRAFT
    ),
    CompareWithDocument: compare,
    AddSite: lambda lab: AddSite(site=SITE),
    EditSite: edit_site,
    AddRoom: lambda lab: (site(lab), AddRoom(site=SITE.name, room=ROOM, limits=LIMITS))[1],
    EditRoom: edit_room,
    RecordConditions: conditions,
    EditLaboratory: edit_laboratory,
    EditCustomer: edit_customer,
    AgreeDueDates: agree_due_dates,
    AddContact: lambda lab: AddContact(customer="C-0001", contact=Contact(name="Jo", email="jo@port.nz")),
    EditContact: edit_contact,
    AddInstrumentType: lambda lab: AddInstrumentType(told=TYPE),
    EditInstrumentType: edit_type,
    AddEquipment: lambda lab: AddEquipment(item=BALANCE),
    EditInstrument: edit_instrument,
    EditStandard: edit_standard,
    StatePoints: state_points,
    SetStatus: lambda lab: SetStatus(item=STANDARD, status=ItemStatus.IN_REPAIR, reason="Dropped"),
    MoveItem: move,
    RecordEvent: lambda lab: RecordEvent(item=ITEM, kind=EventKind.DAMAGE, words="Scratched"),
    EnterCalibration: lambda lab: EnterCalibration(item=ITEM, told=OUTSIDE),
    EditCalibration: edit_calibration,
    EnterMaterial: lambda lab: EnterMaterial(item=STANDARD, told=MATERIAL),
    EditMaterial: edit_material,
    PlanSchedule: lambda lab: PlanSchedule(item=ITEM, schedule=YEARLY),
    EditSchedule: edit_schedule,
    FulfilSchedule: fulfil,
    AddCmc: lambda lab: AddCmc(cmc=CMC),
    EditCmc: edit_cmc,
    RecordTraining: lambda lab: RecordTraining(person="Tia", training=COURSE),
    EditTraining: edit_training,
    Attach: photo,
    Detach: detach,
    **METHODS,
    **KEYS,
}
"""How to make each command, in a laboratory with one received job."""


def doer(kind: type) -> str:
    """Return who may give a command of ``kind``."""
    if kind in (RecordTraining, EditTraining):
        return "Max"
    return "Bo" if kind is RecordConditions else "Ana"


def fill(lab):
    """Put a row into every table of the full records."""
    begun = ("Agree", "Delay", "Write", "Compare", "Add", "Enter", "Record", "Set", "Move", "Plan", "Attach")
    for kind, maker in MAKERS.items():
        if kind.__name__.startswith(begun):
            with suppress(TakenError):  # what another one stood on is there already
                lab.do(doer(kind), _early(lab, maker(lab)))
    lab.do("Ana", state_points(lab))
    lab.do("Ana", WriteNote(subject=Subject(SubjectKind.CUSTOMER, "C-0001"), words="Rings before coming"))


def _early(lab, command):
    """Return a command on a job that is only received, where its own is too far on."""
    begun = lab.ask(lambda records: records.jobs.state(JOB)) is not State.RECEIVED
    if getattr(command, "job", "") != JOB or not begun:
        return command
    return replace(command, job=lab.receive(serial=f"early {type(command).__name__}"))
