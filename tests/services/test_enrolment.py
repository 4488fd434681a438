"""Taking someone in: with an account where there is a password, and nobody by half."""

import pytest

from labcal.domain.person import PersonName
from labcal.errors.people import NotAuthorisedError, WeakPasswordError
from labcal.errors.records import NotFoundError
from labcal.services.accounts import sign_in
from labcal.services.enrolment import enrol, open_account
from labcal.services.people import AddPerson, person

NEW = PersonName("Ruth Banda")


def test_with_a_password_the_person_can_sign_in(lab):
    enrol(lab.book, lab.admin, AddPerson(person=NEW, role="Technician"), "long enough")
    assert sign_in(lab.book, NEW, "long enough").role == "Technician"


def test_without_one_an_account_is_opened_later(lab):
    enrol(lab.book, lab.admin, AddPerson(person=NEW))
    open_account(lab.book, lab.admin, NEW, "long enough")
    assert sign_in(lab.book, NEW, "long enough").person == NEW


def test_a_weak_password_enters_nobody(lab):
    with pytest.raises(WeakPasswordError):
        enrol(lab.book, lab.admin, AddPerson(person=NEW), "short")
    with pytest.raises(NotFoundError):
        lab.ask(person, NEW)


def test_only_who_administers_takes_someone_in(lab):
    with pytest.raises(NotAuthorisedError):
        enrol(lab.book, "Bo", AddPerson(person=NEW), "long enough")
