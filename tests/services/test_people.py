"""The register of people: nobody twice, and never without one who administers."""

from datetime import date

import pytest

from labcal.domain.person import Authorisation, Level
from labcal.errors.people import (
    AdministratorRoleError,
    LastAdministratorError,
    OwnAuthorisationError,
    ReservedNameError,
)
from labcal.errors.records import TakenError
from labcal.services.people import AddPerson, Authorise, Leave, person_lines
from labcal.services.roles import GiveRole, TakeRole


def test_a_name_is_taken_however_it_is_written(lab):
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    with pytest.raises(TakenError, match="There is already a person Ruth Banda"):
        lab.do(lab.admin, AddPerson(person="ruth BANDA "))


def test_the_only_administrator_neither_leaves_nor_loses_the_role(lab):
    for command in (Leave(person=lab.admin), TakeRole(person=lab.admin, role="administrator")):
        with pytest.raises(LastAdministratorError, match="Nobody but Ana administers"):
            lab.do(lab.admin, command)
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    lab.do(lab.admin, GiveRole(person="Ruth Banda", role="administrator"))
    lab.do(lab.admin, Leave(person=lab.admin))


def test_no_undo_takes_the_last_administrator_away(lab):
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    given = lab.do(lab.admin, GiveRole(person="Ruth Banda", role="administrator"))
    lab.do("Ruth Banda", TakeRole(person=lab.admin, role="administrator"))
    with pytest.raises(LastAdministratorError):
        lab.undo("Ruth Banda", given.entry)
    assert lab.findings() == []


def test_nobody_is_authorised_again_by_undoing_it_oneself(lab):
    for name in ("Quinn", "Quim"):
        lab.do("Ana", AddPerson(person=name, roles=("quality-manager",)))
    leave = Authorisation(level=Level.SIGNS, since=lab.clock.now.date(), until=date(2027, 1, 1))
    given = lab.do("Quinn", Authorise(person="Quim", leave=leave)).entry
    taken = lab.undo("Quinn", given).entry
    with pytest.raises(OwnAuthorisationError):
        lab.undo("Quim", taken)
    again = lab.undo("Quinn", taken).entry
    lab.undo("Quim", again)
    assert lab.findings() == []


def test_to_administer_is_a_role(lab):
    leave = Authorisation(level=Level.ADMINISTERS, since=date(2026, 1, 1), until=date.max)
    with pytest.raises(AdministratorRoleError):
        lab.do(lab.admin, Authorise(person="Bo", leave=leave))


def test_nobody_is_called_what_the_book_calls_others(lab):
    for name in ("P-0007", "labcal"):
        with pytest.raises(ReservedNameError, match=name):
            lab.do(lab.admin, AddPerson(person=name))


def test_an_authorisation_brings_its_role_along(lab):
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    leave = Authorisation(
        level=Level.SIGNS, since=date(2026, 1, 1), until=date.max, procedure="mass/substitution"
    )
    lab.do(lab.admin, Authorise(person="Ruth Banda", leave=leave))
    lab.do(lab.admin, Authorise(person="Ruth Banda", leave=leave))
    (line,) = [line for line in lab.ask(person_lines) if line.name == "Ruth Banda"]
    assert [role.id for role in line.roles] == ["signatory"]
