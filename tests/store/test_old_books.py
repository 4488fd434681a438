"""A book of each release, as that release wrote it, is opened by all later ones and is sound.

``books/<release>.zip`` holds the demonstration laboratory of that release: the book, its archive, its trust
list. The files are never written again.
"""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labcal.services.certificates import certificate_lines, files_of
from labcal.services.checking import check_book
from labcal.services.jobs import job_lines
from labcal.services.sheet import sheet
from labcal.store.book import open_book

BOOKS = sorted((Path(__file__).parent / "books").glob("*.zip"))


@pytest.fixture(params=BOOKS, ids=lambda path: path.stem)
def folder(request, tmp_path):
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def book(folder):
    book = open_book(folder / "demo.labcal")
    yield book
    book.close()


def test_there_is_a_book_of_the_first_release():
    assert BOOKS[0].stem == "0.1.0"


def test_it_is_sound(book):
    found = check_book(book)
    assert found.findings == ()
    assert (found.certificates, found.checkpoints) == (1, 1)
    assert found.entries >= 100


def test_its_jobs_are_read(book):
    with book.read() as records:
        states = [line.state.value for line in job_lines(records)]
        shown = sheet(records, "2026-0001", "Halima Yusuf", "en")
    assert states == ["received", "signing", "checking", "open", "issued"]
    (result,) = shown.job.results
    assert (result.value, result.expanded) == ("10.000025", "59")


def test_its_certificate_still_verifies(book, folder):
    from labcal.exchange.trust import read_trust
    from labcal.exchange.verify import verify

    with book.read() as records:
        (line,) = certificate_lines(records)
    files = files_of(book, line.number)
    lists = [read_trust((folder / "trust.lct").read_bytes())]
    for name, content in (("certificate.pdf", files.pdf), ("certificate.xml", files.xml)):
        found = verify(content, name, lists, datetime(2026, 12, 1, tzinfo=UTC))
        assert (found.valid, found.trusted) == (True, True)


def test_work_goes_on_in_it(book):
    from labcal.domain.party import Party
    from labcal.services.customers import AddCustomer
    from labcal.services.perform import perform

    outcome = perform(book, "Amina Diallo", AddCustomer(party=Party(name="Mill")))
    assert outcome.tables == {"customer"}
    assert check_book(book).findings == ()
