"""A power cut: only what was synced is left, and every acknowledged reading is among it.

``synchronous=NORMAL`` loses what it acknowledged: that shows that the simulation can fail.
"""

import shutil
import sys
from pathlib import Path

import pytest

from labcal.services.certificates import files_of
from labcal.services.checking import check_book
from labcal.store.book import open_book


@pytest.fixture
def live(lab, tmp_path):
    """Return what moves the laboratory's book, closed, to where the power will be cut."""

    def move() -> Path:
        lab.book.close()
        folder = tmp_path / "live"
        folder.mkdir()
        return Path(shutil.copy(lab.path, folder / "lab.labcal"))

    return move


@pytest.fixture
def cut(lab, live, tmp_path, request, write):
    """Return what cuts the power after ``least`` readings and counts: acknowledged, and there."""

    def after(way: str, least: int) -> tuple[int, int]:
        job = lab.job()
        path, power = live(), request.getfixturevalue("power_cut")
        ended = write(way, path, job, least=least, environment=power.environment)
        book = open_book(power.survivors(tmp_path / "after") / "lab.labcal", lab.clock)
        with book.read() as records:
            found = records.jobs.get(job)
            kept = [one.quantity.number for one in (*found.replaced, *found.readings)]
        assert check_book(book).findings == ()
        book.close()
        common = min(len(kept), len(ended.acknowledged))
        assert kept[:common] == ended.acknowledged[:common]
        return len(ended.acknowledged), len(kept)

    return after


@pytest.mark.parametrize("least", [1, 8, 25])
def test_every_acknowledged_reading_outlasts_a_power_cut(cut, least):
    acknowledged, kept = cut("readings", least)
    assert kept >= acknowledged >= least


def test_without_full_synchronisation_acknowledged_readings_are_lost(cut):
    acknowledged, kept = cut("slack", 25)
    assert kept < acknowledged


@pytest.mark.prove
@pytest.mark.parametrize("way", ["readings", "slack"])
@pytest.mark.parametrize("least", range(3, 53))
def test_fifty_power_cuts(cut, way, least, capsys):
    acknowledged, kept = cut(way, least)
    with capsys.disabled():
        sys.stdout.write(f"power cut, {way}: {acknowledged} acknowledged, {kept} there\n")
    assert kept >= acknowledged if way == "readings" else kept < acknowledged


def test_a_new_book_outlasts_a_power_cut(tmp_path, power_cut, write):
    path = tmp_path / "live" / "new.labcal"
    write("found", path, "", least=1, environment=power_cut.environment)
    book = open_book(power_cut.survivors(tmp_path / "after") / "new.labcal")
    with book.read() as records:
        assert records.people.laboratory().party.name == "Standards"
    assert check_book(book).findings == ()
    book.close()


def test_an_issued_certificate_outlasts_a_power_cut(lab, live, tmp_path, request, write):
    """The archive is a file of its own, in a folder of its own: name and bytes have to be synced first."""
    job = lab.job("signing")
    path, power = live(), request.getfixturevalue("power_cut")
    (number,) = write("issue", path, job, least=1, environment=power.environment).acknowledged
    book = open_book(power.survivors(tmp_path / "after") / "lab.labcal", lab.clock)
    assert check_book(book).findings == ()
    assert check_book(book).certificates == 1
    assert files_of(book, number).pdf.startswith(b"%PDF-")
    book.close()
