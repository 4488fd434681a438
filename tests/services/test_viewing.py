"""Certificates as the window shows and hands them out."""

from collections.abc import Iterator

import pytest

from labcal.domain.certificate import CertificateNumber
from labcal.errors.files import NoSuchFileError, UnwritableFileError
from labcal.services.books import Book, laboratory_of, open_book
from labcal.services.demo import Made, make_demo
from labcal.services.procedures import shipped_procedures
from labcal.services.viewing import save_files, view_file, view_issued


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    return make_demo(tmp_path_factory.mktemp("viewing") / "demo")


@pytest.fixture
def book(made: Made) -> Iterator[Book]:
    book = open_book(made.book)
    yield book
    book.close()


def test_an_issued_certificate_is_verified_as_it_lies_in_the_archive(book):
    viewed = view_issued(book, CertificateNumber("CAL-2026-0001"))
    assert viewed.pdf.startswith(b"%PDF")
    assert viewed.found.valid
    assert viewed.found.trusted


def test_files_from_outside_are_looked_at_whatever_they_are(book, made, tmp_path):
    own = view_file(book, made.certificates[0])
    assert own.found.trusted
    changed = tmp_path / "changed.pdf"
    content = bytearray(made.certificates[0].read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    assert not view_file(book, changed).found.valid
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customer", encoding="utf-8")
    viewed = view_file(book, letter)
    assert (viewed.pdf, viewed.found.valid) == (b"", False)
    with pytest.raises(NoSuchFileError):
        view_file(book, tmp_path / "nothing.pdf")


def test_pdf_xml_and_trust_list_are_handed_out(book, tmp_path):
    paths = save_files(book, CertificateNumber("CAL-2026-0001"), tmp_path)
    assert [path.name for path in paths] == ["CAL-2026-0001.pdf", "CAL-2026-0001.xml", "trust.lct"]
    assert all(path.stat().st_size for path in paths)
    with pytest.raises(UnwritableFileError):
        save_files(book, CertificateNumber("CAL-2026-0001"), tmp_path / "missing")


def test_shipped_procedures_say_whether_the_book_has_them(book):
    assert laboratory_of(book).startswith("National Metrology Institute")
    with book.read() as records:
        found = {one.name: one for one in shipped_procedures(records, "en")}
    assert found["mass/substitution"].adopted
    assert found["mass/substitution"].title
