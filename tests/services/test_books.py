"""Whose book it is."""

from labcal.services.books import create_book, laboratory_of


def test_a_book_has_a_laboratory_once_it_is_founded(lab, tmp_path):
    assert laboratory_of(lab.book) == "Measurement Standards"
    empty = create_book(tmp_path / "empty.labcal")
    assert laboratory_of(empty) == ""
    empty.close()
