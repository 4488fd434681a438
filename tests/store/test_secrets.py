"""No password, hash or private key in the journal, in a command as text, or in an error."""

import sqlite3
import zlib

import pytest
from sqlalchemy.exc import SQLAlchemyError

from labcal.errors.records import NotFoundError
from labcal.services.accounts import ChangePassword, OpenAccount, confirm
from labcal.services.keys import Secrets, change_password
from labcal.services.laboratory import Founder
from labcal.services.passwords import hashed
from labcal.store.body import COMMON
from labcal.store.keys import KeptKey


def secrets_of(lab):
    connection = sqlite3.connect(lab.path)
    found = [row[0] for row in connection.execute("select content from secret")]
    connection.close()
    return found


def journal_of(lab):
    connection = sqlite3.connect(lab.path)
    told = b""
    for (body,) in connection.execute("select body from entry order by id"):
        swell = zlib.decompressobj(-15, zdict=COMMON)
        told += swell.decompress(body[1:]) + swell.flush()
    connection.close()
    return told.decode()


def test_the_journal_holds_digests_of_secrets_and_no_secret(lab):
    change_password(lab.book, "Sol", lab.password, "another password")
    told, kept = journal_of(lab), secrets_of(lab)
    assert sum("argon2" in secret for secret in kept) == 2
    assert sum("PRIVATE KEY" in secret for secret in kept) == 2
    for word in ("argon2", "PRIVATE KEY", lab.password, "another password"):
        assert word not in told
    for secret in kept:
        assert all(line not in told for line in secret.splitlines() if len(line) > 20)
    assert "secret_digest" in told


def test_a_changed_password_is_really_gone(lab):
    """Neither the old hash nor the key encrypted with the old password is left in the file."""
    old = secrets_of(lab)
    change_password(lab.book, "Sol", lab.password, "another password")
    confirm(lab.book, "Sol", "another password")
    gone = set(old) - set(secrets_of(lab))
    assert len(gone) == 2
    lab.book.close()
    content = lab.path.read_bytes()
    for secret in gone:
        assert secret.splitlines()[-2 if "KEY" in secret else 0].encode() not in content
    lab.reopen()
    assert lab.findings() == []


@pytest.mark.parametrize(
    "command",
    [
        OpenAccount(person="Bo", hashed="top secret"),
        ChangePassword(old="top secret", hashed="top secret", rekeyed=(("k", b"top secret"),)),
        Secrets(password="top secret", passphrase="top secret"),
        Founder(person="Bo", role="", password="top secret", passphrase="top secret"),
    ],
)
def test_a_command_as_text_shows_no_secret(command):
    assert "top secret" not in f"{command!r} {command}"


def test_a_key_as_text_shows_no_secret(lab):
    with lab.book.read() as records:
        for key in records.keys.all():
            assert isinstance(key, KeptKey)
            assert repr(key) == f"KeptKey({key.key_id})"


def test_an_error_of_the_file_does_not_repeat_what_was_to_be_written(lab):
    hash_ = hashed("a password that nobody sees")
    with lab.book.work() as work:
        connection = work._session.connection()
        connection.exec_driver_sql("insert into secret values ('a', ?)", (hash_,))
        with pytest.raises(SQLAlchemyError) as refusal:
            connection.exec_driver_sql("insert into secret values ('a', ?)", (hash_,))
    assert hash_ not in str(refusal.value)


@pytest.mark.parametrize(
    "statement",
    [
        "update secret set content = content || ' '",
        "update secret set digest = replace(digest, 'a', 'b')",
        "delete from secret where content like '%argon2%'",
        "insert into secret values ('0', 'foo')",
    ],
)
def test_a_secret_exchanged_behind_the_journals_back_is_found(lab, statement):
    connection = sqlite3.connect(lab.path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    assert any(found.startswith("secret: ") for found in lab.findings())


def test_an_exchanged_hash_lets_nobody_in(lab):
    connection = sqlite3.connect(lab.path, isolation_level=None)
    connection.execute(
        "update secret set content = ? where content like '%argon2%'", (hashed("chosen by Mallory"),)
    )
    connection.close()
    with pytest.raises(NotFoundError, match="no secret"):
        confirm(lab.book, "Sol", "chosen by Mallory")
