"""The register of people: nobody twice, and never without one who administers."""

from datetime import date, timedelta

import pytest

from labcal.domain.person import Authorisation, Level
from labcal.errors.people import LastAdministratorError
from labcal.errors.records import TakenError
from labcal.services.people import AddPerson, Authorise, Leave, Suspend


def test_a_name_is_taken_however_it_is_written(lab):
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    with pytest.raises(TakenError, match="There is already a person Ruth Banda"):
        lab.do(lab.admin, AddPerson(person="ruth BANDA "))


def test_the_only_administrator_neither_leaves_nor_is_suspended(lab):
    key, seen = lab.key(lab.admin, "administers")
    for command in (Leave(person=lab.admin), Suspend(key=key, seen=seen)):
        with pytest.raises(LastAdministratorError, match="Nobody but Ana administers"):
            lab.do(lab.admin, command)
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    today = lab.clock().date()
    leave = Authorisation(level=Level.ADMINISTERS, since=today - timedelta(days=1), until=date.max)
    lab.do(lab.admin, Authorise(person="Ruth Banda", leave=leave))
    lab.do(lab.admin, Leave(person=lab.admin))
