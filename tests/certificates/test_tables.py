"""Columns fill the measure and never leave it."""

from hypothesis import given
from hypothesis import strategies as st

from labcal.certificates.page import WIDTH
from labcal.certificates.tables import Align, Column, table, widths

TEXTS = st.lists(st.text("abcdefgh 123", min_size=1, max_size=60), min_size=1, max_size=7)


@given(TEXTS, st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=7, max_size=7))
def test_the_columns_fill_the_room_and_no_more(titles, shares) -> None:
    columns = [Column(t, ("12.5 mg",), Align.RIGHT, s) for t, s in zip(titles, shares, strict=False)]
    assert sum(widths(columns, WIDTH)) <= WIDTH * 1.0001


def test_every_row_knows_its_head() -> None:
    slabs = table([Column("a", ("1", "2", "3")), Column("b", ("x", "y", "z"))])
    assert len(slabs) == 4
    assert all(slab.header is not None for slab in slabs[1:])
    assert slabs[1].header == slabs[2].header == slabs[3].header
    assert slabs[0].keep


def test_a_cell_of_two_lines_makes_a_higher_row() -> None:
    head, one, two = table([Column("a", ("1", "1\n2"))])
    assert two.height > one.height
    assert head.height > 0
