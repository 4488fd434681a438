"""What counts as the same word, in every script, and what comes first in a list."""

# ruff: noqa: RUF001 (letters that look alike are what this is about)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.finding import LAST, holds, indexed, rank, sought, words

SAME = [
    ("Étalon", "etalon"),
    ("ÉTALON", "étalon"),
    ("E\u0301talon", "étalon"),
    ("Meßuhr", "messuhr"),
    ("MESSUHR", "Meßuhr"),
    ("İstanbul", "istanbul"),
    ("ISTANBUL", "ıstanbul"),
    ("Łódź", "lodz"),
    ("Ørsted", "orsted"),
    ("Œuvre", "oeuvre"),
    ("ΣΊΣΥΦΟΣ", "σισυφος"),
    ("МОСКВА́", "москва"),
    ("Ωm", "ωm"),
    ("m²", "m2"),
    ("ﬁber", "fiber"),
    ("مُخْتَبَر", "مختبر"),
    ("أحمد", "احمد"),
    ("إدارة", "اداره"),
    ("ٱلله", "الله"),
    ("مستشفى", "مستشفي"),
    ("کیلو", "كيلو"),
    ("مـــيزان", "ميزان"),
    ("٢٠٢٦", "2026"),
    ("ﻣﺨﺘﺒﺮ", "مختبر"),
    ("ＡＢＣ１２", "abc12"),
    ("क़लम", "कलम"),
]


@pytest.mark.parametrize(("kept", "typed"), SAME)
def test_accents_case_and_letter_forms_make_no_difference(kept, typed):
    assert words(kept) == words(typed)
    assert holds(kept, typed)


FOUND = [
    ("SN-0042/a", "sn-0042/a", True),
    ("SN-0042/a", "SN0042a", True),
    ("SN-0042/a", "0042", True),
    ("SN-0042/a", "42", True),
    ("SN-0042/a", "sn 42", True),
    ("SN-0042/a", "sn-00", True),
    ("SN-0042/a", "n-0042", False),
    ("SN-0042/a", "43", False),
    ("2026-0042", "2026-0042", True),
    ("2026-0042", "2026-004", True),
    ("2026-0042", "2027-0042", False),
    ("Weight 10 kg", "wei", True),
    ("Weight 10 kg", "eight", False),
    ("中国计量科学研究院", "计量", True),
    ("中国计量科学研究院", "中国", True),
    ("中国计量科学研究院", "国中", False),
    ("標準分銅", "分銅", True),
    ("ตุ้มน้ำหนัก", "น้ำหนัก", True),
    ("المختبر الوطني", "مختبر", True),
    ("المختبر الوطني", "المختبر", True),
    ("مختبر وطني", "المختبر", True),
    ("المختبر الوطني", "تبر", False),
]


@pytest.mark.parametrize(("kept", "typed", "found"), FOUND)
def test_a_word_is_found_by_how_it_begins(kept, typed, found):
    assert holds(kept, typed) is found


@pytest.mark.parametrize("nothing", ["", "   ", "-/-", "…", "\u0301"])
def test_signs_alone_look_for_nothing(nothing):
    assert sought(nothing) == []
    assert indexed(nothing) == ""


@given(st.text(max_size=40))
def test_every_text_is_found_by_itself_and_in_capitals(text):
    assert all(word == words(word)[0] for word in words(text))
    assert holds(text, text) is bool(words(text))
    assert all(ways[0] for ways in sought(text))


def test_figures_sort_by_their_value_and_what_is_empty_comes_last():
    told = ["Weight 10", "weight 9", "Étalon", "Zebra", "", "2026-10000", "2026-9999"]
    assert sorted(told, key=rank) == [
        "2026-9999",
        "2026-10000",
        "Étalon",
        "weight 9",
        "Weight 10",
        "Zebra",
        "",
    ]
    assert rank("-") == LAST
