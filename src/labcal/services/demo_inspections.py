"""A market day of the demonstration laboratory: made from data, through the commands of an inspector."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from labcal import resources
from labcal.catalog.verification_programmes import R76, programme
from labcal.domain.certificate import CertificateNumber
from labcal.domain.instrument import Instrument, StandardNumber
from labcal.domain.limits.table import Stage
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.seal import SealKind, SealUsed
from labcal.domain.verification import (
    Answer,
    Decision,
    Identified,
    SheetRow,
    VerificationNumber,
    WeighingTest,
)
from labcal.domain.verification_plan import PlannedRow
from labcal.services.accounts import OpenAccount
from labcal.services.keys import Secrets, make_signing_key
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise
from labcal.services.perform import perform
from labcal.services.seals import IssueSeals, ReceiveSeals
from labcal.services.verification_decisions import DecideVerification
from labcal.services.verification_documents import issue_document
from labcal.services.verification_sheet import verification_sheet
from labcal.services.verifications import AnswerCheck, BeginVerification, ChooseKit, RecordRow
from labcal.store.book import Book
from labcal.text import Text


def inspector() -> PersonName:
    """Return the name of the demonstration's inspector."""
    return PersonName(_data()["inspector"]["name"])


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.path("demo", "inspections.toml").read_text(encoding="utf-8"))


def add_inspections(
    book: Book, admin: PersonName, secrets: Secrets, kit: StandardNumber
) -> Iterator[CertificateNumber]:
    """Enter the inspector, the stock of seals and each verification; yield the number of each document.

    Args:
        book: The demonstration's book.
        admin: Who administers it.
        secrets: Everybody's password there, and the authority's passphrase.
        kit: A weight in date.
    """
    told = _data()
    who = _inspector(book, admin, told["inspector"], secrets)
    for seals in told["seals"]:
        kind, ends = SealKind(seals["kind"]), {"first": seals["first"], "last": seals["last"]}
        perform(book, admin, ReceiveSeals(kind=kind, **ends))
        perform(book, admin, IssueSeals(inspector=who, kind=kind, **ends))
    for one in told["verification"]:
        number = _verified(book, who, one, kit)
        yield issue_document(book, who, number, secrets.password, Text("en"))


def _inspector(book: Book, admin: PersonName, told: dict[str, Any], secrets: Secrets) -> PersonName:
    name = PersonName(told["name"])
    perform(book, admin, AddPerson(person=name, role=told["role"], roles=("inspector",)))
    perform(book, admin, OpenAccount(person=name, hashed=hashed(secrets.password)))
    with book.read() as records:
        today: date = records.today
    for level in (Level.RECORDS, Level.SIGNS):
        leave = Authorisation(
            level=level,
            since=today + timedelta(days=told["since"]),
            until=today + timedelta(days=told["until"]),
            procedure=R76,
            evidence=told["evidence"],
        )
        perform(book, admin, Authorise(person=name, leave=leave))
    make_signing_key(book, admin, name, secrets)
    return name


def _verified(book: Book, who: PersonName, told: dict[str, Any], kit: StandardNumber) -> VerificationNumber:
    """Begin, examine, measure and decide one verification."""
    marks: dict[str, Any] = {name: parse(told[name]) for name in ("maximum", "minimum", "interval")}
    plate = {name: told[name] for name in ("name", "manufacturer", "model", "serial")}
    words: dict[str, Any] = {name: told[name] for name in ("premises", "approval", "seals_found")}
    begin = BeginVerification(
        customer=Party(name=told["trader"], city=told["city"], country="GH"),
        item=Instrument(nominal=marks["maximum"], grade="III", **plate),
        told=Identified(stage=Stage.IN_SERVICE, grade="III", division=marks["interval"], **marks, **words),
    )
    number = perform(book, who, begin).value
    perform(book, who, ChooseKit(verification=number, standards=(kit,)))
    for check in programme(R76).checks:
        wrong = told.get("broken", {}).get(check.code, "")
        answer = Answer.FAILS if wrong else Answer.MEETS
        command = AnswerCheck(verification=number, code=check.code, answer=answer, remark=wrong)
        perform(book, who, command)
    with book.read() as records:
        plan = verification_sheet(records, number, who).plan
    for planned in plan:
        if planned.load is not None:
            perform(book, who, RecordRow(verification=number, row=_row(planned, told, marks["interval"])))
    seals = [SealUsed(kind=kind, number=told[kind.value]) for kind in SealKind if kind.value in told]
    decision = Decision(told["decision"])
    perform(book, who, DecideVerification(verification=number, decision=decision, seals=tuple(seals)))
    return number


def _row(planned: PlannedRow, told: dict[str, Any], interval: QuantityValue) -> SheetRow:
    """Return a row keyed with the load proposed, as the demonstration's instrument would show it."""
    load = planned.load or Decimal(0)
    shown = told.get("indications", {}).get(f"{load:f}", f"{load:f}")
    half = f"{interval.value / 2:f}"
    moved = planned.test is WeighingTest.DISCRIMINATION
    added = (
        f"{planned.added:f}" if planned.added is not None else told.get("errors", {}).get(f"{load:f}", half)
    )
    unit = interval.unit
    return SheetRow(
        test=planned.test,
        row=planned.row,
        load=QuantityValue(f"{load:f}", unit),
        indication=QuantityValue(shown, unit),
        added=QuantityValue(added, unit),
        after=QuantityValue(f"{load + interval.value:f}", unit) if moved else None,
    )
