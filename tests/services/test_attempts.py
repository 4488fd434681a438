"""Wrong passwords wait ever longer, nobody is locked out for good, and nobody fills the book with names."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from labcal.domain.attempts import Attempts
from labcal.domain.person import PersonName
from labcal.errors.people import NotAuthorisedError, WaitError, WrongPasswordError
from labcal.services.accounts import Unlock, attempts_of, confirm, sign_in
from labcal.store.attempts import NAMES, WORKSTATIONS
from labcal.text import Text

HERE, THERE = "bench-1", "bench-2"


def wrong(lab, times=1, name="Sol", at=HERE):
    """Type a wrong password, waiting as long as it takes."""
    for _ in range(times):
        for _again in range(2):
            try:
                sign_in(lab.book, name, "not the password", at)
            except WaitError as wait:
                lab.clock.forward(seconds=wait.fields["seconds"])
            except WrongPasswordError:
                break


def rows(lab):
    connection = sqlite3.connect(lab.path)
    found = connection.execute("select * from attempt").fetchall()
    connection.close()
    return found


def waits(lab, name="Sol", at=HERE, password="not the password"):
    with pytest.raises(WaitError) as refused:
        sign_in(lab.book, name, password, at)
    return refused.value.fields["seconds"]


def test_the_wait_grows_and_ends():
    found = []
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for failures in range(20):
        found.append(Attempts("Sol", HERE, failures, now).wait(now).total_seconds())
    assert found[:8] == [0, 0, 0, 1, 2, 4, 8, 16]
    assert found == sorted(found)
    assert found[-1] == 900
    long_ago = Attempts("Sol", HERE, 19, now - timedelta(days=1, seconds=1))
    assert long_ago.wait(now) == timedelta(0)
    set_back = Attempts("Sol", HERE, 19, now + timedelta(days=9))
    assert set_back.wait(now) == timedelta(minutes=15)


def test_after_three_wrong_passwords_one_waits_and_the_right_one_works_then(lab):
    wrong(lab, 3)
    assert waits(lab) == 1
    assert waits(lab, password=lab.password) == 1
    lab.clock.forward(seconds=1)
    assert sign_in(lab.book, "Sol", lab.password, HERE).person == "Sol"
    assert rows(lab) == []


def test_hammering_does_not_prolong_the_wait(lab):
    wrong(lab, 5)
    first = waits(lab)
    assert [waits(lab) for _ in range(20)] == [first] * 20
    lab.clock.forward(seconds=first)
    assert sign_in(lab.book, "Sol", lab.password, HERE)


def test_nobody_is_locked_out_for_good(lab):
    wrong(lab, 25)
    assert 0 < waits(lab) <= 900
    lab.clock.forward(minutes=15)
    assert sign_in(lab.book, "Sol", lab.password, HERE)


def test_at_another_workstation_and_for_others_nothing_changes(lab):
    wrong(lab, 10)
    assert sign_in(lab.book, "Sol", lab.password, THERE)
    assert sign_in(lab.book, lab.admin, lab.password, HERE)
    assert waits(lab) > 0


def test_an_administrator_ends_the_wait(lab):
    wrong(lab, 10)
    assert waits(lab) > 60
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", Unlock(person="Sol"))
    (told,) = lab.ask(attempts_of, lab.admin, "Sol")
    assert (told.workstation, told.failures) == (HERE, 10)
    assert lab.ask(attempts_of, "Bo", "Sol") == []
    lab.do(lab.admin, Unlock(person="Sol"))
    assert sign_in(lab.book, "Sol", lab.password, HERE)
    assert lab.findings() == []


def test_a_name_without_an_account_waits_just_so(lab):
    for name in ("Bo", "Nemo"):
        wrong(lab, 3, name)
        assert waits(lab, name) == 1


def test_nobody_fills_the_book_with_names_or_workstations(lab):
    with lab.book.read() as records:
        head = records.head()
    with lab.book.work() as work:
        for number in range(500):
            work.attempts.failed(PersonName(f"Nobody {number}"), HERE, work.now)
        for number in range(500):
            work.attempts.failed(PersonName("Sol"), f"bench-{number}" * 50, work.now)
    found = rows(lab)
    assert len(found) <= NAMES + WORKSTATIONS + 1
    assert max(len(workstation) for _account, workstation, *_ in found) <= 64
    assert waits(lab, at="bench-9999") > 0
    with lab.book.read() as records:
        assert records.head() == head
    assert lab.findings() == []


def test_the_password_of_a_signature_counts_too(lab):
    for _ in range(3):
        with pytest.raises(WrongPasswordError):
            confirm(lab.book, "Sol", "not the password")
    with pytest.raises(WaitError):
        confirm(lab.book, "Sol", lab.password)
    lab.clock.forward(seconds=1)
    confirm(lab.book, "Sol", lab.password)


def test_the_sentence_tells_the_wait(lab):
    wrong(lab, 6)
    with pytest.raises(WaitError) as refused:
        sign_in(lab.book, "Sol", "x", HERE)
    assert refused.value.shown(Text("en")) == (
        "Too many wrong passwords here: please wait 8 s. The right password works again after that."
    )


def test_what_is_kept_of_an_attempt_holds_no_password(lab):
    wrong(lab, 2)
    assert "not the password" not in str(rows(lab))
    assert [(workstation, failures) for _account, workstation, failures, _at in rows(lab)] == [(HERE, 2)]


def test_a_book_that_cannot_be_written_still_lets_its_people_in(lab):
    lab.clock.forward(days=-1)
    with pytest.raises(WrongPasswordError):
        sign_in(lab.book, "Sol", "not the password", HERE)
    assert sign_in(lab.book, "Sol", lab.password, HERE)
