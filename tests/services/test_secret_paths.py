"""A known password through every path: it is in no file, journal, log or error, and in no object as text."""

import dataclasses
import logging
import sqlite3
import traceback

import pytest

from labcal.domain.party import Party
from labcal.errors import LabCalError
from labcal.services.accounts import ChangePassword, OpenAccount, Unlock, confirm, sign_in
from labcal.services.certificates import issue
from labcal.services.enrolment import enrol, open_account
from labcal.services.keys import Secrets, change_password, make_signing_key, signer_of
from labcal.services.laboratory import Founder, found
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson
from labcal.services.supervision import sign_supervised
from labcal.store.book import create_book
from labcal.store.spans import body_of
from labcal.text import Text

SECRET = "kestrel-vanadium-7431"
OTHER = "osprey-beryllium-9920"
PHRASE = "heron-scandium-5512"
HIDDEN = (SECRET, OTHER, PHRASE)


def paths(lab):
    """Return every way in which a password comes in, right and wrong, by a name."""
    both = Secrets(password=SECRET, passphrase=PHRASE)
    own = Secrets(password=OTHER, passphrase=lab.password)
    wrong = Secrets(password=OTHER, passphrase=PHRASE)
    return {
        "enrol": lambda: enrol(lab.book, lab.admin, AddPerson(person="Ira"), SECRET),
        "enrol again": lambda: enrol(lab.book, lab.admin, AddPerson(person="Ira"), SECRET),
        "enrol without leave": lambda: enrol(lab.book, "Bo", AddPerson(person="Ona"), SECRET),
        "account": lambda: open_account(lab.book, lab.admin, "Bo", SECRET),
        "account again": lambda: open_account(lab.book, lab.admin, "Bo", SECRET),
        "account of nobody": lambda: open_account(lab.book, lab.admin, "Nemo", SECRET),
        "sign in": lambda: sign_in(lab.book, "Ira", SECRET),
        "sign in as nobody": lambda: sign_in(lab.book, "Nemo", SECRET),
        "the password as a name": lambda: sign_in(lab.book, SECRET, SECRET),
        "wrong": lambda: sign_in(lab.book, "Ira", OTHER),
        "confirm wrong": lambda: confirm(lab.book, "Ira", OTHER),
        "too often": lambda: confirm(lab.book, "Ira", OTHER),
        "change wrong": lambda: change_password(lab.book, "Sol", SECRET, OTHER),
        "change": lambda: change_password(lab.book, "Sol", lab.password, OTHER),
        "change weak": lambda: change_password(lab.book, "Sol", OTHER, SECRET[:4]),
        "key": lambda: make_signing_key(lab.book, lab.admin, "Sol", own),
        "key wrong": lambda: make_signing_key(lab.book, lab.admin, "Sol", both),
        "key wrong passphrase": lambda: make_signing_key(lab.book, lab.admin, "Sol", wrong),
        "signer": lambda: signer_of(lab.book, "Sol", OTHER),
        "signer wrong": lambda: signer_of(lab.book, "Sol", SECRET),
        "issue wrong": lambda: issue(lab.book, "Sol", lab.checked, SECRET, Text("en")),
        "issue": lambda: issue(lab.book, "Sol", lab.checked, OTHER, Text("en")),
        "countersign": lambda: sign_supervised(lab.book, "Sol", lab.checked, OTHER),
        "found": lambda: _found(lab),
        "found weak": lambda: _found(lab, SECRET[:5]),
        "unlock": lambda: lab.do(lab.admin, Unlock(person="Ira")),
    }


def _found(lab, password=SECRET):
    from labcal.domain.laboratory import Laboratory

    path = lab.path.parent / f"other-{len(password)}.labcal"
    book = create_book(path, lab.clock)
    try:
        founder = Founder(person="Ana", role="", password=password, passphrase=PHRASE)
        found(book, Laboratory(party=Party(name="Other", country="NZ"), zone="UTC"), founder)
    finally:
        book.close()


def journal(path) -> str:
    connection = sqlite3.connect(path)
    bodies = [row[0] for row in connection.execute("select body from entry")]
    connection.close()
    return "".join(str(body_of(body)) for body in bodies)


def test_no_path_leaves_a_password_anywhere(lab, caplog):
    caplog.set_level(logging.DEBUG)
    lab.checked = lab.job("signing")
    said, failed = [], []
    for name, way in paths(lab).items():
        try:
            said.append(repr(way()))
        except LabCalError as error:
            failed.append(name)
            said += [error.shown(Text("en")), repr(error), str(error.fields)]
            said += [str(one) for one in (error.__cause__, error.__context__)]
            said += traceback.format_exception(error)
    for secret in HIDDEN:
        assert not any(secret in words for words in said), secret
        assert secret not in caplog.text
    assert {"enrol again", "wrong", "too often", "key wrong", "issue wrong", "found weak"} <= {*failed}
    assert not {"enrol", "account", "sign in", "change", "key", "signer", "issue", "found", "unlock"} & {
        *failed
    }
    books = list(lab.path.parent.glob("*.labcal"))
    assert len(books) == 3
    for path in books:
        told = journal(path)
        assert not any(secret in told for secret in HIDDEN)
    lab.book.close()
    for path in lab.path.parent.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret.encode() in content for secret in HIDDEN), path.name
    lab.reopen()
    assert lab.findings() == []


SHOWN = [
    OpenAccount(person="Bo", hashed=SECRET),
    ChangePassword(old=SECRET, hashed=SECRET, rekeyed=(("k", SECRET.encode()),)),
    Secrets(password=SECRET, passphrase=SECRET),
    Founder(person="Bo", role="", password=SECRET, passphrase=SECRET),
]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: type(one).__name__)
def test_what_holds_a_secret_does_not_show_it(shown):
    assert SECRET not in f"{shown!r} {shown} {[shown]!r}"
    assert any(SECRET in str(getattr(shown, field.name)) for field in dataclasses.fields(shown))


def test_a_hash_is_argon2id_of_full_strength():
    found = hashed(SECRET)
    assert found.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert SECRET not in found
    assert hashed(SECRET) != found
