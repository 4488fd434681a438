"""What is typed is kept as words, until it is saved, dropped, or old."""

from labcal.services.drafts import drafts_of, drop_drafts, keep_draft
from labcal.store.drafts import DraftFile


def test_what_is_typed_is_kept_until_nothing_is(lab):
    head = lab.ask(lambda records: records.head())
    keep_draft(lab.book, "Bo", "receive", {"0": "Héb — ", "1": ""})
    assert drafts_of(lab.book, "Bo") == {"receive": {"0": "Héb — ", "1": ""}}
    assert drafts_of(lab.book, "Tia") == {}
    keep_draft(lab.book, "Bo", "receive", {})
    assert drafts_of(lab.book, "Bo") == {}
    assert lab.ask(lambda records: records.head()) == head


def test_what_is_old_or_unreadable_is_passed_over(lab):
    keep_draft(lab.book, "Bo", "receive", {"0": "one"})
    DraftFile(lab.path).keep("Bo", "sheet", "[1, 2", lab.clock())
    DraftFile(lab.path).keep("Bo", "other", "[1, 2]", lab.clock())
    assert drafts_of(lab.book, "Bo") == {"receive": {"0": "one"}}
    lab.clock.forward(days=91)
    assert drafts_of(lab.book, "Bo") == {}


def test_a_person_is_forgotten_whole(lab):
    keep_draft(lab.book, "Bo", "receive", {"0": "one"})
    drop_drafts(lab.book, "Bo")
    assert drafts_of(lab.book, "Bo") == {}
