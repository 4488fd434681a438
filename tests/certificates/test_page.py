"""Slabs are stacked on pages: none lost, none too low, heads repeated, titles never left alone."""

from hypothesis import given
from hypothesis import strategies as st

from labcal.certificates.page import Slab, gap, kept, paginated, paragraph


def nothing(*_: object) -> None:
    """Draw nothing."""


@given(st.lists(st.tuples(st.floats(1, 90), st.booleans()), max_size=60))
def test_no_slab_is_lost_and_no_page_overfilled(given_slabs) -> None:
    slabs = [Slab(height, nothing, keep=keep) for height, keep in given_slabs]
    pages = paginated(slabs, 100)
    assert [slab for page in pages for slab in page] == slabs
    assert all(sum(slab.height for slab in page) <= 100 + 1e-9 for page in pages)


def test_a_title_goes_with_what_follows() -> None:
    title, body = Slab(10, nothing, keep=True), Slab(30, nothing)
    assert paginated([Slab(65, nothing), title, body], 100) == [[Slab(65, nothing)], [title, body]]


def test_a_head_is_drawn_again_where_rows_go_on() -> None:
    head = Slab(10, nothing, keep=True)
    rows = [Slab(30, nothing, header=head) for _ in range(5)]
    pages = paginated([head, *rows], 100)
    assert [len(page) for page in pages] == [4, 3]
    assert pages[1][0] is head


def test_a_paragraph_leaves_no_line_alone() -> None:
    slabs = paragraph("word " * 200)
    assert len(slabs) > 3
    assert slabs[0].keep
    assert slabs[-2].keep
    assert not slabs[-1].keep


def test_kept_binds_all_but_the_last() -> None:
    slabs = kept([gap(1), Slab(2, nothing), Slab(3, nothing)])
    assert [slab.keep for slab in slabs] == [True, True, False]
