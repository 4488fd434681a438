"""The laboratory decides on its backups, and they are made so."""

import sqlite3
from contextlib import closing

import pytest

from labcal.domain.backup_rule import BackupRule, Moment
from labcal.errors.files import UnwritableFileError
from labcal.errors.keeping import LockedBackupError, RelativeFolderError, UnfitRuleError
from labcal.errors.people import NotAuthorisedError
from labcal.errors.records import StaleError
from labcal.services.backup_rules import DecideBackups, back_up_now, backup_is_due, standing
from labcal.services.backups import locked_with, verify_backup

PASSPHRASE = "a good passphrase"


def decide(lab, who="Ana", key=None, **rule):
    seen = standing(lab.book).version
    return lab.do(who, DecideBackups(rule=BackupRule(**rule), key=key, seen=seen))


def test_before_anybody_decided_none_is_made(lab):
    assert not backup_is_due(lab.book, Moment.END)
    found = standing(lab.book)
    assert (found.rule.scheduled, found.made, found.folder.name) == (False, (), "lab-backups")


def test_they_are_made_when_due_and_kept_by_number(lab, tmp_path):
    decide(lab, folder=str(tmp_path / "safe"), at_end=True, keep_number=2, keep_days=0)
    made = []
    for serial in range(4):
        lab.clock.forward(hours=1)
        lab.receive(serial=str(serial))
        lab.clock.forward(minutes=1)
        assert not backup_is_due(lab.book, Moment.DURING)
        assert backup_is_due(lab.book, Moment.END)
        made.append(back_up_now(lab.book))
        assert not backup_is_due(lab.book, Moment.END)
    assert [path for _, path in standing(lab.book).made] == made[:1:-1]
    assert not made[0].exists()
    assert verify_backup(made[3], whole=True).entry == lab.ask(lambda records: records.head())[0]
    assert lab.findings() == []


def secrets(lab) -> int:
    with closing(sqlite3.connect(lab.path)) as connection:
        return connection.execute("select count(*) from secret").fetchone()[0]


def test_the_key_is_kept_without_the_passphrase(lab, tmp_path):
    before = secrets(lab)
    decide(lab, key=locked_with(PASSPHRASE).kept(), at_end=True, locked=True)
    path = back_up_now(lab.book)
    with pytest.raises(LockedBackupError):
        verify_backup(path)
    verify_backup(path, PASSPHRASE, whole=True)
    decide(lab, at_end=True, hours=2, locked=True)
    lab.clock.forward(hours=1)
    verify_backup(back_up_now(lab.book), PASSPHRASE)
    assert lab.findings() == []
    assert secrets(lab) == before + 1
    decide(lab, at_end=True)
    assert secrets(lab) == before
    lab.clock.forward(hours=1)
    verify_backup(back_up_now(lab.book))
    assert lab.findings() == []
    assert PASSPHRASE.encode() not in lab.path.read_bytes()


def test_only_an_administrator_decides_and_nobody_over_another(lab):
    with pytest.raises(NotAuthorisedError):
        decide(lab, who="Bo", at_end=True)
    decide(lab, at_end=True)
    with pytest.raises(StaleError):
        lab.do("Ana", DecideBackups(rule=BackupRule(), seen=1))


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ({"folder": "safe"}, RelativeFolderError),
        ({"hours": 169}, UnfitRuleError),
        ({"keep_number": 0}, UnfitRuleError),
        ({"keep_days": -1}, UnfitRuleError),
    ],
)
def test_a_rule_that_keeps_nothing_is_refused(lab, rule, error):
    with pytest.raises(error):
        decide(lab, **rule)


def test_a_folder_that_is_gone_is_a_sentence(lab, tmp_path):
    decide(lab, folder=str(tmp_path / "usb" / "safe"), at_end=True)
    with pytest.raises(UnwritableFileError, match="usb"):
        back_up_now(lab.book)
