"""A verification in the small laboratory: the inspector, a market scale, its kit, and its sheet."""

from datetime import date

from labcal.catalog.verification_programmes import R76, programme
from labcal.domain.instrument import Instrument
from labcal.domain.limits.table import Stage
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level
from labcal.domain.quantity import parse
from labcal.domain.seal import SealKind, SealUsed
from labcal.domain.verification import Answer, Decision, Identified, SheetRow, WeighingTest
from labcal.services.accounts import OpenAccount
from labcal.services.keys import Secrets, make_signing_key
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise
from labcal.services.seals import IssueSeals, ReceiveSeals, VoidSeal
from labcal.services.verification_decisions import DecideVerification
from labcal.services.verifications import (
    AnswerCheck,
    BeginVerification,
    ChooseKit,
    EditMarks,
    NoteAdjustment,
    NoteVerification,
    RecordRow,
)

IRA = "Ira"
TRADER = Party(name="Mama Adjoa, Stall 14", city="Kumasi", country="GH")
SCALE = Instrument(
    name="Counter scale",
    nominal=parse("15 kg"),
    manufacturer="Acme",
    model="C 15",
    serial="W-4471",
    grade="III",
)
TOLD = Identified(
    premises="Central Market, stall 14",
    stage=Stage.IN_SERVICE,
    grade="III",
    maximum=parse("15 kg"),
    minimum=parse("100 g"),
    interval=parse("5 g"),
    division=parse("5 g"),
    approval="R76/2006-A-GB1-2009.11",
    seals_found="Seal 33102 intact",
)
STICKER = SealUsed(kind=SealKind.STICKER, number="S0001", position="front")
SEAL = SealUsed(kind=SealKind.SEAL, number="P100", position="cover")

SOUND = (
    (WeighingTest.ZERO, ("0", "0", "2.5")),
    *((WeighingTest.REPEATABILITY, ("12000", "12000", added)) for added in ("2.0", "2.5", "3.0")),
    *((WeighingTest.ECCENTRICITY, ("5000", "5000", added)) for added in ("2.5", "2.0", "3.0", "2.5")),
    *(
        (WeighingTest.WEIGHING, (load, load, "2.5"))
        for load in ("100", "2500", "5000", "10000", "15000", "10000", "5000", "2500", "100")
    ),
    (WeighingTest.DISCRIMINATION, ("7500", "7500", "7", "7505")),
)
"""Rows of an instrument that passes: load, indication, ΔL or extra load, indication with it."""
HEAVY = tuple(
    (test, (cells[0], "15025", *cells[2:])) if cells[0] == "15000" else (test, cells) for test, cells in SOUND
)
"""The same with an error of 25 g at Max, where 15 g are permitted in service."""


def inspector(lab, name=IRA, *, levels=("records", "signs"), key=True):
    """Make someone an inspector, authorised for R 76 up to 100 kg."""
    lab.do(lab.admin, AddPerson(person=name, role="Inspector", roles=("inspector",)))
    for level in levels:
        leave = Authorisation(
            level=Level(level),
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
            procedure=R76,
            high=parse("100 kg"),
        )
        lab.do(lab.admin, Authorise(person=name, leave=leave))
    if key:
        lab.do(lab.admin, OpenAccount(person=name, hashed=hashed(lab.password)))
        secrets = Secrets(password=lab.password, passphrase=lab.password)
        make_signing_key(lab.book, lab.admin, name, secrets)
    return name


def stock(lab, name=IRA):
    """Put seals and stickers into the stock, and hand them to the inspector."""
    for kind, first, last in ((SealKind.STICKER, "S0001", "S0005"), (SealKind.SEAL, "P100", "P109")):
        lab.do("Ana", ReceiveSeals(kind=kind, first=first, last=last))
        lab.do("Ana", IssueSeals(inspector=name, kind=kind, first=first, last=last))


def begun(lab, name=IRA, **other):
    """Begin a verification and return its number."""
    command = BeginVerification(customer=TRADER, item=SCALE, told=TOLD, **other)
    return lab.do(name, command).value


def examine(lab, number, name=IRA):
    """Answer every point of the visual examination, and choose the kit."""
    lab.do(name, ChooseKit(verification=number, standards=(lab.standard,)))
    for check in programme(R76).checks:
        lab.do(name, AnswerCheck(verification=number, code=check.code, answer=Answer.MEETS))


def row(test, place, cells):
    """Return a row of the sheet."""
    names = ("load", "indication", "added", "after")
    keyed = {name: parse(cell, "g") for name, cell in zip(names, cells, strict=False)}
    return SheetRow(test=test, row=place, **keyed)


def rows(told):
    """Return the rows of a sheet, numbered within each test."""
    places = dict.fromkeys(WeighingTest, 0)
    for test, cells in told:
        yield row(test, places[test], cells)
        places[test] += 1


def measure(lab, number, told=SOUND, name=IRA):
    """Key a whole sheet."""
    for one in rows(told):
        lab.do(name, RecordRow(verification=number, row=one))


def ready(lab, told=SOUND):
    """Take a verification up to its decision, with inspector and stock; return its number."""
    inspector(lab)
    stock(lab)
    number = begun(lab)
    examine(lab, number)
    measure(lab, number, told)
    return number


def accepted(lab, told=SOUND):
    """Take a verification up to its decision, accepted; return its number."""
    number = ready(lab, told)
    lab.do(IRA, DecideVerification(verification=number, decision=Decision.ACCEPTED, seals=(STICKER, SEAL)))
    return number


def edit_marks(lab):
    number = ready(lab, ())
    seen = lab.ask(lambda records: records.verifications.get(number)).version
    told = Identified(
        **{name: getattr(TOLD, name) for name in Identified.__slots__} | {"seals_found": "None"}
    )
    return EditMarks(verification=number, told=told, seen=seen)


MAKERS = {
    BeginVerification: lambda lab: (
        inspector(lab),
        BeginVerification(customer=TRADER, item=SCALE, told=TOLD),
    )[1],
    EditMarks: edit_marks,
    ChooseKit: lambda lab: ChooseKit(verification=ready(lab, ()), standards=("S-0001", "S-0003")),
    AnswerCheck: lambda lab: AnswerCheck(
        verification=ready(lab, ()), code="level", answer=Answer.FAILS, remark="Slants"
    ),
    RecordRow: lambda lab: RecordRow(
        verification=ready(lab, SOUND[:2]), row=row(WeighingTest.ZERO, 0, ("0", "5", "1"))
    ),
    NoteAdjustment: lambda lab: NoteAdjustment(verification=ready(lab, ()), adjustment="Span set anew"),
    NoteVerification: lambda lab: NoteVerification(verification=ready(lab, ()), remarks="Windy"),
    DecideVerification: lambda lab: DecideVerification(
        verification=ready(lab), decision=Decision.ACCEPTED, seals=(STICKER, SEAL)
    ),
    ReceiveSeals: lambda lab: ReceiveSeals(kind=SealKind.SEAL, first="P100", last="P109"),
    IssueSeals: lambda lab: (
        inspector(lab),
        lab.do("Ana", ReceiveSeals(kind=SealKind.SEAL, first="P100", last="P109")),
        IssueSeals(inspector=IRA, kind=SealKind.SEAL, first="P100", last="P104"),
    )[2],
    VoidSeal: lambda lab: (
        inspector(lab),
        stock(lab),
        VoidSeal(kind=SealKind.SEAL, number="P101", why="Torn"),
    )[2],
}
"""How to make each command of a verification that can be undone."""


def doer(kind):
    """Return who gives a command."""
    return "Ana" if kind in (ReceiveSeals, IssueSeals) else IRA
