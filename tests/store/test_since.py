"""What a book holds beyond a line of its journal."""

from labcal.store.since import since


def test_later_lines_and_certificates_are_told(issued):
    entry, digest = issued.ask(lambda records: records.head())
    nothing = since(issued.path, entry, 10)
    assert (nothing.digest, nothing.total, nothing.lines, nothing.certificates) == (digest.hex(), 0, (), ())
    issued.job("issued", serial="2")
    later = since(issued.path, entry, 2)
    assert later.digest == digest.hex()
    assert (later.total > 2, len(later.lines), later.certificates) == (True, 2, ("CAL-2026-0002",))
    assert later.lines[0].entry == entry + later.total
    assert later.lines[0].person == "Sol"


def test_a_line_that_is_not_there_has_no_digest(lab):
    assert since(lab.path, 10_000, 5).digest == ""
    assert since(lab.path, 0, 5).digest == "00" * 32
