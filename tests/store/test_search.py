"""The index of words stays with the records, in one transaction, and can be made anew."""

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest

from labcal.domain.finding import Subject
from labcal.domain.instrument import StandardCertificate
from labcal.domain.party import Party
from labcal.domain.quantity import parse
from labcal.errors import LabCalError
from labcal.services.customers import AddCustomer
from labcal.services.finding import disagreements, find, reindex
from labcal.services.jobs import NoteJob, OpenJob
from labcal.services.perform import perform
from labcal.services.standards import AddStandard
from labcal.store import search

MASS = "mass/substitution"


def found(lab, typed: str) -> dict[str, list[str]]:
    return {hits.subject.value: [hit.number for hit in hits.hits] for hits in lab.ask(find, typed)}


@pytest.fixture
def customer(lab):
    names = {"street": "", "post_code": "", "city": "Lomé", "country": "TG", "email": "", "phone": ""}
    return lambda name: lab.do(lab.admin, AddCustomer(party=Party(name=name, **names))).value


def test_a_number_a_serial_a_name_and_a_word_are_found(lab, customer):
    job = lab.receive(serial="SN-0042/a")
    number = customer("Étalonnage Générale")
    assert found(lab, job)["job"] == [job]
    assert set(found(lab, "sn0042A")) == {"job", "instrument"}
    assert found(lab, "etalonnage gen")["customer"] == [number]
    assert found(lab, "LOME")["customer"] == [number]
    lab.do("Bo", OpenJob(job=job, procedure=MASS))
    lab.do("Bo", NoteJob(job=job, remarks="Éraflures profondes", deviations=""))
    assert found(lab, "eraflure") == {"job": [job]}
    assert found(lab, "ana")["person"] == ["Ana"]
    assert found(lab, "…") == {}


def test_arabic_and_chinese_are_found(lab, customer):
    arabic, chinese = customer("المُخْتَبَر الوطني"), customer("中国计量科学研究院")
    assert found(lab, "مختبر")["customer"] == [arabic]
    assert found(lab, "الوطنى")["customer"] == [arabic]
    assert found(lab, "计量")["customer"] == [chinese]
    assert found(lab, "量计") == {}


def test_the_place_of_the_hit_is_told(lab):
    lab.receive(serial="SN-0042/a")
    (hits,) = (hits for hits in lab.ask(find, "0042") if hits.subject is Subject.INSTRUMENT)
    assert (hits.hits[0].field, hits.hits[0].value) == ("serial", "SN-0042/a")


def test_the_very_number_comes_first_and_what_lies_behind_is_told(lab):
    jobs = [lab.receive(serial=f"{number}") for number in range(12)]
    (hits,) = (hits for hits in lab.ask(find, "2026-000") if hits.subject is Subject.JOB)
    assert ([hit.number for hit in hits.hits], hits.more) == (jobs[8:3:-1], True)
    assert found(lab, jobs[0])["job"][0] == jobs[0]


def test_undo_takes_the_words_away_with_the_record(lab, customer):
    number = customer("Zanzibar Mint")
    assert found(lab, "zanzibar")["customer"] == [number]
    lab.undo(lab.admin, lab.ask(lambda records: records.head())[0])
    assert found(lab, "zanzibar") == {}
    assert lab.ask(disagreements) == {}


def test_what_is_refused_leaves_no_words(lab):
    class Broken(AddCustomer):
        def run(self, work, who):
            super().run(work, who)
            raise LabCalError

    party = Party(name="Zanzibar", street="", post_code="", city="", country="", email="", phone="")
    with pytest.raises(LabCalError):
        perform(lab.book, lab.admin, Broken(party=party))
    assert found(lab, "zanzibar") == {}


@pytest.mark.parametrize(
    "damage",
    [
        "update find_job set words = 'other' where rowid = 1",
        "delete from find_customer where rowid = 1",
        "insert into find_person (rowid, codes, words) values (999, '', 'ghost')",
        "update sort_key set value = 'zzz' where subject = 'instrument' and field = 'name'",
        "delete from sort_key where subject = 'customer' and field = 'name' and record = 1",
        "insert into sort_key (subject, field, record, value) values ('customer', 'name', 999, '')",
    ],
)
def test_an_index_that_disagrees_is_noticed_and_made_anew(lab, damage):
    lab.receive()
    assert lab.ask(disagreements) == {}
    lab.book.close()
    with closing(sqlite3.connect(lab.path, isolation_level=None)) as raw:
        raw.execute(damage)
    lab.reopen()
    assert len(lab.ask(disagreements)) == 1
    assert any(one.startswith("search: ") for one in lab.findings())
    head = lab.ask(lambda records: records.head())
    reindex(lab.book)
    assert lab.ask(disagreements) == {}
    assert lab.ask(lambda records: records.head()) == head
    assert found(lab, "weight")["job"]


def test_a_certificate_of_a_standard_leads_to_the_standard(lab):
    told = StandardCertificate(
        number="PTB-77120/26", laboratory="PTB", calibrated_on=date(2026, 1, 2), due_on=date(2027, 1, 2),
        value=parse("1 kg"), expanded=parse("1 mg"), coverage_factor=Decimal(2),
    )  # fmt: skip
    command = AddStandard(name="Weight 1 kg", identification="N-9", grade="E2", certificate=told)
    number = lab.do(lab.admin, command).value
    assert found(lab, "77120") == {"standard": [number]}
    assert lab.ask(disagreements) == {}


def test_a_word_that_many_records_have_is_found_by_each_of_its_beginnings(lab, customer):
    numbers = [customer(name) for name in ("Weights and Measures", "Weighing", "Weighbridge", "Wharf")]
    wanted = {"w": 4, "wei": 3, "weig": 3, "weigh": 3, "weight": 1, "weights": 1, "weightss": 0}
    for typed, count in wanted.items():
        assert found(lab, typed).get("customer", []) == numbers[:count][::-1], typed


def test_more_words_than_are_told_one_by_one_are_found_all_the_same(lab, customer):
    numbers = [customer(f"Dubna{sign}") for sign in "abcdefghi"]
    assert [one.number for hits in lab.ask(find, "dubn") for one in hits.hits] == numbers[:-6:-1]
    assert found(lab, "dubnah") == {"customer": [numbers[7]]}


def test_of_a_word_that_is_common_a_number_among_the_newest_comes_first(lab, monkeypatch):
    monkeypatch.setattr(search, "COMMON", 4)
    jobs = [lab.receive(serial=serial) for serial in ("weight-1", "weight-2", "1", "2", "3")]
    assert found(lab, "weight-1")["job"] == jobs[:1]
    assert found(lab, "weight")["job"] == [jobs[1], *jobs[:1:-1], jobs[0]]
